//! Scheduled actions whose bounds the target's own never let through. Spec: SCALE-15.

use crate::finding::{Finding, rules};
use crate::json::{Node, child};
use crate::scaling::{ScalableTarget, ScheduledAction};
use crate::scenario::read::Reader;

const MIN: &str = "MinCapacity";
const MAX: &str = "MaxCapacity";

/// The calls of a timeline that may give a target another bound.
const CALLS: [&str; 2] =
    ["application-autoscaling:RegisterScalableTarget", "application-autoscaling:PutScheduledAction"];

/// Those behind which the target, or the action, may be there no more.
const ENDS: [&str; 2] =
    ["application-autoscaling:DeregisterScalableTarget", "application-autoscaling:DeleteScheduledAction"];

impl Reader<'_> {
    /// An action that names one bound fails where the other one, which stays, contradicts it. That is said where
    /// nothing ever changes the other one.
    pub(super) fn check_scheduled_bounds(&mut self, targets: &[ScalableTarget], actions: &[ScheduledAction]) {
        for action in actions {
            let is_own =
                |target: &&ScalableTarget| target.service == action.service && !target.suspended.scheduled;
            let Some(target) = targets.iter().find(is_own) else { continue };
            let (given, stays) = match (action.min_capacity, action.max_capacity) {
                (None, Some(max)) if max < target.min_capacity => ((MAX, max), (MIN, target.min_capacity)),
                (Some(min), None) if min > target.max_capacity => ((MIN, min), (MAX, target.max_capacity)),
                _ => continue,
            };
            if !self.changes(actions, &action.service, stays.0) {
                self.contradicts(action, given, stays);
            }
        }
    }

    /// Whether something gives the target of a service another bound of that name, or takes an end to it.
    fn changes(&self, actions: &[ScheduledAction], service: &str, bound: &str) -> bool {
        let scheduled = actions.iter().filter(|action| action.service == service).any(|action| {
            let given = if bound == MIN { action.min_capacity } else { action.max_capacity };
            given.is_some()
        });
        let timeline = self.root.get("simulation").map_or(&[][..], |own| own.list("timeline"));
        let called = timeline.iter().any(|action| {
            let input = action.get("input");
            let is_own = |node: &&Node| resource_service(node) == Some(service);
            let name = action.str("action").unwrap_or_default();
            input.filter(is_own).is_some_and(|input| {
                let is_given = input.get(bound).is_some()
                    || input.at(&format!("/ScalableTargetAction/{bound}")).is_some();
                ENDS.contains(&name) || (CALLS.contains(&name) && is_given)
            })
        });
        scheduled || called
    }

    fn contradicts(&mut self, action: &ScheduledAction, given: (&str, u32), stays: (&str, u32)) {
        let is_own = |node: &Node| {
            node.str("ScheduledActionName") == Some(&action.name)
                && resource_service(node) == Some(&action.service)
        };
        let nodes = self.root.list("scheduledActions");
        let Some((number, node)) = nodes.iter().enumerate().find(|(_, node)| is_own(node)) else { return };
        let ((key, value), (other, bound)) = (given, stays);
        let place = node.at(&format!("/ScalableTargetAction/{key}")).unwrap_or(node);
        let message = format!(
            "the action sets `{key}` to {value}, and the target's `{other}` is {bound} and stays: it fails whenever it is carried out"
        );
        let pointer = child(&format!("/scheduledActions/{number}/ScalableTargetAction"), key);
        let finding = Finding::new(&rules::SCHEDULED_BOUNDS, pointer, place.range, message);
        let side = if key == MAX { "or less" } else { "or more" };
        self.findings.push(finding.hint(format!("set `{other}` to {value} {side} in the same action")));
    }
}

/// The service that a `ResourceId` names.
fn resource_service(node: &Node) -> Option<&str> {
    node.str("ResourceId").and_then(|resource| resource.rsplit('/').next())
}
