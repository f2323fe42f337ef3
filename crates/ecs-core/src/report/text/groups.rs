//! What Auto Scaling groups say: AWS's descriptions and causes of activities, and what they mean. Spec: ASG-16.

use super::scaling::alarm_triggered;
use crate::world::{ActivityCause, ActivityKind, CapacityCause, CapacityChange, GroupEvent, LaunchFailure};

/// What made the desired capacity another, as a cause tells it, without its moment.
pub(in crate::report) fn change(change: &CapacityChange) -> String {
    let CapacityChange { from, to, bounds, cause, .. } = change;
    let changing = format!("changing the desired capacity from {from} to {to}");
    let constraints = format!(
        "update of AutoScalingGroup constraints to min: {}, max: {}, desired: {to} {changing}",
        bounds.min_size, bounds.max_size
    );
    match cause {
        CapacityCause::SetDesiredCapacity => {
            format!("a user request explicitly set group desired capacity {changing}")
        }
        CapacityCause::Update => format!("a user request {constraints}"),
        CapacityCause::Scheduled => format!("a scheduled action {constraints}"),
        CapacityCause::Policy { alarm, state, policy } => {
            format!("a {} {changing}", alarm_triggered(alarm, *state, policy))
        }
        CapacityCause::Terminated => {
            format!("a user request terminated an instance, {changing}")
        }
        CapacityCause::ManagedScaling { alarm } => format!(
            "a monitor alarm {alarm} in state ALARM triggered policy ECSManagedAutoScalingGroupPolicy {changing}"
        ),
    }
}

/// `Cause` of an activity that began at a moment; `times` says when its change was, and when it began.
pub(in crate::report) fn cause(
    kind: ActivityKind,
    cause: &ActivityCause,
    (changed_at, at): (Option<&str>, &str),
    instance_id: &str,
) -> String {
    match (kind, cause) {
        (kind, ActivityCause::Capacity { change: given, from, to }) => {
            let before = match (given, changed_at) {
                (Some(given), Some(changed_at)) => format!("At {changed_at} {}.  ", change(given)),
                _ => String::new(),
            };
            let difference = "in response to a difference between desired and actual capacity";
            match kind {
                ActivityKind::Launch => format!(
                    "{before}At {at} an instance was started {difference}, increasing the capacity from {from} to {to}."
                ),
                ActivityKind::Terminate => format!(
                    "{before}At {at} an instance was taken out of service {difference}, shrinking the capacity from {from} to {to}.  At {at} instance {instance_id} was selected for termination."
                ),
            }
        }
        (ActivityKind::Launch, ActivityCause::Unhealthy) => {
            format!(
                "At {at} an instance was launched in response to an unhealthy instance needing to be replaced."
            )
        }
        (ActivityKind::Terminate, ActivityCause::Unhealthy) => format!(
            "At {at} an instance was taken out of service in response to an EC2 health check indicating it has been terminated or stopped."
        ),
        (_, ActivityCause::UserRequest { decrement: None }) => {
            format!("At {at} instance {instance_id} was taken out of service in response to a user request.")
        }
        (_, ActivityCause::UserRequest { decrement: Some((from, to)) }) => format!(
            "At {at} instance {instance_id} was taken out of service in response to a user request, shrinking the capacity from {from} to {to}."
        ),
        (ActivityKind::Launch, ActivityCause::Balance) => {
            format!("At {at} an instance was launched to aid in balancing the group's zones.")
        }
        (ActivityKind::Terminate, ActivityCause::Balance) => format!(
            "At {at} instances were launched to balance instances in zones with other zones resulting in more than desired number of instances in the group.  At {at} instance {instance_id} was selected for termination."
        ),
        (ActivityKind::Launch, ActivityCause::AtRisk) => {
            format!(
                "At {at} an instance was launched in response to an EC2 instance rebalance recommendation."
            )
        }
        (ActivityKind::Terminate, ActivityCause::AtRisk) => format!(
            "At {at} instance {instance_id} was taken out of service in response to an EC2 instance rebalance recommendation."
        ),
    }
}

/// `StatusMessage` of a launch that failed; `zone` is the zone's name. Spec: ASG-14.
pub(in crate::report) fn launch_failure(failure: LaunchFailure, zone: &str) -> String {
    match failure {
        LaunchFailure::NoCapacity { instance_type, spot: false, .. } => format!(
            "Could not launch On-Demand Instances. InsufficientInstanceCapacity - We currently do not have sufficient {instance_type} capacity in the Availability Zone you requested ({zone}). Our system will be working on provisioning additional capacity. Launching EC2 instance failed."
        ),
        LaunchFailure::NoCapacity { spot: true, .. } => "Could not launch Spot Instances. UnfulfillableCapacity - Unable to fulfill capacity due to your request configuration. Please adjust your request and try again. Launching EC2 instance failed.".to_owned(),
        LaunchFailure::Quota => {
            "The cluster has as many container instances as it may have. Launching EC2 instance failed.".to_owned()
        }
    }
}

/// `Description` of an activity.
pub(in crate::report) fn description(kind: ActivityKind, instance_id: &str) -> String {
    match kind {
        ActivityKind::Launch => format!("Launching a new EC2 instance: {instance_id}"),
        ActivityKind::Terminate => format!("Terminating EC2 instance: {instance_id}"),
    }
}

/// `Description` of an activity that launched nothing.
pub(in crate::report) fn failed_description(message: &str) -> String {
    format!("Launching a new EC2 instance.  Status Reason: {message}")
}

/// Where no instance may go. Spec: ASG-9.
pub(in crate::report) const ALL_PROTECTED: &str =
    "Could not scale to desired capacity because all remaining instances are protected from scale in.";

/// What an event of a group means, in plain words.
pub(super) fn happened(event: &GroupEvent) -> &'static str {
    match event {
        GroupEvent::Capacity { change, .. } if change.to > change.from => {
            "The Auto Scaling group is to have more instances: it launches them now, and they need a while to boot."
        }
        GroupEvent::Capacity { change, .. } if change.to < change.from => {
            "The Auto Scaling group is to have fewer instances: it terminates some, whatever runs on them, unless they are protected from scale-in."
        }
        GroupEvent::Capacity { .. } => "The Auto Scaling group has other bounds: it keeps what it has.",
        GroupEvent::Begins { kind: ActivityKind::Launch, .. } => {
            "The machine boots. Its agent registers it with the cluster when that is done; no task can be placed there before."
        }
        GroupEvent::Begins { kind: ActivityKind::Terminate, .. } => {
            "The Auto Scaling group ends this machine. What runs on it ends with it, unless something drains it first."
        }
        GroupEvent::Ends { cancelled: true, .. } => "The machine was gone before it had booted.",
        GroupEvent::Ends { kind: ActivityKind::Launch, .. } => {
            "The machine is in service: it counts to the group's capacity."
        }
        GroupEvent::Ends { kind: ActivityKind::Terminate, .. } => {
            "The machine is gone, and the group has forgotten it."
        }
        GroupEvent::Decided { decision, .. } => super::group_policies::means(decision),
        GroupEvent::LaunchFails { .. } => {
            "EC2 had no room for the instance. The group tries another zone, if it has one, and again every minute."
        }
        GroupEvent::AllProtected { .. } => {
            "The group should have fewer instances, but every one is protected from scale-in: it waits until one is not."
        }
        GroupEvent::Protection { protected: true, .. } => {
            "Scale-in leaves this instance alone. A failing health check, a Spot interruption and a call still end it."
        }
        GroupEvent::Protection { .. } => "Scale-in may take this instance again.",
        GroupEvent::Waits { .. } => {
            "A lifecycle hook holds the termination up: the machine and its tasks run on until the hook is completed or its time is over."
        }
        GroupEvent::RebalanceRecommended { .. } => {
            "EC2 may want this Spot Instance back soon. A group with capacity rebalancing launches another one first."
        }
    }
}
