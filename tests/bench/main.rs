//! `cargo xtask bench`: prints a table, fails nothing.

mod load;

use ecs_core::{Budget, Document, Simulation};
use ecs_tests::decisions::{Field, SIZES, settings};
use ecs_tests::{day, figures};
use serde_json::json;
use std::io::Write;
use std::time::Instant;

/// Runs of each measurement; the median is printed.
const RUNS: usize = 7;

fn main() -> std::io::Result<()> {
    for instances in [100, 1000, 5000] {
        let text = scenario(instances, instances);
        let read = median(|| {
            let _ = Document::read(&text);
        });
        row(&format!("read a scenario, {instances} instances"), read, None)?;
        let scenario = Document::read(&text).scenario.expect("a scenario without errors");
        let run = median(|| {
            let mut simulation = Simulation::new(scenario.clone());
            simulation.advance_to(simulation.duration(), Budget::UNLIMITED);
            assert_eq!(simulation.snapshot(0).tasks.len(), instances);
        });
        row(&format!("zone then instance spread, {instances} of {instances}"), run, Some(instances as u64))?;
    }
    for setting in settings() {
        for instances in SIZES {
            let mut placed = 0;
            let seconds = median(|| placed = Field::new(&setting, instances).fill(10 * instances));
            row(&format!("{}, {instances}", setting.name), seconds, Some(placed as u64))?;
        }
    }
    let scenario = day::scenario();
    let mut events = 0;
    let seconds = median(|| events = day::run(&scenario));
    row(day::NAME, seconds, Some(events))?;
    for (what, mean) in [("a day of load, 500 targets", 2500.0), ("a day of overload, 500 targets", 6000.0)] {
        row(what, median(|| assert!(load::day(mean) > 0.0)), None)?;
    }
    Ok(())
}

/// A row of the table: what, how long it took, and how many of its steps a second has.
fn row(what: &str, seconds: f64, steps: Option<u64>) -> std::io::Result<()> {
    writeln!(std::io::stdout(), "{}", figures::row(&format!("native: {what}"), seconds * 1e3, steps))
}

/// Equal instances in three zones, and a service of small tasks.
fn scenario(instances: usize, tasks: usize) -> String {
    let entry = |(number, zone): (usize, &str)| {
        let count = instances / 3 + usize::from(number < instances % 3);
        json!({"name": zone, "instanceType": "m5.large", "availabilityZone": format!("us-east-1{zone}"), "count": count})
    };
    let entries: Vec<_> = ["a", "b", "c"].into_iter().enumerate().map(entry).collect();
    json!({
        "version": 1,
        "taskDefinitions": [{"family": "web", "containerDefinitions": [{"name": "app", "image": "app", "cpu": 256, "memory": 512}]}],
        "services": [{"serviceName": "web", "taskDefinition": "web", "desiredCount": tasks}],
        "containerInstances": entries,
    })
    .to_string()
}

/// Seconds.
fn median(mut run: impl FnMut()) -> f64 {
    let mut seconds: Vec<f64> = (0..RUNS)
        .map(|_| {
            let begin = Instant::now();
            run();
            begin.elapsed().as_secs_f64()
        })
        .collect();
    seconds.sort_by(f64::total_cmp);
    seconds[RUNS / 2]
}
