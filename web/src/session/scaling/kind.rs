//! A policy as the core takes it.

use super::policies::{PolicyRow, PolicyType};
use super::policy_fields::{PolicyOf, SIMPLE_COOLDOWN};
use crate::session::members::{MemberField, Written};
use ecs_core::groups::GroupPolicyKind;
use ecs_core::metrics::{MetricRef, Statistic, Watched};
use ecs_core::scaling::{
    AdjustmentType, Aggregation, Millionths, PolicyKind, StepAdjustment, StepScaling, TargetTracking,
};

/// Which metric has the value makes no difference.
fn any_metric() -> Watched {
    Watched::Metric { metric: MetricRef::new("AWS/ECS", "CPUUtilization", []), statistic: Statistic::Average }
}

impl PolicyRow {
    /// What the metric is held at.
    pub(super) fn target(&self) -> Option<Millionths> {
        let target = Millionths::nearest(self.written.number(&self.of.fields().target)?);
        target.is_positive().then_some(target)
    }

    pub(super) fn never_in(&self) -> bool {
        self.written.is_on(self.of.fields().never_in.member)
    }

    /// Milliseconds of a field of seconds; those of a group that has none are nobody's.
    fn milliseconds(&self, field: &MemberField) -> Option<u64> {
        if field.default == Some("") && self.written.get(field.member).is_empty() {
            return Some(0);
        }
        self.written.number(field).map(|seconds: u64| seconds.saturating_mul(1000))
    }

    pub(super) fn of_service(&self) -> Option<PolicyKind> {
        if self.kind == PolicyType::Step {
            return Some(PolicyKind::Step(self.step_scaling()?));
        }
        let [scale_out, scale_in] = PolicyOf::Service.fields().tracking_waits else { return None };
        Some(PolicyKind::TargetTracking(TargetTracking {
            target: self.target()?,
            metric: any_metric(),
            scale_out_cooldown_ms: self.milliseconds(scale_out)?,
            scale_in_cooldown_ms: self.milliseconds(scale_in)?,
            disable_scale_in: self.never_in(),
        }))
    }

    pub(super) fn of_group(&self) -> Option<GroupPolicyKind> {
        Some(match self.kind {
            PolicyType::Simple => {
                let cooldown_ms = Some(self.milliseconds(&SIMPLE_COOLDOWN)?);
                GroupPolicyKind::Simple { step: self.step_scaling()?, cooldown_ms }
            }
            PolicyType::Step => GroupPolicyKind::Step { steps: self.step_scaling()?, warmup_ms: None },
            _ => GroupPolicyKind::Tracking {
                target: self.target()?,
                metric: any_metric(),
                disable_scale_in: self.never_in(),
                warmup_ms: None,
            },
        })
    }

    /// The steps; of a policy of type SimpleScaling the one that it has, whatever the metric.
    fn step_scaling(&self) -> Option<StepScaling> {
        let fields = self.of.fields();
        let adjustment_type = match self.written.get(fields.adjustment.member) {
            "ChangeInCapacity" => AdjustmentType::ChangeInCapacity,
            "PercentChangeInCapacity" => AdjustmentType::PercentChangeInCapacity,
            "ExactCapacity" => AdjustmentType::ExactCapacity,
            _ => return None,
        };
        let aggregation = match self.written.get(fields.aggregation.member) {
            "Minimum" => Aggregation::Minimum,
            "Maximum" => Aggregation::Maximum,
            _ => Aggregation::Average,
        };
        let members = &fields.step[0];
        let steps: Option<Vec<StepAdjustment>> = if self.kind == PolicyType::Simple {
            Some(vec![step(&self.written, members)?])
        } else {
            self.steps.iter().map(|own| step(own, members)).collect()
        };
        let mut steps = steps?;
        steps.sort_by_key(|step| step.lower);
        Some(StepScaling {
            adjustment_type,
            steps,
            min_adjustment_magnitude: self.written.number(&fields.least),
            aggregation,
            cooldown_ms: self.milliseconds(&fields.step_wait)?,
        })
    }
}

fn step(written: &Written, members: &[MemberField; 3]) -> Option<StepAdjustment> {
    let [lower, upper, adjustment] = members.each_ref().map(|field| written.get(field.member).trim());
    let bound = |text: &str| {
        if text.is_empty() { Some(None) } else { text.parse().ok().map(Millionths::nearest).map(Some) }
    };
    Some(StepAdjustment { lower: bound(lower)?, upper: bound(upper)?, adjustment: adjustment.parse().ok()? })
}
