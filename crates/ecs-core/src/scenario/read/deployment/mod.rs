//! How a service is deployed, and what AWS refuses of it.

mod alarms;
mod controller;
mod percent;
mod strategy;
mod upkeep;

use super::Reader;
use super::refusal::Refusals;
use crate::aws::{DeploymentSettings, LaunchType, Placement};
use crate::finding::{Finding, Rule, rules};
use crate::json::{Node, child};
use std::ops::RangeInclusive;

/// What else of a service its deployment depends on.
pub(super) struct Deployed<'a> {
    /// The number of its task definition.
    pub(super) definition: usize,
    /// Tasks that it is to have.
    pub(super) desired_count: u64,
    /// Where it runs.
    pub(super) launch_type: LaunchType,
    /// Its constraints and strategies.
    pub(super) placement: &'a Placement,
}

impl Reader<'_> {
    /// How a service or an update of it is deployed; what AWS refuses of it goes to `refusals`. What is
    /// given and has no effect is said at once.
    pub(super) fn deployment(
        &mut self,
        service: &Node,
        pointer: &str,
        deployed: &Deployed<'_>,
        refusals: &mut Refusals,
    ) -> DeploymentSettings {
        let settings = DeploymentSettings::read(service);
        let definition = self.definition_trees.get(deployed.definition).copied();
        let alarms = self.alarm_names();
        let mut judge = Judge {
            service,
            pointer: pointer.to_owned(),
            settings: &settings,
            deployed,
            refusals,
            notes: Vec::new(),
        };
        judge.percentages();
        judge.deadlock();
        judge.controller();
        judge.circuit_breaker();
        judge.alarms(&alarms);
        judge.strategy();
        judge.lifecycle_hooks();
        judge.early_success();
        judge.grace_period(definition);
        judge.zone_rebalancing();
        self.findings.extend(judge.notes);
        settings
    }
}

/// A service, and what there is to say of its deployments.
struct Judge<'a> {
    service: &'a Node,
    pointer: String,
    settings: &'a DeploymentSettings,
    deployed: &'a Deployed<'a>,
    refusals: &'a mut Refusals,
    notes: Vec<Finding>,
}

impl<'a> Judge<'a> {
    /// The member at a path below the service, and its pointer.
    fn member(&self, path: &[&str]) -> Option<(&'a Node, String)> {
        let node = path.iter().try_fold(self.service, |node, key| node.get(key))?;
        Some((node, path.iter().fold(self.pointer.clone(), |pointer, key| child(&pointer, key))))
    }

    fn refuse(
        &mut self,
        rule: &'static Rule,
        (node, pointer): (&Node, String),
        message: String,
        aws: Option<&str>,
        hint: &str,
    ) {
        let aws = aws.map(ToOwned::to_owned);
        self.refusals.add(rule, pointer, node.range, message, aws, hint);
    }

    fn note(&mut self, rule: &'static Rule, (node, pointer): (&Node, String), message: String, hint: &str) {
        self.notes.push(Finding::new(rule, pointer, node.range, message).hint(hint));
    }

    /// Refuses an integer at a path that is outside its bounds.
    fn within(&mut self, rule: &'static Rule, path: &[&str], bounds: &RangeInclusive<i64>) {
        let Some(place) = self.member(path) else { return };
        let Some(value) = place.0.as_integer().filter(|value| !bounds.contains(value)) else { return };
        let name = path.last().copied().unwrap_or_default();
        let message =
            format!("`{name}` is {value}; it has to be from {} to {}", bounds.start(), bounds.end());
        self.refuse(rule, place, message, None, "");
    }

    /// Says that a way to exchange tasks is not simulated yet. Spec: DEPLOY-11, DOC-10.
    fn not_simulated(&mut self, path: &[&str], name: &str) {
        let Some(place) = self.member(path) else { return };
        let message = format!("{name} is not simulated yet: tasks are exchanged as ROLLING does");
        self.note(&rules::NOT_SIMULATED, place, message, "\"strategy\": \"ROLLING\" is what runs");
    }

    fn is_daemon(&self) -> bool {
        self.service.str("schedulingStrategy") == Some("DAEMON")
    }
}
