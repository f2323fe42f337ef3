//! What every instance has left, in dense columns, and how many tasks of a group stand where.

#![allow(clippy::indexing_slicing, reason = "a table is indexed by a row that it made itself")]

mod division;
mod groups;
mod journal;

use super::Requirement;
use crate::aws::{Protocol, ZONE_ATTRIBUTE};
use crate::ids::{DivisionRow, GroupRow, InstanceRow, Row, Table, ZoneRow};
use crate::network::DynamicPorts;
use crate::scenario::ContainerInstanceEntry;
use crate::units::CPU_UNITS_PER_VCPU;
use division::Division;
use groups::Groups;
use journal::Journal;
use std::ops::RangeInclusive;

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
    /// GPUs.
    pub gpus: u32,
    /// Ports that the agent reserves.
    pub reserved_ports: Vec<(Protocol, u16)>,
    /// The range that the agent draws host ports from.
    pub dynamic_ports: RangeInclusive<u16>,
}

impl Capacity {
    /// What each instance of an entry brings, in its zone.
    pub fn of(entry: &ContainerInstanceEntry, zone: ZoneRow) -> Capacity {
        Capacity {
            zone,
            placeable: entry.active,
            cpu_units: entry.instance_type.vcpu * CPU_UNITS_PER_VCPU,
            memory_mib: entry.registered_memory_mib,
            enis: entry.task_enis,
            gpus: entry.instance_type.gpus,
            reserved_ports: entry.reserved_ports.clone(),
            dynamic_ports: entry.dynamic_ports.clone(),
        }
    }
}

/// What `spread` by zone divides the instances by: the values of [`ZONE_ATTRIBUTE`].
pub const ZONES: DivisionRow = DivisionRow(0);

/// The cluster's books. One entry a column and instance.
#[derive(Clone, Debug)]
pub struct Ledger {
    zone: Vec<ZoneRow>,
    registered: Vec<bool>,
    placeable: Vec<bool>,
    cpu_units_left: Vec<u32>,
    memory_mib_left: Vec<u32>,
    enis_left: Vec<u32>,
    gpus_left: Vec<u32>,
    /// Tasks whose desired status is RUNNING.
    tasks_to_run: Vec<u32>,
    /// Host ports in use, sorted: the agent's own and the static ones of tasks.
    ports: Vec<Vec<(Protocol, u16)>>,
    /// Host ports that the agent drew. ECS does not see them; the instance does.
    dynamic_ports: Vec<DynamicPorts>,
    groups: Groups,
    divisions: Table<DivisionRow, Division>,
    journal: Journal,
}

impl Default for Ledger {
    fn default() -> Self {
        let mut divisions = Table::new();
        divisions.push(Division::by(ZONE_ATTRIBUTE));
        Ledger {
            zone: Vec::new(),
            registered: Vec::new(),
            placeable: Vec::new(),
            cpu_units_left: Vec::new(),
            memory_mib_left: Vec::new(),
            enis_left: Vec::new(),
            gpus_left: Vec::new(),
            tasks_to_run: Vec::new(),
            ports: Vec::new(),
            dynamic_ports: Vec::new(),
            groups: Groups::default(),
            divisions,
            journal: Journal::default(),
        }
    }
}

impl Ledger {
    /// Adds an instance. Rows count up as instances are added.
    pub fn register(&mut self, capacity: &Capacity) -> InstanceRow {
        self.zone.push(capacity.zone);
        self.registered.push(true);
        self.placeable.push(capacity.placeable);
        self.cpu_units_left.push(capacity.cpu_units);
        self.memory_mib_left.push(capacity.memory_mib);
        self.enis_left.push(capacity.enis);
        self.gpus_left.push(capacity.gpus);
        self.tasks_to_run.push(0);
        let mut ports = capacity.reserved_ports.clone();
        ports.sort_unstable();
        ports.dedup();
        self.ports.push(ports);
        self.dynamic_ports.push(DynamicPorts::of(capacity.dynamic_ports.clone()));
        let row = InstanceRow::from_number(self.zone.len() - 1);
        self.divisions[ZONES].assign_part(row, Some(capacity.zone.0));
        row
    }

    /// An instance is no longer the cluster's: it keeps its row, and no task finds a place on it.
    /// Spec: FAULT-4.
    pub fn deregister(&mut self, row: InstanceRow) {
        self.registered[row.number()] = false;
        self.set_placeable(row, false);
    }

    /// An instance is the cluster's from now on: its machine was there before. Spec: ASG-4.
    pub fn admit(&mut self, row: InstanceRow) {
        self.registered[row.number()] = true;
        self.changed(row);
    }

    /// Whether new tasks may come to an instance from now on.
    pub fn set_placeable(&mut self, row: InstanceRow, placeable: bool) {
        self.placeable[row.number()] = placeable;
        self.changed(row);
    }

    /// Counts the tasks of an instance by what its attributes are now. Spec: FAULT-5.
    pub fn reassign<'a>(&mut self, row: InstanceRow, value: impl Fn(&str) -> Option<&'a str>) {
        for (number, division) in self.divisions.iter_mut().enumerate().skip(1) {
            let before = division.part(row);
            division.assign(row, value(&division.attribute));
            self.groups.reassign(number, row, before, division.part(row));
        }
        self.changed(row);
    }

    /// Adds a task group without tasks.
    pub fn add_group(&mut self) -> GroupRow {
        self.groups.add()
    }

    /// Divides the instances by an attribute, whose value for each of them `value` says. What is
    /// divided by it already stays so.
    pub fn divide_by<'a>(
        &mut self,
        attribute: &str,
        value: impl Fn(InstanceRow) -> Option<&'a str>,
    ) -> DivisionRow {
        let known = self.divisions.iter().find(|(_, division)| division.attribute == attribute);
        if let Some((row, _)) = known {
            return row;
        }
        let mut division = Division::by(attribute);
        for row in self.all_rows() {
            division.assign(row, value(row));
        }
        self.groups.divide(self.divisions.len(), &division);
        self.divisions.push(division)
    }

    /// The attribute by whose values a division is made.
    pub fn attribute_of(&self, division: DivisionRow) -> &str {
        &self.divisions[division].attribute
    }

    /// How many rows there are, those of instances that are no longer registered among them.
    pub fn len(&self) -> usize {
        self.zone.len()
    }

    /// Whether there has never been an instance.
    pub fn is_empty(&self) -> bool {
        self.zone.is_empty()
    }

    /// Books a task on an instance, where it is to run.
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
        self.tasks_to_run[row.number()] += 1;
        self.groups.count(requirement.group, row, &self.divisions, 1);
        self.changed(row);
    }

    /// A task on an instance is to run no longer; it still holds what it took.
    pub fn asked_to_stop(&mut self, row: InstanceRow) {
        self.tasks_to_run[row.number()] -= 1;
        self.changed(row);
    }

    /// Takes a task off an instance that was asked to stop.
    pub fn give_back(&mut self, row: InstanceRow, requirement: &Requirement) {
        for (column, amount) in self.columns(requirement) {
            if let Some(left) = column.get_mut(row.number()) {
                *left += amount;
            }
        }
        if let Some(ports) = self.ports.get_mut(row.number()) {
            ports.retain(|port| requirement.host_ports.binary_search(port).is_err());
        }
        self.groups.count(requirement.group, row, &self.divisions, -1);
        self.changed(row);
    }

    fn changed(&mut self, row: InstanceRow) {
        self.journal.note(row, self.zone.len());
    }

    /// The place in the list of changes behind the newest one.
    pub fn changes_end(&self) -> u64 {
        self.journal.end()
    }

    /// The instances that have changed since a place in the list of changes, in order, some more than
    /// once; none where that is not known any more.
    pub fn changes_since(&self, place: u64) -> Option<&[InstanceRow]> {
        self.journal.since(place)
    }

    /// What is counted of a task, and where.
    fn columns(&mut self, requirement: &Requirement) -> [(&mut Vec<u32>, u32); 4] {
        [
            (&mut self.cpu_units_left, requirement.cpu_units),
            (&mut self.memory_mib_left, requirement.memory_mib),
            (&mut self.enis_left, requirement.enis),
            (&mut self.gpus_left, requirement.gpus),
        ]
    }

    /// Counts a task that runs in a zone and on no instance: on Fargate.
    pub fn take_zone(&mut self, zone: ZoneRow, group: GroupRow) {
        self.groups.count_in_part(group, ZONES, zone.number(), 1);
    }

    /// Forgets a task that ran in a zone and on no instance.
    pub fn give_back_zone(&mut self, zone: ZoneRow, group: GroupRow) {
        self.groups.count_in_part(group, ZONES, zone.number(), -1);
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

    /// GPUs left.
    pub fn gpus_left(&self, row: InstanceRow) -> u32 {
        self.gpus_left.get(row.number()).copied().unwrap_or(0)
    }

    /// Tasks on an instance whose desired status is RUNNING.
    pub fn tasks_to_run(&self, row: InstanceRow) -> u32 {
        self.tasks_to_run.get(row.number()).copied().unwrap_or(0)
    }

    /// Host ports in use, sorted.
    pub fn ports(&self, row: InstanceRow) -> &[(Protocol, u16)] {
        self.ports.get(row.number()).map_or(&[], Vec::as_slice)
    }

    /// Draws so many host ports in a row, by the first of them; nothing where there are not so many.
    /// Spec: NET-4, NET-21.
    pub fn take_dynamic_ports(&mut self, row: InstanceRow, protocol: Protocol, count: u16) -> Option<u16> {
        let ports = self.ports.get(row.number())?;
        let is_static = |port| ports.binary_search(&(protocol, port)).is_ok();
        self.dynamic_ports.get_mut(row.number())?.take(protocol, count, is_static)
    }

    /// Gives drawn host ports back, by the first of them.
    pub fn give_back_dynamic_ports(&mut self, row: InstanceRow, protocol: Protocol, first: u16, count: u16) {
        if let Some(ports) = self.dynamic_ports.get_mut(row.number()) {
            ports.give_back(protocol, first, count);
        }
    }

    /// Whether the agent has drawn a host port. ECS does not see that when it places a task. Spec: NET-4.
    pub fn is_drawn(&self, row: InstanceRow, protocol: Protocol, port: u16) -> bool {
        self.dynamic_ports.get(row.number()).is_some_and(|ports| ports.holds(protocol, port))
    }

    /// Tasks of a group in a zone.
    pub fn tasks_in_zone(&self, group: GroupRow, zone: ZoneRow) -> u32 {
        self.groups.in_part(group, ZONES, zone.0)
    }

    /// Tasks of a group in the part of a division that an instance is in; none where it is in none.
    pub fn tasks_in_part(&self, group: GroupRow, division: DivisionRow, row: InstanceRow) -> Option<u32> {
        let part = self.part(division, row)?;
        Some(self.groups.in_part(group, division, part))
    }

    /// The number of the part of a division that an instance is in; none where it is in none.
    pub fn part(&self, division: DivisionRow, row: InstanceRow) -> Option<u32> {
        self.divisions[division].part(row)
    }

    /// Tasks of a group on an instance.
    pub fn tasks_on_instance(&self, group: GroupRow, row: InstanceRow) -> u32 {
        self.groups.on_instance(group, row)
    }

    /// The instances of the cluster.
    pub fn rows(&self) -> impl Iterator<Item = InstanceRow> + use<'_> {
        self.all_rows().filter(|row| self.is_registered(*row))
    }

    /// Every row, those of instances that are no longer registered among them.
    pub fn all_rows(&self) -> impl Iterator<Item = InstanceRow> + use<> {
        (0..self.len()).map(InstanceRow::from_number)
    }

    /// Whether an instance is the cluster's.
    pub fn is_registered(&self, row: InstanceRow) -> bool {
        self.registered.get(row.number()).copied().unwrap_or(false)
    }
}
