//! A swarm of runs in which much happens, each watched after every event.

use crate::seeds;
use ecs_core::Document;
use ecs_tests::invariants::Watched;
use ecs_tests::seen::{Kind, LEAST};
use ecs_tests::{invariants, swarm};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Lists of a scenario whose elements a failing one may do without.
const LISTS: [&str; 4] = ["/simulation/timeline", "/services", "/containerInstances", "/taskDefinitions"];

/// What a reason begins with where there is no run to watch.
const NO_SCENARIO: &str = "no scenario";

#[test]
fn invariants_hold_after_every_event() {
    let seeds = seeds(300, 10_000);
    let (runs, few) = (seeds.end, 80 * seeds.end);
    let (mut events, mut seen) = (0, BTreeMap::<Kind, u64>::new());
    for seed in seeds {
        let scenario = swarm::scenario(seed);
        match watch(&scenario) {
            Ok(watched) => {
                events += watched.events;
                for kind in watched.seen {
                    *seen.entry(kind).or_default() += 1;
                }
            }
            Err(why) => {
                let (small, why) = shrink(scenario, why, watch);
                panic!("seed {seed}: {why}\n\nRun it with `ecs-playground run FILE --events`:\n{small:#}");
            }
        }
    }
    assert!(events > few, "only {events} events: nothing happens in these runs");
    let is_rare = |(kind, least): &(Kind, u64)| seen.get(kind).copied().unwrap_or(0) * 300 < least * runs;
    let rare: Vec<Kind> = LEAST.into_iter().filter(is_rare).map(|(kind, _)| kind).collect();
    assert!(rare.is_empty(), "hardly ever in {runs} runs: {rare:?} of {seen:#?}");
}

/// What it came to, or what did not hold.
fn watch(scenario: &Value) -> Result<Watched, String> {
    let document = Document::read(&scenario.to_string());
    let Some(read) = document.scenario else {
        return Err(format!("{NO_SCENARIO}: {:#?}", document.findings));
    };
    catch_unwind(AssertUnwindSafe(|| invariants::watch(scenario, read))).map_err(|panic| {
        let text = panic.downcast_ref::<String>().map(String::as_str);
        text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("a panic").to_owned()
    })
}

/// Leaves out what a failing scenario fails without, and says why it fails then.
fn shrink(
    mut scenario: Value,
    mut why: String,
    watch: impl Fn(&Value) -> Result<Watched, String>,
) -> (Value, String) {
    for list in LISTS {
        let mut number = scenario.pointer(list).and_then(Value::as_array).map_or(0, Vec::len);
        while number > 0 {
            number -= 1;
            let mut smaller = scenario.clone();
            if let Some(elements) = smaller.pointer_mut(list).and_then(Value::as_array_mut) {
                elements.remove(number);
            }
            match watch(&smaller) {
                Err(other) if !other.starts_with(NO_SCENARIO) => (scenario, why) = (smaller, other),
                _ => {}
            }
        }
    }
    (scenario, why)
}

#[test]
fn a_failing_scenario_is_made_small() {
    let scenario = json!({
        "services": ["a", "b"],
        "containerInstances": ["host"],
        "simulation": {"timeline": [1, 2, 3]},
    });
    let watch = |scenario: &Value| {
        if scenario["services"] == json!([]) {
            return Err(format!("{NO_SCENARIO}: it needs a service"));
        }
        let actions = scenario["simulation"]["timeline"].as_array().expect("a list");
        if actions.contains(&json!(2)) {
            Err(format!("{} actions", actions.len()))
        } else {
            Ok(Watched::default())
        }
    };
    let (small, why) = shrink(scenario, "3 actions".to_owned(), watch);
    assert_eq!(why, "1 actions");
    assert_eq!(small, json!({"services": ["a"], "containerInstances": [], "simulation": {"timeline": [2]}}));
}
