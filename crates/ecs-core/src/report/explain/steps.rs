//! How the candidates of a decision became one.

use crate::aws::PlacementConstraint;
use crate::engine::Engine;
use crate::ids::LaunchRow;
use crate::placement::{Candidate, Check, Receipt, Strategy, Verdict};
use serde::{Deserialize, Serialize};

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

impl Engine {
    /// How the candidates became one. Spec: PLACE-1.
    pub(super) fn steps(&self, launch: LaunchRow, receipt: &Receipt) -> Vec<Step> {
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
