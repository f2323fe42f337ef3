//! Sequences of small tasks, told in words, and what holds for any task.

use super::{Containers, Happening, Plan};
use crate::SimTime;
use crate::aws::{LaunchType, TaskDefinition};
use crate::finding::Findings;
use crate::json;
use expect_test::{Expect, expect};

fn definition(containers: &str) -> TaskDefinition {
    let text = format!(r#"{{"family": "web", "containerDefinitions": [{containers}]}}"#);
    TaskDefinition::read(&json::parse(&text, &mut Findings::new()).unwrap(), 1)
}

fn seconds(at: SimTime) -> String {
    format!("{}.{:03}", at.as_ms() / 1000, at.as_ms() % 1000)
}

fn told(happenings: &[Happening]) -> String {
    let line = |happening: &Happening| format!("{} {:?}\n", seconds(happening.at), happening.what);
    happenings.iter().map(line).collect()
}

/// Pulled at second 0, run for an hour, stopped at a second where one is given.
fn run(definition: &TaskDefinition, stop_at: Option<u64>) -> Vec<Happening> {
    let plan = Plan::new(definition, LaunchType::Ec2);
    let mut containers = Containers::new(&plan);
    let mut happenings = Vec::new();
    containers.start(&plan, SimTime::ZERO, &mut happenings);
    if let Some(stop_at) = stop_at {
        containers.stop(&plan, SimTime::from_seconds(stop_at), &mut happenings);
    }
    containers.advance(&plan, SimTime::from_seconds(3600), &mut happenings);
    happenings
}

fn check(containers: &str, stop_at: Option<u64>, expected: &Expect) {
    expected.assert_eq(&told(&run(&definition(containers), stop_at)));
}

#[test]
fn a_container_runs_and_is_ready() {
    check(
        r#"{"name": "app", "memory": 64}"#,
        None,
        &expect![[r"
            0.150 Started { container: 0 }
            0.150 TaskRuns
            2.150 Ready { container: 0 }
        "]],
    );
}

#[test]
fn sigterm_ends_a_container_that_takes_no_time() {
    check(
        r#"{"name": "app", "memory": 64}"#,
        Some(10),
        &expect![[r"
            0.150 Started { container: 0 }
            0.150 TaskRuns
            2.150 Ready { container: 0 }
            10.000 AskedToStop { container: 0 }
            10.000 Stopped { container: 0, exit_code: Some(143), reason: None }
            10.000 TaskStopped
        "]],
    );
}

#[test]
fn a_container_that_shuts_down_returns_0() {
    check(
        r#"{"name": "app", "memory": 64, "simulation": {"stopSeconds": 5}}"#,
        Some(10),
        &expect![[r"
            0.150 Started { container: 0 }
            0.150 TaskRuns
            2.150 Ready { container: 0 }
            10.000 AskedToStop { container: 0 }
            15.000 Stopped { container: 0, exit_code: Some(0), reason: None }
            15.000 TaskStopped
        "]],
    );
}

#[test]
fn sigkill_follows_after_the_stop_timeout() {
    check(
        r#"{"name": "app", "memory": 64, "stopTimeout": 20, "simulation": {"stopSeconds": 60}}"#,
        Some(10),
        &expect![[r"
            0.150 Started { container: 0 }
            0.150 TaskRuns
            2.150 Ready { container: 0 }
            10.000 AskedToStop { container: 0 }
            30.000 Killed { container: 0 }
            30.000 Stopped { container: 0, exit_code: Some(137), reason: None }
            30.000 TaskStopped
        "]],
    );
}

#[test]
fn an_essential_container_that_exits_takes_the_others_along() {
    check(
        r#"{"name": "app", "memory": 64, "simulation": {"exit": {"afterSeconds": 30, "code": 1}}},
           {"name": "log", "memory": 64, "essential": false, "simulation": {"stopSeconds": 3}}"#,
        None,
        &expect![[r"
            0.150 Started { container: 0 }
            0.150 Started { container: 1 }
            0.150 TaskRuns
            2.150 Ready { container: 0 }
            2.150 Ready { container: 1 }
            30.150 Stopped { container: 0, exit_code: Some(1), reason: None }
            30.150 TaskEnds(EssentialContainerExited { container: 0 })
            30.150 AskedToStop { container: 1 }
            33.150 Stopped { container: 1, exit_code: Some(0), reason: None }
            33.150 TaskStopped
        "]],
    );
}

#[test]
fn the_task_outlives_a_container_that_is_not_essential() {
    check(
        r#"{"name": "app", "memory": 64},
           {"name": "init", "memory": 64, "essential": false, "simulation": {"exit": {"afterSeconds": 1}}}"#,
        None,
        &expect![[r"
            0.150 Started { container: 0 }
            0.150 Started { container: 1 }
            0.150 TaskRuns
            1.150 Stopped { container: 1, exit_code: Some(0), reason: None }
            2.150 Ready { container: 0 }
        "]],
    );
}

#[test]
fn dependencies_start_in_order_and_stop_in_reverse() {
    check(
        r#"{"name": "app", "memory": 64, "dependsOn": [{"containerName": "migrate", "condition": "SUCCESS"}], "simulation": {"stopSeconds": 2}},
           {"name": "migrate", "memory": 64, "essential": false, "dependsOn": [{"containerName": "db", "condition": "HEALTHY"}], "simulation": {"exit": {"afterSeconds": 4}}},
           {"name": "db", "memory": 64, "healthCheck": {"command": ["CMD", "true"], "interval": 5}, "simulation": {"startSeconds": 8, "stopSeconds": 1}}"#,
        Some(100),
        &expect![[r"
            0.150 Started { container: 2 }
            8.150 Ready { container: 2 }
            10.150 Health { container: 2, status: Healthy }
            10.300 Started { container: 1 }
            12.300 Ready { container: 1 }
            14.300 Stopped { container: 1, exit_code: Some(0), reason: None }
            14.450 Started { container: 0 }
            14.450 TaskRuns
            16.450 Ready { container: 0 }
            100.000 AskedToStop { container: 0 }
            100.000 AskedToStop { container: 2 }
            101.000 Stopped { container: 2, exit_code: Some(0), reason: None }
            102.000 Stopped { container: 0, exit_code: Some(0), reason: None }
            102.000 TaskStopped
        "]],
    );
}

#[test]
fn success_that_can_not_come_stops_the_task() {
    check(
        r#"{"name": "app", "memory": 64, "dependsOn": [{"containerName": "web", "condition": "START"}, {"containerName": "migrate", "condition": "SUCCESS"}]},
           {"name": "web", "memory": 64},
           {"name": "migrate", "memory": 64, "essential": false, "simulation": {"exit": {"afterSeconds": 4, "code": 3}}}"#,
        None,
        &expect![[r"
            0.150 Started { container: 1 }
            0.150 Started { container: 2 }
            2.150 Ready { container: 1 }
            2.150 Ready { container: 2 }
            4.150 Stopped { container: 2, exit_code: Some(3), reason: None }
            4.150 Stopped { container: 0, exit_code: Some(143), reason: Some(Dependency { on: 2, failure: DidNotSucceed, exit_code: Some(3) }) }
            4.150 TaskEnds(FailedToStart { container: 0 })
            4.150 AskedToStop { container: 1 }
            4.150 Stopped { container: 1, exit_code: Some(143), reason: None }
            4.150 TaskStopped
        "]],
    );
}

#[test]
fn who_is_not_essential_may_never_start() {
    check(
        r#"{"name": "app", "memory": 64},
           {"name": "first", "memory": 64, "essential": false, "simulation": {"exit": {"afterSeconds": 4, "code": 3}}},
           {"name": "second", "memory": 64, "essential": false, "dependsOn": [{"containerName": "first", "condition": "SUCCESS"}]},
           {"name": "third", "memory": 64, "essential": false, "dependsOn": [{"containerName": "second", "condition": "START"}]}"#,
        None,
        &expect![[r"
            0.150 Started { container: 0 }
            0.150 Started { container: 1 }
            2.150 Ready { container: 0 }
            2.150 Ready { container: 1 }
            4.150 Stopped { container: 1, exit_code: Some(3), reason: None }
            4.150 Stopped { container: 2, exit_code: Some(143), reason: Some(Dependency { on: 1, failure: DidNotSucceed, exit_code: Some(3) }) }
            4.150 Stopped { container: 3, exit_code: Some(143), reason: Some(Dependency { on: 2, failure: NeverStarts, exit_code: Some(143) }) }
            4.150 TaskRuns
        "]],
    );
}

#[test]
fn a_start_timeout_ends_the_wait() {
    check(
        r#"{"name": "app", "memory": 64, "dependsOn": [{"containerName": "db", "condition": "HEALTHY"}]},
           {"name": "db", "memory": 64, "startTimeout": 20, "healthCheck": {"command": ["CMD", "true"], "interval": 30}}"#,
        None,
        &expect![[r"
            0.150 Started { container: 1 }
            2.150 Ready { container: 1 }
            20.150 Stopped { container: 0, exit_code: Some(143), reason: Some(Dependency { on: 1, failure: TimedOut, exit_code: None }) }
            20.150 TaskEnds(FailedToStart { container: 0 })
            20.150 AskedToStop { container: 1 }
            20.150 Stopped { container: 1, exit_code: Some(143), reason: None }
            20.150 TaskStopped
        "]],
    );
}

#[test]
fn health_follows_the_checks() {
    check(
        r#"{"name": "app", "memory": 64, "healthCheck": {"command": ["CMD", "true"], "interval": 10, "timeout": 2, "retries": 2},
            "simulation": {"startSeconds": 25, "unhealthyAfterSeconds": 60}}"#,
        None,
        &expect![[r"
            0.150 Started { container: 0 }
            0.150 TaskRuns
            20.150 Health { container: 0, status: Unhealthy }
            20.150 TaskHealth(Unhealthy)
            25.150 Ready { container: 0 }
            30.150 Health { container: 0, status: Healthy }
            30.150 TaskHealth(Healthy)
            74.150 Health { container: 0, status: Unhealthy }
            74.150 TaskHealth(Unhealthy)
        "]],
    );
}

#[test]
fn failures_in_the_start_period_do_not_count() {
    check(
        r#"{"name": "app", "memory": 64, "healthCheck": {"command": ["CMD", "true"], "interval": 10, "retries": 2, "startPeriod": 30},
            "simulation": {"startSeconds": 45}}"#,
        None,
        &expect![[r"
            0.150 Started { container: 0 }
            0.150 TaskRuns
            40.150 Health { container: 0, status: Unhealthy }
            40.150 TaskHealth(Unhealthy)
            45.150 Ready { container: 0 }
            50.150 Health { container: 0, status: Healthy }
            50.150 TaskHealth(Healthy)
        "]],
    );
}

#[test]
fn a_leak_ends_at_the_limit() {
    check(
        r#"{"name": "app", "memory": 128, "simulation": {"memoryMiB": 100, "memoryMiBPerHour": 3600}}"#,
        None,
        &expect![[r"
            0.150 Started { container: 0 }
            0.150 TaskRuns
            2.150 Ready { container: 0 }
            30.151 Stopped { container: 0, exit_code: Some(137), reason: Some(OutOfMemory) }
            30.151 TaskEnds(EssentialContainerExited { container: 0 })
            30.151 TaskStopped
        "]],
    );
}

#[test]
fn a_container_that_is_too_large_ends_when_it_is_ready() {
    check(
        r#"{"name": "app", "memory": 32, "simulation": {"memoryMiB": 33}}"#,
        None,
        &expect![[r"
            0.150 Started { container: 0 }
            0.150 TaskRuns
            2.150 Ready { container: 0 }
            2.150 Stopped { container: 0, exit_code: Some(137), reason: Some(OutOfMemory) }
            2.150 TaskEnds(EssentialContainerExited { container: 0 })
            2.150 TaskStopped
        "]],
    );
}

#[test]
fn the_restart_policy_starts_who_ran_long_enough() {
    check(
        r#"{"name": "app", "memory": 64},
           {"name": "long", "memory": 64, "essential": false, "restartPolicy": {"enabled": true, "restartAttemptPeriod": 60}, "simulation": {"exit": {"afterSeconds": 1500, "code": 1}}},
           {"name": "short", "memory": 64, "essential": false, "restartPolicy": {"enabled": true, "restartAttemptPeriod": 60}, "simulation": {"exit": {"afterSeconds": 59, "code": 1}}},
           {"name": "done", "memory": 64, "essential": false, "restartPolicy": {"enabled": true, "restartAttemptPeriod": 60, "ignoredExitCodes": [0]}, "simulation": {"exit": {"afterSeconds": 600}}}"#,
        None,
        &expect![[r"
            0.150 Started { container: 0 }
            0.150 Started { container: 1 }
            0.150 Started { container: 2 }
            0.150 Started { container: 3 }
            0.150 TaskRuns
            2.150 Ready { container: 0 }
            2.150 Ready { container: 1 }
            2.150 Ready { container: 2 }
            2.150 Ready { container: 3 }
            59.150 Stopped { container: 2, exit_code: Some(1), reason: None }
            600.150 Stopped { container: 3, exit_code: Some(0), reason: None }
            1500.150 Restarts { container: 1, exit_code: 1, reason: None }
            1500.300 Started { container: 1 }
            1502.300 Ready { container: 1 }
            3000.300 Restarts { container: 1, exit_code: 1, reason: None }
            3000.450 Started { container: 1 }
            3002.450 Ready { container: 1 }
        "]],
    );
}

#[test]
fn a_task_whose_image_is_gone_never_runs() {
    let definition = definition(r#"{"name": "app"}, {"name": "log", "essential": false}"#);
    let plan = Plan::new(&definition, LaunchType::Fargate);
    let mut containers = Containers::new(&plan);
    let mut happenings = Vec::new();
    containers.cannot_pull(&plan, SimTime::from_ms(12_700), 1, &mut happenings);
    expect![[r"
        12.700 Stopped { container: 1, exit_code: None, reason: Some(CannotPull) }
        12.700 TaskEnds(FailedToStart { container: 1 })
        12.700 Stopped { container: 0, exit_code: None, reason: None }
        12.700 TaskStopped
    "]]
    .assert_eq(&told(&happenings));
}

#[test]
fn a_task_that_is_stopped_while_it_pulls_has_nothing_to_end() {
    let plan = Plan::new(&definition(r#"{"name": "app"}"#), LaunchType::Ec2);
    let mut containers = Containers::new(&plan);
    let mut happenings = Vec::new();
    containers.stop(&plan, SimTime::from_ms(500), &mut happenings);
    containers.start(&plan, SimTime::from_ms(900), &mut happenings);
    expect![[r"
        0.500 Stopped { container: 0, exit_code: None, reason: None }
        0.500 TaskStopped
    "]]
    .assert_eq(&told(&happenings));
}

#[test]
fn a_process_that_is_killed_is_an_exit() {
    let plan = Plan::new(&definition(r#"{"name": "app"}"#), LaunchType::Ec2);
    let mut containers = Containers::new(&plan);
    let mut happenings = Vec::new();
    containers.start(&plan, SimTime::ZERO, &mut happenings);
    containers.exit(&plan, SimTime::from_ms(100), 0, 137, None, &mut happenings);
    containers.exit(&plan, SimTime::from_seconds(5), 0, 137, None, &mut happenings);
    expect![[r"
        0.150 Started { container: 0 }
        0.150 TaskRuns
        2.150 Ready { container: 0 }
        5.000 Stopped { container: 0, exit_code: Some(137), reason: None }
        5.000 TaskEnds(EssentialContainerExited { container: 0 })
        5.000 TaskStopped
    "]]
    .assert_eq(&told(&happenings));
}

#[test]
fn a_change_of_behaviour_counts_from_when_it_is_made() {
    let check = r#""healthCheck": {"command": ["CMD", "true"], "interval": 10, "timeout": 2, "retries": 2}"#;
    let plan = |simulation: &str| {
        let text = format!(r#"{{"name": "app", {check}, "memory": 200, "simulation": {simulation}}}"#);
        Plan::new(&definition(&text), LaunchType::Ec2)
    };
    let well = plan("{}");
    let unwell = plan(
        r#"{"unhealthyAfterSeconds": 5, "memoryMiB": 190, "memoryMiBPerHour": 720, "startSeconds": 1000}"#,
    );
    let mut containers = Containers::new(&well);
    let mut happenings = Vec::new();
    containers.start(&well, SimTime::ZERO, &mut happenings);
    containers.change_behaviour(&well, &unwell, SimTime::from_seconds(100), &mut happenings);
    containers.advance(&unwell, SimTime::from_seconds(3600), &mut happenings);
    expect![[r"
        0.150 Started { container: 0 }
        0.150 TaskRuns
        2.150 Ready { container: 0 }
        10.150 Health { container: 0, status: Healthy }
        10.150 TaskHealth(Healthy)
        124.150 Health { container: 0, status: Unhealthy }
        124.150 TaskHealth(Unhealthy)
        150.001 Stopped { container: 0, exit_code: Some(137), reason: Some(OutOfMemory) }
        150.001 TaskEnds(EssentialContainerExited { container: 0 })
        150.001 TaskStopped
    "]]
    .assert_eq(&told(&happenings));
}

#[test]
fn nothing_ends_by_a_default() {
    let text = r#"{"family": "web", "memory": "100", "containerDefinitions": [
        {"name": "a", "memory": 16}, {"name": "b"}, {"name": "c", "simulation": {"memoryMiB": 60}}]}"#;
    let definition = TaskDefinition::read(&json::parse(text, &mut Findings::new()).unwrap(), 1);
    let plan = Plan::new(&definition, LaunchType::Ec2);
    let resident: Vec<u64> = plan.containers.iter().map(|container| container.resident_kib / 1024).collect();
    assert_eq!(resident, [16, 20, 60]);
    assert!(!told(&run(&definition, None)).contains("OutOfMemory"));
}

#[test]
fn the_largest_container_goes_when_the_task_has_too_little() {
    let text = r#"{"family": "web", "memory": "100", "containerDefinitions": [
        {"name": "a", "simulation": {"memoryMiB": 40}}, {"name": "b", "essential": false, "simulation": {"memoryMiB": 30, "memoryMiBPerHour": 3600}}]}"#;
    let definition = TaskDefinition::read(&json::parse(text, &mut Findings::new()).unwrap(), 1);
    // 30 MiB are left at second 2.150, and b takes one of them a second.
    expect![[r"
            0.150 Started { container: 0 }
            0.150 Started { container: 1 }
            0.150 TaskRuns
            2.150 Ready { container: 0 }
            2.150 Ready { container: 1 }
            32.151 Stopped { container: 1, exit_code: Some(137), reason: Some(OutOfMemory) }
    "]]
    .assert_eq(&told(&run(&definition, None)));
}
