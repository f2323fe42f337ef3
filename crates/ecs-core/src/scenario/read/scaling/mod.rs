//! `scalableTargets`, `scalingPolicies`, `scheduledActions`, and the calls of a timeline that change them.

mod calls;
mod customized;
mod idle;
mod policies;
mod scheduled;
mod steps;
mod targets;
mod tracking;

use super::Reader;
use crate::finding::{Finding, rules};
use crate::json::{Node, Value, child};
use crate::limits;
use crate::metrics::{AlarmDefinition, Watched};
use crate::scaling::ScheduledAction;
use crate::scenario::Scaling;
use std::collections::BTreeMap;

/// The namespace of every scalable target here.
const NAMESPACE: &str = "ecs";

/// Their dimension.
const DIMENSION: &str = "ecs:service:DesiredCount";

/// What a target has, as far as it has been read: calls of a timeline build on it.
#[derive(Default)]
pub(super) struct KnownScaling {
    targets: BTreeMap<String, KnownTarget>,
}

/// A scalable target.
#[derive(Default)]
struct KnownTarget {
    min_capacity: u32,
    max_capacity: u32,
    /// What its policies track, by their names; none of a step policy.
    policies: BTreeMap<String, Option<Watched>>,
    scheduled: BTreeMap<String, ScheduledAction>,
}

impl Reader<'_> {
    /// Spec: SCALE-1, SCALE-15, SCALE-17.
    pub(super) fn scaling(&mut self, alarms: &[AlarmDefinition]) -> Scaling {
        for list in ["scalableTargets", "scalingPolicies", "scheduledActions"] {
            self.within_quota(list, limits::SCALING_ENTRIES);
        }
        let (targets, policies) = (self.scalable_targets(), self.scaling_policies());
        self.check_idle_policies(&policies, alarms);
        Scaling { targets, policies, scheduled: self.scheduled_actions() }
    }

    /// Something that AWS refuses, with its text where that is known.
    fn scaling_fault(&mut self, finding: Finding, aws: &str) {
        self.findings.push(if aws.is_empty() { finding } else { finding.aws(aws) });
    }

    /// The name of the service that a `ResourceId` is about, once that is a target; an error where it is none.
    /// Spec: SCALE-17.
    fn scaled_service(&mut self, node: &Node, pointer: &str) -> Option<String> {
        let service = self.resource(node, pointer)?;
        if self.known_scaling.targets.contains_key(&service) {
            return Some(service);
        }
        let place = node.get("ResourceId").unwrap_or(node);
        let message = format!("service `{service}` is no scalable target");
        let finding =
            Finding::new(&rules::SCALING_WITHOUT_TARGET, child(pointer, "ResourceId"), place.range, message)
                .hint("list it under `scalableTargets` with `MinCapacity` and `MaxCapacity`");
        let resource = format!("service/{}/{service}", self.account.cluster);
        let aws = format!(
            "No scalable target registered for service namespace: {NAMESPACE}, resource ID: {resource}, scalable dimension: {DIMENSION}"
        );
        self.scaling_fault(finding, &aws);
        None
    }

    /// Whole seconds in milliseconds, or what counts where none are given.
    fn cooldown_ms(&mut self, node: &Node, key: &str, pointer: &str) -> u64 {
        let seconds = self.bounded(node, key, pointer, 0..=limits::COOLDOWN_SECONDS);
        seconds.map_or(crate::scaling::DEFAULT_COOLDOWN_MS, |seconds| seconds * 1000)
    }

    /// A capacity: a whole number that is not negative.
    fn capacity(&mut self, node: &Node, key: &str, pointer: &str) -> Option<u32> {
        let capacity = self.bounded(node, key, pointer, 0..=limits::TASKS_PER_SERVICE);
        capacity.and_then(|capacity| u32::try_from(capacity).ok())
    }
}

/// A number of the tree.
fn number(node: &Node) -> Option<f64> {
    match &node.value {
        Value::Number(text) => text.parse().ok().filter(|number: &f64| number.is_finite()),
        _ => None,
    }
}
