//! The containers of a task.

use super::AsOf;
use crate::aws::ContainerDefinition;
use crate::containers::{Container, ContainerStatus, HealthStatus};
use crate::engine::Engine;
use crate::ids::TaskRow;
use crate::report::attachments::{NetworkBindingReport, NetworkInterfaceReport};
use crate::report::containers::container_reason;
use crate::time::SimTime;
use crate::world::{Stop, TaskStatus};
use serde::Serialize;

/// A container of a task.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "the members are AWS's; its API reference describes them")]
pub struct ContainerReport {
    pub container_arn: String,
    pub task_arn: String,
    pub name: String,
    pub image: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_digest: Option<String>,
    pub last_status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exit_code: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub health_status: Option<HealthStatus>,
    pub network_bindings: Vec<NetworkBindingReport>,
    pub network_interfaces: Vec<NetworkInterfaceReport>,
    pub cpu: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub memory: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub memory_reservation: Option<String>,
}

impl AsOf {
    /// Whether a container that stopped at a moment had stopped by then. At the moment itself, one that
    /// is asked to stop has not while its task is STOPPING, and the one that ended the task has.
    fn has_stopped(self, stopped_at: SimTime, ended_the_task: bool) -> bool {
        let known = self.status >= TaskStatus::Deprovisioning
            || (ended_the_task && self.status == TaskStatus::Stopping);
        stopped_at < self.at || (stopped_at == self.at && known)
    }

    fn container_status(self, container: &Container, ended_the_task: bool) -> &'static str {
        match container.status {
            ContainerStatus::Stopped { at } if self.has_stopped(at, ended_the_task) => "STOPPED",
            _ if container.first_started_at.is_some_and(|at| at <= self.at) => "RUNNING",
            _ => "PENDING",
        }
    }
}

impl Engine {
    pub(super) fn container_reports(
        &self,
        row: TaskRow,
        as_of: AsOf,
        failed: Option<&(usize, String)>,
    ) -> Vec<ContainerReport> {
        let task = &self.world.tasks[row];
        let task_arn = self.task_arn(row);
        let task_id = self.task_id(row);
        let definition = self.scenario.task_definitions.get(self.world.launches[task.launch].task_definition);
        let containers = definition.map_or(&[][..], |definition| &definition.container_definitions);
        let ended = task.stop.as_ref().and_then(Stop::container);
        let states = task.containers.containers();
        let report = |(number, (container, state)): (usize, (&ContainerDefinition, &Container))| {
            let short = format!("{}/{}", self.world.task_short(task), container.name);
            let id = self.scenario.account.hex_id("container", &short);
            let bound = task.network_bindings.iter().filter(|binding| binding.container == number);
            let last_status = as_of.container_status(state, ended == Some(number));
            let over = Some(state).filter(|_| last_status == "STOPPED");
            let digest = self.resolved_digest(row, number);
            let own = || container_reason(definition?, number, over?.reason?, digest);
            let lacked = failed.filter(|(failed, _)| *failed == number).map(|(_, reason)| reason.clone());
            ContainerReport {
                container_arn: self.scenario.account.in_cluster_arn("container", &format!("{task_id}/{id}")),
                task_arn: task_arn.clone(),
                name: container.name.clone(),
                image: container.image.clone(),
                image_digest: task.image_digests.get(number).cloned(),
                last_status,
                exit_code: over.and_then(|state| state.exit_code),
                reason: lacked.or_else(own),
                health_status: container.lifetime.health_check.map(|_| state.health.status),
                network_bindings: bound
                    .filter(|_| as_of.status == TaskStatus::Running)
                    .map(NetworkBindingReport::of)
                    .collect(),
                network_interfaces: self.network_interfaces(row, as_of),
                cpu: container.cpu_units.to_string(),
                memory: container.memory_mib.map(|mib| mib.to_string()),
                memory_reservation: container.memory_reservation_mib.map(|mib| mib.to_string()),
            }
        };
        containers.iter().zip(states).enumerate().map(report).collect()
    }
}
