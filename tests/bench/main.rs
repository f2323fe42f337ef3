//! `cargo xtask bench`: prints a table, fails nothing.

mod load;

use ecs_core::{Budget, Document, Simulation};
use ecs_tests::day;
use ecs_tests::decisions::{Field, SIZES, settings};
use serde_json::json;
use std::io::Write;
use std::time::Instant;

/// Runs of each measurement; the median is printed.
const RUNS: usize = 7;

fn main() -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{:<44} {:>12} {:>12}", "native", "median", "per second")?;
    for instances in [100, 1000, 5000] {
        let text = scenario(instances, instances);
        let read = median(|| {
            let _ = Document::read(&text);
        });
        writeln!(out, "{:<44} {:>9.1} ms", format!("read a scenario, {instances} instances"), read * 1e3)?;
        let scenario = Document::read(&text).scenario.expect("a scenario without errors");
        let run = median(|| {
            let mut simulation = Simulation::new(scenario.clone());
            simulation.advance_to(simulation.duration(), Budget::UNLIMITED);
            assert_eq!(simulation.snapshot(0).tasks.len(), instances);
        });
        let placements = f64::from(u32::try_from(instances).expect("thousands")) / run;
        let what = format!("zone then instance spread, {instances} of {instances}");
        writeln!(out, "{what:<44} {:>9.1} ms {placements:>12.0}", run * 1e3)?;
    }
    for setting in settings() {
        for instances in SIZES {
            let mut placed = 0;
            let seconds = median(|| placed = Field::new(&setting, instances).fill(10 * instances));
            let each = f64::from(u32::try_from(placed).expect("thousands")) / seconds;
            let what = format!("{}, {instances}", setting.name);
            writeln!(out, "{what:<44} {:>9.1} ms {each:>12.0}", seconds * 1e3)?;
        }
    }
    let scenario = day::scenario();
    let mut events = 0;
    let seconds = median(|| events = day::run(&scenario));
    let each = f64::from(u32::try_from(events).expect("millions")) / seconds;
    writeln!(out, "{:<44} {:>9.1} ms {each:>12.0}", day::NAME, seconds * 1e3)?;
    for (what, mean) in [("a day of load, 500 targets", 2500.0), ("a day of overload, 500 targets", 6000.0)] {
        let day = median(|| assert!(load::day(mean) > 0.0));
        writeln!(out, "{what:<44} {:>9.1} ms", day * 1e3)?;
    }
    Ok(())
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
