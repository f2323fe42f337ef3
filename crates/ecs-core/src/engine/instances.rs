//! Container instances: how they come to the cluster, what becomes of them, and how they leave it.

use super::{Engine, Event};
use crate::aws::PlacementConstraint;
use crate::ids::{InstanceRow, LaunchRow, ServiceRow};
use crate::log::LogEvent;
use crate::network::AddressPool;
use crate::placement::{Capacity, Constraint};
use crate::registry::Cache;
use crate::scenario::ContainerInstanceEntry;
use crate::world::{Instance, InstanceChange, InstanceLife, InstanceState, InstanceStatus, Power};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// How long a trunk interface takes to be removed: as long as a task's. Spec: FAULT-4, LIFE-3.
const TRUNK_REMOVED_MS: u64 = 5000;

/// What is due with an instance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum InstanceDue {
    /// Its trunk interface has been removed.
    TrunkRemoved,
    /// Its machine starts again, unless something came between.
    Starts,
    /// Its agent reaches ECS again, unless something came between.
    AgentReturns,
    /// It has drained long enough, unless something came between.
    DrainEnds,
    /// EC2 says that it will be interrupted.
    SpotNotice,
    /// It is interrupted.
    SpotInterrupts,
}

impl Engine {
    /// The instances of the scenario. Spec: RES-5, RES-6, RES-7, NET-20.
    pub(super) fn register_instances(&mut self) {
        for entry in self.scenario.container_instances.clone() {
            let count = entry.count;
            let entry = self.add_entry(entry);
            for number in 1..=count {
                self.register_instance(entry, number);
            }
        }
    }

    pub(super) fn add_entry(&mut self, entry: ContainerInstanceEntry) -> usize {
        self.world.entries.push(Arc::new(entry));
        self.world.entries.len() - 1
    }

    /// The n-th instance of an entry, from 1.
    pub(super) fn register_instance(&mut self, entry: usize, number: u32) -> InstanceRow {
        let given = Arc::clone(&self.world.entries[entry]);
        let zone = self.world.zone_row(&given.availability_zone);
        let row = self.world.ledger.register(&Capacity::of(&given, zone));
        let private_address = self.instance_address(entry, number);
        let status = if given.active { InstanceStatus::Active } else { InstanceStatus::Draining };
        self.world.instances.push(Instance {
            entry,
            number,
            zone,
            running_tasks: 0,
            pending_tasks: 0,
            private_address,
            trunk_id: given.trunk_id(&self.scenario.account, number),
            docker0: AddressPool::of_docker0().filter(|_| !given.attributes.kind.windows),
            images: Cache::default(),
            life: InstanceLife {
                status,
                registered_at: self.now,
                power: Power::since(self.now),
                ..InstanceLife::default()
            },
            membership: None,
        });
        self.note_draining(row);
        row
    }

    /// An instance leaves the cluster: at once, or when its trunk interface is removed. Spec: FAULT-4.
    pub(super) fn deregister(&mut self, row: InstanceRow, change: InstanceChange) {
        let instance = &mut self.world.instances[row];
        instance.life.deregistered_at = Some(self.now);
        instance.life.status = InstanceStatus::Inactive;
        if instance.trunk_id.is_some() {
            instance.life.status = InstanceStatus::Deregistering;
            self.after(TRUNK_REMOVED_MS, Event::Instance(row, InstanceDue::TrunkRemoved));
        }
        self.world.ledger.deregister(row);
        self.instance_changed(row, change);
    }

    pub(super) fn instance_due(&mut self, row: InstanceRow, due: InstanceDue) {
        match due {
            InstanceDue::TrunkRemoved => {
                self.world.instances[row].life.status = InstanceStatus::Inactive;
                self.say_instance(row, InstanceChange::TrunkRemoved);
            }
            InstanceDue::Starts => self.machine_is_due(row),
            InstanceDue::AgentReturns => self.agent_is_due(row),
            InstanceDue::DrainEnds => self.drain_is_due(row),
            InstanceDue::SpotNotice => self.spot_notice(row),
            InstanceDue::SpotInterrupts => self.terminate(row),
        }
    }

    /// Something has happened to an instance: placement and the services take note. Spec: FAULT-2.
    pub(super) fn instance_changed(&mut self, row: InstanceRow, change: InstanceChange) {
        let placeable = self.world.instances[row].life.is_placeable();
        self.note_draining(row);
        self.world.ledger.set_placeable(row, placeable);
        self.ask_constraints_again(row);
        self.say_instance(row, change);
        if placeable {
            self.welcome(row);
        }
    }

    /// Services that could use an instance look at it: those that wait, every DAEMON service, and those that
    /// are kept even over zones.
    pub(super) fn welcome(&mut self, row: InstanceRow) {
        self.wake_waiting_services(row);
        let services = self.world.services.iter().map(|(row, _)| row);
        let daemons: Vec<ServiceRow> = services.filter(|service| self.is_daemon(*service)).collect();
        for service in daemons {
            self.schedule_soon(service);
        }
        self.wake_rebalanced_services();
    }

    pub(super) fn say_instance(&mut self, row: InstanceRow, change: InstanceChange) {
        let (instance, ledger) = (&self.world.instances[row], &self.world.ledger);
        let state = InstanceState {
            change,
            status: instance.life.status,
            agent_connected: instance.life.agent_connected(),
            running_tasks: instance.running_tasks,
            pending_tasks: instance.pending_tasks,
            cpu_units_left: ledger.cpu_units_left(row),
            memory_mib_left: ledger.memory_mib_left(row),
        };
        self.say(LogEvent::Instance { instance: row, state });
    }

    /// What placement has worked out of the attributes of instances is worked out again. Spec: FAULT-5.
    pub(super) fn attributes_changed(&mut self, rows: &[InstanceRow]) {
        let mut needed: BTreeMap<usize, BTreeSet<String>> = BTreeMap::new();
        for launch in self.launches_to_come() {
            self.look_at_provider(launch);
            let number = self.world.launches[launch].task_definition;
            let definition = self.scenario.task_definitions.get(number);
            let needed = needed.entry(number).or_insert_with(|| {
                definition.map(crate::aws::TaskDefinition::required_attributes).unwrap_or_default()
            });
            for row in rows {
                let capable = self.instance_entry(*row).is_capable(needed);
                self.world.launches[launch].requirement.capable.set(*row, capable);
            }
        }
        for row in rows {
            self.ask_constraints_again(*row);
            let instance = &self.world.instances[*row];
            let entry = Arc::clone(&self.world.entries[instance.entry]);
            let trunk_id = instance.trunk_id.clone();
            self.world.ledger.reassign(*row, |name| entry.attribute(trunk_id.as_deref(), name));
        }
        self.shortlists = super::Shortlists::default();
    }

    /// What the constraints of services say of an instance that is another than it was.
    fn ask_constraints_again(&mut self, row: InstanceRow) {
        for launch in self.launches_to_come() {
            if self.world.launches[launch].constraints.is_empty() {
                continue;
            }
            let given = std::mem::take(&mut self.world.launches[launch].constraints);
            let mut asked = std::mem::take(&mut self.world.launches[launch].requirement.constraints);
            for (constraint, given) in asked.iter_mut().zip(&given) {
                if let (Constraint::MemberOf(membership), PlacementConstraint::MemberOf(expression)) =
                    (constraint, given)
                {
                    self.ask_again(membership, expression, row);
                }
            }
            self.world.launches[launch].constraints = given;
            self.world.launches[launch].requirement.constraints = asked;
        }
    }

    /// Those that go on to start tasks, or whose tasks wait for instances: a call starts all others of its own
    /// at once.
    fn launches_to_come(&self) -> Vec<LaunchRow> {
        let launches = self.world.launches.iter();
        let of_services = launches.filter(|(_, launch)| launch.service.is_some()).map(|(row, _)| row);
        let waiting = self.world.provisioning.iter().map(|task| self.world.tasks[*task].launch);
        let all: BTreeSet<LaunchRow> = of_services.chain(waiting).collect();
        all.into_iter().collect()
    }
}
