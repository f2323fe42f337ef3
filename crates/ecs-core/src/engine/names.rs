//! What things are called: ids, ARNs and short forms, and what a name means.

use super::Engine;
use crate::ids::{InstanceRow, ServiceRow, TaskRow};
use crate::scenario::ContainerInstanceEntry;
use std::collections::BTreeMap;

/// What ids mean, as far as somebody has asked: ids are hashes and worked out once.
#[derive(Clone, Debug, Default)]
pub(super) struct Names {
    tasks: BTreeMap<String, TaskRow>,
    tasks_known: usize,
    instances: BTreeMap<String, InstanceRow>,
    instances_known: usize,
}

impl Engine {
    pub(crate) fn instance_entry(&self, row: InstanceRow) -> &ContainerInstanceEntry {
        &self.world.entries[self.world.instances[row].entry]
    }

    /// `host/1`.
    pub(crate) fn instance_short(&self, row: InstanceRow) -> String {
        self.instance_entry(row).short(self.world.instances[row].number)
    }

    pub(crate) fn ec2_instance_id(&self, row: InstanceRow) -> String {
        let number = self.world.instances[row].number;
        self.instance_entry(row).ec2_instance_id(&self.scenario.account, number)
    }

    pub(crate) fn container_instance_id(&self, row: InstanceRow) -> String {
        self.scenario.account.hex_id("container-instance", &self.instance_short(row))
    }

    pub(crate) fn container_instance_arn(&self, row: InstanceRow) -> String {
        self.scenario.account.in_cluster_arn("container-instance", &self.container_instance_id(row))
    }

    pub(crate) fn task_id(&self, row: TaskRow) -> String {
        self.scenario.account.hex_id("task", &self.world.task_short(&self.world.tasks[row]))
    }

    pub(crate) fn task_arn(&self, row: TaskRow) -> String {
        self.scenario.account.in_cluster_arn("task", &self.task_id(row))
    }

    pub(crate) fn service_name(&self, row: ServiceRow) -> &str {
        &self.service(row).service_name
    }

    pub(crate) fn task_definition_arn(&self, number: usize) -> String {
        let short = self.scenario.task_definitions.get(number).map(crate::aws::TaskDefinition::short);
        self.scenario.account.ecs_arn(&format!("task-definition/{}", short.unwrap_or_default()))
    }

    /// A task by ARN, id or short form (`service:web/1`).
    pub(crate) fn find_task(&mut self, reference: &str) -> Option<TaskRow> {
        if reference.starts_with("arn:") || !reference.contains('/') {
            self.learn_tasks();
            return self.names.tasks.get(last(reference)).copied();
        }
        let (group, number) = reference.rsplit_once('/')?;
        self.world.task_of_group(group, number.parse().ok()?)
    }

    /// A container instance by ARN, id, EC2 instance id or short form (`host/1`).
    pub(crate) fn find_instance(&mut self, reference: &str) -> Option<InstanceRow> {
        self.learn_instances();
        let name = if reference.starts_with("arn:") { last(reference) } else { reference };
        self.names.instances.get(name).copied()
    }

    fn learn_tasks(&mut self) {
        let rows: Vec<TaskRow> =
            self.world.tasks.iter().skip(self.names.tasks_known).map(|(row, _)| row).collect();
        self.names.tasks_known += rows.len();
        for row in rows {
            let id = self.task_id(row);
            self.names.tasks.insert(id, row);
        }
    }

    fn learn_instances(&mut self) {
        let rows: Vec<InstanceRow> =
            self.world.instances.iter().skip(self.names.instances_known).map(|(row, _)| row).collect();
        self.names.instances_known += rows.len();
        for row in rows {
            let names =
                [self.instance_short(row), self.container_instance_id(row), self.ec2_instance_id(row)];
            self.names.instances.extend(names.map(|name| (name, row)));
        }
    }
}

fn last(reference: &str) -> &str {
    reference.rsplit_once('/').map_or(reference, |(_, last)| last)
}
