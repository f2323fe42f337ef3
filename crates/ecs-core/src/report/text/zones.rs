//! What is said of Availability Zone rebalancing: AWS's texts, to the letter, and our sentences. Spec: DEPLOY-20.
//!
//! Source: ECS guide, Availability Zone rebalancing event messages, tracking rebalancing; public service-event
//! logs.

use super::named;
use crate::world::{GivenUp, ZoneEvent};

/// Service event: tasks are uneven over zones, and that is being mended. Each zone with its tasks.
pub(in crate::report) fn not_balanced(service: &str, zones: &[(String, u32)]) -> String {
    format!("(service {service}) is not AZ balanced with {}. AZ Rebalancing in progress.", in_zones(zones))
}

/// Service event: tasks are even over zones again.
pub(in crate::report) fn balanced(service: &str, zones: &[(String, u32)]) -> String {
    format!("(service {service}) is AZ balanced with {}.", in_zones(zones))
}

/// Service event: a task was started to balance zones.
pub(in crate::report) fn started_to_balance(service: &str, zone: &str, task_ids: &[String]) -> String {
    let count = task_ids.len();
    format!("(service {service}) has started {count} tasks in {zone} to AZ Rebalance: {}.", named(task_ids))
}

/// Service event: a task was stopped to balance zones.
pub(in crate::report) fn stopped_to_balance(service: &str, zone: &str, task_ids: &[String]) -> String {
    let count = task_ids.len();
    format!(
        "(service {service}) has stopped {count} running tasks in {zone} due to AZ rebalancing: {}.",
        named(task_ids)
    )
}

fn in_zones(zones: &[(String, u32)]) -> String {
    let parts: Vec<String> = zones.iter().map(|(zone, tasks)| format!("{tasks} tasks in {zone}")).collect();
    parts.join(", ")
}

/// Service event: the zone with the fewest tasks has no room. Where it has none on instances, ECS says so.
pub(in crate::report) fn no_room(service: &str, zone: &str, on_fargate: bool) -> String {
    let why = if on_fargate { "" } else { " because no container instance met all of its requirements" };
    format!("(service {service}) is unable to place a task in {zone}{why}.")
}

/// Service event: protected tasks keep the zone with the most as it is.
pub(in crate::report) fn protected(service: &str, deployment_id: &str, tasks: u32) -> String {
    format!(
        "(service {service}) was unable to AZ Rebalance because (taskSet {deployment_id}) was unable to scale in due to (reason {tasks} tasks under protection)."
    )
}

/// Service event: rebalancing ended before the zones were even.
pub(in crate::report) fn given_up(service: &str) -> String {
    format!("(service {service}) stopped AZ Rebalancing.")
}

/// `stoppedReason` of a task that made way.
pub(in crate::report) fn stopped_reason(deployment_id: &str) -> String {
    format!("Availability-zone rebalancing initiated by (deployment {deployment_id})")
}

/// `eventType` and `eventName` of the EventBridge event "ECS Service Action".
pub(in crate::report) fn action(event: &ZoneEvent) -> (&'static str, &'static str) {
    match event {
        ZoneEvent::Uneven(_) => ("INFO", "SERVICE_REBALANCING_STARTED"),
        ZoneEvent::Started(..) => ("INFO", "TASKS_STARTED"),
        ZoneEvent::Stopped(..) => ("INFO", "TASKS_STOPPED"),
        ZoneEvent::Even(_) => ("INFO", "SERVICE_REBALANCING_COMPLETED"),
        ZoneEvent::NoRoom(_) => ("ERROR", "SERVICE_TASK_PLACEMENT_FAILURE"),
        ZoneEvent::Protected(_) => ("INFO", "TASKSET_SCALE_IN_FAILURE_BY_TASK_PROTECTION"),
        ZoneEvent::GivenUp(_) => ("INFO", "SERVICE_REBALANCING_STOPPED"),
    }
}

/// What an event means, in plain words.
pub(super) fn means(event: &ZoneEvent) -> &'static str {
    match event {
        ZoneEvent::Uneven(_) => {
            "Some Availability Zones have at least two tasks more than others, so that one lost zone would take many. The service begins to even them out: it starts a task where there are few before it stops one where there are many."
        }
        ZoneEvent::Started(..) => {
            "This task is one more than the service wants. When it is healthy, one of a zone with more tasks is stopped."
        }
        ZoneEvent::Stopped(..) => {
            "A task of a zone with many makes way for the one that runs in a zone with few."
        }
        ZoneEvent::Even(_) => {
            "No two Availability Zones differ by more than one task: losing one costs as few tasks as it can."
        }
        ZoneEvent::NoRoom(_) => {
            "The Availability Zone with the fewest tasks has no instance with room for one. Rebalancing uses the instances that are there and launches none."
        }
        ZoneEvent::Protected(_) => {
            "The tasks that should make way are protected from scale-in. Their zone stays fuller until their protection ends."
        }
        ZoneEvent::GivenUp(GivenUp::NoRoom(_)) => {
            "The tasks stay uneven over the zones until there is room where there are few."
        }
        ZoneEvent::GivenUp(GivenUp::Maximum) => {
            "Rebalancing starts a task before it stops one, and maximumPercent of so few tasks, rounded down, allows none more. Raise maximumPercent."
        }
        ZoneEvent::GivenUp(GivenUp::Protection) => {
            "The tasks stay uneven over the zones as long as those that should make way are protected."
        }
        ZoneEvent::GivenUp(GivenUp::Interrupted) => {
            "The service became another meanwhile, which goes first. When it is steady again, its zones are looked at again."
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{balanced, not_balanced, started_to_balance};

    /// Public service-event log, as ECS printed it.
    #[test]
    fn events_of_zones_are_awss() {
        let zone = |name: &str, tasks| (name.to_owned(), tasks);
        let uneven = [zone("eu-central-1a", 3), zone("eu-central-1c", 1), zone("eu-central-1b", 1)];
        assert_eq!(
            not_balanced("api-service", &uneven),
            "(service api-service) is not AZ balanced with 3 tasks in eu-central-1a, 1 tasks in eu-central-1c, 1 tasks in eu-central-1b. AZ Rebalancing in progress."
        );
        assert_eq!(
            balanced("api-service", &[zone("eu-central-1a", 2), zone("eu-central-1c", 1)]),
            "(service api-service) is AZ balanced with 2 tasks in eu-central-1a, 1 tasks in eu-central-1c."
        );
        assert_eq!(
            started_to_balance("api-service", "eu-central-1a", &["8378".to_owned()]),
            "(service api-service) has started 1 tasks in eu-central-1a to AZ Rebalance: (task 8378)."
        );
    }
}
