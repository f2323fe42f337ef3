//! The container instances, as an expression of the cluster query language asks them.

use super::Engine;
use crate::ids::{GroupRow, InstanceRow};
use crate::placement::{Cluster, Constraint, Membership, Rows};
use crate::query::{Comparison, Expression, Instance};
use crate::scenario::{AGENT_VERSION, Scenario};
use crate::world::World;
use jiff::Timestamp;

/// One container instance.
pub(crate) struct Host<'a> {
    scenario: &'a Scenario,
    world: &'a World,
    row: InstanceRow,
}

impl Instance for Host<'_> {
    fn agent_connected(&self) -> bool {
        self.world.instances[self.row].life.agent_connected()
    }

    fn agent_version(&self) -> &str {
        AGENT_VERSION
    }

    fn attribute(&self, name: &str) -> Option<&str> {
        let instance = &self.world.instances[self.row];
        let entry = self.world.entries.get(instance.entry)?;
        entry.attribute(instance.trunk_id.as_deref(), name)
    }

    fn ec2_instance_id(&self) -> String {
        let instance = &self.world.instances[self.row];
        let entry = &self.world.entries[instance.entry];
        entry.ec2_instance_id(&self.scenario.account, instance.number)
    }

    fn registered_at(&self) -> Timestamp {
        self.scenario.calendar.timestamp(self.world.instances[self.row].life.registered_at)
    }

    fn running_tasks_count(&self) -> u64 {
        u64::from(self.world.ledger.tasks_to_run(self.row))
    }

    fn has_task_of(&self, group: &str) -> bool {
        let group = self.world.groups.get(group);
        group.is_some_and(|group| self.world.ledger.tasks_on_instance(group.row, self.row) > 0)
    }
}

/// The cluster's instances, to be asked while the world takes up new task groups.
struct Hosts<'a> {
    scenario: &'a Scenario,
    world: &'a mut World,
}

impl Cluster for Hosts<'_> {
    fn instances(&self) -> usize {
        self.world.instances.len()
    }

    fn holds(&self, comparison: &Comparison, row: InstanceRow) -> bool {
        comparison.holds(&Host { scenario: self.scenario, world: self.world, row })
    }

    fn group(&mut self, name: &str) -> GroupRow {
        self.world.group_row(name)
    }
}

impl Engine {
    /// A container instance, to be asked.
    pub(crate) fn host(&self, row: InstanceRow) -> Host<'_> {
        Host { scenario: &self.scenario, world: &self.world, row }
    }

    /// The container instances that an expression means, as they are now.
    pub(crate) fn members(&self, expression: &Expression) -> Vec<InstanceRow> {
        self.world.ledger.rows().filter(|row| expression.holds(&self.host(*row))).collect()
    }

    /// An expression as a constraint.
    pub(super) fn member_of(&mut self, expression: &Expression) -> Constraint {
        let mut hosts = Hosts { scenario: &self.scenario, world: &mut self.world };
        Constraint::MemberOf(Membership::of(expression, &mut hosts))
    }

    /// What an expression says of an instance that is another than it was.
    pub(super) fn ask_again(
        &mut self,
        membership: &mut Membership,
        expression: &Expression,
        row: InstanceRow,
    ) {
        let hosts = Hosts { scenario: &self.scenario, world: &mut self.world };
        membership.look_again(expression, &hosts, row);
    }

    /// The instances that have the attributes which a definition's features need, and are of the kind
    /// that a launch type asks for. Spec: PLACE-18.
    pub(super) fn capable(&self, task_definition: usize) -> Rows {
        let needed = self
            .scenario
            .task_definitions
            .get(task_definition)
            .map(crate::aws::TaskDefinition::required_attributes)
            .unwrap_or_default();
        let able: Vec<bool> = self.world.entries.iter().map(|entry| entry.is_capable(&needed)).collect();
        Rows::of(self.world.instances.len(), |row| {
            able.get(self.world.instances[row].entry).copied().unwrap_or(false)
        })
    }
}
