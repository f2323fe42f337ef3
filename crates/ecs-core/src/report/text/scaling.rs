//! What Application Auto Scaling says and does, in its words and in ours. Spec: SCALE-4, SCALE-7 to SCALE-16.

use super::steps;
use crate::metrics::AlarmState;
use crate::scaling::{
    Arithmetic, CooldownState, Decision, Direction, Millionths, NotScaled, Outcome, ScalingCause,
    ScalingEvent,
};

/// How a policy came to its capacity, and what else counted: `ceil(6 × 82 / 70) = 8; scale-out cooldown free; max
/// 10`, `84.5 is 14.5 above 70: step [0, 20) adds 1; 4 + 1 = 5; scale-out cooldown free; max 10`.
pub fn arithmetic(decision: &Decision) -> String {
    let Decision { running, capacity, threshold, bounds: (min, max), .. } = decision;
    let Some(metric) = decision.metric else { return steps::NO_VALUE.to_owned() };
    let came_to = match decision.arithmetic {
        Arithmetic::TargetTracking { target } => {
            format!("ceil({running} × {metric} / {target}) = {capacity}")
        }
        Arithmetic::FromZero { .. } => format!("no task runs: the least amount, {capacity}"),
        Arithmetic::Step(taken) => steps::taken(metric, *threshold, &taken, (*running, *capacity)),
        Arithmetic::NoStep => format!("no step for {metric} at threshold {threshold}"),
    };
    let (cooldown, bound) = match decision.direction {
        Some(Direction::Out) => (out_cooldown(decision), format!("max {max}")),
        Some(Direction::In) => (in_cooldown(decision.cooldown), format!("min {min}")),
        None => return came_to,
    };
    format!("{came_to}; {cooldown}; {bound}")
}

fn out_cooldown(decision: &Decision) -> String {
    match decision.cooldown {
        CooldownState::Counts { added, running } => {
            let left = decision.capacity.saturating_sub(running);
            let count = match running {
                0 => format!("none of the {added} added in it runs yet"),
                _ if running == added => format!("{added} added in it count"),
                _ => format!("{running} of the {added} added in it run and count"),
            };
            format!("scale-out cooldown: {count}, which leaves {left}")
        }
        CooldownState::EndsScaleIn => "ends the scale-in cooldown".to_owned(),
        CooldownState::Free | CooldownState::Holds => "scale-out cooldown free".to_owned(),
    }
}

fn in_cooldown(cooldown: CooldownState) -> String {
    let state = if cooldown == CooldownState::Holds { "holds" } else { "free" };
    format!("scale-in cooldown {state}")
}

/// What became of a decision. `policy` is what the policy of a number is called.
pub fn outcome(decision: &Decision, policy: impl Fn(usize) -> String) -> String {
    match decision.outcome {
        Outcome::Scaled { to } => format!("desired count {} → {to}", decision.desired),
        Outcome::NotScaled(why) => format!("not scaled: {}", not_scaled(why, decision, policy)),
    }
}

fn not_scaled(why: NotScaled, decision: &Decision, policy: impl Fn(usize) -> String) -> String {
    let (min, max) = decision.bounds;
    match why {
        NotScaled::AlreadyAtMax => format!("the maximum is {max}"),
        NotScaled::AlreadyAtMin => format!("the minimum is {min}"),
        NotScaled::AlreadyAtDesired => format!("the desired count is {} already", decision.desired),
        NotScaled::AnticipatedFlapping => "one task fewer would push the metric above the target".to_owned(),
        NotScaled::ScaleOutCooldown => "as many were added in the cooldown".to_owned(),
        NotScaled::ScaleInCooldown => "the cooldown of the last scale-in holds".to_owned(),
        NotScaled::Suspended => "scaling that way is suspended".to_owned(),
        NotScaled::DeploymentInProgress => "a deployment is in progress".to_owned(),
        NotScaled::LargerCapacity { policy: other } => {
            format!("{} leads to a larger capacity", whose(other, decision.policy, policy))
        }
        NotScaled::SameCapacity { policy: other } => {
            format!("{} leads to the same capacity", whose(other, decision.policy, policy))
        }
        NotScaled::NotAllAgree { policy: other } => format!("policy {} is not for scaling in", policy(other)),
        NotScaled::OtherCooldown { policy: other } => {
            format!("the cooldown of the last scale-in of policy {} holds", policy(other))
        }
        NotScaled::NoStep => "no step holds the metric".to_owned(),
        NotScaled::NoValue => steps::WITHOUT_VALUE.to_owned(),
    }
}

/// Another policy by its name; the same one has been asked by another alarm.
pub(super) fn whose<Number: Copy + PartialEq>(
    other: Number,
    own: Number,
    policy: impl Fn(Number) -> String,
) -> String {
    if other == own { "another alarm of this policy".to_owned() } else { format!("policy {}", policy(other)) }
}

/// `Description` of an activity that sets a desired count.
pub(in crate::report) fn setting_desired_count(to: u32) -> String {
    format!("Setting desired count to {to}.")
}

/// `StatusMessage` of one.
pub(in crate::report) fn status_message(to: u32, fulfilled: Option<bool>) -> String {
    let start = format!("Successfully set desired count to {to}.");
    match fulfilled {
        None => format!("{start} Waiting for change to be fulfilled by ecs."),
        Some(true) => format!("{start} Change successfully fulfilled by ecs."),
        Some(false) => start,
    }
}

/// `Description` of an alarm that changed nothing.
pub(in crate::report) const ATTEMPTING: &str = "Attempting to scale due to alarm triggered";

/// `Cause` of what an alarm in a state has led to.
pub(in crate::report) fn alarm_triggered(alarm: &str, state: AlarmState, policy: &str) -> String {
    format!("monitor alarm {alarm} in state {} triggered policy {policy}", state.name())
}

/// `Cause` of a desired count that was moved into the bounds.
pub(in crate::report) fn bound_was_set(cause: ScalingCause) -> Option<String> {
    match cause {
        ScalingCause::Minimum(min) => Some(format!("minimum capacity was set to {min}")),
        ScalingCause::Maximum(max) => Some(format!("maximum capacity was set to {max}")),
        ScalingCause::Alarm { .. } => None,
    }
}

/// Bounds as texts name them: `min capacity to 15 and max capacity to 20`.
pub(in crate::report) fn bounds(min: Option<u32>, max: Option<u32>) -> String {
    let min = min.map(|min| format!("min capacity to {min}"));
    let max = max.map(|max| format!("max capacity to {max}"));
    min.into_iter().chain(max).collect::<Vec<String>>().join(" and ")
}

/// `Cause` of what a scheduled action does.
pub(in crate::report) fn scheduled_action(name: &str) -> String {
    format!("scheduled action name {name} was triggered")
}

/// AWS's failure where no step holds the metric. Spec: SCALE-9.
pub(in crate::report) fn no_step(datapoints: &[Millionths], threshold: Millionths) -> String {
    let number = |value: &Millionths| format!("{:?}", value.as_f64());
    let values: Vec<String> = datapoints.iter().map(number).collect();
    format!(
        "No step adjustment found for metric value [{}] and breach threshold {}",
        values.join(", "),
        number(&threshold)
    )
}

/// What an entry of the log means.
pub(in crate::report) fn plain(event: &ScalingEvent) -> &'static str {
    match event {
        ScalingEvent::Decided { decision, .. } => decided(decision),
        ScalingEvent::BoundsSet { failed: true, .. } => {
            "The bounds that this scheduled action sets and those that stay contradict one another, so nothing is set."
        }
        ScalingEvent::BoundsSet { .. } => {
            "A scheduled action has other bounds from now on. Policies go on scaling within them."
        }
        ScalingEvent::Began { cause: ScalingCause::Alarm { .. }, .. } => {
            "Application Auto Scaling has called UpdateService. The service starts or stops tasks now; the cooldown counts from when it has as many."
        }
        ScalingEvent::Began { .. } => {
            "The desired count lay outside of the bounds of the scalable target, so it is set to the nearest one."
        }
        ScalingEvent::Ended { fulfilled: true, .. } => {
            "As many tasks run as were asked for. From now on the cooldown of the policy counts."
        }
        ScalingEvent::Ended { .. } => "The desired count was set to something else before as many tasks ran.",
    }
}

fn decided(decision: &Decision) -> &'static str {
    let why = match decision.outcome {
        Outcome::Scaled { .. } if decision.direction == Some(Direction::Out) => {
            return "The metric has been above its limit for long enough: the policy asks for more tasks.";
        }
        Outcome::Scaled { .. } => {
            return "The metric has been low for long enough: the policy needs fewer tasks.";
        }
        Outcome::NotScaled(why) => why,
    };
    match why {
        NotScaled::AlreadyAtMax => {
            "There should be more tasks, and the scalable target allows no more. Raise MaxCapacity if the service may grow."
        }
        NotScaled::AlreadyAtMin => "There could be fewer tasks, and the scalable target allows no fewer.",
        NotScaled::AlreadyAtDesired => {
            "What the policy comes to is what the service is to have already: some of the tasks may still be starting."
        }
        NotScaled::AnticipatedFlapping => {
            "With one task fewer the others would be busier than the target, and the policy would add it again."
        }
        NotScaled::ScaleOutCooldown => {
            "Tasks that this policy has just added need time to take effect. Only a larger scale-out passes the cooldown."
        }
        NotScaled::ScaleInCooldown => {
            "After scaling in, the policy waits for its cooldown, so that the service is not emptied too fast."
        }
        NotScaled::Suspended => {
            "Somebody has suspended scaling that way: SuspendedState of the scalable target."
        }
        NotScaled::DeploymentInProgress => "While a deployment is in progress, services are not scaled in.",
        NotScaled::LargerCapacity { .. } => {
            "Of what is asked for at one moment the one counts that leads to more tasks."
        }
        NotScaled::SameCapacity { .. } => {
            "Of what is asked for at one moment one is carried out; the others come to the same."
        }
        NotScaled::NotAllAgree { .. } => {
            "Target tracking policies of one service scale in only when all of them agree."
        }
        NotScaled::OtherCooldown { .. } => {
            "Target tracking policies of one service scale in only together, and one of them waits for its cooldown."
        }
        NotScaled::NoStep => {
            "The alarm asks the policy, which has no step for so large a difference to the threshold. Its steps may face the wrong way."
        }
        NotScaled::NoValue => steps::MEANS_NO_VALUE,
    }
}
