//! Runs with traffic: they go back and ahead, are the same in slices, and lose no request.

use ecs_core::balance::TargetState;
use ecs_core::report::{HealthPoint, LoadSeries, TrafficArrives};
use ecs_core::scenario::{Action, Call};
use ecs_core::traffic::Outcome;
use ecs_core::{Budget, Document, Scenario, SimTime, Simulation};
use ecs_tests::case::{Case, Input, cases};

/// The scenarios of the suite's cases about traffic.
fn scenarios() -> Vec<(String, Scenario)> {
    let scenario = |case: Case| match case.input {
        Input::Document(text) => Some((case.name, Document::read(&text).scenario?)),
        Input::Link(_) => None,
    };
    let about_traffic = |case: &Case| case.name.starts_with("traffic/");
    let all = cases(&crate::repository().join("tests/suite"));
    let found: Vec<_> = all.into_iter().filter(about_traffic).filter_map(scenario).collect();
    assert!(found.len() > 30, "only {} scenarios were found", found.len());
    found
}

/// Everything that is seen of a run's load.
fn seen(simulation: &Simulation) -> (String, LoadSeries) {
    let report = serde_json::to_string(&simulation.report()).expect("JSON");
    (report, simulation.load().series(None, 10_000))
}

fn straight(scenario: &Scenario, at: SimTime) -> Simulation {
    let mut simulation = Simulation::new(scenario.clone());
    simulation.advance_to(at, Budget::UNLIMITED);
    simulation
}

#[test]
fn a_recorded_run_measures_the_same_after_going_back() {
    for (name, scenario) in scenarios() {
        let end = scenario.duration;
        let mut simulation = Simulation::recorded(scenario.clone(), 7);
        simulation.advance_to(end, Budget::UNLIMITED);
        for share in [3, 1, 4, 2] {
            let at = SimTime::from_ms(end.as_ms() * share / 4 / 1000 * 1000);
            simulation.seek(at);
            simulation.advance_to(at, Budget::UNLIMITED);
            assert_eq!(seen(&simulation), seen(&straight(&scenario, at)), "{name} at {at:?}");
        }
    }
}

#[test]
fn slices_and_later_actions_change_nothing() {
    for (name, scenario) in scenarios() {
        let (end, middle) = (scenario.duration, SimTime::from_ms(scenario.duration.as_ms() / 2 + 333));
        let expected = seen(&straight(&scenario, middle));
        let mut sliced = Simulation::new(scenario.clone());
        let mut at = SimTime::ZERO;
        while at < middle {
            at = at.plus_ms(7919).min(middle);
            while sliced.advance_to(at, Budget { events: 3 }) == ecs_core::Progress::OutOfBudget {}
        }
        assert_eq!(seen(&sliced), expected, "{name} in slices");
        let mut longer = scenario.clone();
        longer.timeline.push(Action { at: end, name: "ecs:StopTask".to_owned(), call: Call::NotSimulated });
        assert_eq!(seen(&straight(&longer, middle)), expected, "{name} with an action later");
    }
}

/// LOAD-4: what arrived has an outcome, or waits still: 4,096 requests before a target at the most.
#[test]
fn every_request_is_accounted_for() {
    for (name, scenario) in scenarios() {
        if scenario.timeline.iter().any(|action| matches!(action.call, Call::Traffic(_))) {
            continue;
        }
        let end = scenario.duration;
        let arrived: f64 =
            scenario.traffic.iter().map(|traffic| traffic.shape.amount(SimTime::ZERO, end)).sum();
        let simulation = straight(&scenario, end);
        let report = simulation.report().simulation;
        let targets: u32 = scenario.services.iter().map(|service| service.desired_count).sum();
        let counted = report.requests.unwrap_or(0);
        let waiting_most = f64::from(targets) * 4096.0;
        #[expect(clippy::cast_precision_loss, reason = "requests of a few minutes")]
        let missing = arrived - counted as f64;
        // Counts are whole requests; what arrives is not.
        assert!(
            (-2.0..=waiting_most + 2.0).contains(&missing),
            "{name}: {arrived} arrived, {counted} counted"
        );
        let series = simulation.load().series(None, 10_000);
        let of_minutes: u64 = series.points.iter().map(ecs_core::report::LoadPoint::requests).sum();
        assert!(of_minutes <= counted, "{name}: {of_minutes} of minutes, {counted} in all");
        if end.as_ms().is_multiple_of(60_000) && counted > 0 {
            assert_eq!(of_minutes, counted, "{name}");
        }
        let answered: u64 = series.points.iter().map(|point| point.count(Outcome::Answered)).sum();
        assert_eq!(
            series.points.iter().map(ecs_core::report::LoadPoint::errors).sum::<u64>(),
            of_minutes - answered
        );
    }
}

/// A picture has no more points than columns, and no request is lost by putting minutes together.
#[test]
fn a_series_is_as_fine_as_its_picture() {
    let (_, scenario) = scenarios().into_iter().max_by_key(|(_, scenario)| scenario.duration).expect("some");
    let load = straight(&scenario, scenario.duration).load();
    let all = load.series(None, 10_000);
    for columns in [1, 2, 3] {
        let few = load.series(None, columns);
        assert!(few.points.len() <= columns as usize, "{columns}");
        let requests = |series: &LoadSeries| {
            series.points.iter().map(ecs_core::report::LoadPoint::requests).sum::<u64>()
        };
        assert_eq!(requests(&few), requests(&all), "{columns}");
    }
}

/// The states of every target group's targets, as DescribeTargetHealth tells them.
fn described(simulation: &Simulation) -> Vec<(String, [u32; TargetState::ALL.len()])> {
    let report = simulation.report().target_health;
    let groups = report.as_object().expect("groups").iter();
    let count = |targets: &serde_json::Value, state: TargetState| {
        let targets = targets.as_array().expect("targets").iter();
        let named = targets.filter(|target| target["TargetHealth"]["State"] == state.name()).count();
        u32::try_from(named).expect("few targets")
    };
    groups
        .map(|(name, targets)| (name.clone(), TargetState::ALL.map(|state| count(targets, state))))
        .collect()
}

/// The target groups that a picture shows traffic to, and how many of their targets are in which state.
fn forwarded(simulation: &Simulation) -> Vec<(String, [u32; 5])> {
    let views = simulation.snapshot(0).traffic.into_iter();
    let groups = views.flat_map(|view| match view.to {
        TrafficArrives::LoadBalancer { groups, .. } => groups,
        TrafficArrives::Queue(_) => Vec::new(),
    });
    groups.map(|group| (group.name, group.targets.0)).collect()
}

#[test]
fn health_over_time_is_what_is_described_at_every_moment() {
    let mut unhealthy = 0;
    for (name, scenario) in scenarios() {
        let mut simulation = Simulation::recorded(scenario, 20);
        simulation.advance_to(simulation.duration(), Budget::UNLIMITED);
        let whole = (SimTime::ZERO, simulation.duration());
        let series = simulation.health().series(None, whole, u32::MAX);
        let moments = simulation.course().moments;
        // Between moments of the log targets leave that have drained.
        let later = moments.iter().map(|at| at.plus_ms(31_000).min(whole.1));
        for at in moments.iter().copied().chain(later).step_by(1 + moments.len() / 12) {
            simulation.seek(at);
            simulation.advance_to(at, Budget::UNLIMITED);
            let forwarded = forwarded(&simulation);
            for (group, targets) in described(&simulation) {
                assert!(
                    forwarded.iter().all(|(to, counts)| *to != group || *counts == targets),
                    "{name}: {group} at {at:?}"
                );
                let drawn = series.groups.iter().find(|drawn| drawn.name == group);
                let drawn = drawn.map_or(HealthPoint::default(), |drawn| drawn.at(at));
                assert_eq!(drawn.targets.0, targets, "{name}: {group} at {at:?}");
                unhealthy += drawn.targets.of(TargetState::Unhealthy);
                let listed = simulation.targets_of(&group).expect("a group");
                let all = listed.targets.len() + listed.more;
                assert_eq!(all, targets.iter().sum::<u32>() as usize, "{name}: {group} at {at:?}");
            }
        }
    }
    assert!(unhealthy > 0, "no scenario has an unhealthy target");
}
