//! Events and queues stay a pure function of scenario and time: later actions change nothing, and a run that
//! goes back is the same run.

use ecs_core::{Budget, Document, Scenario, SimTime, Simulation};
use ecs_workshop::gallery;
use serde_json::{Value, json};

const ENTRIES: [&str; 4] = ["upload-starts-task", "nightly-task", "queue-worker", "stopped-task-topic"];

fn text(id: &str) -> &'static str {
    gallery::ENTRIES.iter().find(|entry| entry.id == id).expect("an entry of the gallery").text
}

fn scenario(value: &Value) -> Scenario {
    let document = Document::read(&value.to_string());
    document.scenario.unwrap_or_else(|| panic!("{value}: {:#?}", document.findings))
}

fn told(simulation: &Simulation) -> Value {
    serde_json::to_value(simulation.report()).expect("a report is JSON")
}

fn at(scenario: &Scenario, seconds: u64) -> Value {
    let mut simulation = Simulation::new(scenario.clone());
    simulation.advance_to(SimTime::from_seconds(seconds), Budget::UNLIMITED);
    told(&simulation)
}

/// run(S, t) = run(S + a, t) for every action a later than t, whatever it sends.
#[test]
fn what_is_sent_later_changes_nothing_before_it() {
    for id in ENTRIES {
        let mut longer: Value = serde_json::from_str(text(id)).expect("JSON");
        let shorter = scenario(&longer);
        let simulation = longer["simulation"].as_object_mut().expect("a simulation");
        let actions = simulation.entry("timeline").or_insert_with(|| json!([]));
        let entry = json!({"Source": "me", "DetailType": "late", "Detail": "{}"});
        let late = json!({"atSeconds": 250.001, "action": "events:PutEvents", "input": {"Entries": [entry]}});
        actions.as_array_mut().expect("a list").push(late);
        let longer = scenario(&longer);
        for seconds in [0, 59, 60, 200, 250] {
            assert_eq!(at(&shorter, seconds), at(&longer, seconds), "{id} at {seconds}");
        }
    }
}

/// A recorded run that goes back tells the same of every moment as one that has never been further.
#[test]
fn going_back_tells_the_same() {
    for id in ENTRIES {
        let scenario = scenario(&serde_json::from_str(text(id)).expect("JSON"));
        let mut recorded = Simulation::recorded(scenario.clone(), 10);
        recorded.advance_to(recorded.duration(), Budget::UNLIMITED);
        let end = told(&recorded);
        for seconds in [270, 130, 61, 0, 180] {
            let moment = SimTime::from_seconds(seconds);
            recorded.seek(moment);
            recorded.advance_to(moment, Budget::UNLIMITED);
            assert_eq!(told(&recorded), at(&scenario, seconds), "{id} at {seconds}");
        }
        recorded.advance_to(recorded.duration(), Budget::UNLIMITED);
        assert_eq!(told(&recorded), end, "{id}");
    }
}

/// What the four scenarios of the gallery are there to show.
#[test]
fn the_gallery_shows_what_it_says() {
    let count = |report: &Value, key: &str| report[key].as_array().expect("a list").len();
    let upload = at(&scenario(&serde_json::from_str(text("upload-starts-task")).expect("JSON")), 300);
    assert_eq!((count(&upload, "tasks"), count(&upload, "deliveries")), (2, 4));
    let nightly = scenario(&serde_json::from_str(text("nightly-task")).expect("JSON"));
    assert_eq!((count(&at(&nightly, 599), "tasks"), count(&at(&nightly, 600), "tasks")), (0, 1));
    let worker = at(&scenario(&serde_json::from_str(text("queue-worker")).expect("JSON")), 900);
    assert_eq!(worker["metrics"][0]["Values"][2], 120.0);
    assert_eq!(worker["pipes"][0]["Invocations"], 1);
    let stopped = at(&scenario(&serde_json::from_str(text("stopped-task-topic")).expect("JSON")), 230);
    assert_eq!(stopped["topics"][0]["NumberOfMessagesPublished"], 2);
}
