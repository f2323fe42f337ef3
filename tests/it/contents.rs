//! What holds for every run whose containers do something.

use crate::properties::check_snapshot;
use crate::seeds;
use ecs_core::{Budget, Document, Progress, Scenario, SimTime, Simulation};
use ecs_tests::contents;
use serde_json::Value;
use std::collections::BTreeMap;

fn scenario(value: &Value) -> Scenario {
    let document = Document::read(&value.to_string());
    document.scenario.unwrap_or_else(|| panic!("{value}: {:#?}", document.findings))
}

/// What a task says of itself, of its containers and of its end goes together.
fn check_task(seed: u64, task: &Value, essential: &[bool]) {
    let arn = &task["taskArn"];
    let is = |member: &str, value: &str| task[member] == value;
    let ends = is("desiredStatus", "STOPPED");
    let has_reason = task["stoppedReason"].as_str().is_some_and(|reason| !reason.is_empty());
    assert_eq!(ends, task["stopCode"].is_string(), "seed {seed}: {arn}");
    assert_eq!(ends, has_reason, "seed {seed}: {arn} {task}");
    assert_eq!(is("lastStatus", "STOPPED"), task["stoppedAt"].is_string(), "seed {seed}: {arn}");
    let containers = task["containers"].as_array().expect("a list of containers");
    for (container, essential) in containers.iter().zip(essential) {
        let status = container["lastStatus"].as_str().expect("a status");
        let over = ["DEPROVISIONING", "STOPPED"].iter().any(|status| is("lastStatus", status));
        assert!(!over || status == "STOPPED", "seed {seed}: {arn} is over and {container} is not");
        assert!(!is("lastStatus", "RUNNING") || status != "PENDING", "seed {seed}: {arn}: {container}");
        assert!(ends || !essential || status != "STOPPED", "seed {seed}: {arn} goes on without {container}");
        assert!(status == "STOPPED" || container["exitCode"].is_null(), "seed {seed}: {arn}: {container}");
    }
}

/// Which containers of each revision are essential, by the revision's ARN.
fn essentials(report: &Value) -> BTreeMap<&str, Vec<bool>> {
    let definitions = report["taskDefinitions"].as_array().into_iter().flatten();
    let essential = |container: &Value| container["essential"] != false;
    definitions
        .map(|definition| {
            let containers = definition["containerDefinitions"].as_array().into_iter().flatten();
            let arn = definition["taskDefinitionArn"].as_str().expect("an ARN");
            (arn, containers.map(essential).collect())
        })
        .collect()
}

#[test]
fn nothing_runs_on_a_stopped_task_and_every_end_has_a_reason() {
    let mut codes: BTreeMap<String, usize> = BTreeMap::new();
    for seed in seeds(300, 10_000) {
        let mut simulation = Simulation::new(scenario(&contents::scenario(seed)));
        for second in [5, 18, 21, 22, 30, 47, 90, 150, 300] {
            simulation.advance_to(SimTime::from_seconds(second), Budget::UNLIMITED);
            check_snapshot(seed, &simulation.snapshot(0));
            let report = serde_json::to_value(simulation.report()).expect("a report is JSON");
            let essentials = essentials(&report);
            for task in report["tasks"].as_array().into_iter().flatten() {
                let definition = task["taskDefinitionArn"].as_str().expect("an ARN");
                check_task(seed, task, &essentials[definition]);
                *codes.entry(task["stopCode"].as_str().unwrap_or("none").to_owned()).or_default() += 1;
            }
        }
    }
    assert_eq!(codes.len(), 5, "every stop code is seen: {codes:?}");
}

#[test]
fn a_run_in_slices_is_the_same_run() {
    let run = |scenario: Scenario, budget: Budget| {
        let mut simulation = Simulation::new(scenario);
        while simulation.advance_to(simulation.duration(), budget) == Progress::OutOfBudget {}
        simulation
    };
    for seed in seeds(100, 5000) {
        let scenario = scenario(&contents::scenario(seed));
        let mut whole = run(scenario.clone(), Budget::UNLIMITED);
        assert_eq!(whole.log_hash(), run(scenario, Budget { events: 1 }).log_hash(), "seed {seed}");
        let hash = whole.log_hash();
        whole.seek(SimTime::from_seconds(40));
        whole.advance_to(whole.duration(), Budget::UNLIMITED);
        assert_eq!(whole.log_hash(), hash, "seed {seed}");
    }
}
