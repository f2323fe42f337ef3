//! `scalableTargets`, `scalingPolicies`, `scheduledActions`, and the calls of a timeline that change them.

mod calls;
mod contradictions;
mod customized;
mod from_zero;
mod idle;
mod policies;
mod scheduled;
mod steps;
mod targets;
mod tracking;

use super::Reader;
use crate::aws::shorten;
use crate::finding::{Finding, rules};
use crate::json::{Node, child};
use crate::limits;
use crate::metrics::{AlarmDefinition, Watched};
use crate::scaling::ScheduledAction;
use crate::scenario::Scaling;
use std::collections::BTreeMap;
use targets::Resource;

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
    /// Its minimum and maximum; none where they have a mistake, so that what belongs to it is read all the same.
    bounds: Option<(u32, u32)>,
    /// Whether a scheduled action may set its minimum, and its maximum, or may have before it was deleted.
    scheduled_bounds: (bool, bool),
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
        let scheduled = self.scheduled_actions();
        self.check_from_zero(&targets, &policies, &scheduled);
        self.check_scheduled_bounds(&targets, &scheduled);
        Scaling { targets, policies, scheduled }
    }

    /// Something that AWS refuses, with its text where that is known.
    fn scaling_fault(&mut self, finding: Finding, aws: &str) {
        self.findings.push(if aws.is_empty() { finding } else { finding.aws(aws) });
    }

    /// The name of the service that a `ResourceId` is about, once that is a target; an error where it is none.
    /// Spec: SCALE-17.
    fn scaled_service(&mut self, node: &Node, pointer: &str) -> Option<String> {
        let Resource { text, cluster, service } = self.scaled_resource(node, pointer)?;
        let is_here = cluster == self.account.cluster;
        if is_here && self.known_scaling.targets.contains_key(&service) {
            return Some(service);
        }
        let is_daemon = self.is_daemon_service(&service).filter(|_| is_here);
        let (message, hint) = match is_daemon {
            Some(false) => (
                format!("service `{}` is no scalable target", shorten(&service)),
                Some("list it under `scalableTargets` with `MinCapacity` and `MaxCapacity`".to_owned()),
            ),
            Some(true) => ("a DAEMON service has no desired count that could be scaled".to_owned(), None),
            None => (
                format!(
                    "there is no service `{}` in this scenario, and so no scalable target",
                    shorten(&text)
                ),
                self.nearest_resource(&service),
            ),
        };
        let place = node.get("ResourceId").unwrap_or(node);
        let pointer = child(pointer, "ResourceId");
        let finding = Finding::new(&rules::SCALING_WITHOUT_TARGET, pointer, place.range, message);
        let finding = match hint {
            Some(hint) => finding.hint(hint),
            None => finding,
        };
        let aws = format!(
            "No scalable target registered for service namespace: {NAMESPACE}, resource ID: {text}, scalable dimension: {DIMENSION}"
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
