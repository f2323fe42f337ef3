//! `autoScalingPolicies`. Spec: ASG-17, ASG-18, ASG-19.

use super::Reader;
use crate::aws::shorten;
use crate::finding::{Finding, rules};
use crate::groups::GroupPolicyKind;
use crate::json::{Node, child};
use crate::limits;
use crate::scaling::{AdjustmentType, Aggregation, Millionths, StepAdjustment, StepScaling};
use crate::scenario::{AutoScalingGroup, GroupPolicy};
use std::collections::BTreeSet;

const LIST: &str = "autoScalingPolicies";
const TRACKING: &str = "TargetTrackingConfiguration";

impl Reader<'_> {
    pub(super) fn group_policies(&mut self, groups: &[AutoScalingGroup]) -> Vec<GroupPolicy> {
        self.within_quota(LIST, limits::GROUP_POLICIES);
        let mut names = BTreeSet::new();
        let mut policies = Vec::new();
        for (number, node) in self.root.list(LIST).iter().take(limits::GROUP_POLICIES).enumerate() {
            let pointer = format!("/{LIST}/{number}");
            let group = self.group_of(node, &pointer, groups);
            let kind = self.group_policy_kind(node, &pointer);
            let (Some(group), Some(kind), Some(name)) = (group, kind, node.str("PolicyName")) else {
                continue;
            };
            if !names.insert((group, name)) {
                let message = "the group has a policy of that name already";
                let place = node.get("PolicyName").unwrap_or(node);
                self.report(&rules::DUPLICATE_NAME, &child(&pointer, "PolicyName"), place, message);
                continue;
            }
            let enabled = node.get("Enabled").and_then(Node::as_bool).unwrap_or(true);
            policies.push(GroupPolicy { group, name: name.to_owned(), enabled, kind });
        }
        policies
    }

    fn group_policy_kind(&mut self, node: &Node, pointer: &str) -> Option<GroupPolicyKind> {
        let mut seconds = |key: &str| {
            let most = limits::DURATION_SECONDS;
            self.bounded(node, key, pointer, 0..=most).map(|seconds| seconds * 1000)
        };
        let (cooldown_ms, warmup_ms) = (seconds("Cooldown"), seconds("EstimatedInstanceWarmup"));
        match node.str("PolicyType") {
            None | Some("SimpleScaling") => {
                let step = self.simple_step(node, pointer)?;
                Some(GroupPolicyKind::Simple { step, cooldown_ms })
            }
            Some("StepScaling") => {
                let steps = self.step_scaling(node, pointer)?;
                Some(GroupPolicyKind::Step { steps, warmup_ms })
            }
            Some("TargetTrackingScaling") => self.group_tracking(node, pointer, warmup_ms),
            Some("PredictiveScaling") => {
                let place = node.get("PolicyType").unwrap_or(node);
                let message = "predictive scaling is not simulated; the policy does nothing";
                self.report(&rules::NOT_SIMULATED, &child(pointer, "PolicyType"), place, message);
                None
            }
            Some(name) => {
                let message = format!("`{}` is no type of a policy", shorten(name));
                let place = node.get("PolicyType").unwrap_or(node);
                let hint = "SimpleScaling, StepScaling or TargetTrackingScaling";
                let pointer = child(pointer, "PolicyType");
                self.report_hint(&rules::UNKNOWN_VALUE, &pointer, place, message, Some(hint.to_owned()));
                None
            }
        }
    }

    /// `ScalingAdjustment` of a policy of type SimpleScaling: one step, whatever the metric.
    fn simple_step(&mut self, node: &Node, pointer: &str) -> Option<StepScaling> {
        let adjustment = node.get("ScalingAdjustment").and_then(Node::as_integer);
        let adjustment_type = match node.str("AdjustmentType") {
            Some("ChangeInCapacity") => Some(AdjustmentType::ChangeInCapacity),
            Some("ExactCapacity") => Some(AdjustmentType::ExactCapacity),
            Some("PercentChangeInCapacity") => Some(AdjustmentType::PercentChangeInCapacity),
            _ => None,
        };
        let (Some(adjustment), Some(adjustment_type)) = (adjustment, adjustment_type) else {
            let missing = if adjustment.is_none() { "ScalingAdjustment" } else { "AdjustmentType" };
            let message = format!("a policy of type SimpleScaling has a `{missing}`");
            let pointer = child(pointer, missing);
            self.findings.push(Finding::new(&rules::GROUP_POLICY, pointer, node.opening(), message));
            return None;
        };
        if adjustment_type == AdjustmentType::ExactCapacity && adjustment < 0 {
            let (key, message) = ("ScalingAdjustment", "a capacity is not below 0");
            let place = node.get(key).unwrap_or(node);
            self.report(&rules::GROUP_POLICY, &child(pointer, key), place, message);
            return None;
        }
        let least = self.bounded(node, "MinAdjustmentMagnitude", pointer, 1..=limits::TASKS_PER_SERVICE);
        Some(StepScaling {
            adjustment_type,
            steps: vec![StepAdjustment { lower: None, upper: None, adjustment }],
            min_adjustment_magnitude: least.and_then(|least| u32::try_from(least).ok()),
            aggregation: Aggregation::Average,
            cooldown_ms: 0,
        })
    }

    fn group_tracking(
        &mut self,
        node: &Node,
        pointer: &str,
        warmup_ms: Option<u64>,
    ) -> Option<GroupPolicyKind> {
        let Some(given) = node.get(TRACKING) else {
            let message = format!("a policy of type TargetTrackingScaling has a `{TRACKING}`");
            let pointer = child(pointer, TRACKING);
            self.findings.push(Finding::new(&rules::GROUP_POLICY, pointer, node.opening(), message));
            return None;
        };
        let pointer = child(pointer, TRACKING);
        let place = given.get("TargetValue")?;
        let target = Millionths::nearest(place.as_number()?);
        if !target.is_positive() {
            let message = "`TargetValue` has to be above 0: instances are added until the metric is at it";
            self.report(&rules::GROUP_POLICY, &child(&pointer, "TargetValue"), place, message);
            return None;
        }
        let key = "CustomizedMetricSpecification";
        let Some(metric) = given.get(key) else {
            let message = "metrics of the machines of a group are not simulated; the policy does nothing";
            let key = "PredefinedMetricSpecification";
            let place = given.get(key).unwrap_or(given);
            let hint =
                "track CPUReservation or MemoryReservation of AWS/ECS by `CustomizedMetricSpecification`";
            let pointer = child(&pointer, key);
            self.report_hint(
                &rules::NOT_SIMULATED,
                &pointer,
                place,
                message.to_owned(),
                Some(hint.to_owned()),
            );
            return None;
        };
        Some(GroupPolicyKind::Tracking {
            target,
            metric: self.customized_metric(metric, &child(&pointer, key))?,
            disable_scale_in: given.get("DisableScaleIn").and_then(Node::as_bool).unwrap_or(false),
            warmup_ms,
        })
    }
}
