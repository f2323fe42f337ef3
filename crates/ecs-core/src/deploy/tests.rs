//! The scheduler's pass against every trace and number that is documented.

use super::{
    Bounds, Forecast, Moves, Pass, Room, Situation, Stall, StartLimit, StopLimit, Stops, Tally, foresee, pass,
};

fn healthy(tasks: u32) -> Tally {
    Tally { healthy: tasks, ..Tally::default() }
}

/// A rolling update of `desired` healthy tasks in a cluster that has room for `places` tasks in all.
fn update(desired: u32, minimum: u32, maximum: u32, places: u32) -> Forecast {
    let room = |old: u32, new: u32| Room::Known(places.saturating_sub(old + new));
    foresee(&Situation::begin(desired, Bounds::new(desired, minimum, maximum), healthy(desired)), room)
}

fn situation(desired: u32, minimum: u32, maximum: u32, source: Tally, target: Tally) -> Situation {
    Situation {
        desired,
        bounds: Bounds::new(desired, minimum, maximum),
        source,
        target,
        room: Room::Unknown,
        launches: u32::MAX,
        failed: false,
    }
}

/// ECS guide, deploy by replacing tasks (worked examples deployment.percent). What can be stopped before
/// anything starts, and started before anything stops.
#[test]
fn percentages_become_counts() {
    assert_eq!(Bounds::new(4, 50, 200), Bounds { min_healthy: 2, max_tasks: 8 });
    assert_eq!(Bounds::new(2, 75, 200).min_healthy, 2);
    assert_eq!(Bounds::new(3, 100, 125).max_tasks, 3);
    assert_eq!(Bounds::new(4, 100, 125), Bounds { min_healthy: 4, max_tasks: 5 });
    assert_eq!(Bounds::new(4, 25, 100), Bounds { min_healthy: 1, max_tasks: 4 });
    assert_eq!(Bounds::new(u32::MAX, u32::MAX, u32::MAX).max_tasks, u32::MAX);
    let first = |desired, minimum, maximum| {
        let pass = pass(&situation(desired, minimum, maximum, healthy(desired), Tally::default()));
        (pass.stops(), pass.starts())
    };
    assert_eq!(first(4, 50, 200), (2, 0));
    assert_eq!(first(2, 75, 100), (0, 0));
    assert_eq!(first(3, 100, 125), (0, 0));
    assert_eq!(first(4, 100, 200), (0, 4));
    assert_eq!(first(4, 100, 125), (0, 1));
    assert_eq!(first(4, 25, 100), (3, 0));
}

/// ECS guide, service options (worked examples deployment.trace; the second of the page's three is in the
/// reference for the scheduler's step).
#[test]
fn documented_traces() {
    let trace = |minimum, places| update(6, minimum, 200, places).trace;
    assert_eq!(trace(100, 8), [(6, 0), (6, 2), (4, 2), (4, 4), (2, 4), (2, 6), (0, 6)]);
    assert_eq!(trace(50, 8), [(6, 0), (3, 0), (3, 5), (0, 5), (0, 6)]);
    assert_eq!(trace(50, 10), [(6, 0), (3, 0), (3, 6), (0, 6)]);
}

/// Public service-event log (worked example deployment.trace): one task is started, then the old one stopped.
#[test]
fn a_single_task_is_started_before_the_old_one_is_stopped() {
    assert_eq!(update(1, 100, 200, 2).trace, [(1, 0), (1, 1), (0, 1)]);
}

/// ECS guide 2023, container instance draining (worked example deployment.percent): for any desired count.
#[test]
fn bounds_of_100_and_100_are_a_deadlock() {
    for desired in [1, 4, 5000] {
        let forecast = update(desired, 100, 100, 10_000);
        assert_eq!((forecast.trace.len(), forecast.stall), (1, Some(Stall::Deadlock)));
        assert!(forecast.bounds.block_every_exchange(desired));
    }
    assert_eq!(update(3, 100, 125, 10).stall, Some(Stall::Deadlock));
    assert_eq!(update(2, 75, 100, 10).stall, Some(Stall::Deadlock));
    assert!(!Bounds::new(0, 100, 100).block_every_exchange(0));
}

#[test]
fn a_full_cluster_stalls_where_the_minimum_keeps_every_task() {
    let forecast = update(4, 100, 200, 4);
    assert_eq!((forecast.end(), forecast.stall), ((4, 0), Some(Stall::NoRoom)));
    assert_eq!((update(4, 75, 200, 4).end(), update(4, 75, 200, 4).stall), ((0, 4), None));
}

/// New tasks that take two places each: the deployment gets stuck half way.
#[test]
fn larger_tasks_stall_half_way() {
    let room = |old: u32, new: u32| Room::Known(9_u32.saturating_sub(old + 2 * new) / 2);
    let forecast = foresee(&Situation::begin(4, Bounds::new(4, 75, 200), healthy(4)), room);
    assert_eq!((forecast.end(), forecast.stall), ((0, 4), None));
    let room = |old: u32, new: u32| Room::Known(6_u32.saturating_sub(old + 2 * new) / 2);
    let forecast = foresee(&Situation::begin(4, Bounds::new(4, 100, 200), healthy(4)), room);
    assert_eq!(forecast.trace, [(4, 0), (4, 1), (3, 1)]);
    assert_eq!(forecast.stall, Some(Stall::NoRoom));
}

#[test]
fn protected_tasks_keep_their_places() {
    let source = Tally { protected_healthy: 1, ..healthy(4) };
    let forecast = foresee(&Situation::begin(4, Bounds::new(4, 100, 200), source), |_, _| Room::Unknown);
    assert_eq!((forecast.end(), forecast.stall), ((1, 4), Some(Stall::Protection)));
}

/// ECS guide 2023, container instance draining (worked examples draining). The tasks on the instance are the
/// source; those that are PENDING go at once.
#[test]
fn draining() {
    let start_first = pass(&situation(4, 100, 200, healthy(4), Tally::default()));
    assert_eq!((start_first.stops(), start_first.target.start), (0, 4));
    let after_stopping = pass(&situation(4, 50, 100, healthy(4), Tally::default()));
    assert_eq!((after_stopping.source.stop.healthy, after_stopping.starts()), (2, 0));
    let pending = Tally { pending: 3, ..healthy(1) };
    let stopped = pass(&situation(4, 100, 200, pending, Tally::default())).source.stop;
    assert_eq!(stopped, Stops { pending: 3, ..Stops::default() });
}

/// ECS guide, services: the replacement of an unhealthy task is started first, and either of the two goes
/// when it is known how it does.
#[test]
fn an_unhealthy_task_is_replaced_first() {
    let target = Tally { unhealthy: 1, ..healthy(3) };
    let begins = pass(&situation(4, 100, 200, Tally::default(), target));
    assert_eq!((begins.stops(), begins.target.start), (0, 1));
    let waits = pass(&situation(4, 100, 200, Tally::default(), Tally { unproven: 1, ..target }));
    assert_eq!((waits.stops(), waits.starts(), waits.stall), (0, 0, None));
    let one = Stops { unhealthy: 1, ..Stops::default() };
    let replaced = pass(&situation(4, 100, 200, Tally::default(), Tally { healthy: 4, ..target }));
    assert_eq!(replaced.target, Moves { stop: one, start: 0 });
    let failed_too = pass(&situation(4, 100, 200, Tally::default(), Tally { unhealthy: 2, ..target }));
    assert_eq!(failed_too.target, Moves { stop: one, start: 0 });
}

/// ECS guide, deploy by replacing tasks: where the maximum leaves no room, one unhealthy task at a time.
#[test]
fn without_room_unhealthy_tasks_are_stopped_one_at_a_time() {
    let target = Tally { unhealthy: 3, ..healthy(1) };
    let one = Stops { unhealthy: 1, ..Stops::default() };
    assert_eq!(pass(&situation(4, 50, 100, Tally::default(), target)).target.stop, one);
    let stopping = Tally { unhealthy: 2, stopping: 1, ..target };
    assert_eq!(pass(&situation(4, 50, 100, Tally::default(), stopping)).target.start, 1);
    let coming = Tally { unhealthy: 2, pending: 1, ..target };
    let waits = pass(&situation(4, 50, 100, Tally::default(), coming));
    assert_eq!((waits.stops(), waits.starts()), (0, 0));
    let full = Situation { room: Room::Known(0), ..situation(4, 50, 200, Tally::default(), target) };
    assert_eq!(pass(&full).target.stop, one);
}

/// ECS guide, deploy by replacing tasks: an unhealthy old task is replaced by its own revision, so that the
/// minimum does not hang on the new one.
#[test]
fn the_source_replaces_its_unhealthy_tasks_itself() {
    let source = Tally { unhealthy: 2, ..healthy(2) };
    let pass = pass(&situation(4, 100, 150, source, Tally::default()));
    assert_eq!((pass.source.start, pass.target.start), (2, 0));
}

/// AWS, what is new of 2025/11 (service availability during rolling deployments): so is one that was terminated.
#[test]
fn the_source_makes_up_for_the_tasks_that_it_has_lost() {
    let begin =
        situation(4, 50, 150, Tally { lost: 2, ..Tally::default() }, Tally { pending: 4, ..healthy(0) });
    assert_eq!((pass(&begin).source.start, pass(&begin).target.start), (2, 0));
    let coming = Situation { source: Tally { pending: 2, ..begin.source }, ..begin };
    assert_eq!((pass(&coming).stops(), pass(&coming).starts()), (0, 0));
    let not_needed = Situation { target: healthy(2), ..coming };
    assert_eq!(pass(&not_needed).source.stop.pending, 2);
    let no_more_room = Situation { target: Tally { pending: 6, ..healthy(0) }, ..begin };
    assert_eq!(pass(&no_more_room).starts(), 0);
}

#[test]
fn scaling_stops_what_does_not_run_yet_first() {
    let target = Tally { pending: 3, unproven: 1, ..healthy(4) };
    let stop = pass(&situation(2, 100, 200, Tally::default(), target)).target.stop;
    assert_eq!(stop, Stops { pending: 3, unproven: 1, healthy: 2, unhealthy: 0 });
    let protected = Tally { protected_healthy: 3, ..healthy(4) };
    assert_eq!(pass(&situation(2, 100, 200, Tally::default(), protected)).target.stop.healthy, 1);
    let to_nothing = pass(&situation(0, 100, 200, healthy(2), healthy(3)));
    assert_eq!(to_nothing.stops(), 5);
}

/// API, DeploymentConfiguration: a DAEMON service never has more than one task an instance, so its maximum is
/// 100 percent, and its minimum says how many instances may be without.
#[test]
fn a_daemon_service_stops_before_it_starts() {
    assert_eq!(update(4, 0, 100, 4).trace, [(4, 0), (0, 0), (0, 4)]);
    assert_eq!(update(4, 50, 100, 4).trace, [(4, 0), (2, 0), (2, 2), (0, 2), (0, 4)]);
    assert_eq!(update(4, 100, 100, 4).stall, Some(Stall::Deadlock));
}

#[test]
fn every_limit_is_named() {
    let limits = |situation: &Situation| {
        let Pass { start_limit, stop_limit, .. } = pass(situation);
        (start_limit, stop_limit)
    };
    let begin = situation(4, 100, 150, healthy(4), Tally::default());
    assert_eq!(limits(&begin), (StartLimit::MaximumPercent, StopLimit::MinimumHealthyPercent));
    let full = Situation { room: Room::Known(1), ..begin };
    assert_eq!(limits(&full), (StartLimit::Room, StopLimit::MinimumHealthyPercent));
    let slow = Situation { launches: 0, ..begin };
    assert_eq!(limits(&slow), (StartLimit::LaunchRate, StopLimit::MinimumHealthyPercent));
    assert_eq!(pass(&slow).stall, None);
    let failed = Situation { failed: true, ..begin };
    assert_eq!(limits(&failed), (StartLimit::Failed, StopLimit::Failed));
    assert_eq!((pass(&failed).stops(), pass(&failed).starts(), pass(&failed).stall), (0, 0, None));
    let stopping = situation(4, 50, 150, healthy(4), Tally::default());
    assert_eq!(limits(&stopping), (StartLimit::StoppingFirst, StopLimit::MinimumHealthyPercent));
    let there = situation(4, 100, 200, Tally::default(), healthy(4));
    assert_eq!(limits(&there), (StartLimit::Desired, StopLimit::NoneLeft));
    assert_eq!(pass(&there).stall, None);
    let kept = situation(4, 100, 200, Tally { protected_healthy: 1, ..healthy(1) }, healthy(4));
    assert_eq!(limits(&kept), (StartLimit::Desired, StopLimit::Protection));
}
