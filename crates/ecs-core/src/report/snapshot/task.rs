//! Tasks, as a picture has them.

use crate::aws::{LaunchType, Protocol, TaskDefinition};
use crate::engine::Engine;
use crate::ids::{Row, TaskRow};
use crate::network::HostPort;
use crate::report::bus::CauseView;
use crate::time::SimTime;
use crate::world::TaskStatus;
use serde::{Deserialize, Serialize};

/// A host port.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PortView {
    /// The port on the instance; 0 while it is not drawn yet.
    pub host_port: u16,
    /// TCP or UDP.
    pub protocol: Protocol,
}

/// A task.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskView {
    /// Thirty-two hex digits.
    pub id: String,
    /// Its short form, for example `service:web/1`.
    pub short: String,
    /// The service's name or the task group's.
    pub name: String,
    /// The number of its service; none for a standalone task.
    pub service: Option<usize>,
    /// `family:revision`.
    pub task_definition: String,
    /// `lastStatus`.
    pub status: TaskStatus,
    /// Where it runs.
    pub launch_type: LaunchType,
    /// Its capacity provider; none where a launch type was named.
    pub capacity_provider: Option<String>,
    /// Its instance; none on Fargate.
    pub instance: Option<usize>,
    /// The name of its zone; empty where it waits for an instance.
    pub zone: String,
    /// Why it waits for an instance; none where it does not. Spec: CAP-11.
    pub waits: Option<String>,
    /// CPU units that it reserves.
    pub cpu_units: u32,
    /// Memory in MiB that it reserves.
    pub memory_mib: u32,
    /// Its ports on the instance.
    pub ports: Vec<PortView>,
    /// The address of its own network interface; none where it has none, and before it is attached.
    pub address: Option<String>,
    /// When it was created.
    pub created_at: SimTime,
    /// When its containers ran.
    pub started_at: Option<SimTime>,
    /// What started it, where a rule or a pipe did.
    pub cause: Option<CauseView>,
}

impl Engine {
    pub(super) fn task_view(&self, row: TaskRow) -> TaskView {
        let task = &self.world.tasks[row];
        let launch = &self.world.launches[task.launch];
        let definition = self.scenario.task_definitions.get(launch.task_definition);
        let bound = task.network_bindings.iter();
        let mut ports: Vec<PortView> = bound
            .map(|binding| PortView { host_port: binding.host_port, protocol: binding.protocol })
            .collect();
        if ports.is_empty() && task.instance.is_some() {
            // Before the containers run: the static ports are known, a dynamic one is not.
            let mappings = definition.into_iter().flat_map(|definition| {
                let mappings =
                    definition.container_definitions.iter().flat_map(|container| &container.port_mappings);
                mappings.map(|mapping| {
                    (crate::network::host_port(definition.network_mode, *mapping), mapping.protocol)
                })
            });
            ports.extend(mappings.filter_map(|(port, protocol)| match port {
                HostPort::Static(host_port) => Some(PortView { host_port, protocol }),
                HostPort::Dynamic => Some(PortView { host_port: 0, protocol }),
                HostPort::OwnAddress => None,
            }));
        }
        let interface = task.network_interface.filter(|_| task.last_status > TaskStatus::Provisioning);
        TaskView {
            id: self.task_id(row),
            short: self.world.task_short(task),
            name: launch
                .service
                .map_or_else(|| launch.group.clone(), |service| self.service_name(service).to_owned()),
            service: launch.service.map(Row::number),
            task_definition: definition.map(TaskDefinition::short).unwrap_or_default(),
            status: task.last_status,
            launch_type: launch.launch_type,
            capacity_provider: self.capacity_provider_name(launch),
            instance: task.instance.map(Row::number),
            zone: self.zone_of(task).unwrap_or_default(),
            waits: self.why_provisioning(row),
            cpu_units: launch.requirement.cpu_units,
            memory_mib: launch.requirement.memory_mib,
            ports,
            address: interface
                .and_then(|interface| interface.private_address)
                .map(|address| address.to_string()),
            created_at: task.created_at,
            started_at: task.started_at,
            cause: self.cause_view(task.launch),
        }
    }
}
