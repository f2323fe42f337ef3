//! Every event has a cause: a call, a fault, a container that ended, or a service that was short of a task.

use ecs_core::SimTime;
use ecs_core::report::{ServiceView, Snapshot};
use ecs_core::world::TaskStatus;
use serde_json::Value;
use std::collections::BTreeMap;

/// Calls that start tasks.
const STARTS: &[&str] = &["ecs:RunTask", "ecs:StartTask"];

/// Calls and faults after which tasks stop whose `stopCode` is UserInitiated.
const STOPS: &[&str] =
    &["ecs:StopTask", "aws:ecs:stop-task", "ecs:DeregisterContainerInstance", "ecs:DeleteService"];

/// Faults that take a machine, or a zone, and calls that have a group let one go.
const LOSSES: &[&str] = &[
    "ec2:TerminateInstances",
    "aws:ec2:terminate-instances",
    "aws:ec2:stop-instances",
    "aws:ec2:send-spot-instance-interruptions",
    "simulation:LoseZone",
    "autoscaling:SetDesiredCapacity",
    "autoscaling:UpdateAutoScalingGroup",
    "autoscaling:TerminateInstanceInAutoScalingGroup",
];

/// # Panics
///
/// Where an event comes out of nothing.
pub fn check(scenario: &Value, event: &Value, after: &Snapshot) {
    let (detail, at) = (&event["detail"], after.at);
    match event["detail-type"].as_str().unwrap_or_default() {
        "ECS Task State Change" => {
            let is_caused = if detail["desiredStatus"] == "STOPPED" {
                stop_is_caused(scenario, detail, at)
            } else {
                start_is_caused(scenario, detail, after)
            };
            assert!(is_caused, "{at:?}: nothing has caused {detail:#}");
        }
        "ECS Service Action" => check_action(event, after),
        "ECS Hook State Change" => {
            let of = detail["serviceArn"].as_str().unwrap_or_default();
            let is_there = |service: &ServiceView| of.ends_with(&format!("/{}", service.name));
            assert!(after.services.iter().any(is_there), "{at:?}: {event:#}");
        }
        _ => assert!(!event["resources"].as_array().is_none_or(Vec::is_empty), "{at:?}: {event:#}"),
    }
}

/// A task that is to run belongs to a service that is there, or somebody has called for it by then.
fn start_is_caused(scenario: &Value, detail: &Value, after: &Snapshot) -> bool {
    let group = detail["group"].as_str().unwrap_or_default();
    let is_of_service = detail["startedBy"].as_str().is_some_and(|by| by.starts_with("ecs-svc/"));
    if is_of_service {
        let name = group.strip_prefix("service:");
        return after.services.iter().any(|service| Some(service.name.as_str()) == name);
    }
    happened(scenario, STARTS, after.at)
}

fn stop_is_caused(scenario: &Value, detail: &Value, at: SimTime) -> bool {
    let containers = || detail["containers"].as_array().into_iter().flatten();
    match detail["stopCode"].as_str().unwrap_or_default() {
        "UserInitiated" => happened(scenario, STOPS, at),
        "TaskFailedToStart" => detail["startedAt"].is_null(),
        // While the others are asked to stop the container that ended has its exit code already.
        "EssentialContainerExited" => containers().any(|container| !container["exitCode"].is_null()),
        "ServiceSchedulerInitiated" => {
            detail["startedBy"].as_str().is_some_and(|by| by.starts_with("ecs-svc/"))
        }
        "TerminationNotice" | "InfrastructureHealth" | "SpotInterruption" => happened(scenario, LOSSES, at),
        _ => false,
    }
}

/// Whether one of these actions was due by then.
fn happened(scenario: &Value, actions: &[&str], at: SimTime) -> bool {
    let timeline = scenario["simulation"]["timeline"].as_array().into_iter().flatten();
    timeline.into_iter().any(|entry| {
        let is_one = entry["action"].as_str().is_some_and(|name| actions.contains(&name));
        is_one && entry["atSeconds"].as_f64().is_some_and(|seconds| seconds <= at.as_seconds())
    })
}

/// What a service says of itself is so.
fn check_action(event: &Value, after: &Snapshot) {
    let (detail, at) = (&event["detail"], after.at);
    let arn = event["resources"][0].as_str().unwrap_or_default();
    let name = arn.rsplit('/').next().unwrap_or_default();
    let Some(service) = after.services.iter().find(|service| service.name == name) else {
        panic!("{at:?}: there is no service {name}: {event:#}");
    };
    let ServiceView { desired_count, running_count, pending_count, .. } = *service;
    match detail["eventName"].as_str().unwrap_or_default() {
        "SERVICE_STEADY_STATE" => {
            assert_eq!((running_count, pending_count), (desired_count, 0), "{at:?}: {service:?}");
        }
        // Rebalancing wants a task more than the service lacks, and gives no reason. Spec: DEPLOY-20.
        "SERVICE_TASK_PLACEMENT_FAILURE" if detail["reason"].is_null() => {
            assert_eq!((running_count, pending_count), (desired_count, 0), "{at:?}: {service:?}");
        }
        "SERVICE_REBALANCING_STARTED" | "SERVICE_REBALANCING_COMPLETED" => {
            let is_over = detail["eventName"] == "SERVICE_REBALANCING_COMPLETED";
            check_zones(is_over, service, after);
        }
        "SERVICE_TASK_PLACEMENT_FAILURE" => {
            assert!(
                detail["reason"].is_string() && service.waiting.is_some(),
                "{at:?}: {service:?} {detail:#}"
            );
        }
        "" => panic!("{at:?}: {event:#}"),
        _ => {}
    }
}

/// Rebalancing begins where a zone has two tasks or more, and is over where no two zones with tasks differ by
/// more than one. Spec: DEPLOY-20.
fn check_zones(is_over: bool, service: &ServiceView, after: &Snapshot) {
    let number = after.services.iter().position(|other| other.name == service.name);
    let tasks = after.tasks.iter().filter(|task| task.service == number && number.is_some());
    let mut zones: BTreeMap<&str, u32> = BTreeMap::new();
    for task in tasks.filter(|task| task.status == TaskStatus::Running) {
        *zones.entry(task.zone.as_str()).or_default() += 1;
    }
    // On an instance that ECS does not reach a task runs on that was asked to stop.
    if zones.values().sum::<u32>() != service.running_count {
        return;
    }
    let (most, fewest) = (zones.values().max().copied(), zones.values().min().copied());
    let spread = most.unwrap_or_default() - fewest.unwrap_or_default();
    let holds = if is_over { spread <= 1 } else { most > Some(1) };
    assert!(holds, "{:?}: {zones:?} of {service:?}", after.at);
}
