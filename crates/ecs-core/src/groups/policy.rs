//! What a scaling policy of a group asks for. Spec: ASG-17, ASG-18, ASG-19.

use super::{Bounds, GroupArithmetic, GroupDecision, GroupHeld, GroupOutcome};
use crate::metrics::Watched;
use crate::scaling::{Measured, Millionths, Side, StepScaling};
use serde::Serialize;

/// What a policy of a group does.
#[derive(Clone, Debug, PartialEq)]
pub enum GroupPolicyKind {
    /// `SimpleScaling`: one step, whatever the metric.
    Simple {
        /// The step.
        step: StepScaling,
        /// `Cooldown`; the group's where none.
        cooldown_ms: Option<u64>,
    },
    /// `StepScaling`.
    Step {
        /// The steps.
        steps: StepScaling,
        /// `EstimatedInstanceWarmup`; the group's where none.
        warmup_ms: Option<u64>,
    },
    /// `TargetTrackingScaling`.
    Tracking {
        /// `TargetValue`.
        target: Millionths,
        /// What is held at it.
        metric: Watched,
        /// `DisableScaleIn`.
        disable_scale_in: bool,
        /// `EstimatedInstanceWarmup`; the group's where none.
        warmup_ms: Option<u64>,
    },
}

/// What a group has when an alarm asks its policy, in units of capacity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Situation {
    /// The bounds.
    pub bounds: Bounds,
    /// What it is to have.
    pub desired: u32,
    /// What it has, with what boots and warms up.
    pub current: u32,
    /// What of that boots or warms up.
    pub warming: u32,
    /// What of that boots: the cluster, and so its metrics, do not know of it.
    pub booting: u32,
    /// Whether an activity goes on, or the cooldown does.
    pub cooling: bool,
}

/// What an alarm has seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Breach {
    /// The metric; none where the alarm has acted on missing data alone.
    pub metric: Option<Measured>,
    /// The alarm's threshold.
    pub threshold: Millionths,
    /// On which side of that it goes off; for steps, on which side the threshold itself is.
    pub side: Side,
}

impl GroupPolicyKind {
    /// What the policy comes to. Spec: ASG-17, ASG-18, ASG-19.
    pub fn decide(&self, at: Situation, breach: Breach) -> GroupDecision {
        let decided = |from: u32, change: i64, arithmetic: GroupArithmetic, held: Option<GroupHeld>| {
            let outcome = held.map_or_else(|| at.after_change(from, change), GroupOutcome::Held);
            GroupDecision { breach, at, from, change, arithmetic, outcome }
        };
        match (self, breach.metric) {
            (GroupPolicyKind::Simple { step, .. }, _) => {
                let held = at.cooling.then_some(GroupHeld::Cooldown);
                let adjustment = step.steps.first().map_or(0, |step| step.adjustment);
                let change = step.change(adjustment, at.current);
                decided(at.current, change.by, GroupArithmetic::Simple(change), held)
            }
            (_, None) => decided(at.current, 0, GroupArithmetic::NoStep, Some(GroupHeld::NoValue)),
            (GroupPolicyKind::Step { steps, .. }, Some(metric)) => {
                // What warms up has been asked for already: a step counts from what is there without it.
                let from = at.current - at.warming;
                match steps.take(metric.value.minus(breach.threshold), breach.side, from) {
                    Some(taken) => decided(from, taken.change.by, GroupArithmetic::Step(taken), None),
                    None => decided(from, 0, GroupArithmetic::NoStep, Some(GroupHeld::NoStep)),
                }
            }
            (GroupPolicyKind::Tracking { target, disable_scale_in, .. }, Some(metric)) => {
                let from = at.current - at.booting;
                let wanted = metric.value.times_over_rounded_up(from, *target);
                let change = i64::from(wanted) - i64::from(from);
                let held = match breach.side {
                    Side::Above => (change <= 0).then_some(GroupHeld::NoChange),
                    Side::Below if change >= 0 => Some(GroupHeld::NoChange),
                    Side::Below => disable_scale_in.then_some(GroupHeld::ScaleInDisabled),
                };
                decided(from, change, GroupArithmetic::Tracking { target: *target }, held)
            }
        }
    }
}

impl Situation {
    /// What becomes of a change from so many units, within the bounds. Less is not asked for while something warms
    /// up; and with instance weights, where there may be more than is desired, a policy that takes less than the
    /// difference takes nothing.
    fn after_change(self, from: u32, change: i64) -> GroupOutcome {
        let wanted = (i64::from(from) + change).clamp(0, i64::from(u32::MAX));
        let to = self.bounds.clamp(u32::try_from(wanted).unwrap_or(u32::MAX));
        let is_change = if change < 0 { to < self.desired } else { to > self.desired };
        let held = match change < 0 {
            true if is_change && self.warming > 0 => GroupHeld::WarmingUp,
            _ if is_change => return GroupOutcome::Scaled { to },
            true if self.desired <= self.bounds.min_size => GroupHeld::AtMinimum,
            false if self.desired >= self.bounds.max_size => GroupHeld::AtMaximum,
            _ => GroupHeld::NoChange,
        };
        GroupOutcome::Held(held)
    }
}

/// Of what several policies ask for at once the largest capacity. Spec: ASG-17.
pub fn of_several(asked: impl IntoIterator<Item = u32>) -> Option<u32> {
    asked.into_iter().max()
}

#[cfg(test)]
mod tests {
    use super::{Bounds, Breach, GroupHeld, GroupOutcome, GroupPolicyKind, Situation, of_several};
    use crate::metrics::{MetricRef, Statistic, Watched};
    use crate::scaling::{AdjustmentType, Measured, Millionths, Side, StepScaling};

    fn simple(change: i64) -> GroupPolicyKind {
        let step = StepScaling::of_steps(AdjustmentType::ChangeInCapacity, &[(None, None, change)]);
        GroupPolicyKind::Simple { step, cooldown_ms: None }
    }

    fn at(min_size: u32, max_size: u32, desired: u32, current: u32) -> Situation {
        let bounds = Bounds { min_size, max_size };
        Situation { bounds, desired, current, warming: 0, booting: 0, cooling: false }
    }

    fn breach(metric: i64, threshold: i64, side: Side) -> Breach {
        let metric = Some(Measured { value: Millionths::whole(metric), aggregated: None });
        Breach { metric, threshold: Millionths::whole(threshold), side }
    }

    fn above() -> Breach {
        breach(1, 0, Side::Above)
    }

    /// Worked examples clamp, clamp.weights and asg.weights.
    #[test]
    fn a_change_ends_at_the_bounds_and_counts_from_what_there_is() {
        assert_eq!(simple(3).decide(at(0, 3, 2, 2), above()).scaled_to(), Some(3));
        assert_eq!(simple(-2).decide(at(2, 5, 3, 3), above()).scaled_to(), Some(2));
        assert_eq!(simple(1).decide(at(0, 3, 3, 3), above()).scaled_to(), None);
        assert_eq!(simple(5).decide(at(0, 12, 10, 10), above()).scaled_to(), Some(12));
        assert_eq!(simple(-1).decide(at(0, 100, 30, 32), above()).scaled_to(), None);
        assert_eq!(simple(-3).decide(at(0, 100, 30, 32), above()).scaled_to(), Some(29));
    }

    #[test]
    fn a_simple_policy_waits_for_its_cooldown() {
        let cooling = Situation { cooling: true, ..at(0, 9, 2, 2) };
        assert_eq!(simple(1).decide(cooling, above()).scaled_to(), None);
    }

    /// Worked examples step.bounds of the guide for groups: thresholds 60, 75 and 85.
    #[test]
    fn what_warms_up_has_been_asked_for() {
        let ten_twenty_thirty = [(Some(0), Some(15), 10), (Some(15), Some(25), 20), (Some(25), None, 30)];
        let mut scaling = StepScaling::of_steps(AdjustmentType::PercentChangeInCapacity, &ten_twenty_thirty);
        scaling.min_adjustment_magnitude = Some(1);
        let policy = GroupPolicyKind::Step { steps: scaling, warmup_ms: None };
        let asks = |at, metric| policy.decide(at, breach(metric, 60, Side::Above)).scaled_to();
        assert_eq!(asks(at(0, 99, 10, 10), 60), Some(11));
        let warming = Situation { warming: 1, ..at(0, 99, 11, 11) };
        assert_eq!(asks(warming, 62), None);
        assert_eq!(asks(warming, 75), Some(12));
        assert_eq!(asks(warming, 85), Some(13));
    }

    #[test]
    fn without_a_value_no_step_is_found_and_a_simple_policy_needs_none() {
        let missing = Breach { metric: None, threshold: Millionths::whole(60), side: Side::Above };
        assert_eq!(simple(2).decide(at(0, 9, 2, 2), missing).scaled_to(), Some(4));
        let scaling = StepScaling::of_steps(AdjustmentType::ChangeInCapacity, &[(Some(0), None, 1)]);
        let policy = GroupPolicyKind::Step { steps: scaling, warmup_ms: None };
        assert_eq!(policy.decide(at(0, 9, 2, 2), missing).outcome, GroupOutcome::Held(GroupHeld::NoValue));
    }

    #[test]
    fn nothing_is_taken_while_something_warms_up() {
        let scaling = StepScaling::of_steps(AdjustmentType::ChangeInCapacity, &[(None, Some(0), -1)]);
        let policy = GroupPolicyKind::Step { steps: scaling, warmup_ms: None };
        let low = breach(20, 40, Side::Below);
        assert_eq!(policy.decide(at(0, 9, 4, 4), low).scaled_to(), Some(3));
        let warming = policy.decide(Situation { warming: 1, ..at(0, 9, 4, 5) }, low);
        assert_eq!(warming.outcome, GroupOutcome::Held(GroupHeld::WarmingUp));
    }

    #[test]
    fn tracking_holds_the_metric_at_its_target() {
        let metric = MetricRef::new("AWS/ECS", "CPUReservation", [("ClusterName", "default")]);
        let tracking = |disable_scale_in| GroupPolicyKind::Tracking {
            target: Millionths::whole(75),
            metric: Watched::Metric { metric: metric.clone(), statistic: Statistic::Average },
            disable_scale_in,
            warmup_ms: None,
        };
        let asks = |disable, metric, side| {
            tracking(disable).decide(at(1, 20, 10, 10), breach(metric, 75, side)).scaled_to()
        };
        assert_eq!(asks(false, 90, Side::Above), Some(12));
        assert_eq!(asks(false, 30, Side::Below), Some(4));
        assert_eq!(asks(true, 30, Side::Below), None);
        assert_eq!(asks(false, 0, Side::Below), Some(1));
    }

    /// Worked example policies.multiple: three fewer or a quarter fewer of eight.
    #[test]
    fn the_largest_of_several_counts() {
        let quarter = StepScaling::of_steps(AdjustmentType::PercentChangeInCapacity, &[(None, None, -25)]);
        let quarter = GroupPolicyKind::Simple { step: quarter, cooldown_ms: None };
        let asked = [simple(-3), quarter].map(|policy| policy.decide(at(0, 9, 8, 8), above()).scaled_to());
        assert_eq!(of_several(asked.into_iter().flatten()), Some(6));
    }
}
