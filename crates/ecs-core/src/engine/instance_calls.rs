//! The calls of the timeline about container instances and their machines.

use super::Engine;
use super::timeline::INVALID_PARAMETER;
use crate::ids::InstanceRow;
use crate::limits;
use crate::scenario::{ContainerInstanceEntry, InstanceAttribute, InstanceCall};
use crate::world::{InstanceChange, InstanceStatus, Machine, Stop};

/// Spec: FAULT-4.
const NOT_FOUND: &str = "The referenced container instance was not found.";

/// Spec: FAULT-4.
const RUNNING_TASKS: &str = "Found running tasks on the instance.";

/// Spec: FAULT-5.
const TARGET_NOT_FOUND: &str = "The specified target wasn't found. You can view your available container instances with ListContainerInstances. Amazon ECS container instances are cluster-specific and Region-specific.";

/// Spec: FAULT-5.
const ATTRIBUTE_LIMIT: &str = "You can apply up to 10 custom attributes for each resource. You can view the attributes of a resource with ListAttributes. You can remove existing attributes on a resource with DeleteAttributes.";

impl Engine {
    pub(super) fn instance_call(&mut self, number: usize, call: &InstanceCall) {
        match call {
            InstanceCall::UpdateState { container_instances, draining } => {
                for reference in container_instances {
                    self.update_state(number, reference, *draining);
                }
            }
            InstanceCall::Register(entry) => self.register_instance_called(number, entry),
            InstanceCall::Deregister { container_instance, force } => {
                self.deregister_instance_called(number, container_instance, *force);
            }
            InstanceCall::PutAttributes(attributes) => {
                self.attributes_called(number, attributes, put);
            }
            InstanceCall::DeleteAttributes(attributes) => {
                self.attributes_called(number, attributes, delete);
            }
            InstanceCall::Terminate { instance_ids } => self.terminate_called(number, instance_ids),
        }
    }

    /// An instance of the cluster.
    pub(super) fn find_registered(&mut self, reference: &str) -> Option<InstanceRow> {
        self.find_instance(reference).filter(|row| self.world.instances[*row].life.status.is_registered())
    }

    /// Spec: FAULT-3.
    fn update_state(&mut self, number: usize, reference: &str, draining: bool) {
        let found = self.find_instance(reference);
        let boots = |row: &InstanceRow| self.world.instances[*row].life.status == InstanceStatus::Registering;
        let Some(row) = found.filter(|row| !boots(row)) else {
            let message = format!("MISSING: there is no container instance {reference}");
            return self.refuse_in_our_words(number, INVALID_PARAMETER, message);
        };
        if !self.world.instances[row].life.status.is_registered() {
            let message = format!("INACTIVE: {reference} has been deregistered");
            return self.refuse_in_our_words(number, INVALID_PARAMETER, message);
        }
        self.set_draining(row, draining);
    }

    /// Sets an instance of the cluster to DRAINING or ACTIVE. Nothing happens to one that is it already.
    /// Spec: FAULT-3.
    pub(super) fn set_draining(&mut self, row: InstanceRow, draining: bool) {
        let status = if draining { InstanceStatus::Draining } else { InstanceStatus::Active };
        self.world.instances[row].life.drains_until = None;
        if std::mem::replace(&mut self.world.instances[row].life.status, status) == status {
            return;
        }
        self.instance_changed(row, InstanceChange::StateUpdated);
    }

    /// Spec: FAULT-2.
    fn register_instance_called(&mut self, number: usize, entry: &ContainerInstanceEntry) {
        let lost =
            self.world.zones.iter().any(|(row, zone)| {
                *zone == entry.availability_zone && self.world.lost_zones.contains_key(&row)
            });
        if lost {
            let message = format!("The Availability Zone {} is lost.", entry.availability_zone);
            return self.refuse_with(number, "ServerException", &message);
        }
        let registered = self.world.ledger.rows().count() as u64 + u64::from(entry.count);
        let rows = self.world.instances.len() + entry.count as usize;
        if registered > limits::CONTAINER_INSTANCES_PER_CLUSTER || rows > limits::INSTANCES_PER_SCENARIO {
            let most = limits::CONTAINER_INSTANCES_PER_CLUSTER;
            let message =
                format!("The cluster would have {registered} container instances; {most} is the limit.");
            return self.refuse_with(number, "LimitExceededException", &message);
        }
        let of_the_name = self
            .world
            .instances
            .iter()
            .filter(|(row, _)| self.instance_entry(*row).name == entry.name)
            .map(|(_, instance)| instance.number);
        let highest = of_the_name.max().unwrap_or(0);
        let place = self.add_entry(entry.clone());
        let rows: Vec<InstanceRow> =
            (1..=entry.count).map(|number| self.register_instance(place, highest + number)).collect();
        self.attributes_changed(&rows);
        for row in rows {
            self.instance_changed(row, InstanceChange::Registered);
        }
    }

    /// Spec: FAULT-4.
    fn deregister_instance_called(&mut self, number: usize, reference: &str, force: bool) {
        let Some(row) = self.find_registered(reference) else { return self.refuse(number, NOT_FOUND) };
        if !force && !self.world.instances[row].life.tasks.is_empty() {
            return self.refuse(number, RUNNING_TASKS);
        }
        self.world.ledger.deregister(row);
        self.lose_tasks(row, &Stop::DeregistrationForced);
        self.deregister(row, InstanceChange::Deregistered);
    }

    /// Puts or deletes attributes: all of them, or none. Spec: FAULT-5.
    fn attributes_called(
        &mut self,
        number: usize,
        attributes: &[InstanceAttribute],
        change: fn(&mut ContainerInstanceEntry, &InstanceAttribute),
    ) {
        let mut changed: Vec<(InstanceRow, ContainerInstanceEntry)> = Vec::new();
        for attribute in attributes {
            let Some(row) = self.find_registered(&attribute.target) else {
                return self.refuse_with(number, "TargetNotFoundException", TARGET_NOT_FOUND);
            };
            if !changed.iter().any(|(known, _)| *known == row) {
                changed.push((row, self.instance_entry(row).clone()));
            }
            let Some((_, entry)) = changed.iter_mut().find(|(known, _)| *known == row) else { continue };
            change(entry, attribute);
            let custom = entry.attributes.named.keys().filter(|name| !name.starts_with("ecs."));
            if custom.count() > limits::CUSTOM_ATTRIBUTES {
                return self.refuse_with(number, "AttributeLimitExceededException", ATTRIBUTE_LIMIT);
            }
        }
        for (row, entry) in changed {
            if entry == *self.instance_entry(row) {
                continue;
            }
            self.world.instances[row].entry = self.add_entry(entry);
            self.attributes_changed(&[row]);
            if self.world.ledger.placeable(row) {
                self.welcome(row);
            }
        }
    }

    /// All machines, or none where one is not there. Spec: FAULT-6.
    fn terminate_called(&mut self, number: usize, instance_ids: &[String]) {
        let mut rows = Vec::new();
        for id in instance_ids {
            let machine = self.find_instance(id).filter(|row| !self.is_external(*row));
            let Some(row) = machine else {
                let message = format!("The instance ID '{id}' does not exist");
                return self.refuse_with(number, "InvalidInstanceID.NotFound", &message);
            };
            rows.push(row);
        }
        for row in rows {
            self.terminate(row);
        }
    }

    /// Whether a machine is none of EC2's.
    pub(super) fn is_external(&self, row: InstanceRow) -> bool {
        self.instance_entry(row).attributes.kind.external
    }

    /// Whether a machine of EC2 runs.
    pub(super) fn is_running_machine(&self, row: InstanceRow) -> bool {
        !self.is_external(row) && self.world.instances[row].life.machine == Machine::Running
    }
}

fn put(entry: &mut ContainerInstanceEntry, attribute: &InstanceAttribute) {
    entry.attributes.named.insert(attribute.name.clone(), attribute.value.clone());
}

/// What ECS has put there itself stays.
fn delete(entry: &mut ContainerInstanceEntry, attribute: &InstanceAttribute) {
    if !attribute.name.starts_with("ecs.") {
        entry.attributes.named.remove(&attribute.name);
    }
}
