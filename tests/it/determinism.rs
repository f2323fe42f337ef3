//! The same scenario gives the same event log, bit for bit.

use crate::{repository, seeds};
use ecs_core::{Budget, Document, Progress, Scenario, SimTime, Simulation};
use ecs_tests::clusters;
use ecs_tests::runs::{Run, of_seed, of_suite};

/// Twice at once, and once in the smallest slices that a page could ask for.
fn check(run: &Run) {
    let hash = run.log_hash(Budget::UNLIMITED.events);
    assert_eq!(hash, run.log_hash(Budget::UNLIMITED.events), "{}: two runs differ", run.name);
    assert_eq!(hash, run.log_hash(1), "{}: a run in slices differs", run.name);
}

/// What the browser repeats, so that its hashes are those of a run that is the same twice.
#[test]
fn every_suite_scenario_runs_the_same_twice() {
    let runs = of_suite(&repository().join("tests/suite"));
    assert!(runs.len() > 300, "only {} runs", runs.len());
    runs.iter().for_each(check);
}

#[test]
fn random_scenarios_run_the_same_twice() {
    for seed in seeds(100, 5000) {
        check(&of_seed(seed));
    }
}

fn scenario(value: &serde_json::Value) -> Scenario {
    let document = Document::read(&value.to_string());
    document.scenario.unwrap_or_else(|| panic!("{value}: {:#?}", document.findings))
}

/// run(S, t) = run(S + a, t) for every action a later than t.
#[test]
fn an_action_changes_nothing_before_it() {
    for seed in seeds(100, 5000) {
        let mut longer = clusters::scenario(seed);
        let shorter = scenario(&longer);
        let actions = longer["simulation"]["timeline"].as_array_mut().expect("a timeline");
        actions.push(serde_json::json!({"atSeconds": 60.001, "action": "ecs:StopTask", "input": {"task": "service:service-0/1"}}));
        actions.push(serde_json::json!({"atSeconds": 61, "action": "ecs:RunTask", "input": {"taskDefinition": "family-0"}}));
        let longer = Document::read(&longer.to_string());
        let longer = longer.scenario.expect("what RunTask refuses is refused in the run");
        let at = SimTime::from_seconds(60);
        let mut runs = [shorter, longer].map(Simulation::new);
        for simulation in &mut runs {
            simulation.advance_to(at, Budget::UNLIMITED);
        }
        let [one, other] = runs;
        assert_eq!(one.log_hash(), other.log_hash(), "seed {seed}");
        let (one, other) = (one.report(), other.report());
        assert_eq!(serde_json::to_value(one).ok(), serde_json::to_value(other).ok(), "seed {seed}");
    }
}

/// An action that is appended while the run stands is the action in the document.
#[test]
fn an_appended_action_is_an_action_of_the_document() {
    for seed in seeds(50, 2000) {
        let whole = scenario(&clusters::scenario(seed));
        let mut begun = whole.clone();
        begun.timeline.retain(|action| action.at <= SimTime::from_seconds(30));
        let mut later: Vec<_> =
            whole.timeline.iter().filter(|action| action.at > SimTime::from_seconds(30)).collect();
        let in_order = whole.timeline.is_sorted_by_key(|action| action.at > SimTime::from_seconds(30));
        if !in_order {
            continue;
        }
        let mut simulation = Simulation::new(begun);
        simulation.advance_to(SimTime::from_seconds(30), Budget::UNLIMITED);
        for action in later.drain(..) {
            simulation.append(action.clone());
        }
        simulation.advance_to(simulation.duration(), Budget::UNLIMITED);
        let mut at_once = Simulation::new(whole);
        at_once.advance_to(at_once.duration(), Budget::UNLIMITED);
        assert_eq!(simulation.log_hash(), at_once.log_hash(), "seed {seed}");
    }
}

/// A task stands where its decision, made again with a receipt, says: being silent changes nothing.
#[test]
fn every_explained_decision_is_the_one_that_was_made() {
    let mut explained = 0;
    for seed in seeds(40, 2000) {
        let mut simulation = Simulation::new(scenario(&clusters::scenario(seed)));
        simulation.advance_to(SimTime::from_seconds(90), Budget::UNLIMITED);
        let report = serde_json::to_value(simulation.report()).expect("a report is JSON");
        let tasks = report["tasks"].as_array().expect("a list of tasks");
        // The first, the last, and some between them.
        for task in tasks.iter().step_by(3).chain(tasks.last()) {
            let reference = task["taskArn"].as_str().expect("an ARN");
            let decisions = simulation.explain_task(reference).expect("a task of the run");
            let chosen: Vec<&str> = decisions
                .iter()
                .flat_map(|decision| &decision.candidates)
                .filter(|candidate| candidate.chosen)
                .map(|candidate| candidate.container_instance_arn.as_str())
                .collect();
            if task["startedBy"] == clusters::STARTED_WITHOUT_SCHEDULER {
                assert!(decisions.is_empty(), "seed {seed}: {reference} was placed by nobody");
                continue;
            }
            let stands = task["containerInstanceArn"].as_str().expect("the instance of a task");
            assert_eq!(chosen, [stands], "seed {seed}: {reference}");
            explained += 1;
        }
    }
    assert!(explained > 50, "only {explained} tasks");
}

/// A decision that is seen again in the smallest slices is the one that is seen again at once.
#[test]
fn a_decision_is_seen_again_in_slices() {
    let mut decisions = 0;
    for seed in seeds(40, 500) {
        let mut run = Simulation::new(scenario(&clusters::scenario(seed)));
        run.advance_to(run.duration(), Budget::UNLIMITED);
        for task in run.report().tasks.iter().step_by(7) {
            let at_once = run.explain_task(&task.task_arn).expect("a task of the run");
            let mut replay = run.replay(&task.task_arn).expect("the same task");
            while replay.advance(Budget { events: 1 }) == Progress::OutOfBudget {}
            decisions += at_once.len();
            assert_eq!(Vec::from_iter(replay.explanation()), at_once, "seed {seed}, {}", task.task_arn);
        }
    }
    assert!(decisions > 20, "only {decisions} decisions were seen");
}
