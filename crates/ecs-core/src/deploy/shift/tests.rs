use super::{Facts, HookStatus, Pending, Plan, Shift, ShiftFailure, ShiftOutcome, ShiftStep};
use crate::aws::{DeploymentStrategy, HookOutcome, HookTarget, LifecycleHook, LifecycleStage};
use crate::time::SimTime;

fn plan(strategy: DeploymentStrategy) -> Plan {
    Plan { strategy, bake_time_ms: 300_000, hooks: Vec::new(), reconciles: false, tests: false, shift_ms: 0 }
}

const LINEAR: DeploymentStrategy =
    DeploymentStrategy::Linear { step_per_mille: 100, step_bake_time_minutes: 6 };
const CANARY: DeploymentStrategy =
    DeploymentStrategy::Canary { canary_per_mille: 50, canary_bake_time_minutes: 10 };

fn pause(stage: LifecycleStage, timeout_minutes: u32, continues_on_timeout: bool) -> LifecycleHook {
    LifecycleHook {
        target: HookTarget::Pause,
        stages: vec![stage],
        timeout_minutes,
        continues_on_timeout,
        outcome: HookOutcome::Succeeded,
        answers_after_ms: 0,
    }
}

fn function(stage: LifecycleStage, outcome: HookOutcome, answers_after_ms: u64) -> LifecycleHook {
    let target = HookTarget::Lambda("arn:aws:lambda:us-east-1:123456789012:function:check".to_owned());
    LifecycleHook { target, outcome, answers_after_ms, ..pause(stage, 1440, false) }
}

/// How a deployment went from second 0.
struct Run {
    shift: Shift,
    /// Minutes and green's shares whenever they changed.
    shares: Vec<(u64, u32)>,
    failure: Option<(ShiftFailure, SimTime)>,
}

/// Lets it run, with everything granted. `answer` says how a pause is answered, at once.
fn run_with(plan: &Plan, granted: &Facts, answer: impl Fn(usize) -> Option<HookStatus>) -> Run {
    let (mut now, mut shift, mut facts) = (SimTime::ZERO, Shift::begin(SimTime::ZERO), granted.clone());
    let mut run = Run { shift, shares: Vec::new(), failure: None };
    facts.hooks = vec![None; plan.hooks.len()];
    loop {
        for (number, hook) in shift.hooks(plan).filter(|(_, hook)| hook.target == HookTarget::Pause) {
            facts.hooks[number] = facts.hooks[number].or_else(|| answer(number));
            assert!(hook.stages.contains(&shift.stage));
        }
        match shift.next(plan, now, &facts) {
            Some(ShiftStep::Goes(next)) => {
                if next.production_per_mille != shift.production_per_mille {
                    run.shares.push((now.as_ms() / 60_000, next.production_per_mille));
                }
                shift = next;
                facts.hooks.fill(None);
            }
            Some(ShiftStep::Answered(hook, status)) => facts.hooks[hook] = Some(status),
            Some(ShiftStep::Fails(failure)) => return Run { shift, failure: Some((failure, now)), ..run },
            None => match shift.pending(plan, &facts).until() {
                Some(until) => now = until,
                None => return Run { shift, ..run },
            },
        }
    }
}

fn run(plan: &Plan, granted: &Facts) -> Run {
    run_with(plan, granted, |_| None)
}

fn granted() -> Facts {
    Facts { is_reconciled: true, green_is_healthy: true, blue_is_gone: true, hooks: Vec::new() }
}

/// pypi:botocore 1.44.5 ecs LinearConfiguration: 10 percent every 6 minutes, no wait behind the last step.
#[test]
fn linear_goes_in_equal_steps() {
    let Run { shift, shares, .. } = run(&plan(LINEAR), &granted());
    let expected: Vec<(u64, u32)> = (0..10).map(|step| (6 * u64::from(step), 100 * (step + 1))).collect();
    assert_eq!(shares, expected);
    assert_eq!((shift.outcome, shift.since), (ShiftOutcome::Completed, SimTime::from_seconds(59 * 60)));
    let thirds = DeploymentStrategy::Linear { step_per_mille: 333, step_bake_time_minutes: 0 };
    assert_eq!(plan(thirds).steps(), [333, 666, 999, 1000]);
}

/// pypi:botocore 1.44.5 ecs CanaryConfiguration.
#[test]
fn canary_goes_in_two_steps() {
    let Run { shift, shares, .. } = run(&plan(CANARY), &granted());
    assert_eq!(shares, [(0, 50), (10, 1000)]);
    assert_eq!(shift.since, SimTime::from_seconds(15 * 60));
}

#[test]
fn blue_green_shifts_at_once_and_bakes_before_blue_goes() {
    let facts = Facts { blue_is_gone: false, ..granted() };
    let Run { shift, shares, .. } = run(&plan(DeploymentStrategy::BlueGreen), &facts);
    assert_eq!(shares, [(0, 1000)]);
    assert_eq!((shift.stage, shift.since), (LifecycleStage::CleanUp, SimTime::from_seconds(300)));
    assert_eq!(shift.outcome, ShiftOutcome::Going);
}

#[test]
fn behind_a_network_load_balancer_every_shift_takes_ten_minutes() {
    let slow = Plan { shift_ms: 600_000, tests: true, ..plan(CANARY) };
    assert_eq!(run(&slow, &granted()).shares, [(10, 50), (30, 1000)]);
}

#[test]
fn green_that_never_comes_up_is_given_up_after_a_day() {
    let facts = Facts { green_is_healthy: false, ..granted() };
    let Run { shares, failure, .. } = run(&plan(LINEAR), &facts);
    assert!(shares.is_empty());
    assert_eq!(failure, Some((ShiftFailure::Tasks, SimTime::from_seconds(24 * 60 * 60))));
}

#[test]
fn a_pause_waits_for_an_answer_and_its_timeout_answers_for_nobody() {
    let stage = LifecycleStage::PreProductionTrafficShift;
    let hooks = vec![pause(stage, 10, false), pause(stage, 20, true)];
    let paused = Plan { hooks, ..plan(DeploymentStrategy::BlueGreen) };
    let late = run(&paused, &granted());
    assert_eq!(late.failure, Some((ShiftFailure::HookTimedOut, SimTime::from_seconds(600))));
    let one_answer = |hook| (hook == 0).then_some(HookStatus::Succeeded);
    assert_eq!(run_with(&paused, &granted(), one_answer).shares, [(20, 1000)]);
    let both = run_with(&paused, &granted(), |_| Some(HookStatus::Succeeded));
    assert_eq!(both.shares, [(0, 1000)]);
    let refused = |hook| (hook == 1).then_some(HookStatus::Failed);
    let back = run_with(&paused, &granted(), refused);
    assert_eq!(back.failure, Some((ShiftFailure::Hook, SimTime::ZERO)));
}

/// ECS guide, pause hooks: PRE_PRODUCTION_TRAFFIC_SHIFT is asked before every step.
#[test]
fn every_step_is_asked_for() {
    let hooks = vec![pause(LifecycleStage::PreProductionTrafficShift, 5, true)];
    let fifths = DeploymentStrategy::Linear { step_per_mille: 200, step_bake_time_minutes: 0 };
    let shares = run(&Plan { hooks, ..plan(fifths) }, &granted()).shares;
    assert_eq!(shares, [(5, 200), (10, 400), (15, 600), (20, 800), (25, 1000)]);
}

/// ECS guide, Lambda hooks: at PRODUCTION_TRAFFIC_SHIFT green has its share already.
#[test]
fn a_function_is_asked_while_its_stage_has_begun() {
    let asked = |outcome, after| {
        let hooks = vec![function(LifecycleStage::ProductionTrafficShift, outcome, after)];
        run(&Plan { hooks, ..plan(CANARY) }, &granted())
    };
    let failed = asked(HookOutcome::Failed, 30_000);
    assert_eq!((failed.shares, failed.shift.production_per_mille), (vec![(0, 50)], 50));
    assert_eq!(failed.failure, Some((ShiftFailure::Hook, SimTime::from_seconds(30))));
    assert_eq!(asked(HookOutcome::Succeeded, 60_000).shares, [(0, 50), (10, 1000)]);
    assert_eq!(asked(HookOutcome::Succeeded, 900_000).shares, [(0, 50), (15, 1000)]);
    let never = asked(HookOutcome::InProgress, 0).failure;
    assert_eq!(never, Some((ShiftFailure::HookTimedOut, SimTime::from_seconds(24 * 60 * 60))));
}

#[test]
fn other_revisions_go_before_green_comes() {
    let crowded = Plan { reconciles: true, ..plan(CANARY) };
    let facts = Facts { is_reconciled: false, ..granted() };
    let shift = run(&crowded, &facts).shift;
    assert_eq!((shift.stage, shift.has_green()), (LifecycleStage::ReconcileService, false));
    assert_eq!(shift.pending(&crowded, &facts), Pending::Reconciliation);
}

#[test]
fn a_rollback_while_baking_gives_all_traffic_back_at_once() {
    let plan = plan(DeploymentStrategy::BlueGreen);
    let mut shift = Shift::begin(SimTime::ZERO);
    while let Some(ShiftStep::Goes(next)) = shift.next(&plan, SimTime::ZERO, &granted()) {
        shift = next;
    }
    assert_eq!((shift.stage, shift.production_per_mille), (LifecycleStage::BakeTime, 1000));
    assert!(shift.keeps_both());
    let back = shift.rolled_back(SimTime::from_seconds(7));
    assert_eq!((back.production_per_mille, back.outcome), (0, ShiftOutcome::RolledBack));
    assert!(!back.keeps_both());
    let stays = shift.stopped();
    assert_eq!((stays.production_per_mille, stays.keeps_both(), stays.is_over()), (1000, true, true));
}
