//! An instance, as a decision saw it: what each check said, how it was ranked, and one sentence.

use crate::aws::Resource;
use crate::engine::Engine;
use crate::ids::{InstanceRow, LaunchRow};
use crate::placement::{
    Candidate, Check, Quantity, Receipt, SpreadField, Strategy, Verdict, WITHOUT_ATTRIBUTE,
};
use crate::query::Instance as _;
use crate::report::{portable, text};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// An instance, as a decision saw it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CandidateReport {
    /// Its short form, for example `host/1`.
    pub name: String,
    /// Its ARN.
    pub container_instance_arn: String,
    /// Its id on EC2.
    pub ec2_instance_id: String,
    /// What every check said.
    pub verdicts: Vec<VerdictReport>,
    /// How the strategies ranked it, as far as it came.
    pub ranks: Vec<RankReport>,
    /// Whether it was chosen.
    pub chosen: bool,
    /// The smallest changes after which every check would pass; none where they do.
    pub changes: Vec<String>,
    /// One sentence: why here, or why not.
    pub sentence: String,
}

/// What a check said.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct VerdictReport {
    /// Which check.
    pub check: Check,
    /// Whether the instance passed.
    pub passed: bool,
    /// What the task needs: a number, a port, a list of attributes, an expression.
    #[serde(with = "portable")]
    pub need: Value,
    /// What the instance has of it.
    #[serde(with = "portable")]
    pub have: Value,
}

/// How a strategy ranked an instance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RankReport {
    /// The strategy, for example `spread attribute:ecs.availability-zone`.
    pub strategy: String,
    /// What it counted: tasks, CPU units, MiB. The least is kept; none where the instance lacks the
    /// attribute that is counted by, which comes last.
    pub score: Option<u32>,
    /// Whether the instance was kept.
    pub kept: bool,
}

impl Engine {
    pub(in crate::report) fn candidate(
        &self,
        launch: LaunchRow,
        receipt: &Receipt,
        seen: &Candidate,
    ) -> CandidateReport {
        let chosen = receipt.chosen == Some(seen.row);
        let rank = |rank: &crate::placement::Rank| RankReport {
            strategy: self.strategy_name(rank.strategy),
            score: (rank.score != WITHOUT_ATTRIBUTE).then_some(rank.score),
            kept: rank.kept,
        };
        CandidateReport {
            name: self.instance_short(seen.row),
            container_instance_arn: self.container_instance_arn(seen.row),
            ec2_instance_id: self.ec2_instance_id(seen.row),
            verdicts: seen.verdicts.iter().map(|verdict| self.verdict(launch, seen.row, verdict)).collect(),
            ranks: seen.ranks.iter().map(rank).collect(),
            chosen,
            changes: seen
                .verdicts
                .iter()
                .filter(|verdict| !verdict.passed)
                .flat_map(|verdict| self.changes(launch, seen.row, verdict))
                .collect(),
            sentence: self.sentence(receipt, seen, chosen),
        }
    }

    fn verdict(&self, launch: LaunchRow, row: InstanceRow, verdict: &Verdict) -> VerdictReport {
        let (need, have) = match verdict.check {
            Check::Attribute => {
                let missing = self.missing_attributes(launch, row);
                (json!(self.needed_attributes(launch)), json!({ "missing": missing }))
            }
            Check::MemberOf => match self.expression(launch, verdict) {
                Some(expression) => (json!(expression.to_string()), json!(verdict.passed)),
                None => (Value::Null, Value::Null),
            },
            Check::Location => {
                let zones = &self.world.launches[launch].requirement.zones;
                let names: Vec<&str> = zones.iter().map(|zone| self.world.zones[*zone].as_str()).collect();
                (json!(names), json!(self.world.zones[self.world.ledger.zone(row)]))
            }
            _ => (quantity(verdict.need), quantity(verdict.have)),
        };
        VerdictReport { check: verdict.check, passed: verdict.passed, need, have }
    }

    /// One sentence on a candidate: the first reason against it, or what its rank was.
    fn sentence(&self, receipt: &Receipt, seen: &Candidate, chosen: bool) -> String {
        if let Some(verdict) = seen.verdicts.iter().find(|verdict| !verdict.passed) {
            return match verdict.need {
                Quantity::Port(protocol, port)
                    if self.instance_entry(seen.row).reserved_ports.contains(&(protocol, port)) =>
                {
                    format!("host port {port}/{} is reserved by the agent", protocol.name())
                }
                _ => text::ruled_out(verdict),
            };
        }
        let told = |rank: &crate::placement::Rank| match rank.strategy {
            Strategy::Binpack(Resource::Cpu) => format!("{} CPU units left", rank.score),
            Strategy::Binpack(Resource::Memory) => format!("{} MiB left", rank.score),
            Strategy::Random => "drawn".to_owned(),
            Strategy::Spread(SpreadField::InstanceId) => text::of_the_group(rank.score, "on it"),
            Strategy::Spread(SpreadField::Attribute(division)) if rank.score == WITHOUT_ATTRIBUTE => {
                format!("without attribute {}, so it comes last", self.world.ledger.attribute_of(division))
            }
            Strategy::Spread(SpreadField::Attribute(division)) => {
                let attribute = self.world.ledger.attribute_of(division);
                let host = self.host(seen.row);
                let value = host.attribute(attribute).unwrap_or("no value");
                text::of_the_group(rank.score, &format!("in {value}"))
            }
        };
        if chosen {
            let reasons: Vec<String> = seen.ranks.iter().map(told).collect();
            let drawn =
                if receipt.among > 1 { format!("drawn among {}", receipt.among) } else { String::new() };
            let reasons: Vec<String> =
                reasons.into_iter().chain((!drawn.is_empty()).then_some(drawn)).collect();
            return if reasons.is_empty() {
                "chosen".to_owned()
            } else {
                format!("chosen: {}", reasons.join(", "))
            };
        }
        match seen.ranks.iter().find(|rank| !rank.kept) {
            Some(rank) => told(rank),
            None => "ranked equal, and not drawn".to_owned(),
        }
    }
}

fn quantity(quantity: Quantity) -> Value {
    match quantity {
        Quantity::Number(number) => json!(number),
        Quantity::Port(protocol, port) => json!(format!("{port}/{}", protocol.name())),
        Quantity::Flag(flag) => json!(flag),
    }
}
