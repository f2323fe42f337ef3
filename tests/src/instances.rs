//! What becomes of a container instance has a cause that concerns it. What Auto Scaling groups do with their own
//! instances follows rules of theirs, and is not looked at here.

use crate::causes::{Around, Causes, names};
use ecs_core::SimTime;
use ecs_core::report::{InstanceView, Snapshot};
use ecs_core::world::InstanceStatus;
use serde_json::Value;

/// # Panics
///
/// Where an instance that belongs to no group changes although nothing concerned it at that moment.
pub fn check(causes: &Causes, event: &Value, around: Around<'_>) {
    let id = event["detail"]["ec2InstanceId"].as_str().unwrap_or_default();
    let find = |snapshot: &Snapshot| snapshot.instances.iter().find(|host| host.id == id).cloned();
    let Some(host) = find(around.after).filter(|host| host.member.is_none()) else { return };
    let at = around.after.at;
    let Some(was) = find(around.before) else {
        let is_caused = at == SimTime::ZERO || registers(causes, &host, at);
        assert!(is_caused, "{at:?}: nothing has registered {}", host.short);
        return;
    };
    let is_caused = match host.status {
        _ if was.agent_connected && !host.agent_connected => is_lost(causes, &host, around),
        InstanceStatus::Draining if was.status == InstanceStatus::Active => drains(causes, &host, at),
        InstanceStatus::Deregistering | InstanceStatus::Inactive if was.status != host.status => {
            was.status == InstanceStatus::Deregistering || is_lost(causes, &host, around)
        }
        _ => true,
    };
    assert!(is_caused, "{at:?}: nothing has made {was:?} {host:?}");
}

fn registers(causes: &Causes, host: &InstanceView, at: SimTime) -> bool {
    let entry = host.short.split('/').next();
    causes
        .at(at)
        .any(|(name, input)| name == "ecs:RegisterContainerInstance" && input["name"].as_str() == entry)
}

fn drains(causes: &Causes, host: &InstanceView, at: SimTime) -> bool {
    let is_asked = |(name, input): (&str, &Value)| match name {
        "ecs:UpdateContainerInstancesState" => {
            input["status"] == "DRAINING" && names(&input["containerInstances"], &host.short)
        }
        "aws:ecs:drain-container-instances" => true,
        _ => false,
    };
    causes.at(at).any(is_asked) || causes.interrupts(at.plus_ms(120_000))
}

/// Its agent, its machine, its zone or the instance itself is taken away.
fn is_lost(causes: &Causes, host: &InstanceView, around: Around<'_>) -> bool {
    let number = around.before.instances.iter().position(|other| other.short == host.short);
    let has_task_of = |service: &Value| {
        let on_it = around.before.tasks.iter().filter(|task| task.instance == number);
        service.as_str().is_some_and(|service| on_it.into_iter().any(|task| task.name == service))
    };
    let takes = |(name, input): (&str, &Value)| match name {
        "simulation:DisconnectAgent" | "ecs:DeregisterContainerInstance" => {
            input["containerInstance"] == host.short.as_str()
        }
        "simulation:LoseZone" => input["availabilityZone"] == host.zone.as_str(),
        // Its subnet is cut off. Spec: FAULT-14.
        "aws:network:disrupt-connectivity" => true,
        "ec2:TerminateInstances" => names(&input["InstanceIds"], &host.short),
        "aws:ec2:terminate-instances" | "aws:ec2:stop-instances" => {
            names(&input["targets"]["resourceArns"], &host.short) || has_task_of(&input["targets"]["service"])
        }
        _ => false,
    };
    causes.at(around.after.at).any(takes) || causes.interrupts(around.after.at)
}
