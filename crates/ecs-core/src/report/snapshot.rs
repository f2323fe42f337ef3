//! The state of a run as a picture is drawn from it: plain values, no reference into the run.

use super::bus::{BusView, CauseView};
use super::event_view::EventView;
use super::group_view::GroupView;
use super::groups::MemberView;
use super::instances::InstanceCondition;
use super::shifts::ShiftView;
use super::text;
use crate::ENGINE_VERSION;
use crate::aws::{LaunchType, Protocol, TaskDefinition};
use crate::engine::Engine;
use crate::ids::{InstanceRow, Row, ServiceRow, TaskRow};
use crate::log::LogEvent;
use crate::network::HostPort;
use crate::scenario::ContainerInstanceEntry;
use crate::time::SimTime;
use crate::units::CPU_UNITS_PER_VCPU;
use crate::world::{InstanceStatus, ServiceState, TaskStatus};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::rc::Rc;

/// A run at one moment. Everything refers to everything else by its number in these lists.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Snapshot {
    /// The moment.
    pub at: SimTime,
    /// How far the timeline reaches.
    pub duration: SimTime,
    /// [`ENGINE_VERSION`].
    pub engine_version: u32,
    /// A hash of the event log, 16 hex digits.
    pub log_hash: String,
    /// Zones by name.
    pub zones: Vec<ZoneView>,
    /// Container instances in order of registration.
    pub instances: Vec<Rc<InstanceView>>,
    /// What instances register with: name and value of every attribute that has one of its own, for each
    /// entry of container instances. Spec: RES-10, RES-11.
    pub attribute_sets: Rc<Vec<BTreeMap<String, String>>>,
    /// Tasks that are not stopped, in order of creation.
    pub tasks: Vec<Rc<TaskView>>,
    /// The numbers of each instance's tasks: [`tasks_on`](Snapshot::tasks_on). They follow from the tasks, so
    /// they do not travel, and an instance is as it was although one of another's tasks has stopped.
    #[serde(skip)]
    numbers: Vec<Vec<usize>>,
    /// Services in the scenario's order.
    pub services: Vec<ServiceView>,
    /// Auto Scaling groups in the scenario's order.
    pub groups: Vec<GroupView>,
    /// What happened, newest first.
    pub events: Vec<EventView>,
    /// Rules, pipes, queues and topics.
    pub bus: BusView,
    /// Actions of the timeline that were refused or started fewer tasks than they were asked for, newest
    /// first: among the events of a large run they would be lost.
    pub problems: Vec<EventView>,
    /// What the run has had as much of as it may have, in a sentence; none while it has not. Spec: SCN-7.
    pub limit_reached: Option<Cow<'static, str>>,
}

/// A zone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ZoneView {
    /// For example `us-east-1a`.
    pub name: String,
    /// Its instances.
    pub instances: Vec<usize>,
    /// Its tasks on Fargate.
    pub fargate_tasks: Vec<usize>,
}

/// What is taken of what there is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Amount {
    /// Taken by tasks.
    pub used: u32,
    /// All of it.
    pub total: u32,
}

/// A container instance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InstanceView {
    /// For example `i-0b2d55…`.
    pub id: String,
    /// Its short form, for example `host/1`.
    pub short: String,
    /// For example `t3.medium`.
    pub instance_type: Cow<'static, str>,
    /// The name of its zone.
    pub zone: String,
    /// `status`.
    pub status: InstanceStatus,
    /// Whether its agent is connected.
    pub agent_connected: bool,
    /// What is the matter with it.
    pub condition: InstanceCondition,
    /// CPU units.
    pub cpu_units: Amount,
    /// Memory in MiB.
    pub memory_mib: Amount,
    /// Elastic network interfaces, those of tasks on a trunk among them; the instance's own count as used.
    pub enis: Amount,
    /// GPUs.
    pub gpus: Amount,
    /// Its attributes, by number in [`Snapshot::attribute_sets`].
    pub attributes: usize,
    /// Static host ports in use, the agent's own among them.
    pub ports: Vec<PortView>,
    /// What it is to its Auto Scaling group; none where it was registered by hand.
    pub member: Option<MemberView>,
}

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

/// A service.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ServiceView {
    /// Its name.
    pub name: String,
    /// `family:revision`.
    pub task_definition: String,
    /// Where its tasks run.
    pub launch_type: LaunchType,
    /// Tasks that it is to keep.
    pub desired_count: u32,
    /// Tasks that run.
    pub running_count: u32,
    /// Tasks that start.
    pub pending_count: u32,
    /// Tasks that it has not started.
    pub waiting: Option<WaitingView>,
    /// How far its deployment is, where that shifts traffic.
    pub shift: Option<ShiftView>,
}

/// Tasks that a service has not started: without a place, or held back because the last ones failed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaitingView {
    /// How many.
    pub count: u32,
    /// Why, in our words.
    pub reason: String,
    /// ECS's event.
    pub aws_message: String,
}

impl Snapshot {
    /// With the numbers of each instance's tasks: for whoever has put it together.
    #[must_use]
    pub fn numbered(mut self) -> Snapshot {
        self.numbers = vec![Vec::new(); self.instances.len()];
        for (number, task) in self.tasks.iter().enumerate() {
            if let Some(numbers) = task.instance.and_then(|instance| self.numbers.get_mut(instance)) {
                numbers.push(number);
            }
        }
        self
    }

    /// The tasks of an instance, by number.
    pub fn tasks_on(&self, instance: usize) -> &[usize] {
        self.numbers.get(instance).map_or(&[], Vec::as_slice)
    }
}

impl Engine {
    pub(crate) fn snapshot(&self, newest_events: usize) -> Snapshot {
        let shown: Vec<TaskRow> = self
            .world
            .tasks
            .iter()
            .filter(|(_, task)| task.last_status != TaskStatus::Stopped)
            .map(|(row, _)| row)
            .collect();
        let mut numbers = vec![None; self.world.tasks.len()];
        for (number, row) in shown.iter().enumerate() {
            if let Some(slot) = numbers.get_mut(row.number()) {
                *slot = Some(number);
            }
        }
        let rows = self.world.ledger.all_rows();
        let instances: Vec<Rc<InstanceView>> = rows.map(|row| Rc::new(self.instance_view(row))).collect();
        let tasks: Vec<Rc<TaskView>> = shown.iter().map(|row| Rc::new(self.task_view(*row))).collect();
        let events =
            self.log.entries().rev().filter_map(|entry| self.event_view(entry, &numbers)).take(newest_events);
        let problems = self.log.entries().rev().filter(|entry| entry.event.is_problem());
        let entries = self.world.entries.iter();
        let described = self.shown_instances();
        Snapshot {
            at: self.now,
            duration: self.scenario.duration,
            engine_version: ENGINE_VERSION,
            log_hash: format!("{:016x}", self.log.hash()),
            zones: zone_views(&described, &instances, &tasks),
            services: self.service_views(),
            groups: self.group_views(),
            events: events.collect(),
            bus: self.bus_view(),
            problems: problems
                .filter_map(|entry| self.event_view(entry, &numbers))
                .take(newest_events)
                .collect(),
            limit_reached: self.world.full.then(|| text::limit_reached().into()),
            attribute_sets: Rc::new(entries.map(|entry| entry.attributes.named.clone()).collect()),
            instances,
            tasks,
            numbers: Vec::new(),
        }
        .numbered()
    }

    fn instance_view(&self, row: InstanceRow) -> InstanceView {
        let entry = self.instance_entry(row);
        let ledger = &self.world.ledger;
        let amount = |total: u32, left: u32| Amount { used: total - left, total };
        InstanceView {
            id: self.ec2_instance_id(row),
            short: self.instance_short(row),
            instance_type: entry.instance_type.name.into(),
            zone: entry.availability_zone.clone(),
            status: self.world.instances[row].life.status,
            agent_connected: self.world.instances[row].life.agent_connected(),
            condition: self.instance_condition(row),
            cpu_units: amount(entry.instance_type.vcpu * CPU_UNITS_PER_VCPU, ledger.cpu_units_left(row)),
            memory_mib: amount(entry.registered_memory_mib, ledger.memory_mib_left(row)),
            enis: amount(all_enis(entry), ledger.enis_left(row)),
            gpus: amount(entry.instance_type.gpus, ledger.gpus_left(row)),
            attributes: self.world.instances[row].entry,
            ports: ledger
                .ports(row)
                .iter()
                .map(|(protocol, port)| PortView { host_port: *port, protocol: *protocol })
                .collect(),
            member: self.member_view(row),
        }
    }

    fn task_view(&self, row: TaskRow) -> TaskView {
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

    fn service_views(&self) -> Vec<ServiceView> {
        let view = |(row, state): (ServiceRow, &ServiceState)| {
            let service = &state.given;
            let definition = self.scenario.task_definitions.get(service.task_definition);
            let waiting = self.why_waiting(row, state).map(|(reason, event)| WaitingView {
                count: state.missing(),
                reason,
                aws_message: self.service_message(&event).map(|(_, message)| message).unwrap_or_default(),
            });
            let waiting = waiting.or_else(|| self.provisioning_view(row));
            ServiceView {
                name: service.service_name.clone(),
                task_definition: definition.map(TaskDefinition::short).unwrap_or_default(),
                launch_type: service.launch_type,
                desired_count: state.desired_count,
                running_count: state.running_count,
                pending_count: state.pending_count,
                waiting,
                shift: self.shift_of(row),
            }
        };
        self.world.services.iter().map(view).collect()
    }

    /// Why a service has not started all of its tasks, in our words, and ECS's event.
    fn why_waiting(&self, service: ServiceRow, state: &ServiceState) -> Option<(String, LogEvent)> {
        if let Some(why) = state.unplaced {
            return Some((text::plainly_unplaced(why), LogEvent::ServiceUnplaced { service, why }));
        }
        let started = state.running_count + state.pending_count;
        if started < state.desired_count
            && let Some(waits) = self.waits_for_role(service, state)
        {
            return Some(waits);
        }
        let failed = state.starts.last_failed.filter(|_| started < state.desired_count)?;
        let why = self.why_ended(failed)?;
        Some((format!("the last tasks did not start: {why}"), LogEvent::ServiceImpaired { service }))
    }
}

/// Interfaces that ECS counts on an instance: on a trunk the primary one and the trunk beside those of tasks, on
/// an external one none. Spec: NET-6.
fn all_enis(entry: &ContainerInstanceEntry) -> u32 {
    match entry.attributes.kind {
        kind if kind.external => 0,
        kind if kind.trunk => entry.task_enis + 2,
        _ => entry.instance_type.max_enis,
    }
}

fn zone_views(
    described: &[InstanceRow],
    instances: &[Rc<InstanceView>],
    tasks: &[Rc<TaskView>],
) -> Vec<ZoneView> {
    let mut zones: BTreeMap<&str, ZoneView> = BTreeMap::new();
    let new =
        |name: &str| ZoneView { name: name.to_owned(), instances: Vec::new(), fargate_tasks: Vec::new() };
    let numbers = described.iter().map(|row| row.number());
    for (number, instance) in numbers.filter_map(|number| Some((number, instances.get(number)?))) {
        zones.entry(&instance.zone).or_insert_with(|| new(&instance.zone)).instances.push(number);
    }
    let on_fargate = |task: &Rc<TaskView>| task.instance.is_none() && task.waits.is_none();
    for (number, task) in tasks.iter().enumerate().filter(|(_, task)| on_fargate(task)) {
        zones.entry(&task.zone).or_insert_with(|| new(&task.zone)).fargate_tasks.push(number);
    }
    zones.into_values().collect()
}
