//! A run that goes back and ahead is the run that goes straight there.

use crate::seeds;
use ecs_core::{Budget, Document, Scenario, SimTime, Simulation};
use ecs_tests::clusters;

/// Events between two kept states: few, so that the short runs here keep some and thin them out.
const SPACING: u32 = 3;

/// Newest events that a snapshot brings along.
const EVENTS: usize = 50;

fn scenario(value: &serde_json::Value) -> Scenario {
    let document = Document::read(&value.to_string());
    document.scenario.unwrap_or_else(|| panic!("{value}: {:#?}", document.findings))
}

fn go(simulation: &mut Simulation, at: SimTime) {
    simulation.seek(at);
    simulation.advance_to(at, Budget::UNLIMITED);
}

/// Everything that is seen of a run, and its reports.
fn seen(simulation: &Simulation) -> (SimTime, String, String) {
    let snapshot = serde_json::to_string(&simulation.snapshot(EVENTS)).expect("JSON");
    (simulation.now(), snapshot, serde_json::to_string(&simulation.report()).expect("JSON"))
}

fn straight(scenario: &Scenario, at: SimTime) -> (SimTime, String, String) {
    let mut simulation = Simulation::new(scenario.clone());
    simulation.advance_to(at, Budget::UNLIMITED);
    seen(&simulation)
}

/// Moments of a run, the interesting ones among them: its actions, and what lies just before and behind.
fn moments(scenario: &Scenario) -> Vec<SimTime> {
    let mut moments: Vec<u64> = vec![90_000, 0, 14_500, 20_900, 60_000, 5, 30_000, scenario.duration.as_ms()];
    for action in &scenario.timeline {
        moments.extend([action.at.as_ms(), action.at.as_ms().saturating_sub(1), action.at.as_ms() + 12_345]);
    }
    moments.into_iter().map(SimTime::from_ms).filter(|at| *at <= scenario.duration).collect()
}

#[test]
fn a_recorded_run_goes_back_and_ahead() {
    for seed in seeds(40, 2000) {
        let scenario = scenario(&clusters::scenario(seed));
        let mut simulation = Simulation::recorded(scenario.clone(), SPACING);
        simulation.advance_to(simulation.duration(), Budget::UNLIMITED);
        for at in moments(&scenario) {
            go(&mut simulation, at);
            assert_eq!(seen(&simulation), straight(&scenario, at), "seed {seed} at {at:?}");
        }
    }
}

/// Whoever looks elsewhere meanwhile is there as well, and moves nothing.
#[test]
fn a_run_beside_it_goes_elsewhere() {
    for seed in seeds(10, 500) {
        let scenario = scenario(&clusters::scenario(seed));
        let mut simulation = Simulation::recorded(scenario.clone(), SPACING);
        simulation.advance_to(simulation.duration(), Budget::UNLIMITED);
        for at in moments(&scenario) {
            let stood = seen(&simulation);
            let mut beside = simulation.near(at);
            assert!(beside.now() <= at);
            beside.advance_to(at, Budget::UNLIMITED);
            assert_eq!(seen(&beside), straight(&scenario, at), "seed {seed} at {at:?}");
            assert_eq!(seen(&simulation), stood);
            go(&mut simulation, at);
        }
    }
}

/// Somebody goes back and does something: from there on it is the run of the longer document.
#[test]
fn an_action_appended_after_going_back_is_one_of_the_document() {
    for seed in seeds(40, 2000) {
        let mut longer = clusters::scenario(seed);
        let whole = scenario(&longer);
        let actions = longer["simulation"]["timeline"].as_array_mut().expect("a timeline");
        actions.push(serde_json::json!({"atSeconds": 41, "action": "ecs:RunTask", "input": {"taskDefinition": "family-0"}}));
        let longer = scenario(&longer);
        let action = longer.timeline.last().expect("the action").clone();
        let mut simulation = Simulation::recorded(whole, SPACING);
        simulation.advance_to(simulation.duration(), Budget::UNLIMITED);
        go(&mut simulation, SimTime::from_seconds(40));
        simulation.append(action);
        for seconds in [45, 20, 41, 80, 40] {
            let at = SimTime::from_seconds(seconds);
            go(&mut simulation, at);
            assert_eq!(seen(&simulation), straight(&longer, at), "seed {seed} at {seconds} s");
        }
    }
}

/// Asking who a task is, at the end, does not confuse a run that has gone back to before it.
#[test]
fn names_of_the_future_mean_nothing_in_the_past() {
    let scenario = scenario(&clusters::scenario(3));
    let mut simulation = Simulation::recorded(scenario, SPACING);
    simulation.advance_to(simulation.duration(), Budget::UNLIMITED);
    let report = simulation.report();
    let arn = &report.tasks.last().expect("a task").task_arn;
    assert!(simulation.explain_task(arn).is_some());
    go(&mut simulation, SimTime::ZERO);
    assert!(simulation.explain_task(arn).is_none_or(|found| found.len() <= 1));
}
