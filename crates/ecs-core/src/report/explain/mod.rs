//! Why here, why not there: a decision with all its reasons, as `explain --format json` prints it
//! (docs/scenario.md, What the tools print). Spec: PLACE-19.

mod candidate;
mod change;
mod steps;

pub use candidate::{CandidateReport, RankReport, VerdictReport};
pub use steps::Step;

use super::{portable, text};
use crate::aws::{PlacementConstraint, Protocol};
use crate::engine::{Engine, Witnessed, why};
use crate::ids::{InstanceRow, LaunchRow, ServiceRow};
use crate::placement::{Receipt, SpreadField, Strategy, Verdict};
use crate::query::Expression;
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
}
