//! What services say of themselves in EventBridge's "ECS Service Action" is so.

use ecs_core::report::{ServiceView, Snapshot};
use ecs_core::world::TaskStatus;
use serde_json::Value;
use std::collections::BTreeMap;

/// # Panics
///
/// Where it is not.
pub fn check(event: &Value, after: &Snapshot) {
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
