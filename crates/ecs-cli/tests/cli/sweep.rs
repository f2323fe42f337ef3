//! `sweep`.

use crate::{EC2, FARGATE, Folder, NO_SIZE, ONE_HOST_PORT, Outcome};
use serde_json::Value;

const SETTINGS: [&str; 4] = [
    "--set",
    "services.api.desiredCount=1,4",
    "--set",
    "containerInstances.host.instanceType=t3.small,m5.large",
];

fn sweep(folder: &Folder, more: &[&str], environment: &[(&str, &str)]) -> Outcome {
    let arguments = [&["sweep", "s.json"], SETTINGS.as_slice(), more].concat();
    folder.call_with(&arguments, "", environment)
}

fn lines(outcome: &Outcome) -> Vec<Value> {
    outcome.stdout.lines().map(|line| serde_json::from_str(line).expect("a line is JSON")).collect()
}

#[test]
fn every_combination_has_its_lines() {
    let folder = Folder::new().with("s.json", ONE_HOST_PORT);
    let outcome = sweep(&folder, &["--seeds", "2"], &[]);
    assert_eq!((outcome.status, outcome.stderr.as_str()), (0, ""));
    let lines = lines(&outcome);
    let of = |line: &Value| {
        let settings = &line["settings"];
        let desired = settings["services.api.desiredCount"].as_u64().unwrap();
        let kind = settings["containerInstances.host.instanceType"].as_str().unwrap().to_owned();
        (desired, kind, line["seed"].as_u64().unwrap(), line["tasks"]["running"].as_u64().unwrap())
    };
    let expected = [
        (1, "t3.small", 0, 1),
        (1, "t3.small", 1, 1),
        (1, "m5.large", 0, 1),
        (1, "m5.large", 1, 1),
        (4, "t3.small", 0, 2),
        (4, "t3.small", 1, 2),
        (4, "m5.large", 0, 2),
        (4, "m5.large", 1, 2),
    ]
    .map(|(desired, kind, seed, running)| (desired, kind.to_owned(), seed, running));
    assert_eq!(lines.iter().map(of).collect::<Vec<_>>(), expected);
    assert!(lines[2]["costUsd"].as_f64() > lines[0]["costUsd"].as_f64());
    assert!(lines.iter().all(|line| line["scenario"] == "One host port"));
    // The first combination is what the others are held against, seed by seed.
    for (line, first) in lines.iter().zip(lines[..2].iter().cycle()) {
        assert_eq!(line["seed"], first["seed"]);
        let is_first = line["settings"] == first["settings"];
        let wants_more = line["settings"]["services.api.desiredCount"] == 4;
        assert_eq!(line["firstDifference"].is_null(), !wants_more, "{line}");
        assert!(!is_first || line["logHash"] == first["logHash"]);
    }
    assert_eq!(lines[4]["firstDifference"]["atSeconds"], 0.0);
    assert_ne!(lines[4]["firstDifference"]["here"], lines[4]["firstDifference"]["there"]);
}

#[test]
fn a_line_is_the_run_that_its_settings_make() {
    let folder = Folder::new()
        .with("s.json", ONE_HOST_PORT)
        .with("four.json", ONE_HOST_PORT.replace("\"desiredCount\": 3", "\"desiredCount\": 4"));
    let line = &lines(&sweep(&folder, &["--until", "100"], &[]))[2];
    let run = folder.call(&["run", "four.json", "--until", "100", "--format", "json"]).json();
    assert_eq!(line["logHash"], run["simulation"]["logHash"]);
    assert_eq!(line["costUsd"], run["simulation"]["costUsd"]);
}

#[test]
fn threads_and_shards_change_no_byte() {
    let folder = Folder::new().with("s.json", ONE_HOST_PORT);
    let whole = sweep(&folder, &["--seeds", "3", "--jobs", "1"], &[]).stdout;
    assert_eq!(whole.lines().count(), 12);
    assert_eq!(sweep(&folder, &["--seeds", "3", "--jobs", "4"], &[]).stdout, whole);
    let shard =
        |index: usize| sweep(&folder, &["--seeds", "3", "--shard", &format!("{index}/5")], &[]).stdout;
    assert_eq!((0..5).map(shard).collect::<String>(), whole);
    let of_batch = |index: &str| {
        let shard = ["--seeds", "3", "--shard", "AWS_BATCH_JOB_ARRAY_INDEX/2"];
        sweep(&folder, &shard, &[("AWS_BATCH_JOB_ARRAY_INDEX", index)]).stdout
    };
    assert_eq!(of_batch("0") + &of_batch("1"), whole);
}

#[test]
fn a_task_definition_is_varied_in_its_starter() {
    let folder = Folder::new().with("task.json", EC2);
    let outcome = folder.call(&["sweep", "task.json", "--set", "services.web.desiredCount=1,2"]);
    let running: Vec<Value> = lines(&outcome).iter().map(|line| line["tasks"]["running"].clone()).collect();
    assert_eq!(running, [1, 2]);
}

#[test]
fn what_is_wrong_with_a_sweep_is_said_before_anything_runs() {
    let folder = Folder::new().with("s.json", ONE_HOST_PORT).with("broken.json", NO_SIZE);
    for (arguments, status, said) in [
        (&["s.json", "--set", "services.apo.desiredCount=1"][..], 2, "is `api` meant?"),
        (&["s.json", "--set", "services"], 2, "PATH=V1,V2 is wanted"),
        (
            &["s.json", "--set", "services.api.desiredCount=1,many"],
            1,
            "with services.api.desiredCount=\"many\":14:",
        ),
        (&["s.json", "--set", "services.api.desiredCont=1"], 1, "did you mean `desiredCount`?"),
        (&["s.json", "--shard", "2/2"], 2, "I from 0 to N - 1"),
        (&["s.json", "--shard", "AWS_BATCH_JOB_ARRAY_INDEX/2"], 2, "is not set"),
        (&["s.json", "--until", "1801"], 2, "ends at second 1800"),
        (&["s.json", "--seeds", "0"], 2, "--seeds"),
        (&["s.json", "--jobs", "0"], 2, "--jobs"),
        (&["broken.json"], 1, "broken.json:"),
    ] {
        let outcome = folder.call(&[&["sweep"], arguments].concat());
        assert_eq!(
            (outcome.status, outcome.stdout.as_str()),
            (status, ""),
            "{arguments:?} {}",
            outcome.stderr
        );
        assert!(outcome.stderr.contains(said), "{arguments:?} {}", outcome.stderr);
    }
}

const GROUP: &str = r#"{"version": 1, "autoScalingGroups": [{"AutoScalingGroupName": "g", "MinSize": 0, "MaxSize": 3, "DesiredCapacity": 0,
  "AvailabilityZones": ["us-east-1a"], "simulation": {"instanceType": "t3.medium"}}], "simulation": {"durationSeconds": 60}}"#;

/// Goal: which combinations run depends on the values, and not on their order.
#[test]
fn the_order_of_values_matters_to_no_combination() {
    let folder = Folder::new().with("group.json", GROUP);
    let sweep = |settings: [&str; 2]| {
        let set = settings.map(|setting| format!("autoScalingGroups.g.{setting}"));
        let outcome = folder.call(&["sweep", "group.json", "--set", &set[0], "--set", &set[1]]);
        let runs = |line: &Value| (line["settings"].to_string(), line["findings"].is_null());
        let mut lines: Vec<(String, bool)> = lines(&outcome).iter().map(runs).collect();
        lines.sort();
        (outcome.status, lines.iter().filter(|(_, runs)| *runs).count(), lines)
    };
    let one = sweep(["DesiredCapacity=1,5", "MaxSize=6,3"]);
    assert_eq!((one.0, one.1, one.2.len()), (1, 3, 4));
    for other in [["DesiredCapacity=5,1", "MaxSize=6,3"], ["DesiredCapacity=5,1", "MaxSize=3,6"]] {
        assert_eq!(sweep(other), one, "{other:?}");
    }
    let bounds = sweep(["MinSize=0,1", "DesiredCapacity=0,1"]);
    assert_eq!((bounds.0, bounds.1, bounds.2.len()), (1, 3, 4));
}

/// Goal: where the duration is swept its values say how far a run can be asked for.
#[test]
fn a_moment_is_within_every_duration_that_is_swept() {
    let folder = Folder::new().with("group.json", GROUP);
    let sweep = |durations: &str| {
        let set = format!("simulation.durationSeconds={durations}");
        let settings = ["--set", &set, "--set", "autoScalingGroups.g.MaxSize=3,4"];
        folder.call(&[&["sweep", "group.json", "--until", "100"], settings.as_slice()].concat())
    };
    assert_eq!((sweep("120,200").status, sweep("120,80").status), (0, 2));
}

/// Goal: values that are fine one by one and not together cost their own line and no other.
#[test]
fn a_combination_that_does_not_run_says_so_in_its_line() {
    let folder = Folder::new().with("task.json", FARGATE);
    let definition = "taskDefinitions.web";
    let settings = [format!("{definition}.cpu=1024,512"), format!("{definition}.memory=4096,8192")];
    let outcome = folder.call(&["sweep", "task.json", "--set", &settings[0], "--set", &settings[1]]);
    assert_eq!(outcome.status, 1, "{}", outcome.told());
    let lines = lines(&outcome);
    let runs: Vec<bool> = lines.iter().map(|line| line["findings"].is_null()).collect();
    assert_eq!(runs, [true, true, true, false]);
    assert_eq!(lines[3]["settings"]["taskDefinitions.web.memory"], "8192");
}
