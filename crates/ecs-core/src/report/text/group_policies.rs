//! What a policy of an Auto Scaling group comes to, with its arithmetic, in words. Spec: ASG-17, ASG-18, ASG-19.

use super::scaling::whose;
use super::steps;
use crate::groups::{GroupArithmetic, GroupDecision, GroupHeld, GroupOutcome};

/// How a policy came to its capacity: `ceil(3 × 92 / 70) = 4; max 9`.
pub fn arithmetic(decision: &GroupDecision) -> String {
    let GroupDecision { breach, at, from, change, .. } = decision;
    let wanted = u32::try_from((i64::from(*from) + change).max(0)).unwrap_or(u32::MAX);
    let came_to = match (decision.arithmetic, breach.metric) {
        (GroupArithmetic::Simple(change), _) => steps::change(&change, (*from, wanted)),
        (GroupArithmetic::Tracking { target }, Some(metric)) => {
            format!("ceil({from} × {metric} / {target}) = {wanted}")
        }
        (GroupArithmetic::Step(taken), Some(metric)) => {
            steps::taken(metric, breach.threshold, &taken, (*from, wanted))
        }
        (GroupArithmetic::NoStep, Some(metric)) => {
            return format!("no step for {metric} at threshold {}", breach.threshold);
        }
        _ => return steps::NO_VALUE.to_owned(),
    };
    let left_out = match (at.current - from, decision.arithmetic) {
        (0, _) => String::new(),
        (units, GroupArithmetic::Tracking { .. }) => format!("{units} that boot left out; "),
        (units, _) => format!("{units} that warm up left out; "),
    };
    let bound = if *change < 0 {
        format!("min {}", at.bounds.min_size)
    } else {
        format!("max {}", at.bounds.max_size)
    };
    format!("{came_to}; {left_out}{bound}")
}

/// What became of the ask of a policy; `policy` is what the policy of a number is called.
pub fn outcome(decision: &GroupDecision, own: u32, policy: impl Fn(u32) -> String) -> String {
    let at = decision.at;
    let why = match decision.outcome {
        GroupOutcome::Scaled { to } => return format!("desired capacity {} → {to}", at.desired),
        GroupOutcome::Held(GroupHeld::Cooldown) => "an activity goes on, or its cooldown does".to_owned(),
        GroupOutcome::Held(GroupHeld::WarmingUp) => "instances warm up".to_owned(),
        GroupOutcome::Held(GroupHeld::AtMaximum) => format!("the maximum is {}", at.bounds.max_size),
        GroupOutcome::Held(GroupHeld::AtMinimum) => format!("the minimum is {}", at.bounds.min_size),
        GroupOutcome::Held(GroupHeld::NoChange) => format!("the desired capacity is {} already", at.desired),
        GroupOutcome::Held(GroupHeld::ScaleInDisabled) => "the policy never scales in".to_owned(),
        GroupOutcome::Held(GroupHeld::NoStep) => "no step holds the metric".to_owned(),
        GroupOutcome::Held(GroupHeld::NoValue) => steps::WITHOUT_VALUE.to_owned(),
        GroupOutcome::Held(GroupHeld::LargerCapacity { policy: other }) => {
            format!("{} leads to a larger capacity", whose(other, own, policy))
        }
        GroupOutcome::Held(GroupHeld::SameCapacity { policy: other }) => {
            format!("{} leads to the same capacity", whose(other, own, policy))
        }
    };
    format!("not scaled: {why}")
}

/// What it means.
pub(super) fn means(decision: &GroupDecision) -> &'static str {
    let why = match decision.outcome {
        GroupOutcome::Scaled { .. } if decision.change < 0 => {
            return "The metric has been low for long enough: the policy has the group keep fewer instances.";
        }
        GroupOutcome::Scaled { .. } => {
            return "The metric has been above its limit for long enough: the policy has the group launch instances.";
        }
        GroupOutcome::Held(why) => why,
    };
    match why {
        GroupHeld::Cooldown => {
            "A policy of type SimpleScaling waits until the last launch or termination is over, and its cooldown, too."
        }
        GroupHeld::WarmingUp => "As long as new instances warm up, no policy takes any away.",
        GroupHeld::AtMaximum => {
            "There should be more instances, and the group allows no more. Raise MaxSize if it may grow."
        }
        GroupHeld::AtMinimum => "There could be fewer instances, and the group allows no fewer.",
        GroupHeld::NoChange => {
            "What the policy comes to is what the group is to have already: some instances may still be booting."
        }
        GroupHeld::ScaleInDisabled => "DisableScaleIn leaves taking instances away to somebody else.",
        GroupHeld::NoStep => {
            "The alarm asks the policy, which has no step for so large a difference to the threshold."
        }
        GroupHeld::NoValue => steps::MEANS_NO_VALUE,
        GroupHeld::LargerCapacity { .. } => {
            "Of what is asked for at one moment the one counts that leads to more instances."
        }
        GroupHeld::SameCapacity { .. } => {
            "Of what is asked for at one moment one is carried out; the others come to the same."
        }
    }
}
