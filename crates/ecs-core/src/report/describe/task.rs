//! Entries of DescribeTasks.

use super::ContainerReport;
use crate::aws::LaunchType;
use crate::containers::HealthStatus;
use crate::engine::Engine;
use crate::ids::TaskRow;
use crate::report::attachments::AttachmentReport;
use crate::time::SimTime;
use crate::world::{DesiredStatus, Stop, StopCode, Task, TaskStatus};
use serde::Serialize;
use serde_json::Value;

/// An entry of DescribeTasks.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "the members are AWS's; its API reference describes them")]
pub struct TaskReport {
    pub task_arn: String,
    pub cluster_arn: String,
    pub task_definition_arn: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub container_instance_arn: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub availability_zone: Option<String>,
    pub attachments: Vec<AttachmentReport>,
    pub launch_type: LaunchType,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub capacity_provider_name: Option<String>,
    pub last_status: TaskStatus,
    pub desired_status: DesiredStatus,
    pub cpu: String,
    pub memory: String,
    pub group: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub overrides: Option<Value>,
    pub health_status: HealthStatus,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub started_by: Option<String>,
    pub created_at: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pull_started_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pull_stopped_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub started_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stopping_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stopped_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stop_code: Option<StopCode>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stopped_reason: Option<String>,
    pub containers: Vec<ContainerReport>,
}

/// A task, told as it was at some moment: at a status, with what had happened by then.
#[derive(Clone, Copy)]
pub(in crate::report) struct AsOf {
    pub(in crate::report) at: SimTime,
    pub(in crate::report) status: TaskStatus,
    pub(in crate::report) health: HealthStatus,
}

impl Engine {
    pub(in crate::report) fn task_report(&self, row: TaskRow, as_of: AsOf) -> TaskReport {
        let task = &self.world.tasks[row];
        let launch = &self.world.launches[task.launch];
        let account = &self.scenario.account;
        let by_then = |at: SimTime| (at <= as_of.at).then(|| self.scenario.calendar.iso(at));
        let stopping = as_of.status >= TaskStatus::Deactivating;
        let stop = task.stop.as_ref().filter(|_| stopping);
        let failed = stop.and_then(|stop| self.failed_start(row, stop));
        TaskReport {
            task_arn: self.task_arn(row),
            cluster_arn: account.cluster_arn(),
            task_definition_arn: self.task_definition_arn(launch.task_definition),
            container_instance_arn: task.instance.map(|instance| self.container_instance_arn(instance)),
            availability_zone: self.zone_of(task),
            attachments: self.attachments(row, as_of),
            launch_type: launch.launch_type,
            capacity_provider_name: self.capacity_provider_name(launch),
            last_status: as_of.status,
            desired_status: if stopping { DesiredStatus::Stopped } else { DesiredStatus::Running },
            cpu: launch.requirement.cpu_units.to_string(),
            memory: launch.requirement.memory_mib.to_string(),
            group: launch.group.clone(),
            overrides: self.bus.causes.get(&task.launch).and_then(|cause| cause.overrides.clone()),
            health_status: as_of.health,
            started_by: launch.started_by.clone(),
            created_at: self.scenario.calendar.iso(task.created_at),
            pull_started_at: task.pull_started_at.and_then(by_then),
            pull_stopped_at: task.pull_stopped_at.and_then(by_then),
            started_at: task.started_at.and_then(by_then),
            stopping_at: task.stopping_at.filter(|_| as_of.status >= TaskStatus::Stopping).and_then(by_then),
            stopped_at: task.stopped_at.filter(|_| as_of.status == TaskStatus::Stopped).and_then(by_then),
            stop_code: stop.map(Stop::code),
            stopped_reason: stop.map(|stop| self.stopped_reason(row, stop)),
            containers: self.container_reports(
                row,
                as_of,
                failed.as_ref().and_then(|failed| failed.container.as_ref()),
            ),
        }
    }

    pub(in crate::report) fn as_of_now(&self, task: &Task) -> AsOf {
        // What is due now has been done.
        AsOf { at: self.now.plus_ms(1), status: task.last_status, health: task.health }
    }
}
