//! Decisions, held to the examples of AWS's guides.

use super::{
    AdjustmentType, Aggregation, Ask, Capacity, CooldownState, Cooldowns, Decision, Millionths, NotScaled,
    Outcome, PolicyKind, Side, StepAdjustment, StepScaling, Suspended, TargetTracking, decide,
};
use crate::metrics::{MetricRef, Statistic, Watched};
use crate::time::SimTime;

const COOLDOWN_MS: u64 = 300_000;

fn capacity(tasks: u32, min: u32, max: u32) -> Capacity {
    Capacity {
        running: tasks,
        desired: tasks,
        min,
        max,
        suspended: Suspended::default(),
        deploying: false,
        now: SimTime::from_seconds(3600),
    }
}

fn tracking(target: f64) -> PolicyKind {
    PolicyKind::TargetTracking(TargetTracking {
        target: Millionths::nearest(target),
        metric: Watched::Metric {
            metric: MetricRef::new("AWS/ECS", "CPUUtilization", []),
            statistic: Statistic::Average,
        },
        scale_out_cooldown_ms: COOLDOWN_MS,
        scale_in_cooldown_ms: COOLDOWN_MS,
        disable_scale_in: false,
    })
}

/// One step for everything on a side of the threshold.
fn step(adjustment_type: AdjustmentType, adjustment: i64) -> PolicyKind {
    let zero = Some(Millionths::default());
    let (lower, upper) = if adjustment < 0 { (None, zero) } else { (zero, None) };
    PolicyKind::Step(StepScaling {
        adjustment_type,
        steps: vec![StepAdjustment { lower, upper, adjustment }],
        min_adjustment_magnitude: None,
        aggregation: Aggregation::Average,
        cooldown_ms: COOLDOWN_MS,
    })
}

/// A policy that asks: what it does, on which side, by which metric, and what it remembers.
struct Asking(PolicyKind, Side, f64, Cooldowns);

fn asking(kind: PolicyKind, side: Side, metric: f64) -> Asking {
    Asking(kind, side, metric, Cooldowns::default())
}

fn decisions(capacity: &Capacity, asking: &[Asking], all_agree: &[usize]) -> Vec<Decision> {
    let metrics: Vec<[f64; 1]> = asking.iter().map(|asking| [asking.2]).collect();
    let asks = asking.iter().zip(&metrics).enumerate().map(|(policy, (asking, metric))| Ask {
        policy,
        kind: &asking.0,
        side: asking.1,
        threshold: match &asking.0 {
            PolicyKind::TargetTracking(tracking) if asking.1 == Side::Below => tracking.target.nine_tenths(),
            PolicyKind::TargetTracking(tracking) => tracking.target,
            PolicyKind::Step(_) => Millionths::whole(50),
        },
        datapoints: metric,
        cooldowns: &asking.3,
    });
    let asks: Vec<Ask<'_>> = asks.collect();
    let cooling = asking.iter().any(|asking| asking.3.keeps_from_scaling_in(capacity.now, COOLDOWN_MS));
    decide(capacity, &asks, all_agree, cooling).into_iter().map(|(_, decision)| decision).collect()
}

fn outcomes(capacity: &Capacity, asking: &[Asking], all_agree: &[usize]) -> Vec<Outcome> {
    decisions(capacity, asking, all_agree).into_iter().map(|decision| decision.outcome).collect()
}

fn scaled(to: u32) -> Outcome {
    Outcome::Scaled { to }
}

fn not(why: NotScaled) -> Outcome {
    Outcome::NotScaled(why)
}

/// Worked examples targetTracking.scaleOut, .queue, .rounding and .scaleIn.
#[test]
fn target_tracking_keeps_the_metric_at_its_target() {
    let high = |tasks, metric, target| {
        outcomes(&capacity(tasks, 1, 100), &[asking(tracking(target), Side::Above, metric)], &[0])
    };
    assert_eq!(high(4, 90.0, 60.0), [scaled(6)]);
    assert_eq!(high(3, 100.0, 70.0), [scaled(5)]);
    assert_eq!(high(10, 75.1, 75.0), [scaled(11)]);
    assert_eq!(high(10, 150.0, 100.0), [scaled(15)]);
    assert_eq!(high(10, 75.0, 75.0), []);
    let low = |tasks, metric, target| {
        outcomes(&capacity(tasks, 1, 100), &[asking(tracking(target), Side::Below, metric)], &[0])
    };
    assert_eq!(low(10, 35.0, 70.0), [scaled(5)]);
    assert_eq!(low(1, 10.0, 70.0), [not(NotScaled::AlreadyAtMin)]);
    assert_eq!(low(25, 19.6, 35.0), [scaled(14)]);
    // Of five tasks at 60 of 70 half a task could go: removing one would push the metric above the target.
    assert_eq!(low(5, 60.0, 70.0), [not(NotScaled::AnticipatedFlapping)]);
}

#[test]
fn it_counts_from_the_tasks_that_run() {
    let waiting = Capacity { running: 4, ..capacity(10, 1, 100) };
    assert_eq!(
        outcomes(&waiting, &[asking(tracking(60.0), Side::Above, 90.0)], &[0]),
        [not(NotScaled::AlreadyAtDesired)]
    );
    assert_eq!(outcomes(&waiting, &[asking(tracking(60.0), Side::Above, 200.0)], &[0]), [scaled(14)]);
}

/// Worked example targetTracking.zero.
#[test]
fn from_zero_the_least_amount_comes() {
    let demand = || asking(tracking(100.0), Side::Above, 5000.0);
    assert_eq!(outcomes(&capacity(0, 0, 10), &[demand()], &[0]), [scaled(1)]);
    assert_eq!(outcomes(&capacity(0, 3, 10), &[demand()], &[0]), [scaled(3)]);
}

/// Worked examples clamp and bounds.desiredOutside.
#[test]
fn bounds_hold_and_a_desired_count_outside_comes_back() {
    let plus = |tasks, min, max, adjustment| {
        let side = if adjustment < 0 { Side::Below } else { Side::Above };
        outcomes(
            &capacity(tasks, min, max),
            &[asking(step(AdjustmentType::ChangeInCapacity, adjustment), side, 50.0)],
            &[],
        )
    };
    assert_eq!(plus(2, 1, 3, 3), [scaled(3)]);
    assert_eq!(plus(3, 2, 10, -2), [scaled(2)]);
    assert_eq!(plus(4, 12, 50, 1), [scaled(12)]);
    assert_eq!(plus(4, 12, 50, -1), [not(NotScaled::AlreadyAtMin)]);
    assert_eq!(plus(60, 12, 50, -1), [scaled(50)]);
    assert_eq!(plus(60, 12, 50, 1), [not(NotScaled::AlreadyAtMax)]);
    assert_eq!(plus(50, 12, 50, 1), [not(NotScaled::AlreadyAtMax)]);
    let above = asking(tracking(70.0), Side::Below, 62.0);
    assert_eq!(outcomes(&capacity(5, 1, 4), &[above], &[0]), [scaled(4)]);
}

/// Worked examples policies.multiple and targetTracking.multiple.
#[test]
fn the_largest_capacity_wins_and_all_have_to_agree_to_scale_in() {
    use AdjustmentType::{ChangeInCapacity, PercentChangeInCapacity};
    let out = |kind, adjustment| asking(step(kind, adjustment), Side::Above, 90.0);
    let both = [out(ChangeInCapacity, 3), out(PercentChangeInCapacity, 200)];
    assert_eq!(
        outcomes(&capacity(10, 1, 100), &both, &[]),
        [not(NotScaled::LargerCapacity { policy: 1 }), scaled(30)]
    );
    let inwards = |kind, adjustment| asking(step(kind, adjustment), Side::Below, 10.0);
    let both = [inwards(ChangeInCapacity, -3), inwards(PercentChangeInCapacity, -25)];
    assert_eq!(
        outcomes(&capacity(8, 1, 100), &both, &[]),
        [not(NotScaled::LargerCapacity { policy: 1 }), scaled(6)]
    );
    let high_and_low = [asking(tracking(70.0), Side::Above, 90.0), asking(tracking(70.0), Side::Below, 10.0)];
    let decided = outcomes(&capacity(4, 1, 100), &high_and_low, &[0, 1]);
    assert_eq!(decided, [scaled(6), not(NotScaled::LargerCapacity { policy: 0 })]);
    let one_low = || asking(tracking(70.0), Side::Below, 10.0);
    assert_eq!(
        outcomes(&capacity(4, 1, 9), &[one_low()], &[0, 1]),
        [not(NotScaled::NotAllAgree { policy: 1 })]
    );
    let agreed = [one_low(), asking(tracking(70.0), Side::Below, 50.0)];
    assert_eq!(
        outcomes(&capacity(4, 1, 9), &agreed, &[0, 1]),
        [not(NotScaled::LargerCapacity { policy: 1 }), scaled(3)]
    );
    // A step policy's scale-in does not ask the others.
    let mixed = [one_low(), asking(step(ChangeInCapacity, -1), Side::Below, 10.0)];
    assert_eq!(
        outcomes(&capacity(4, 1, 9), &mixed, &[0, 7]),
        [not(NotScaled::NotAllAgree { policy: 7 }), scaled(3)]
    );
}

#[test]
fn of_equal_capacities_the_first_is_set_and_the_others_say_so() {
    use AdjustmentType::{ChangeInCapacity, ExactCapacity};
    let out = |kind, adjustment| asking(step(kind, adjustment), Side::Above, 90.0);
    let both = [out(ChangeInCapacity, 2), out(ExactCapacity, 6)];
    let decided = outcomes(&capacity(4, 1, 100), &both, &[]);
    assert_eq!(decided, [scaled(6), not(NotScaled::SameCapacity { policy: 0 })]);
}

#[test]
fn a_tracking_policy_waits_for_the_cooldown_of_another_one() {
    let mut cooldowns = Cooldowns::default();
    cooldowns.scaled_in();
    let low = || asking(tracking(70.0), Side::Below, 10.0);
    let cooling = Asking(tracking(70.0), Side::Below, 10.0, cooldowns);
    assert_eq!(
        outcomes(&capacity(4, 1, 9), &[cooling, low()], &[0, 1]),
        [not(NotScaled::ScaleInCooldown), not(NotScaled::OtherCooldown { policy: 0 })]
    );
}

/// SCALE-9: an alarm that acts on missing data has nothing to tell its policies.
#[test]
fn without_a_value_nothing_is_asked_for_and_the_reason_says_so() {
    let kinds =
        [step(AdjustmentType::ChangeInCapacity, 1), step(AdjustmentType::ExactCapacity, 5), tracking(70.0)];
    for kind in &kinds {
        let cooldowns = Cooldowns::default();
        let (side, threshold) = (Side::Above, Millionths::whole(50));
        let ask = Ask { policy: 0, kind, side, threshold, datapoints: &[], cooldowns: &cooldowns };
        let decided = decide(&capacity(4, 1, 9), &[ask], &[], false);
        let [(0, decision)] = &decided[..] else { panic!("{decided:?}") };
        assert_eq!((decision.metric, decision.outcome), (None, not(NotScaled::NoValue)));
    }
}

/// Worked examples step.cooldown.
#[test]
fn a_larger_scale_out_passes_its_cooldown_less_what_was_added() {
    let now = capacity(12, 1, 100).now;
    let mut cooldowns = Cooldowns::default();
    cooldowns.scaled_out(10, 12, now, COOLDOWN_MS);
    cooldowns.fulfilled(now);
    let plus =
        |adjustment| Asking(step(AdjustmentType::ChangeInCapacity, adjustment), Side::Above, 90.0, cooldowns);
    assert_eq!(outcomes(&capacity(12, 1, 100), &[plus(2)], &[]), [not(NotScaled::ScaleOutCooldown)]);
    assert_eq!(outcomes(&capacity(12, 1, 100), &[plus(3)], &[]), [scaled(13)]);
    let mut cooldowns = Cooldowns::default();
    cooldowns.scaled_out(10, 12, now, COOLDOWN_MS);
    let starting = Capacity { running: 10, ..capacity(12, 1, 100) };
    let plus =
        |adjustment| Asking(step(AdjustmentType::ChangeInCapacity, adjustment), Side::Above, 90.0, cooldowns);
    assert_eq!(outcomes(&starting, &[plus(2)], &[]), [not(NotScaled::AlreadyAtDesired)]);
    assert_eq!(outcomes(&starting, &[plus(3)], &[]), [scaled(13)]);
}

#[test]
fn a_scale_in_cooldown_holds_until_a_scale_out_ends_it() {
    let mut cooldowns = Cooldowns::default();
    cooldowns.scaled_in();
    let minus = Asking(step(AdjustmentType::ChangeInCapacity, -1), Side::Below, 10.0, cooldowns);
    assert_eq!(outcomes(&capacity(4, 1, 9), &[minus], &[]), [not(NotScaled::ScaleInCooldown)]);
    let plus = Asking(step(AdjustmentType::ChangeInCapacity, 1), Side::Above, 90.0, cooldowns);
    let decided = decisions(&capacity(4, 1, 9), &[plus], &[]);
    assert_eq!(
        decided.first().map(|decision| (decision.cooldown, decision.outcome)),
        Some((CooldownState::EndsScaleIn, scaled(5)))
    );
}

#[test]
fn what_is_suspended_does_not_scale_and_a_deployment_keeps_tasks() {
    let plus = || asking(step(AdjustmentType::ChangeInCapacity, 1), Side::Above, 90.0);
    let minus = || asking(step(AdjustmentType::ChangeInCapacity, -1), Side::Below, 10.0);
    let both = Suspended { scaling_in: true, scaling_out: true, scheduled: false };
    let suspended = Capacity { suspended: both, ..capacity(4, 1, 9) };
    assert_eq!(outcomes(&suspended, &[plus()], &[]), [not(NotScaled::Suspended)]);
    assert_eq!(outcomes(&suspended, &[minus()], &[]), [not(NotScaled::Suspended)]);
    let deploying = Capacity { deploying: true, ..capacity(4, 1, 9) };
    assert_eq!(outcomes(&deploying, &[plus()], &[]), [scaled(5)]);
    assert_eq!(outcomes(&deploying, &[minus()], &[]), [not(NotScaled::DeploymentInProgress)]);
}

/// Whatever the metric, the bounds and the cooldowns are, what is decided lies within the bounds; and a larger target
/// never asks for more tasks.
#[test]
fn decisions_stay_within_bounds_and_a_larger_target_asks_for_no_more() {
    for tasks in [0, 1, 3, 10, 99] {
        for metric in [0.0, 0.5, 12.25, 69.9, 70.1, 300.0, 1e9] {
            for side in [Side::Above, Side::Below] {
                let mut before = u32::MAX;
                for target in [1.0, 35.0, 70.0, 71.5, 200.0] {
                    let decided =
                        decisions(&capacity(tasks, 2, 20), &[asking(tracking(target), side, metric)], &[0]);
                    let Some(decision) = decided.first() else { continue };
                    assert!(decision.scaled_to().is_none_or(|to| (2..=20).contains(&to)), "{decision:?}");
                    assert!(decision.capacity <= before, "{decision:?}");
                    before = decision.capacity;
                }
            }
        }
    }
}
