//! Several policies of one target decide together.
//!
//! Source: ECS guide, service auto scaling; Application Auto Scaling guide, target tracking and step scaling; API,
//! PutScalingPolicy.

use super::{
    Arithmetic, Ask, Capacity, CooldownState, Decision, Direction, Measured, NotScaled, Outcome, PolicyKind,
    Side, StepScaling, TargetTracking,
};

/// What becomes of policies that alarms ask at one moment, each with the number of its ask: at most one of them
/// scales. One that tracks a target and whose metric has come back is left out.
/// `all_agree` are the target tracking policies with scale-in, which scale in together or not at all; `cooling` is
/// whether a cooldown of a scale-in holds for one of the target's policies. Spec: SCALE-8.
pub fn decide(
    capacity: &Capacity,
    asks: &[Ask<'_>],
    all_agree: &[usize],
    cooling: bool,
) -> Vec<(usize, Decision)> {
    let alone = asks.iter().enumerate().filter_map(|(number, ask)| Some((number, alone(capacity, ask)?)));
    let (numbers, mut decisions): (Vec<usize>, Vec<Decision>) = alone.unzip();
    together(&mut decisions, all_agree, cooling);
    numbers.into_iter().zip(decisions).collect()
}

/// Of several that would scale one does. Spec: SCALE-8.
fn together(decisions: &mut [Decision], all_agree: &[usize], cooling: bool) {
    if let Some(winner) = largest(decisions, Direction::Out) {
        give_way(decisions, winner);
        if let Some(decision) = decisions.get_mut(winner).filter(|_| cooling) {
            decision.cooldown = CooldownState::EndsScaleIn;
        }
        return;
    }
    let is_for_it = |policy: &usize| {
        decisions.iter().any(|decision| decision.policy == *policy && decision.scaled_to().is_some())
    };
    if let Some(policy) = all_agree.iter().copied().find(|policy| !is_for_it(policy)) {
        let held = Outcome::NotScaled(NotScaled::ScaleInCooldown);
        let cools = decisions.iter().any(|other| other.policy == policy && other.outcome == held);
        let why = if cools { NotScaled::OtherCooldown { policy } } else { NotScaled::NotAllAgree { policy } };
        let tracking = decisions.iter_mut().filter(|decision| decision.scaled_to().is_some());
        for decision in tracking.filter(|decision| all_agree.contains(&decision.policy)) {
            decision.outcome = Outcome::NotScaled(why);
        }
    }
    if let Some(winner) = largest(decisions, Direction::In) {
        give_way(decisions, winner);
    }
}

/// The decision of a direction that leads to the largest capacity; of equal ones the first.
fn largest(decisions: &[Decision], direction: Direction) -> Option<usize> {
    let scaled = decisions.iter().enumerate().filter(|(_, decision)| decision.direction == Some(direction));
    let scaled = scaled.filter_map(|(number, decision)| Some((number, decision.scaled_to()?)));
    scaled.rev().max_by_key(|(_, to)| *to).map(|(number, _)| number)
}

/// All others leave it to the winner.
fn give_way(decisions: &mut [Decision], winner: usize) {
    let Some(decision) = decisions.get(winner) else { return };
    let (policy, most) = (decision.policy, decision.scaled_to());
    let others = decisions.iter_mut().enumerate().filter(|(number, _)| *number != winner);
    for (_, decision) in others.filter(|(_, decision)| decision.scaled_to().is_some()) {
        decision.outcome = Outcome::NotScaled(if decision.scaled_to() == most {
            NotScaled::SameCapacity { policy }
        } else {
            NotScaled::LargerCapacity { policy }
        });
    }
}

/// What becomes of a policy that is the only one. None where it tracks a target and its metric has come back.
fn alone(capacity: &Capacity, ask: &Ask<'_>) -> Option<Decision> {
    let metric = match ask.kind {
        PolicyKind::TargetTracking(_) => Measured::newest(ask.datapoints),
        PolicyKind::Step(step) => step.aggregation.of(ask.datapoints),
    };
    // The alarm has acted on missing data.
    let Some(metric) = metric else {
        let outcome = Outcome::NotScaled(NotScaled::NoValue);
        return Some(made(capacity, ask, None, (Arithmetic::NoStep, outcome)));
    };
    match ask.kind {
        PolicyKind::TargetTracking(tracking) => tracked(capacity, ask, metric, tracking),
        PolicyKind::Step(step) => Some(stepped(capacity, ask, metric, step)),
    }
}

/// Spec: SCALE-4, SCALE-5.
fn tracked(
    capacity: &Capacity,
    ask: &Ask<'_>,
    metric: Measured,
    tracking: &TargetTracking,
) -> Option<Decision> {
    let target = tracking.target;
    let (direction, arithmetic) = match ask.side {
        Side::Above if metric.value <= target => return None,
        Side::Above if capacity.running == 0 => (Direction::Out, Arithmetic::FromZero { target }),
        Side::Above => (Direction::Out, Arithmetic::TargetTracking { target }),
        Side::Below => (Direction::In, Arithmetic::TargetTracking { target }),
    };
    let asked = match arithmetic {
        Arithmetic::FromZero { .. } => 1,
        _ => metric.value.times_over_rounded_up(capacity.running, target),
    };
    let would_flap = direction == Direction::In && capacity.running > 0 && asked >= capacity.running;
    Some(judged(capacity, ask, &Asked { direction, metric, arithmetic, capacity: asked, would_flap }))
}

/// Spec: SCALE-9, SCALE-10.
fn stepped(capacity: &Capacity, ask: &Ask<'_>, metric: Measured, step: &StepScaling) -> Decision {
    let Some(taken) = step.take(metric.value.minus(ask.threshold), ask.side, capacity.running) else {
        let outcome = Outcome::NotScaled(NotScaled::NoStep);
        return made(capacity, ask, Some(metric), (Arithmetic::NoStep, outcome));
    };
    let arithmetic = Arithmetic::Step(taken);
    let direction = match taken.change.by {
        0 => {
            let outcome = Outcome::NotScaled(NotScaled::AlreadyAtDesired);
            return made(capacity, ask, Some(metric), (arithmetic, outcome));
        }
        by if by > 0 => Direction::Out,
        _ => Direction::In,
    };
    let asked = i64::from(capacity.running).saturating_add(taken.change.by).clamp(0, i64::from(u32::MAX));
    let asked = u32::try_from(asked).unwrap_or(u32::MAX);
    judged(capacity, ask, &Asked { direction, metric, arithmetic, capacity: asked, would_flap: false })
}

/// What a policy asks for.
struct Asked {
    direction: Direction,
    metric: Measured,
    arithmetic: Arithmetic,
    capacity: u32,
    would_flap: bool,
}

/// A decision on a policy that asks for no change.
fn made(
    capacity: &Capacity,
    ask: &Ask<'_>,
    metric: Option<Measured>,
    (arithmetic, outcome): (Arithmetic, Outcome),
) -> Decision {
    Decision {
        policy: ask.policy,
        direction: None,
        metric,
        threshold: ask.threshold,
        running: capacity.running,
        desired: capacity.desired,
        bounds: (capacity.min, capacity.max),
        arithmetic,
        capacity: capacity.running,
        cooldown: CooldownState::Free,
        outcome,
    }
}

fn judged(capacity: &Capacity, ask: &Ask<'_>, asked: &Asked) -> Decision {
    let (outcome, cooldown) = match asked.direction {
        Direction::Out => outwards(capacity, ask, asked),
        Direction::In => inwards(capacity, ask, asked),
    };
    let outcome = outcome.map_or_else(Outcome::NotScaled, |to| Outcome::Scaled { to });
    Decision {
        direction: Some(asked.direction),
        capacity: asked.capacity,
        cooldown,
        ..made(capacity, ask, Some(asked.metric), (asked.arithmetic, outcome))
    }
}

/// Spec: SCALE-7, SCALE-11, SCALE-12, SCALE-13.
fn outwards(capacity: &Capacity, ask: &Ask<'_>, asked: &Asked) -> (Result<u32, NotScaled>, CooldownState) {
    let within = |asked: u32| asked.max(capacity.min).min(capacity.max);
    let cooldown_ms = ask.kind.scale_out_cooldown_ms();
    let cooldown = ask.cooldowns.counted(capacity.running, capacity.now, cooldown_ms);
    let counted = if let CooldownState::Counts { running, .. } = cooldown { running } else { 0 };
    let to = within(asked.capacity.saturating_sub(counted));
    let outcome = if capacity.suspended.scaling_out {
        Err(NotScaled::Suspended)
    } else if capacity.desired >= capacity.max {
        Err(NotScaled::AlreadyAtMax)
    } else if to > capacity.desired {
        Ok(to)
    } else if within(asked.capacity) > capacity.desired {
        Err(NotScaled::ScaleOutCooldown)
    } else {
        Err(NotScaled::AlreadyAtDesired)
    };
    (outcome, cooldown)
}

/// Spec: SCALE-4, SCALE-7, SCALE-11, SCALE-12, SCALE-13, SCALE-14.
fn inwards(capacity: &Capacity, ask: &Ask<'_>, asked: &Asked) -> (Result<u32, NotScaled>, CooldownState) {
    let is_above_max = capacity.desired > capacity.max;
    let to = asked.capacity.min(capacity.max).max(capacity.min);
    let cools = ask.cooldowns.keeps_from_scaling_in(capacity.now, ask.kind.scale_in_cooldown_ms());
    let outcome = if capacity.suspended.scaling_in {
        Err(NotScaled::Suspended)
    } else if capacity.deploying {
        Err(NotScaled::DeploymentInProgress)
    } else if capacity.desired <= capacity.min {
        Err(NotScaled::AlreadyAtMin)
    } else if cools {
        Err(NotScaled::ScaleInCooldown)
    } else if asked.would_flap && !is_above_max {
        Err(NotScaled::AnticipatedFlapping)
    } else if to < capacity.desired {
        Ok(to)
    } else {
        Err(NotScaled::AlreadyAtDesired)
    };
    (outcome, if cools { CooldownState::Holds } else { CooldownState::Free })
}
