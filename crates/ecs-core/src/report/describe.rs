//! The shapes that AWS's describe calls print, as far as a run fills them.

use super::attachments::{AttachmentReport, NetworkBindingReport, NetworkInterfaceReport};
use super::capacity::named_launch_type;
use super::containers::container_reason;
use super::rebalancing::enabled;
use super::text::{Facts, FailedStart, failed_to_start};
use crate::aws::{ContainerDefinition, LaunchType, Protocol};
use crate::containers::{Container, ContainerStatus, HealthStatus};
use crate::engine::Engine;
use crate::ids::{InstanceRow, Row, ServiceRow, TaskRow};
use crate::log::LogEvent;
use crate::scenario::{AGENT_VERSION, ContainerInstanceEntry, TRUNK_ID};
use crate::time::SimTime;
use crate::world::{
    DesiredStatus, InstanceStatus, ServiceState, ServiceStatus, StartFailure, Stop, StopCode, Task,
    TaskStatus,
};
use crate::{limits, report::text};
use serde::Serialize;
use serde_json::{Value, json};

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

/// An entry of DescribeContainerInstances.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "the members are AWS's; its API reference describes them")]
pub struct ContainerInstanceReport {
    pub container_instance_arn: String,
    pub ec2_instance_id: String,
    pub remaining_resources: Vec<Value>,
    pub registered_resources: Vec<Value>,
    pub status: InstanceStatus,
    pub agent_connected: bool,
    pub version_info: Value,
    pub running_tasks_count: u32,
    pub pending_tasks_count: u32,
    pub attributes: Vec<Value>,
    pub registered_at: String,
}

/// An entry of DescribeServices.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "the members are AWS's; its API reference describes them")]
pub struct ServiceReport {
    pub service_arn: String,
    pub service_name: String,
    pub cluster_arn: String,
    pub status: ServiceStatus,
    pub desired_count: u32,
    pub running_count: u32,
    pub pending_count: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub launch_type: Option<LaunchType>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub capacity_provider_strategy: Vec<Value>,
    pub task_definition: String,
    pub scheduling_strategy: &'static str,
    pub availability_zone_rebalancing: &'static str,
    pub load_balancers: Value,
    pub service_registries: Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub network_configuration: Option<Value>,
    pub deployments: Vec<Value>,
    pub events: Vec<ServiceEventReport>,
    pub created_at: String,
}

/// An event of a service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "the members are AWS's; its API reference describes them")]
pub struct ServiceEventReport {
    pub id: String,
    pub created_at: String,
    pub message: String,
}

/// A task, told as it was at some moment: at a status, with what had happened by then.
#[derive(Clone, Copy)]
pub(super) struct AsOf {
    pub(super) at: SimTime,
    pub(super) status: TaskStatus,
    pub(super) health: HealthStatus,
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
    pub(super) fn task_report(&self, row: TaskRow, as_of: AsOf) -> TaskReport {
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

    pub(super) fn as_of_now(&self, task: &Task) -> AsOf {
        // What is due now has been done.
        AsOf { at: self.now.plus_ms(1), status: task.last_status, health: task.containers.health() }
    }

    /// What ECS says of a task that never ran. Spec: LIFE-6.
    pub(super) fn failed_start(&self, row: TaskRow, stop: &Stop) -> Option<FailedStart> {
        let Stop::FailedToStart(failure) = *stop else { return None };
        let task = &self.world.tasks[row];
        let launch = &self.world.launches[task.launch];
        let definition = self.scenario.task_definitions.get(launch.task_definition)?;
        let denied = self.denied_call(row, failure);
        let container = match failure {
            StartFailure::Unreachable(lacks) => Some(lacks.container),
            _ => denied.as_ref().map(|denied| denied.call.container),
        };
        let image = container.and_then(|number| definition.container_definitions.get(number));
        let subnet =
            task.network_interface.and_then(|interface| self.scenario.vpc.subnets.get(interface.subnet));
        let facts = Facts {
            definition,
            fargate: !launch.runs_on_instances(),
            region: &self.scenario.account.region,
            image: image.map_or("", |container| &container.image),
            subnet_id: subnet.map_or("", |subnet| &subnet.subnet_id),
            public_address: launch.has_public_address(),
            denied,
            volume: self.volume_of(row, failure),
            digest: container_of(failure).and_then(|container| self.resolved_digest(row, container)),
        };
        Some(failed_to_start(failure, &facts))
    }

    /// The digest that a container's tag was resolved to for the deployment of its task. Spec: ECR-2.
    pub(super) fn resolved_digest(&self, row: TaskRow, container: usize) -> Option<&str> {
        let launch = &self.world.launches[self.world.tasks[row].launch];
        launch.digests.get(container)?.as_deref()
    }

    /// Why a task ended that nobody asked to stop, in ECS's words.
    pub(super) fn why_ended(&self, row: TaskRow) -> Option<String> {
        match self.world.tasks[row].stop.as_ref()? {
            Stop::ByUser(_) | Stop::Scaling | Stop::Rebalancing => None,
            stop @ Stop::FailedToStart(_) => self.failed_start(row, stop).map(FailedStart::plainly),
            stop => Some(self.stopped_reason(row, stop)),
        }
    }

    /// Whether the container that ended a task exited with code 0.
    pub(super) fn ended_well(&self, row: TaskRow) -> bool {
        let task = &self.world.tasks[row];
        let ended = task.stop.as_ref().and_then(Stop::container);
        let state = ended.and_then(|container| task.containers.containers().get(container));
        state.is_some_and(|state| state.exit_code == Some(0))
    }

    fn container_reports(
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

    pub(crate) fn container_instance_report(&self, row: InstanceRow) -> ContainerInstanceReport {
        let entry = self.instance_entry(row);
        let instance = &self.world.instances[row];
        let ledger = &self.world.ledger;
        let cpu_units = entry.instance_type.vcpu * crate::units::CPU_UNITS_PER_VCPU;
        ContainerInstanceReport {
            container_instance_arn: self.container_instance_arn(row),
            ec2_instance_id: self.ec2_instance_id(row),
            remaining_resources: resources(
                ledger.cpu_units_left(row),
                ledger.memory_mib_left(row),
                ledger.ports(row),
                (entry.instance_type.gpus > 0).then(|| ledger.gpus_left(row)),
            ),
            registered_resources: resources(
                cpu_units,
                entry.registered_memory_mib,
                &entry.reserved_ports,
                Some(entry.instance_type.gpus).filter(|gpus| *gpus > 0),
            ),
            status: instance.life.status,
            agent_connected: instance.life.agent_connected(),
            version_info: json!({"agentVersion": AGENT_VERSION}),
            running_tasks_count: instance.running_tasks,
            pending_tasks_count: instance.pending_tasks,
            attributes: attributes(entry, instance.trunk_id.as_ref()),
            registered_at: self.scenario.calendar.iso(instance.life.registered_at),
        }
    }

    pub(super) fn service_reports(&self) -> Vec<ServiceReport> {
        let mut events = self.service_events();
        let report = |(row, state): (ServiceRow, &ServiceState)| {
            let service = &state.given;
            let given = |member: &str| service.input.get(member).filter(|value| !value.is_null()).cloned();
            ServiceReport {
                service_arn: self.scenario.account.in_cluster_arn("service", &service.service_name),
                service_name: service.service_name.clone(),
                cluster_arn: self.scenario.account.cluster_arn(),
                status: state.status,
                desired_count: state.desired_count,
                running_count: state.running_count,
                pending_count: state.pending_count,
                launch_type: named_launch_type(service),
                capacity_provider_strategy: self.strategy_report(&service.capacity_provider_strategy),
                task_definition: self.task_definition_arn(service.task_definition),
                scheduling_strategy: if service.daemon { "DAEMON" } else { "REPLICA" },
                availability_zone_rebalancing: enabled(service.deployment.availability_zone_rebalancing),
                load_balancers: given("loadBalancers").unwrap_or_else(|| json!([])),
                service_registries: given("serviceRegistries").unwrap_or_else(|| json!([])),
                network_configuration: given("networkConfiguration"),
                deployments: self.deployment_reports(row),
                events: events.get_mut(row.number()).map(std::mem::take).unwrap_or_default(),
                created_at: self.scenario.calendar.iso(state.created_at),
            }
        };
        self.world.services.iter().map(report).collect()
    }

    /// The newest events of every service, newest first. Spec: SVC-4.
    fn service_events(&self) -> Vec<Vec<ServiceEventReport>> {
        let mut events: Vec<Vec<ServiceEventReport>> =
            self.world.services.iter().map(|_| Vec::new()).collect();
        for entry in self.log.entries().rev() {
            let Some((service, message)) = self.service_message(&entry.event) else { continue };
            let Some(list) =
                events.get_mut(service.number()).filter(|list| list.len() < limits::SERVICE_EVENTS)
            else {
                continue;
            };
            list.push(ServiceEventReport {
                id: crate::ids::uuid(&self.scenario.account.hex_id("event", &entry.sequence.to_string())),
                created_at: self.scenario.calendar.iso(entry.at),
                message,
            });
        }
        events
    }

    /// The text of an entry that a service says.
    pub(super) fn service_message(&self, event: &LogEvent) -> Option<(ServiceRow, String)> {
        match event {
            LogEvent::ServiceStarted { service, tasks } => {
                let ids: Vec<String> = tasks.iter().map(|task| self.task_id(*task)).collect();
                Some((*service, text::started(self.service_name(*service), &ids)))
            }
            LogEvent::ServiceSteady { service } => {
                Some((*service, text::steady(self.service_name(*service))))
            }
            LogEvent::ServiceUnplaced { service, why } => {
                let instance = match why {
                    crate::world::Unplaced::NoneFits { closest, .. } => {
                        self.container_instance_id(closest.row)
                    }
                    _ => String::new(),
                };
                Some((*service, text::unplaced(self.service_name(*service), *why, &instance)))
            }
            LogEvent::ServiceImpaired { service } => {
                Some((*service, text::impaired(self.service_name(*service))))
            }
            LogEvent::ServiceCannotAssume { service, role } => {
                Some((*service, text::roles::cannot_assume(self.service_name(*service), role)))
            }
            LogEvent::ServiceUnhealthy { service, task } => {
                Some((*service, text::unhealthy(self.service_name(*service), &self.task_id(*task))))
            }
            LogEvent::Target(target) => self.target_message(target),
            LogEvent::ServiceStopped { service, tasks } => {
                let ids: Vec<String> = tasks.iter().map(|task| self.task_id(*task)).collect();
                Some((*service, text::deployment::stopped(self.service_name(*service), &ids)))
            }
            LogEvent::ServiceStoppedPending { service, tasks } => {
                Some((*service, text::deployment::stopped_pending(self.service_name(*service), *tasks)))
            }
            LogEvent::Deployment { service, deployment, reason } => {
                Some((*service, self.deployment_message(*service, *deployment, *reason)?))
            }
            LogEvent::ServiceZones { service, event } => Some((*service, self.zone_message(*service, event))),
            LogEvent::ServiceStalled { service, stall } => {
                Some((*service, self.stall_message(*service, *stall)?))
            }
            LogEvent::TaskStatus { .. }
            | LogEvent::ServiceDesired { .. }
            | LogEvent::Instance { .. }
            | LogEvent::TaskProtection { .. }
            | LogEvent::Disturbed { .. }
            | LogEvent::Group(_)
            | LogEvent::Shift { .. }
            | LogEvent::Hook { .. }
            | LogEvent::Capacity(_)
            | LogEvent::TaskHealth { .. }
            | LogEvent::ContainerStopped { .. }
            | LogEvent::Bus(_)
            | LogEvent::Alarm { .. }
            | LogEvent::Scaling(_)
            | LogEvent::TasksFailed { .. }
            | LogEvent::LimitReached
            | LogEvent::CallDenied { .. }
            | LogEvent::StorageFull { .. }
            | LogEvent::Refused { .. } => None,
        }
    }
}

/// Spec: RES-8.
fn resources(cpu_units: u32, memory_mib: u32, ports: &[(Protocol, u16)], gpus: Option<u32>) -> Vec<Value> {
    let integer = |name: &str, value: u32| json!({"name": name, "type": "INTEGER", "doubleValue": 0.0, "longValue": 0, "integerValue": value});
    let set = |name: &str, wanted: Protocol| {
        let values: Vec<String> = ports
            .iter()
            .filter(|(protocol, _)| *protocol == wanted)
            .map(|(_, port)| port.to_string())
            .collect();
        json!({"name": name, "type": "STRINGSET", "doubleValue": 0.0, "longValue": 0, "integerValue": 0, "stringSetValue": values})
    };
    let mut resources = vec![
        integer("CPU", cpu_units),
        integer("MEMORY", memory_mib),
        set("PORTS", Protocol::Tcp),
        set("PORTS_UDP", Protocol::Udp),
    ];
    resources.extend(gpus.map(|gpus| integer("GPU", gpus)));
    resources
}

fn attributes(entry: &ContainerInstanceEntry, trunk_id: Option<&String>) -> Vec<Value> {
    let attribute = |(name, value): (String, String)| {
        if value.is_empty() { json!({"name": name}) } else { json!({"name": name, "value": value}) }
    };
    let mut all = entry.attributes.all();
    if let (Some(id), None) = (trunk_id, entry.attributes.get(TRUNK_ID)) {
        all.push((TRUNK_ID.to_owned(), id.clone()));
        all.sort();
    }
    all.into_iter().map(attribute).collect()
}

/// The container that a failure to start is about, by its number in the task definition.
fn container_of(failure: StartFailure) -> Option<usize> {
    match failure {
        StartFailure::Container { container, .. } => Some(container),
        _ => None,
    }
}
