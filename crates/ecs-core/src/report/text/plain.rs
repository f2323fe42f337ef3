//! What happened, explained to somebody who does not know ECS: beside ECS's words, not instead of them.

use crate::bus::BusEvent;
use crate::containers::{HealthStatus, Reason};
use crate::deploy::{FailureCause, RolloutReason, Stall};
use crate::log::LogEvent;
use crate::metrics::AlarmState;
use crate::world::{DisturbanceKind, InstanceChange, InstanceStatus, StartFailure, Stop, TaskStatus};

/// What an entry of the event log means. `on_fargate` tells of a task where it runs; `end` is how it ended.
pub(in crate::report) fn happened(event: &LogEvent, on_fargate: bool, end: Option<&Stop>) -> &'static str {
    match event {
        LogEvent::TaskStatus { status: TaskStatus::Stopped, .. } => {
            end.map_or("The task is over. ECS still lists it for an hour.", ended)
        }
        LogEvent::TaskStatus { status: TaskStatus::Provisioning, instance: None, .. } if !on_fargate => {
            "No instance has room for the task: it waits for one that its capacity provider brings."
        }
        LogEvent::TaskStatus { status, .. } => reached(*status, on_fargate),
        LogEvent::ServiceStarted { .. } => {
            "The service had fewer tasks than it wants, and began with these. They still have to come up."
        }
        LogEvent::ServiceStopped { .. } => {
            "The service had more tasks than it wants, or these make way for others. They still have to stop."
        }
        LogEvent::ServiceStoppedPending { .. } => {
            "These tasks are not wanted any more, and did not run yet: they go first."
        }
        LogEvent::Deployment { reason, .. } => deployment_is(*reason),
        LogEvent::Shift { shift, .. } => super::shift::stage_means(*shift),
        LogEvent::Hook { status, .. } => super::shift::hook_means(*status),
        LogEvent::ServiceStalled { stall, .. } => nothing_moves(*stall),
        LogEvent::ServiceDesired { .. } => {
            "The desired count changed: by UpdateService or DeleteService, or, of a DAEMON service, because instances came or went. The service starts or stops tasks until it has as many."
        }
        LogEvent::ServiceZones { event, .. } => super::zones::means(event),
        LogEvent::ServiceSteady { .. } => {
            "The service has as many running tasks as it wants, and nothing is left to exchange."
        }
        LogEvent::ServiceUnplaced { .. } => {
            "No instance passes every check for another task, so it waits. The service tries again as soon as something is free; ECS repeats this event at most every six hours."
        }
        LogEvent::ServiceImpaired { .. } => {
            "Task after task of this service ended before it ran. The service now waits longer and longer between two tries. The stop reasons of its tasks tell why."
        }
        LogEvent::ServiceUnhealthy { .. } => {
            "A container's own health check fails, so the service stops this task and starts another."
        }
        LogEvent::ServiceCannotAssume { .. } => {
            "ECS may not use the role that this service's tasks name: there is no such role, or it does not trust ecs-tasks.amazonaws.com. Nothing starts until that is changed; the service tries again, after longer and longer waits."
        }
        LogEvent::CallDenied { .. } => {
            "The application called AWS, and no policy allows that call to the role that signs it, or one denies it. The task's Details have the permission that is missing."
        }
        LogEvent::StorageFull { .. } => {
            "What the task's containers write has filled the space, so further writes fail. A larger volume, or fewer files, would help."
        }
        LogEvent::Bus(event) => on_the_bus(event),
        LogEvent::Capacity(event) => super::capacity::happened(event),
        LogEvent::Group(event) => super::groups::happened(event),
        LogEvent::Alarm { change, .. } => alarm_is(change.to.state),
        LogEvent::Scaling(event) => super::scaling::plain(event),
        LogEvent::Instance { state, .. } => instance_is(state.change, state.status),
        LogEvent::TaskProtection { until: Some(_), .. } => {
            "Until then its service stops other tasks when it has too many or is deployed anew. What breaks the task, or its machine, still ends it."
        }
        LogEvent::TaskProtection { until: None, .. } => {
            "Its service may stop this task again when it has too many or is deployed anew."
        }
        LogEvent::Disturbed { ends: true, .. } => "The fault is over: the task is as it was before.",
        LogEvent::Disturbed { kind, .. } => fault_in_task(*kind),
        LogEvent::TaskHealth { health, .. } => health_is(*health),
        LogEvent::Target(_) => {
            "A load balancer sees this task as a target of its own: it sends requests to healthy targets, and asks each by a health check of the target group."
        }
        LogEvent::ContainerStopped { restarts: true, .. } => {
            "The container ended, and its restart policy starts it again: the task goes on."
        }
        LogEvent::ContainerStopped { exit_code: None, .. } => {
            "The container was never started. If it is essential, its task stops."
        }
        LogEvent::ContainerStopped { exit_code: Some(code), .. } => exit_code_means(*code),
        LogEvent::TasksFailed { .. } => {
            "The call started fewer tasks than it asked for. Nothing tries again: a call, unlike a service, is made once."
        }
        LogEvent::LimitReached => {
            "A limit of this simulator, not of ECS: it keeps a run from growing without end."
        }
        LogEvent::Refused { .. } => {
            "AWS refuses this call, so it changes nothing, and the run goes on without it."
        }
    }
}

fn alarm_is(state: AlarmState) -> &'static str {
    match state {
        AlarmState::Alarm => {
            "The values that the alarm watches are beyond its threshold for as many periods as it asks for. It does now what its AlarmActions say: tell a topic, or scale."
        }
        AlarmState::Ok => "The values that the alarm watches are within its threshold.",
        AlarmState::InsufficientData => {
            "There are no values to judge by: nothing has published the metric in the last periods."
        }
    }
}

fn deployment_is(reason: RolloutReason) -> &'static str {
    match reason {
        RolloutReason::InProgress => {
            "The service goes over to this deployment: its tasks are started, and those of older ones stopped, as far as the minimum and maximum percent allow."
        }
        RolloutReason::RollingBack(_) => {
            "The newest deployment has failed. The service goes back to the last one that was completed."
        }
        RolloutReason::Completed => "All tasks of the service are of this deployment, and healthy.",
        RolloutReason::Failed(FailureCause::CircuitBreaker) => {
            "Too many tasks of this deployment did not come to run or failed their health checks: the circuit breaker stops it."
        }
        RolloutReason::Failed(FailureCause::Alarm) => {
            "One of the deployment's alarms went off while it was under way."
        }
        RolloutReason::Failed(FailureCause::Stopped) => "Somebody stopped this deployment.",
        RolloutReason::Failed(FailureCause::Hook) => {
            "A lifecycle hook of this deployment said that it may not go on."
        }
        RolloutReason::Failed(FailureCause::HookTimedOut) => {
            "Nobody answered a lifecycle hook of this deployment in time."
        }
        RolloutReason::Failed(FailureCause::StageTimedOut) => {
            "The new tasks did not become healthy within a day, which is as long as a stage may last."
        }
    }
}

fn nothing_moves(stall: Stall) -> &'static str {
    match stall {
        Stall::Deadlock => {
            "The minimum lets no task stop, and the maximum lets none start: the deployment waits for ever. Lower minimumHealthyPercent or raise maximumPercent."
        }
        Stall::NoRoom => {
            "No instance has room for another task, and the minimum keeps the tasks that would make some. Add an instance, or lower minimumHealthyPercent."
        }
        Stall::Protection => {
            "The tasks that should make way are protected from scale-in. They go when their protection ends."
        }
    }
}

fn instance_is(change: InstanceChange, status: InstanceStatus) -> &'static str {
    match change {
        InstanceChange::Registered => {
            "The agent of a new instance has reached the cluster: tasks may be placed there from now on."
        }
        InstanceChange::StateUpdated if status == InstanceStatus::Draining => {
            "No new task comes to this instance. Services move their tasks elsewhere, as their minimum and maximum percent allow; standalone tasks stay."
        }
        InstanceChange::StateUpdated => "Tasks may be placed on this instance again.",
        InstanceChange::Deregistered => {
            "The instance is no longer the cluster's, so that no task is placed there. Its machine runs on."
        }
        InstanceChange::TrunkRemoved => {
            "The network interface that carried those of its tasks is gone: the instance has left the cluster."
        }
        InstanceChange::Terminated => {
            "The machine is gone for good, and its tasks with it. Services start others elsewhere, if there is room."
        }
        InstanceChange::Stopped => {
            "The machine is switched off, and its tasks are over. The instance stays registered, with an agent that is not connected."
        }
        InstanceChange::Started => {
            "The machine is on again and its agent connected: tasks may be placed there."
        }
        InstanceChange::Disconnected => {
            "The agent does not reach ECS. Its tasks go on, but ECS neither hears of them nor can stop them, and places none there."
        }
        InstanceChange::Reconnected => {
            "The agent reaches ECS again: it tells what has happened meanwhile, and hears which tasks are to stop."
        }
        InstanceChange::SpotNotice => {
            "EC2 wants this Spot Instance back and gives notice of two minutes. Spot draining (ECS_ENABLE_SPOT_INSTANCE_DRAINING) uses them to move the tasks."
        }
    }
}

fn fault_in_task(kind: DisturbanceKind) -> &'static str {
    match kind {
        DisturbanceKind::CpuStress { .. } => {
            "A load inside of the task takes CPU time, so that less is left for its own work: requests take longer."
        }
        DisturbanceKind::NetworkLatency { .. } => {
            "Whatever the task sends leaves that much later, answers to requests and health checks among it."
        }
        DisturbanceKind::BlackholePort { .. } => {
            "What comes to that port is dropped: clients and health checks wait for an answer until they give up."
        }
    }
}

fn on_the_bus(event: &BusEvent) -> &'static str {
    match event {
        BusEvent::ObjectCreated { .. } => {
            "A bucket that sends events tells EventBridge, where rules look whether it is theirs."
        }
        BusEvent::Custom { .. } => "An event of PutEvents: rules look whether it is theirs.",
        BusEvent::Scheduled { .. } => "The rule's schedule was due: it calls its targets.",
        BusEvent::MessageSent { .. } => {
            "The message waits in its queue until somebody receives and deletes it."
        }
        BusEvent::RuleInvoked { .. } => "An event is what the rule looks for: it calls a target for it.",
        BusEvent::PipeInvoked { .. } => {
            "The pipe took messages from its queue and called its target for them."
        }
        BusEvent::Published { .. } => "Every subscription of the topic gets it.",
        BusEvent::InvocationsLimit => {
            "A limit of this simulator, not of AWS: it keeps a run from calling itself without end."
        }
    }
}

fn reached(status: TaskStatus, on_fargate: bool) -> &'static str {
    match status {
        TaskStatus::Provisioning => {
            "The task has its place; first it gets a network interface with an address of its own."
        }
        TaskStatus::Pending if on_fargate => "Fargate pulls the images and creates the containers.",
        TaskStatus::Pending => {
            "The agent on the instance has the task: it pulls the images and creates the containers."
        }
        TaskStatus::Running => {
            "The containers run. Whether they can be of use yet is for health checks to tell."
        }
        TaskStatus::Deactivating => {
            "The task is to stop. Its load balancer sends nothing new, and connections that are open may end."
        }
        TaskStatus::Stopping => {
            "The containers were sent SIGTERM. What still runs after stopTimeout is killed."
        }
        TaskStatus::Deprovisioning => "The containers are gone; the task's network interface is detached.",
        TaskStatus::Stopped => "The task is over. ECS still lists it for an hour.",
    }
}

fn health_is(health: HealthStatus) -> &'static str {
    match health {
        HealthStatus::Healthy => "The health checks of its essential containers pass.",
        HealthStatus::Unhealthy => {
            "A health check failed as often in a row as its retries allow. A service replaces the task; one that stands alone goes on."
        }
        HealthStatus::Unknown => "Health checks have not told yet, or there are none.",
    }
}

/// Why a task ended, in plain words.
pub(in crate::report) fn ended(stop: &Stop) -> &'static str {
    match stop {
        Stop::ByUser(_) => "Somebody called StopTask. If the task belongs to a service, that starts another.",
        Stop::EssentialContainerExited { .. } => {
            "A container that the task definition calls essential ended, and then ECS stops the whole task. The exit code and the container's logs tell why it ended."
        }
        Stop::Unhealthy => {
            "The service stopped it because a container's health check had failed, and starts another."
        }
        Stop::Scaling => {
            "The service stopped it: it has more tasks than it wants, or goes over to another revision."
        }
        Stop::Rebalancing => {
            "The service stopped it because its Availability Zone had more tasks than others: another one runs where there were fewer."
        }
        Stop::UnhealthyTarget(_) => {
            "The service stopped it because it failed the health checks of a target group, and starts another."
        }
        Stop::FailedToStart(failure) => never_ran(*failure),
        Stop::DeregistrationForced => {
            "Its instance was deregistered by force. If the task belongs to a service, that starts another elsewhere."
        }
        Stop::NoInstance => {
            "No instance came that could take it. Why not is in what its capacity provider decided: the group may be at its maximum, or the task larger than the smallest instance type of the group. A service starts another, which waits again."
        }
        Stop::SpotInterruption => {
            "Fargate Spot took it back, with two minutes' notice. If the task belongs to a service, that starts another, on the provider that its strategy says next: never on FARGATE because FARGATE_SPOT has none."
        }
        Stop::ZoneLost { .. } => {
            "Its Availability Zone was lost. A service starts another in a zone that is there, if its subnets name one."
        }
        Stop::HostLost { .. } => {
            "The machine that it ran on was stopped or terminated. If the task belongs to a service, that starts another elsewhere."
        }
    }
}

fn never_ran(failure: StartFailure) -> &'static str {
    match failure {
        StartFailure::NoAddress => {
            "The task never ran: its subnet has no free IP address left. Stop something there, or name a larger subnet besides."
        }
        StartFailure::Unreachable(_) => {
            "The task never ran: what it needs to start could not be reached from its subnet. It takes a way out (an internet gateway and a public address, or NAT) or a VPC endpoint, and security groups that allow it."
        }
        StartFailure::Denied { .. } => {
            "The task never ran: the role that fetches its images, secrets or logs for it may not make one of these calls. Its Details have the permission that is missing."
        }
        StartFailure::Unmountable(_) => {
            "The task never ran: a file system was not mounted. It takes a mount target in the task's zone, and a security group that allows NFS (port 2049)."
        }
        StartFailure::NoHostPorts { .. } => {
            "The task never ran: its instance has not so many free dynamic host ports in a row."
        }
        StartFailure::HostPortTaken { .. } => {
            "The task never ran: another container of its instance listens on that host port. Host port 0 draws a free one."
        }
        StartFailure::Container { reason: Reason::CannotPull, .. } => {
            "The task never ran: the image was not found. Is its name right, and was that tag pushed?"
        }
        StartFailure::Container { reason: Reason::OutOfMemory, .. } => {
            "The task never ran: a container took more memory than its limit allows."
        }
        StartFailure::Container { reason: Reason::Dependency { .. }, .. } => {
            "The task never ran: a container waits by dependsOn for another one, which did not get there."
        }
    }
}

/// What an exit code usually means: those from 126 on are a convention of shells and container runtimes.
pub(in crate::report) fn exit_code_means(code: i32) -> &'static str {
    match code {
        0 => "It had done its work, without an error.",
        126 => "Its command is there and cannot be executed.",
        127 => "Its command was not found in the image.",
        137 => {
            "It was killed (SIGKILL): for taking more memory than its limit, or for running on when stopTimeout was over."
        }
        139 => "It crashed: it touched memory that is not its own (SIGSEGV).",
        143 => "It ended because it was asked to (SIGTERM).",
        _ => "It ended by itself, with an error that only its own logs explain.",
    }
}
