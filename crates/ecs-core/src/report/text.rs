//! AWS's texts, to the letter, and our sentences. Those of a task's network are in
//! `network::text`; nowhere else do reasons become words.

pub(super) mod alarm;
pub mod capacity;
pub mod group_policies;
pub(super) mod groups;
mod plain;
pub(super) mod roles;
pub mod scaling;
mod starts;
mod steps;
pub(super) mod story;
pub(super) mod volumes;
pub(super) mod zones;

pub(super) use plain::{ended, exit_code_means, happened};
pub(super) use starts::{DeniedCall, Facts, FailedStart, failed_to_start};

pub mod deployment;
pub mod shift;
pub(super) mod targets;

use crate::aws::{NetworkMode, Protocol};
use crate::limits;
use crate::network::RESERVED_PORTS_MAX;
use crate::placement::{Check, Quantity, Verdict};
use crate::world::{MissingTasks, PROVISIONING_LIMIT, Unplaced};

/// What closes most service events.
const MORE: &str = "For more information, see the Troubleshooting section of the Amazon ECS Developer Guide.";

/// Where Fargate has no room: of RunTask the whole reason, of a service the end of its event. Spec: CAP-4, FAULT-11.
const NO_CAPACITY: &str =
    "Capacity is unavailable at this time. Please try again later or in a different availability zone";

/// Spec: SVC-1.
pub(super) fn started(service: &str, task_ids: &[String]) -> String {
    format!("(service {service}) has started {} tasks: {}.", task_ids.len(), named(task_ids))
}

/// That a run has had as many tasks as it may have.
pub(super) fn limit_reached() -> String {
    const { assert!(limits::TASKS_PER_SCENARIO.is_multiple_of(1000), "thousands are written out") };
    format!(
        "The run has had {},000 tasks, its limit: no more are started.",
        limits::TASKS_PER_SCENARIO / 1000
    )
}

/// That rules and pipes have called as often as they may in a run.
pub(super) fn invocations_limit() -> String {
    format!(
        "Rules and pipes have called their targets {} times, the limit of a run: they call nothing more. Does a rule match the events of its own tasks?",
        limits::INVOCATIONS
    )
}

/// Tasks as an event of a service lists them.
fn named(task_ids: &[String]) -> String {
    let tasks: Vec<String> = task_ids.iter().map(|id| format!("(task {id})")).collect();
    tasks.join(" ")
}

/// Spec: SVC-2.
pub(super) fn steady(service: &str) -> String {
    format!("(service {service}) has reached a steady state.")
}

/// Spec: SVC-6.
pub(super) fn impaired(service: &str) -> String {
    format!("(service {service}) is unable to consistently start tasks successfully. {MORE}")
}

/// `stoppedReason`. Spec: CONT-7.
pub(super) const ESSENTIAL_CONTAINER_EXITED: &str = "Essential container in task exited";

/// `stoppedReason`. Spec: FAULT-4.
pub(super) const DEREGISTRATION_FORCED: &str = "Container instance deregistration forced by user";

/// `stoppedReason`. Spec: FAULT-7.
pub(super) fn host_lost(ec2_instance_id: &str, terminated: bool) -> String {
    let how = if terminated { "terminated" } else { "stopped" };
    format!("Host EC2 (instance {ec2_instance_id}) {how}.")
}

/// `stoppedReason` in our words: AWS's is not known. Spec: CAP-11.
pub(super) const NO_INSTANCE: &str =
    "The task waited in PROVISIONING for a container instance of its capacity provider and got none in time.";

/// `stoppedReason`. Spec: CAP-5.
pub(super) const SPOT_INTERRUPTION: &str = "Your Spot Task was interrupted.";

/// `stoppedReason` in our words. Spec: FAULT-11.
pub(super) fn zone_lost(zone: &str) -> String {
    format!("The Availability Zone {zone} was lost.")
}

/// `stoppedReason`. Spec: SVC-7.
pub(super) const FAILED_HEALTH_CHECKS: &str = "Task failed container health checks";

/// Spec: SVC-7.
pub(super) fn unhealthy(service: &str, task_id: &str) -> String {
    format!("(service {service}) (task {task_id}) failed container health checks.")
}

/// How a container that stopped by itself did, in our words. `why` is its `reason`.
pub(super) fn container_stopped(exit_code: Option<i32>, why: Option<&str>, restarts: bool) -> String {
    let exited = match exit_code {
        Some(code) => format!("exited with code {code}"),
        None => "never ran".to_owned(),
    };
    let why = why.map_or_else(String::new, |why| format!(": {why}"));
    let then = if restarts { "; its restart policy starts it again" } else { "" };
    format!("{exited}{why}{then}")
}

/// Spec: SVC-3. `instance_id` is the id of the closest container instance.
pub(super) fn unplaced(service: &str, why: Unplaced, instance_id: &str) -> String {
    let start = format!(
        "(service {service}) was unable to place a task because no container instance met all of its requirements."
    );
    match why {
        Unplaced::NoInstances => {
            format!("{start} Reason: No Container Instances were found in your cluster. {MORE}")
        }
        Unplaced::NoCapacity => {
            format!("(service {service}) was unable to place a task. Reason: {NO_CAPACITY}. {MORE}")
        }
        Unplaced::ProvisioningLimit => format!(
            "(service {service}) was unable to place tasks in your cluster because the tasks provisioning capacity limit was exceeded. {MORE}"
        ),
        Unplaced::EmptyProvider => {
            format!("{start} Reason: No Container Instances were found in your capacity provider. {MORE}")
        }
        Unplaced::NoneFits { closest, .. } => {
            let cause = closest_cause(closest.verdict.check);
            format!("{start} The closest matching (container-instance {instance_id}) {cause}. {MORE}")
        }
    }
}

fn closest_cause(check: Check) -> &'static str {
    match check {
        Check::CapacityProvider => "is not of your capacity provider",
        Check::Status => "doesn't have the agent connected",
        Check::Cpu => "has insufficient CPU units available",
        Check::Memory => "has insufficient memory available",
        Check::Ports => "is already using a port required by your task",
        Check::Eni => "encountered error \"RESOURCE:ENI\"",
        Check::Location | Check::Attribute => "is missing an attribute required by your task",
        Check::Gpu => "encountered error \"RESOURCE:GPU\"",
        Check::MemberOf => "encountered error \"MemberOf placement constraint unsatisfied.\"",
        Check::DistinctInstance => "encountered error \"DistinctInstance placement constraint unsatisfied.\"",
    }
}

/// `failures[].reason` of RunTask. Spec: PLACE-9.
pub(super) fn failure_reason(check: Check) -> &'static str {
    match check {
        Check::CapacityProvider => "EMPTY CAPACITY PROVIDER",
        Check::Status => "AGENT",
        Check::Cpu => "RESOURCE:CPU",
        Check::Memory => "RESOURCE:MEMORY",
        Check::Ports => "RESOURCE:PORTS",
        Check::Eni => "RESOURCE:ENI",
        Check::Gpu => "RESOURCE:GPU",
        Check::Location => "LOCATION",
        Check::Attribute => "ATTRIBUTE",
        Check::MemberOf => "MemberOf placement constraint unsatisfied.",
        Check::DistinctInstance => "DistinctInstance placement constraint unsatisfied.",
    }
}

/// ECS's reason why a task has no place. Spec: PLACE-9, CAP-4, CAP-11.
pub(super) fn missing_reason(why: Unplaced) -> &'static str {
    match why {
        Unplaced::NoInstances => "NO ACTIVE INSTANCES",
        Unplaced::NoCapacity => NO_CAPACITY,
        Unplaced::ProvisioningLimit => PROVISIONING_LIMIT,
        Unplaced::EmptyProvider => "EMPTY CAPACITY PROVIDER",
        Unplaced::NoneFits { closest, .. } => failure_reason(closest.verdict.check),
    }
}

/// Tasks of a call that are missing, and why, with ECS's reason beside it. Spec: PLACE-9.
pub(super) fn missing(missing: &MissingTasks, provider: Option<&str>) -> String {
    let for_it = provider.map(|provider| format!(" for {provider}")).unwrap_or_default();
    let (why, reason) = (plainly_unplaced(missing.why), missing_reason(missing.why));
    format!("{}{for_it}: {why} ({reason})", tasks(missing.tasks as usize))
}

/// How RunTask fell short: on every instance, or also for want of one. Spec: PLACE-9, PLACE-17.
pub(super) fn run_task_failed(definition: &str, started: u32, wanted: u32, on_instances: bool) -> String {
    let why = if on_instances { ": no instance takes another" } else { "" };
    format!("RunTask of {definition} started {started} of {}{why}", tasks(wanted as usize))
}

/// How many tasks a service is to have from now on, in our words.
pub(super) fn desired_count(service: &str, before: u32, desired: u32) -> String {
    let wanted = tasks(desired as usize);
    format!("service {service} is to have {wanted} from now on; before it was {before}")
}

/// How StartTask fell short. Spec: PLACE-9, PLACE-17.
pub(super) fn start_task_failed(definition: &str, started: u32, wanted: usize) -> String {
    format!("StartTask of {definition} started {started} of {}", tasks(wanted))
}

fn tasks(count: usize) -> String {
    if count == 1 { "1 task".to_owned() } else { format!("{count} tasks") }
}

/// `start` with the causes that are told, of as many as there are.
pub(super) fn with_causes(start: &str, causes: &[String], count: usize) -> String {
    let told = causes.join("; ");
    match count - causes.len() {
        0 => format!("{start}. {told}."),
        1 => format!("{start}. {told}; and 1 more instance."),
        more => format!("{start}. {told}; and {more} more instances."),
    }
}

/// An action that was refused, with AWS's code and message. Spec: PLACE-9, PLACE-17.
pub(super) fn refused(action: &str, code: &str, message: &str, is_aws: bool) -> String {
    let name = action.rsplit_once(':').map_or(action, |(_, name)| name);
    let whose = if is_aws { "" } else { " (AWS's text is not known)" };
    format!("{name} was refused. {code}: {message}{whose}")
}

/// Our sentence for the same.
pub(super) fn plainly_unplaced(why: Unplaced) -> String {
    match why {
        Unplaced::NoInstances => "the cluster has no ACTIVE instance".to_owned(),
        Unplaced::NoCapacity => "no zone of the task's subnets has room on Fargate".to_owned(),
        Unplaced::EmptyProvider => {
            "the capacity provider has no ACTIVE instance, and does not scale its group".to_owned()
        }
        Unplaced::ProvisioningLimit => {
            "500 tasks of the cluster wait for instances already: no more may".to_owned()
        }
        Unplaced::NoneFits { closest, most } => lacks(closest.verdict, most),
    }
}

fn lacks(verdict: Verdict, most: Option<u32>) -> String {
    let most = most.map(|most| format!(": the most is {most}")).unwrap_or_default();
    match (verdict.check, verdict.need) {
        (Check::Cpu, Quantity::Number(need)) => format!("no ACTIVE instance has {need} CPU units free{most}"),
        (Check::Memory, Quantity::Number(need)) => format!("no ACTIVE instance has {need} MiB free{most}"),
        (Check::Eni, _) => "no ACTIVE instance has an elastic network interface free".to_owned(),
        (Check::Ports, Quantity::Port(protocol, port)) => {
            format!(
                "host port {port}/{} is taken on every ACTIVE instance that would do otherwise",
                protocol.name()
            )
        }
        (Check::Ports, Quantity::Number(need)) if need > 1 => format!(
            "no ACTIVE instance may reserve {need} more host ports: {RESERVED_PORTS_MAX} is the limit, the agent's among them"
        ),
        (Check::Ports, _) => {
            format!("no ACTIVE instance may reserve another host port: {RESERVED_PORTS_MAX} is the limit")
        }
        (Check::Location, _) => "no ACTIVE instance is in a zone of the task's subnets".to_owned(),
        (Check::Gpu, Quantity::Number(need)) => format!("no ACTIVE instance has {need} GPUs free{most}"),
        (Check::Attribute, _) => {
            "no ACTIVE instance has the attributes that the task definition needs".to_owned()
        }
        (Check::MemberOf, _) => {
            "no ACTIVE instance that would do otherwise is one that the memberOf constraint means".to_owned()
        }
        (Check::DistinctInstance, _) => {
            "every ACTIVE instance that would do otherwise has a task of the group: distinctInstance"
                .to_owned()
        }
        (Check::CapacityProvider, _) => "the capacity provider has no instance in this cluster".to_owned(),
        (Check::Gpu, _) => "no ACTIVE instance has a GPU free".to_owned(),
        (Check::Status | Check::Cpu | Check::Memory, _) => "no instance is ACTIVE".to_owned(),
    }
}

/// Why a check rules an instance out, in a few words.
pub(super) fn ruled_out(verdict: &Verdict) -> String {
    match (verdict.check, verdict.need, verdict.have) {
        (Check::CapacityProvider, ..) => "not of the task's capacity provider".to_owned(),
        (Check::Status, ..) => "not ACTIVE: takes no new task".to_owned(),
        (Check::Cpu, Quantity::Number(need), Quantity::Number(have)) => {
            format!("{have} CPU units left, {need} needed")
        }
        (Check::Memory, Quantity::Number(need), Quantity::Number(have)) => {
            format!("{have} MiB left, {need} needed")
        }
        (Check::Gpu, Quantity::Number(need), Quantity::Number(have)) => {
            format!("{have} GPUs left, {need} needed")
        }
        (Check::Ports, Quantity::Port(protocol, port), _) => {
            format!("host port {port}/{} is taken", protocol.name())
        }
        (Check::Ports, Quantity::Number(need), Quantity::Number(have)) => {
            format!(
                "{need} more host ports wanted, {have} left of {RESERVED_PORTS_MAX}, the agent's among them"
            )
        }
        (Check::Ports, ..) => format!("{RESERVED_PORTS_MAX} host ports are reserved, the limit"),
        (Check::Eni, ..) => "no network interface left".to_owned(),
        (Check::Location, ..) => "in no zone of the task's subnets".to_owned(),
        (Check::Attribute, ..) => "lacks an attribute that the definition needs".to_owned(),
        (Check::MemberOf, ..) => "not a member of what the constraint means".to_owned(),
        (Check::DistinctInstance, ..) => "has a task of the group: distinctInstance".to_owned(),
        (Check::Cpu | Check::Memory | Check::Gpu, ..) => "lacks resources".to_owned(),
    }
}

/// `2 tasks of the group in us-east-1a`.
pub(super) fn of_the_group(tasks: u32, place: &str) -> String {
    match tasks {
        0 => format!("no task of the group {place}"),
        1 => format!("1 task of the group {place}"),
        tasks => format!("{tasks} tasks of the group {place}"),
    }
}

/// What to do where a resource does not suffice: free some, if all of it would do. Spec: PLACE-20.
pub(super) fn free_or_larger(missing: u32, need: u32, total: u32, unit: &str) -> String {
    if need > total {
        format!("take a larger instance type: this one registers {total} {unit}, {need} are needed")
    } else {
        format!("free {missing} {unit}")
    }
}

/// What to do where a static host port is in use. Spec: PLACE-20.
pub(super) fn other_port(protocol: Protocol, port: u16, mode: NetworkMode, is_agents: bool) -> String {
    let port = format!("{port}/{}", protocol.name());
    match (is_agents, mode) {
        (true, NetworkMode::Host) => {
            format!("map another port than {port}: the agent reserves it, on every instance of this entry")
        }
        (true, _) => format!(
            "take another host port than {port}, which the agent reserves, or 0, which draws a free one"
        ),
        (false, NetworkMode::Host) => format!(
            "add an instance: in host mode each has {port} once; bridge with host port 0, or awsvpc, takes more copies on one"
        ),
        (false, _) => format!("drop host port {port}: 0 draws a free one"),
    }
}

/// What to do where an instance may reserve no more ports. Spec: PLACE-20.
pub(super) fn free_ports(missing: u32, need: u32, of_agent: usize) -> String {
    let ever = RESERVED_PORTS_MAX.saturating_sub(of_agent);
    if usize::try_from(need).is_ok_and(|need| need <= ever) {
        return format!("free {missing} reserved host ports: {RESERVED_PORTS_MAX} is the limit");
    }
    format!(
        "map {need} host ports to {ever} or fewer, or let 0 draw them: an instance reserves at most {RESERVED_PORTS_MAX}, {of_agent} of them the agent's"
    )
}

/// What to do where no network interface is left: a trunk would carry so many tasks, where one is possible
/// that is not there.
pub(super) fn free_interface(tasks_with_trunk: Option<u32>) -> String {
    match tasks_with_trunk {
        Some(limit) => format!("free a network interface, or enable awsvpcTrunking: {limit} tasks then"),
        None => "free a network interface".to_owned(),
    }
}
