//! What every instance has left, in dense columns, and how many tasks of a group stand where.

#![allow(clippy::indexing_slicing, reason = "a table is indexed by a row that it made itself")]

use super::Requirement;
use crate::aws::Protocol;
use crate::ids::{GroupRow, InstanceRow, Row, Table, ZoneRow};
use crate::network::DynamicPorts;

/// What an instance brings when it registers. Spec: RES-5, RES-6, RES-7.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Capacity {
    /// Its zone.
    pub zone: ZoneRow,
    /// Whether it is ACTIVE and its agent connected.
    pub placeable: bool,
    /// CPU units.
    pub cpu_units: u32,
    /// MiB.
    pub memory_mib: u32,
    /// Elastic network interfaces for tasks: the primary one is not among them.
    pub enis: u32,
    /// TCP ports that the agent reserves.
    pub reserved_tcp_ports: Vec<u16>,
}

/// The tasks of one group, counted.
#[derive(Clone, Debug, Default)]
struct GroupCounts {
    by_zone: Vec<u32>,
    by_instance: Vec<u32>,
}

/// The cluster's books. One entry a column and instance.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    zone: Vec<ZoneRow>,
    placeable: Vec<bool>,
    cpu_units_left: Vec<u32>,
    memory_mib_left: Vec<u32>,
    enis_left: Vec<u32>,
    /// Host ports in use, sorted: the agent's own and the static ones of tasks.
    ports: Vec<Vec<(Protocol, u16)>>,
    /// Host ports that the agent drew. ECS does not see them; the instance does.
    dynamic_ports: Vec<DynamicPorts>,
    groups: Table<GroupRow, GroupCounts>,
}

impl Ledger {
    /// Adds an instance. Rows count up as instances are added.
    pub fn register(&mut self, capacity: &Capacity) -> InstanceRow {
        self.zone.push(capacity.zone);
        self.placeable.push(capacity.placeable);
        self.cpu_units_left.push(capacity.cpu_units);
        self.memory_mib_left.push(capacity.memory_mib);
        self.enis_left.push(capacity.enis);
        let mut ports: Vec<_> =
            capacity.reserved_tcp_ports.iter().map(|port| (Protocol::Tcp, *port)).collect();
        ports.sort_unstable();
        ports.dedup();
        self.ports.push(ports);
        self.dynamic_ports.push(DynamicPorts::default());
        InstanceRow::from_number(self.zone.len() - 1)
    }

    /// Adds a task group without tasks.
    pub fn add_group(&mut self) -> GroupRow {
        self.groups.push(GroupCounts::default())
    }

    /// How many instances there are.
    pub fn len(&self) -> usize {
        self.zone.len()
    }

    /// Whether there is no instance.
    pub fn is_empty(&self) -> bool {
        self.zone.is_empty()
    }

    /// Books a task on an instance.
    ///
    /// # Panics
    ///
    /// Where the task does not fit: whoever books has asked [`super::decide`] before.
    pub fn take(&mut self, row: InstanceRow, requirement: &Requirement) {
        for (column, amount) in self.columns(requirement) {
            if let Some(left) = column.get_mut(row.number()) {
                assert!(*left >= amount, "no instance is ever overcommitted");
                *left -= amount;
            }
        }
        if let Some(ports) = self.ports.get_mut(row.number())
            && !requirement.host_ports.is_empty()
        {
            ports.extend(&requirement.host_ports);
            ports.sort_unstable();
        }
        let zone = self.zone(row);
        let counts = &mut self.groups[requirement.group];
        add(&mut counts.by_instance, row.number(), 1);
        add(&mut counts.by_zone, zone.number(), 1);
    }

    /// Takes a task off an instance.
    pub fn give_back(&mut self, row: InstanceRow, requirement: &Requirement) {
        for (column, amount) in self.columns(requirement) {
            if let Some(left) = column.get_mut(row.number()) {
                *left += amount;
            }
        }
        if let Some(ports) = self.ports.get_mut(row.number()) {
            ports.retain(|port| requirement.host_ports.binary_search(port).is_err());
        }
        let zone = self.zone(row);
        let counts = &mut self.groups[requirement.group];
        add(&mut counts.by_instance, row.number(), -1);
        add(&mut counts.by_zone, zone.number(), -1);
    }

    /// What is counted of a task, and where.
    fn columns(&mut self, requirement: &Requirement) -> [(&mut Vec<u32>, u32); 3] {
        [
            (&mut self.cpu_units_left, requirement.cpu_units),
            (&mut self.memory_mib_left, requirement.memory_mib),
            (&mut self.enis_left, requirement.enis),
        ]
    }

    /// Counts a task that runs in a zone and on no instance: on Fargate.
    pub fn take_zone(&mut self, zone: ZoneRow, group: GroupRow) {
        add(&mut self.groups[group].by_zone, zone.number(), 1);
    }

    /// Forgets a task that ran in a zone and on no instance.
    pub fn give_back_zone(&mut self, zone: ZoneRow, group: GroupRow) {
        add(&mut self.groups[group].by_zone, zone.number(), -1);
    }

    /// The zone of an instance.
    pub fn zone(&self, row: InstanceRow) -> ZoneRow {
        self.zone.get(row.number()).copied().unwrap_or(ZoneRow(0))
    }

    /// Whether an instance is ACTIVE and its agent connected.
    pub fn placeable(&self, row: InstanceRow) -> bool {
        self.placeable.get(row.number()).copied().unwrap_or(false)
    }

    /// CPU units left.
    pub fn cpu_units_left(&self, row: InstanceRow) -> u32 {
        self.cpu_units_left.get(row.number()).copied().unwrap_or(0)
    }

    /// MiB left.
    pub fn memory_mib_left(&self, row: InstanceRow) -> u32 {
        self.memory_mib_left.get(row.number()).copied().unwrap_or(0)
    }

    /// Elastic network interfaces left for tasks.
    pub fn enis_left(&self, row: InstanceRow) -> u32 {
        self.enis_left.get(row.number()).copied().unwrap_or(0)
    }

    /// Host ports in use, sorted.
    pub fn ports(&self, row: InstanceRow) -> &[(Protocol, u16)] {
        self.ports.get(row.number()).map_or(&[], Vec::as_slice)
    }

    /// Draws a dynamic host port; nothing where none is left. Spec: NET-4.
    pub fn take_dynamic_port(&mut self, row: InstanceRow, protocol: Protocol) -> Option<u16> {
        let ports = self.ports.get(row.number())?;
        self.dynamic_ports
            .get_mut(row.number())?
            .take(protocol, |port| ports.binary_search(&(protocol, port)).is_ok())
    }

    /// Gives a dynamic host port back.
    pub fn give_back_dynamic_port(&mut self, row: InstanceRow, protocol: Protocol, port: u16) {
        if let Some(ports) = self.dynamic_ports.get_mut(row.number()) {
            ports.give_back(protocol, port);
        }
    }

    /// Whether a host port is in use on an instance, static or drawn.
    pub fn port_in_use(&self, row: InstanceRow, protocol: Protocol, port: u16) -> bool {
        self.ports(row).binary_search(&(protocol, port)).is_ok()
            || self.dynamic_ports.get(row.number()).is_some_and(|ports| ports.holds(protocol, port))
    }

    /// Tasks of a group in a zone.
    pub fn tasks_in_zone(&self, group: GroupRow, zone: ZoneRow) -> u32 {
        self.groups[group].by_zone.get(zone.number()).copied().unwrap_or(0)
    }

    /// Tasks of a group on an instance.
    pub fn tasks_on_instance(&self, group: GroupRow, row: InstanceRow) -> u32 {
        self.groups[group].by_instance.get(row.number()).copied().unwrap_or(0)
    }

    /// The rows of all instances.
    pub fn rows(&self) -> impl Iterator<Item = InstanceRow> + use<> {
        (0..self.len()).map(InstanceRow::from_number)
    }
}

fn add(counts: &mut Vec<u32>, number: usize, change: i32) {
    if counts.len() <= number {
        counts.resize(number + 1, 0);
    }
    if let Some(count) = counts.get_mut(number) {
        *count = count.saturating_add_signed(change);
    }
}
