//! How many more copies fit, and what stops the next: as `fit --format json` prints it.

use super::explain::VerdictReport;
use crate::aws::TaskDefinition;
use crate::engine::Engine;
use crate::limits;
use crate::placement::{Receipt, decide, fit};
use crate::rng::{Purpose, draw};
use serde::Serialize;
use std::collections::BTreeMap;

/// How many more copies of a task there is room for.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Fit {
    /// Copies on all instances.
    pub copies: usize,
    /// Copies by the instance's ARN; instances without one are left out.
    pub per_instance: BTreeMap<String, usize>,
    /// What every instance says to the next copy.
    pub next: Vec<NextReport>,
    /// Whether more would fit than a run has tasks, so that the count ends there.
    pub truncated: bool,
}

/// What an instance says to the next copy.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NextReport {
    /// Its short form, for example `host/1`.
    pub name: String,
    /// Its ARN.
    pub container_instance_arn: String,
    /// Its id on EC2.
    pub ec2_instance_id: String,
    /// What every check said.
    pub verdicts: Vec<VerdictReport>,
    /// The smallest changes after which it would take one.
    pub changes: Vec<String>,
}

impl Engine {
    /// How many more copies of a task definition fit, placed as a service without a strategy places
    /// them: `web`, `web:3` or an ARN. None where the scenario has no such definition. Spec: PLACE-21.
    pub(crate) fn fit(mut self, task_definition: &str) -> Option<Fit> {
        let number = self.find_task_definition(task_definition)?;
        let group = format!(
            "family:{}",
            self.scenario.task_definitions.get(number).map(|definition| definition.family.as_str())?
        );
        let launch = self.launch_to_try(number, group.clone());
        let started = &self.world.launches[launch];
        let limit = usize::try_from(limits::TASKS_PER_SCENARIO).unwrap_or(usize::MAX);
        let seed = self.scenario.account.seed;
        let (placed, ledger) =
            fit(&self.world.ledger, &started.requirement, &started.strategies, limit, |copy| {
                draw(seed, Purpose::TieBreak, &group, copy)
            });
        let mut per_instance = BTreeMap::new();
        for row in &placed {
            *per_instance.entry(self.container_instance_arn(*row)).or_insert(0) += 1;
        }
        let mut receipt = Receipt::default();
        decide(&ledger, &started.requirement, &started.strategies, 0, &mut receipt);
        self.world.ledger = ledger;
        let next = receipt.candidates.iter().map(|seen| {
            let candidate = self.candidate(launch, &receipt, seen);
            NextReport {
                name: candidate.name,
                container_instance_arn: candidate.container_instance_arn,
                ec2_instance_id: candidate.ec2_instance_id,
                verdicts: candidate.verdicts,
                changes: candidate.changes,
            }
        });
        Some(Fit {
            copies: placed.len(),
            per_instance,
            next: next.collect(),
            truncated: placed.len() == limit,
        })
    }

    /// The newest revision of a family, or the one that is named.
    pub(super) fn find_task_definition(&self, reference: &str) -> Option<usize> {
        let short = reference.rsplit_once("task-definition/").map_or(reference, |(_, short)| short);
        let definitions = || self.scenario.task_definitions.iter().enumerate();
        let named = definitions().find(|(_, definition)| definition.short() == short);
        let newest = || {
            definitions()
                .filter(|(_, definition)| definition.family == short)
                .max_by_key(|(_, definition): &(usize, &TaskDefinition)| definition.revision)
        };
        named.or_else(newest).map(|(number, _)| number)
    }
}
