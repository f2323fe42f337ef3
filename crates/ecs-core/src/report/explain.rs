//! Why here, why not there: a decision with all its reasons, as `explain --format json` prints it
//! (docs/scenario.md, What the tools print). Spec: PLACE-19.

use super::{portable, text};
use crate::aws::{NetworkMode, PlacementConstraint, Protocol, Resource};
use crate::engine::{Engine, Witnessed, why};
use crate::ids::{InstanceRow, LaunchRow, ServiceRow};
use crate::placement::{
    Candidate, Check, Quantity, Receipt, SpreadField, Strategy, Verdict, WITHOUT_ATTRIBUTE,
};
use crate::query::{Expression, Instance as _};
use crate::world::Unplaced;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// A decision.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Explanation {
    /// When it was made, in seconds.
    pub at_seconds: f64,
    /// Why a task was to be placed.
    pub cause: String,
    /// The task's ARN; none where there is no task yet.
    pub task: Option<String>,
    /// What the task asked for.
    #[serde(with = "portable")]
    pub requirement: Value,
    /// Every instance, in order of registration; none for a task on Fargate.
    pub candidates: Vec<CandidateReport>,
    /// What decided among instances that every strategy ranked equal; none where nothing had to.
    pub tie_break: Option<String>,
    /// ECS's event where no instance would do.
    pub aws_message: Option<String>,
    /// How many instances were left after each step, from all of them on.
    pub steps: Vec<Step>,
}

/// A step of a decision, and what it left.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Step {
    /// What was asked.
    pub name: String,
    /// Instances before.
    pub before: usize,
    /// Instances after.
    pub after: usize,
}

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
    /// The decision on the next task of a service, as it would be made now.
    pub(crate) fn explain_next(&self, service: ServiceRow) -> Option<Explanation> {
        let state = &self.world.services[service];
        let launch = state.launch?;
        let receipt = self.receipt(launch);
        let mut explanation = self.explain(launch, &receipt);
        explanation.cause = format!("the next task of service {}", self.service_name(service));
        let unplaced = receipt.chosen.is_none() && self.world.launches[launch].runs_on_instances();
        explanation.aws_message = unplaced.then(|| {
            let why = why(&receipt);
            let id = match why {
                Unplaced::NoneFits { closest, .. } => self.container_instance_id(closest.row),
                _ => String::new(),
            };
            text::unplaced(self.service_name(service), why, &id)
        });
        Some(explanation)
    }

    /// The decision on a task, as it was witnessed when it was made.
    /// This is the run at that moment; `arn` is the task's.
    pub(crate) fn explain_seen(&self, arn: String, seen: &Witnessed) -> Explanation {
        Explanation { task: Some(arn), ..self.explain(seen.launch, &seen.receipt) }
    }

    fn explain(&self, launch: LaunchRow, receipt: &Receipt) -> Explanation {
        let started = &self.world.launches[launch];
        let cause = match started.service {
            Some(service) => format!(
                "service {} keeps {} tasks",
                self.service_name(service),
                self.world.services[service].desired_count
            ),
            None => format!("a task of group {} was asked for", started.group),
        };
        let tie_break = (receipt.among > 1).then(|| {
            format!(
                "drawn among {} instances that every strategy ranks equal (seed {})",
                receipt.among, self.scenario.account.seed
            )
        });
        Explanation {
            at_seconds: super::run::seconds(self.now),
            cause,
            task: None,
            requirement: self.requirement_report(launch),
            candidates: receipt.candidates.iter().map(|seen| self.candidate(launch, receipt, seen)).collect(),
            tie_break,
            aws_message: None,
            steps: self.steps(launch, receipt),
        }
    }

    fn requirement_report(&self, launch: LaunchRow) -> Value {
        let started = &self.world.launches[launch];
        let requirement = &started.requirement;
        let port = |(protocol, port): &(Protocol, u16)| json!({"protocol": protocol, "hostPort": port});
        let zone = |zone: &crate::ids::ZoneRow| self.world.zones[*zone].clone();
        let constraint = |constraint: &PlacementConstraint| match constraint {
            PlacementConstraint::DistinctInstance => json!({"type": "distinctInstance"}),
            PlacementConstraint::MemberOf(expression) => {
                json!({"type": "memberOf", "expression": expression.to_string()})
            }
        };
        let strategies = started.strategies.iter().map(|strategy| self.strategy_name(*strategy));
        json!({
            "taskDefinition": self.task_definition_arn(started.task_definition),
            "group": started.group,
            "launchType": started.launch_type,
            "cpuUnits": requirement.cpu_units,
            "memoryMiB": requirement.memory_mib,
            "gpus": requirement.gpus,
            "networkInterfaces": requirement.enis,
            "hostPorts": requirement.host_ports.iter().map(port).collect::<Vec<_>>(),
            "availabilityZones": requirement.zones.iter().map(zone).collect::<Vec<_>>(),
            "requiresAttributes": self.needed_attributes(launch),
            "placementConstraints": started.constraints.iter().map(constraint).collect::<Vec<_>>(),
            "placementStrategy": strategies.collect::<Vec<_>>(),
        })
    }

    pub(super) fn candidate(
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

    /// The smallest changes after which a check would pass. Spec: PLACE-20.
    fn changes(&self, launch: LaunchRow, row: InstanceRow, verdict: &Verdict) -> Vec<String> {
        let entry = self.instance_entry(row);
        let missing = verdict.deficit();
        let change = match (verdict.check, verdict.need) {
            (Check::Status, _) => "set the instance to ACTIVE".to_owned(),
            (Check::Cpu, Quantity::Number(need)) => {
                let total = entry.instance_type.vcpu * crate::units::CPU_UNITS_PER_VCPU;
                text::free_or_larger(missing, need, total, "CPU units")
            }
            (Check::Memory, Quantity::Number(need)) => {
                text::free_or_larger(missing, need, entry.registered_memory_mib, "MiB")
            }
            (Check::Gpu, Quantity::Number(need)) => {
                text::free_or_larger(missing, need, entry.instance_type.gpus, "GPUs")
            }
            (Check::Eni, _) => {
                let kind = entry.attributes.kind;
                let takes_trunk = !kind.trunk && !kind.windows && !kind.external;
                text::free_interface(entry.instance_type.trunking_task_limit.filter(|_| takes_trunk))
            }
            (Check::Ports, Quantity::Port(protocol, port)) => {
                let is_agents = entry.reserved_ports.contains(&(protocol, port));
                text::other_port(protocol, port, self.network_mode(launch), is_agents)
            }
            (Check::Location, _) => {
                format!("add a subnet in {}", self.world.zones[self.world.ledger.zone(row)])
            }
            (Check::DistinctInstance, _) => {
                "stop the group's task on it, or drop distinctInstance".to_owned()
            }
            (Check::Attribute, _) => {
                let missing = self.missing_attributes(launch, row);
                return missing.into_iter().map(|name| format!("add attribute {name}")).collect();
            }
            (Check::MemberOf, _) => {
                let expression = self.expression(launch, verdict);
                let mends = expression.map(|expression| expression.mend(&self.host(row))).unwrap_or_default();
                return mends.iter().map(ToString::to_string).collect();
            }
            (Check::Ports, Quantity::Number(need)) => {
                text::free_ports(missing, need, entry.reserved_ports.len())
            }
            _ => return Vec::new(),
        };
        vec![change]
    }

    fn network_mode(&self, launch: LaunchRow) -> NetworkMode {
        let definition = self.scenario.task_definitions.get(self.world.launches[launch].task_definition);
        definition.map_or(NetworkMode::Bridge, |definition| definition.network_mode)
    }

    fn expression(&self, launch: LaunchRow, verdict: &Verdict) -> Option<&Expression> {
        let constraint = self.world.launches[launch].constraints.get(usize::from(verdict.constraint?))?;
        match constraint {
            PlacementConstraint::MemberOf(expression) => Some(expression),
            PlacementConstraint::DistinctInstance => None,
        }
    }

    fn needed_attributes(&self, launch: LaunchRow) -> Vec<String> {
        let definition = self.scenario.task_definitions.get(self.world.launches[launch].task_definition);
        definition
            .map(|definition| definition.required_attributes().into_iter().collect())
            .unwrap_or_default()
    }

    fn missing_attributes(&self, launch: LaunchRow, row: InstanceRow) -> Vec<String> {
        let attributes = &self.instance_entry(row).attributes;
        let mut needed = self.needed_attributes(launch);
        needed.retain(|name| attributes.get(name).is_none());
        needed
    }

    fn strategy_name(&self, strategy: Strategy) -> String {
        match strategy {
            Strategy::Random => "random".to_owned(),
            Strategy::Binpack(resource) => format!("binpack {}", resource.name()),
            Strategy::Spread(SpreadField::InstanceId) => "spread instanceId".to_owned(),
            Strategy::Spread(SpreadField::Attribute(division)) => {
                format!("spread attribute:{}", self.world.ledger.attribute_of(division))
            }
        }
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

    /// How the candidates became one. Spec: PLACE-1.
    fn steps(&self, launch: LaunchRow, receipt: &Receipt) -> Vec<Step> {
        let all = receipt.candidates.len();
        let passes = |candidate: &Candidate, checks: &[Check]| {
            candidate.verdicts.iter().all(|verdict| verdict.passed || !checks.contains(&verdict.check))
        };
        let of_provider = [Check::CapacityProvider];
        let resources = [Check::Status, Check::Cpu, Check::Memory, Check::Ports, Check::Gpu, Check::Eni];
        let mut checked: Vec<Check> = Vec::new();
        let mut steps: Vec<Step> = Vec::new();
        let mut step = |name: String, after: usize| {
            let before = steps.last().map_or(all, |step: &Step| step.after);
            steps.push(Step { name, before, after });
        };
        for (name, checks) in [
            ("in the capacity provider", &of_provider[..]),
            ("ACTIVE, agent connected", &resources[..1]),
            ("CPU, memory, ports, GPUs, ENIs", &resources[1..]),
            ("zones of the subnets, required attributes", &[Check::Location, Check::Attribute][..]),
        ] {
            if checks == of_provider && self.world.launches[launch].requirement.of_provider.is_none() {
                continue;
            }
            checked.extend(checks);
            step(name.to_owned(), receipt.candidates.iter().filter(|seen| passes(seen, &checked)).count());
        }
        let constraints = &self.world.launches[launch].constraints;
        for (number, constraint) in constraints.iter().enumerate() {
            let name = match constraint {
                PlacementConstraint::DistinctInstance => "distinctInstance".to_owned(),
                PlacementConstraint::MemberOf(expression) => format!("memberOf {expression}"),
            };
            let up_to_here = |seen: &&Candidate| {
                let of_constraint =
                    |verdict: &Verdict| verdict.constraint.is_none_or(|of| usize::from(of) <= number);
                seen.verdicts.iter().filter(|verdict| of_constraint(verdict)).all(|verdict| verdict.passed)
            };
            step(name, receipt.candidates.iter().filter(up_to_here).count());
        }
        for (stage, strategy) in self.world.launches[launch].strategies.iter().enumerate() {
            let kept = |seen: &&Candidate| {
                seen.ranks.get(..=stage).is_some_and(|ranks| ranks.iter().all(|rank| rank.kept))
            };
            if *strategy == Strategy::Random {
                break;
            }
            step(self.strategy_name(*strategy), receipt.candidates.iter().filter(kept).count());
        }
        steps
    }
}

fn quantity(quantity: Quantity) -> Value {
    match quantity {
        Quantity::Number(number) => json!(number),
        Quantity::Port(protocol, port) => json!(format!("{port}/{}", protocol.name())),
        Quantity::Flag(flag) => json!(flag),
    }
}
