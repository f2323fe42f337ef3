//! Container instances over time: what is said of one when something has happened to it.

use super::text;
use crate::engine::Engine;
use crate::ids::{InstanceRow, TaskRow};
use crate::log::LogEntry;
use crate::scenario::AGENT_VERSION;
use crate::time::SimTime;
use crate::world::{
    DesiredStatus, DisturbanceKind, InstanceChange, InstanceState, InstanceStatus, Machine, Stop,
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// How long an instance that was deregistered is described, as a stopped task is. Spec: FAULT-4.
const DESCRIBED_AFTER_DEREGISTRATION_MS: u64 = 60 * 60 * 1000;

/// What is the matter with an instance, in one word. Spec: FAULT-1, FAULT-6, FAULT-8.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum InstanceCondition {
    /// New tasks may come.
    #[default]
    Active,
    /// Its machine boots: its agent has not registered it yet.
    Booting,
    /// No new task comes, and those of services go.
    Draining,
    /// Its agent is not connected: its tasks run on, and nothing is placed there.
    Disconnected,
    /// Its machine is switched off.
    Stopped,
    /// Its machine is gone.
    Terminated,
    /// It was deregistered, and its machine runs on.
    Deregistered,
}

impl InstanceCondition {
    pub(super) fn of(status: InstanceStatus, machine: Machine, agent_connected: bool) -> InstanceCondition {
        match (machine, status) {
            (Machine::Terminated, _) => InstanceCondition::Terminated,
            (_, InstanceStatus::Deregistering | InstanceStatus::Inactive) => InstanceCondition::Deregistered,
            (Machine::Stopped { .. }, _) => InstanceCondition::Stopped,
            (Machine::Running, InstanceStatus::Registering) => InstanceCondition::Booting,
            (Machine::Running, _) if !agent_connected => InstanceCondition::Disconnected,
            (Machine::Running, InstanceStatus::Draining) => InstanceCondition::Draining,
            (Machine::Running, InstanceStatus::Active) => InstanceCondition::Active,
        }
    }

    /// In the words of a picture.
    pub fn name(self) -> &'static str {
        match self {
            InstanceCondition::Active => "ACTIVE",
            InstanceCondition::Booting => "BOOTING",
            InstanceCondition::Draining => "DRAINING",
            InstanceCondition::Disconnected => "AGENT DISCONNECTED",
            InstanceCondition::Stopped => "STOPPED",
            InstanceCondition::Terminated => "TERMINATED",
            InstanceCondition::Deregistered => "DEREGISTERED",
        }
    }

    /// Whether tasks can be on it.
    pub fn is_lost(self) -> bool {
        self >= InstanceCondition::Stopped
    }
}

impl Engine {
    /// The instances that are described: those of the cluster, and for an hour those that were. Spec: FAULT-4.
    pub(super) fn described_instances(&self) -> Vec<InstanceRow> {
        let has_registered =
            |row: &InstanceRow| self.world.instances[*row].life.status != InstanceStatus::Registering;
        self.shown_instances().into_iter().filter(has_registered).collect()
    }

    /// Those, and the ones that boot. Spec: ASG-4.
    pub(super) fn shown_instances(&self) -> Vec<InstanceRow> {
        let described = |at: SimTime| self.now.as_ms() <= at.as_ms() + DESCRIBED_AFTER_DEREGISTRATION_MS;
        let instances = self.world.instances.iter();
        instances
            .filter(|(_, instance)| {
                let booting = instance.life.status == InstanceStatus::Registering;
                let lost = booting && instance.life.machine != Machine::Running;
                !lost && instance.life.deregistered_at.is_none_or(described)
            })
            .map(|(row, _)| row)
            .collect()
    }

    /// What is the matter with an instance.
    pub(super) fn instance_condition(&self, row: InstanceRow) -> InstanceCondition {
        let life = &self.world.instances[row].life;
        InstanceCondition::of(life.status, life.machine, life.agent_connected())
    }

    /// `detail` of `ECS Container Instance State Change`. Spec: FAULT-9.
    pub(super) fn instance_detail(
        &self,
        entry: &LogEntry,
        row: InstanceRow,
        state: &InstanceState,
        version: u32,
    ) -> Value {
        let amount = |name: &str, left: u32| json!({"name": name, "type": "INTEGER", "integerValue": left});
        let report = self.container_instance_report(row);
        json!({
            "agentConnected": state.agent_connected,
            "attributes": report.attributes,
            "clusterArn": self.scenario.account.cluster_arn(),
            "containerInstanceArn": report.container_instance_arn,
            "ec2InstanceId": report.ec2_instance_id,
            "registeredAt": report.registered_at,
            "registeredResources": report.registered_resources,
            "remainingResources": [
                amount("CPU", state.cpu_units_left),
                amount("MEMORY", state.memory_mib_left),
            ],
            "runningTasksCount": state.running_tasks,
            "pendingTasksCount": state.pending_tasks,
            "status": state.status,
            "updatedAt": self.scenario.calendar.iso(entry.at),
            "version": version,
            "versionInfo": {"agentVersion": AGENT_VERSION},
        })
    }

    /// What has happened to an instance, as the list of events has it.
    pub(super) fn instance_sentence(&self, row: InstanceRow, state: &InstanceState) -> String {
        let short = self.instance_short(row);
        let id = self.ec2_instance_id(row);
        match state.change {
            InstanceChange::Registered => format!("{short} ({id}) has registered"),
            InstanceChange::StateUpdated => format!("{short} is {}", state.status.name()),
            InstanceChange::Deregistered => format!("{short} was deregistered"),
            InstanceChange::TrunkRemoved => format!("{short} is INACTIVE"),
            InstanceChange::Terminated => format!("{short} ({id}) was terminated"),
            InstanceChange::Stopped => format!("{short} ({id}) was stopped"),
            InstanceChange::Started => format!("{short} ({id}) runs again"),
            InstanceChange::Disconnected => {
                format!("{short}: the agent is disconnected; ECS hears nothing of its tasks")
            }
            InstanceChange::Reconnected => format!("{short}: the agent is connected again"),
            InstanceChange::SpotNotice => {
                format!("{short} ({id}) will be interrupted in two minutes")
            }
        }
    }

    /// What has happened to the protection of a task, as the list of events has it.
    pub(super) fn protection_sentence(&self, task: TaskRow, until: Option<SimTime>) -> String {
        let short = self.world.task_short(&self.world.tasks[task]);
        match until {
            Some(until) => {
                format!("{short} is protected from scale-in until {}", self.scenario.calendar.iso(until))
            }
            None => format!("{short} is no longer protected from scale-in"),
        }
    }

    /// What is the matter with a task, as the list of events has it.
    pub(super) fn disturbance_sentence(&self, task: TaskRow, kind: DisturbanceKind, ends: bool) -> String {
        let short = self.world.task_short(&self.world.tasks[task]);
        let what = match kind {
            DisturbanceKind::CpuStress { percent } => format!("CPU stress of {percent} %"),
            DisturbanceKind::NetworkLatency { delay_ms } => format!("network latency of {delay_ms} ms"),
            DisturbanceKind::BlackholePort { port } => format!("port {port} drops what comes in"),
        };
        if ends { format!("{short}: over: {what}") } else { format!("{short}: {what}") }
    }

    /// GetTaskProtection of every task that is protected. Spec: FAULT-15.
    pub(super) fn protected_tasks(&self) -> Vec<Value> {
        let tasks = self.world.tasks.iter();
        let protected = tasks.filter(|(_, task)| task.desired_status == DesiredStatus::Running);
        protected
            .filter_map(|(row, task)| {
                Some(json!({
                    "taskArn": self.task_arn(row),
                    "protectionEnabled": true,
                    "expirationDate": self.scenario.calendar.iso(task.protected_until?),
                }))
            })
            .collect()
    }

    /// `stoppedReason`. Spec: LIFE-4.
    pub(super) fn stopped_reason(&self, task: TaskRow, stop: &Stop) -> String {
        match stop {
            Stop::ByUser(reason) => reason.clone(),
            Stop::FailedToStart(_) => {
                self.failed_start(task, stop).map(|failed| failed.stopped_reason).unwrap_or_default()
            }
            Stop::EssentialContainerExited { .. } => text::ESSENTIAL_CONTAINER_EXITED.to_owned(),
            Stop::Unhealthy => text::FAILED_HEALTH_CHECKS.to_owned(),
            Stop::UnhealthyTarget(group) => self.failed_elb_health_checks(*group),
            Stop::Scaling => {
                let launch = &self.world.launches[self.world.tasks[task].launch];
                text::deployment::scaling_activity(launch.started_by.as_deref().unwrap_or_default())
            }
            Stop::Rebalancing => {
                let launch = &self.world.launches[self.world.tasks[task].launch];
                text::zones::stopped_reason(launch.started_by.as_deref().unwrap_or_default())
            }
            Stop::DeregistrationForced => text::DEREGISTRATION_FORCED.to_owned(),
            Stop::NoInstance => text::NO_INSTANCE.to_owned(),
            Stop::SpotInterruption => text::SPOT_INTERRUPTION.to_owned(),
            Stop::ZoneLost { zone } => text::zone_lost(&self.world.zones[*zone]),
            Stop::HostLost { instance, terminated } => {
                text::host_lost(&self.ec2_instance_id(*instance), *terminated)
            }
        }
    }
}
