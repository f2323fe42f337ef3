//! What holds for every look of the service scheduler, every shift of traffic and every launch rate.

use crate::seeds;
use ecs_core::SimTime;
use ecs_core::aws::{DeploymentStrategy, HookOutcome, HookTarget, LifecycleHook, LifecycleStage};
use ecs_core::deploy::{
    Bounds, Facts, LaunchRate, Plan, Room, Shift, ShiftOutcome, ShiftStep, Situation, Stall, Tally,
    TokenBucket, foresee, pass,
};
use ecs_tests::draws::Draws;

/// Percentages that AWS takes, the corners more often than the rest.
fn bounds(draws: &mut Draws, desired: u32) -> Bounds {
    let minimum = if draws.once_in(3) { 100 } else { draws.small(101) };
    let maximum = if draws.once_in(3) { 100 } else { 100 + draws.small(151) };
    Bounds::new(desired, minimum, maximum)
}

fn tally(draws: &mut Draws) -> Tally {
    let (unproven, healthy) = (draws.small(4), draws.small(9));
    Tally {
        pending: draws.small(4),
        unproven,
        healthy,
        unhealthy: draws.small(4),
        stopping: draws.small(3),
        lost: draws.small(3),
        protected_unproven: draws.small(unproven + 1),
        protected_healthy: if draws.once_in(3) { draws.small(healthy + 1) } else { 0 },
    }
}

fn situation(draws: &mut Draws) -> Situation {
    let desired = draws.small(12);
    Situation {
        desired,
        bounds: bounds(draws, desired),
        source: if draws.once_in(3) { Tally::default() } else { tally(draws) },
        target: tally(draws),
        room: if draws.once_in(2) { Room::Unknown } else { Room::Known(draws.small(12)) },
        launches: if draws.once_in(2) { u32::MAX } else { draws.small(6) },
        failed: draws.once_in(8),
    }
}

#[test]
fn a_pass_keeps_within_its_bounds() {
    for seed in seeds(20_000, 2_000_000) {
        let situation = situation(&mut Draws::new(seed));
        let Situation { bounds, source, target, .. } = situation;
        let pass = pass(&situation);
        let said = || format!("seed {seed}: {situation:#?} {pass:#?}");
        let healthy = source.healthy + target.healthy;
        let stopped = pass.source.stop.healthy + pass.target.stop.healthy;
        assert!(stopped <= healthy.saturating_sub(bounds.min_healthy), "below the minimum: {}", said());
        let active = source.active() + target.active();
        assert!(
            pass.starts() == 0 || active + pass.starts() <= bounds.max_tasks,
            "above the maximum: {}",
            said()
        );
        assert!(pass.starts() == 0 || pass.stops() == 0, "starts what it has just stopped: {}", said());
        assert!(pass.starts() <= situation.launches, "{}", said());
        if let Room::Known(room) = situation.room {
            assert!(pass.starts() <= room, "{}", said());
        }
        for (moves, tally) in [(pass.source, source), (pass.target, target)] {
            let stop = moves.stop;
            assert!(stop.pending <= tally.pending && stop.unhealthy <= tally.unhealthy, "{}", said());
            assert!(stop.healthy <= tally.healthy - tally.protected_healthy, "{}", said());
            assert!(stop.unproven <= tally.unproven - tally.protected_unproven, "{}", said());
        }
        let in_flux = |tally: Tally| tally.pending + tally.unproven + tally.stopping > 0;
        if pass.stall.is_some() {
            assert_eq!((pass.stops(), pass.starts()), (0, 0), "{}", said());
            assert!(!in_flux(source) && !in_flux(target), "{}", said());
        }
    }
}

/// Some of the tasks that are on their way arrive.
fn arrive(draws: &mut Draws, tally: &mut Tally) {
    let settled = draws.small(tally.unproven + 1);
    let started = draws.small(tally.pending + 1);
    tally.healthy += settled;
    tally.unproven = tally.unproven - settled + started;
    tally.pending -= started;
    tally.stopping -= draws.small(tally.stopping + 1);
    tally.protected_unproven = tally.protected_unproven.min(tally.unproven);
}

fn carry_out(tally: &mut Tally, moves: ecs_core::deploy::Moves) {
    tally.pending = tally.pending - moves.stop.pending + moves.start;
    tally.unproven -= moves.stop.unproven;
    tally.healthy -= moves.stop.healthy;
    tally.unhealthy -= moves.stop.unhealthy;
    tally.stopping += moves.stop.total();
}

fn has_arrived(situation: &Situation) -> bool {
    let Situation { desired, source, target, .. } = situation;
    source.active() == 0 && target.healthy == *desired && target.active() == *desired
}

/// Where every task that starts becomes healthy sooner or later, passes lead to the new revision alone, unless
/// the bounds forbid it, there is no room or tasks are protected; and then that is what is named.
#[test]
fn passes_lead_to_the_new_revision_or_name_what_forbids_it() {
    for seed in seeds(2_000, 200_000) {
        let mut draws = Draws::new(seed);
        let mut situation = situation(&mut draws);
        situation.failed = false;
        situation.launches = 1 + draws.small(5);
        let places = match situation.room {
            Room::Known(room) => situation.source.active() + situation.target.active() + room,
            Room::Unknown => u32::MAX,
        };
        let mut stall = None;
        for _ in 0..2_000 {
            let held = |tally: Tally| tally.active() + tally.stopping;
            let taken = held(situation.source) + held(situation.target);
            situation.room = Room::Known(places.saturating_sub(taken));
            let pass = pass(&situation);
            stall = pass.stall;
            if stall.is_some() || has_arrived(&situation) {
                break;
            }
            carry_out(&mut situation.source, pass.source);
            carry_out(&mut situation.target, pass.target);
            arrive(&mut draws, &mut situation.source);
            arrive(&mut draws, &mut situation.target);
        }
        let Situation { desired, bounds, source, target, .. } = situation;
        let said = || format!("seed {seed}: {situation:#?} {stall:?}");
        match stall {
            Some(Stall::Deadlock) => assert!(bounds.block_every_exchange(desired), "{}", said()),
            Some(Stall::NoRoom) => assert!(places < bounds.max_tasks, "{}", said()),
            Some(Stall::Protection) => {
                assert!(source.protected_healthy + target.protected_healthy > 0, "{}", said());
            }
            None => assert!(has_arrived(&situation), "neither there nor stalled: {}", said()),
        }
    }
}

/// What is foreseen for a service of healthy tasks is what the bounds say.
#[test]
fn what_is_foreseen_agrees_with_the_bounds() {
    for seed in seeds(2_000, 200_000) {
        let mut draws = Draws::new(seed);
        let desired = draws.small(40);
        let bounds = bounds(&mut draws, desired);
        let source = Tally { healthy: desired, ..Tally::default() };
        let forecast = foresee(&Situation::begin(desired, bounds, source), |_, _| Room::Unknown);
        let (end, stall) = if bounds.block_every_exchange(desired) {
            ((desired, 0), Some(Stall::Deadlock))
        } else {
            ((0, desired), None)
        };
        assert_eq!((forecast.end(), forecast.stall), (end, stall), "seed {seed}: {forecast:?}");
        for (old, new) in &forecast.trace {
            assert!(
                old + new >= bounds.min_healthy && old + new <= bounds.max_tasks.max(desired),
                "seed {seed}"
            );
        }
    }
}

/// Whatever state a deployment begins in, it is foreseen to its end.
#[test]
fn every_forecast_has_an_end() {
    for seed in seeds(20_000, 500_000) {
        let mut draws = Draws::new(seed);
        let desired = draws.small(12);
        let (bounds, source) = (bounds(&mut draws, desired), tally(&mut draws));
        let places = source.active() + draws.small(12);
        let room = |old: u32, new: u32| Room::Known(places.saturating_sub(old + new));
        let forecast = foresee(&Situation::begin(desired, bounds, source), room);
        let there = forecast.end() == (0, desired);
        assert!(there || forecast.stall.is_some(), "seed {seed}: {source:?} {forecast:?}");
    }
}

fn plan(draws: &mut Draws) -> Plan {
    let strategy = match draws.small(3) {
        0 => DeploymentStrategy::BlueGreen,
        1 => DeploymentStrategy::Linear {
            step_per_mille: draws.between(30, 1000),
            step_bake_time_minutes: draws.small(10),
        },
        _ => DeploymentStrategy::Canary {
            canary_per_mille: draws.between(1, 1000),
            canary_bake_time_minutes: draws.small(10),
        },
    };
    let hook = |draws: &mut Draws| LifecycleHook {
        target: if draws.once_in(2) { HookTarget::Pause } else { HookTarget::Lambda("check".to_owned()) },
        stages: vec![LifecycleStage::ALL[draws.index(LifecycleStage::ALL.len())]],
        timeout_minutes: draws.between(1, 60),
        continues_on_timeout: !draws.once_in(4),
        outcome: match draws.small(6) {
            0 => HookOutcome::Failed,
            1 => HookOutcome::InProgress,
            _ => HookOutcome::Succeeded,
        },
        answers_after_ms: 1000 * u64::from(draws.small(5000)),
    };
    let hooks = draws.small(3);
    Plan {
        strategy,
        bake_time_ms: 60_000 * u64::from(draws.small(20)),
        hooks: draws.many(hooks, hook),
        reconciles: draws.once_in(2),
        tests: draws.once_in(2),
        shift_ms: if draws.once_in(2) { 600_000 } else { 0 },
    }
}

/// Green's share of the traffic only grows until it has all; it fails at a moment that was foreseen, or comes
/// to its end.
#[test]
fn traffic_shifts_one_way_and_comes_to_an_end() {
    for seed in seeds(5_000, 500_000) {
        let mut draws = Draws::new(seed);
        let plan = plan(&mut draws);
        let mut facts = Facts {
            is_reconciled: true,
            green_is_healthy: !draws.once_in(10),
            blue_is_gone: true,
            hooks: vec![None; plan.hooks.len()],
        };
        let (mut now, mut shift) = (SimTime::ZERO, Shift::begin(SimTime::ZERO));
        let failure = loop {
            match shift.next(&plan, now, &facts) {
                Some(ShiftStep::Goes(next)) => {
                    let share = (shift.production_per_mille, next.production_per_mille);
                    assert!(share.0 <= share.1, "seed {seed}: {shift:?} {next:?}");
                    let early = next.stage > LifecycleStage::ProductionTrafficShift && share.1 < 1000;
                    assert!(!early, "seed {seed}: {next:?}");
                    shift = next;
                    facts.hooks.fill(None);
                }
                Some(ShiftStep::Answered(hook, status)) => {
                    assert_eq!(facts.hooks[hook].replace(status), None, "seed {seed}: {shift:?}");
                }
                Some(ShiftStep::Fails(failure)) => break Some(failure),
                None if shift.is_over() => break None,
                None => {
                    let until = shift.pending(&plan, &facts).until();
                    let until = until.unwrap_or_else(|| panic!("seed {seed}: {shift:?} waits for nothing"));
                    assert!(until > now, "seed {seed}: {shift:?} waits for what has been");
                    now = until;
                }
            }
        };
        let share = shift.production_per_mille;
        assert!(
            failure.is_some() || (shift.outcome, share) == (ShiftOutcome::Completed, 1000),
            "seed {seed}"
        );
        let back = shift.rolled_back(now);
        assert_eq!((back.production_per_mille, back.test_per_mille), (0, 0), "seed {seed}");
    }
}

/// In any stretch of time no more tasks are launched than the burst and what has come in since.
#[test]
fn a_bucket_never_gives_more_than_came_in() {
    for seed in seeds(500, 50_000) {
        let mut draws = Draws::new(seed);
        let rate = LaunchRate { burst: draws.between(1, 200), per_minute: draws.small(2000) };
        let (mut now_ms, mut given) = (0, 0);
        let mut bucket = TokenBucket::full(rate, SimTime::ZERO);
        for _ in 0..100 {
            now_ms += u64::from(draws.small(5000));
            given += u64::from(bucket.take(draws.small(50), SimTime::from_ms(now_ms)));
            let came_in = u64::from(rate.burst) + now_ms * u64::from(rate.per_minute) / 60_000;
            assert!(given <= came_in, "seed {seed}: {rate:?} gave {given} by {now_ms} ms");
            if let Some(next) = bucket.next_at(SimTime::from_ms(now_ms)) {
                let just_before = SimTime::from_ms(next.as_ms() - 1);
                assert_eq!((bucket.available(just_before), bucket.available(next)), (0, 1), "seed {seed}");
            }
        }
    }
}
