//! The state of a cluster at one moment: plain tables, no history.

#![allow(clippy::indexing_slicing, reason = "a table is indexed by a row that it made itself")]

mod activity;
mod alarm;
mod attachment;
mod capacity;
mod disturbance;
mod fleet;
mod group;
mod instance;
mod launch;
mod power;
mod rebalancing;
mod scaling;
mod service;
mod stop;
mod task;
mod unplaced;

pub use activity::{ActivityCause, ActivityKind, CapacityCause, CapacityChange, GroupEvent, LaunchFailure};
pub use alarm::Alarm;
pub use attachment::{LoadBalancerNode, NetworkBinding, NetworkInterface};
pub use capacity::{CapacityEvent, Held, ManagedState};
pub use disturbance::{Disturbance, DisturbanceKind};
pub use fleet::{Fleet, Shifting};
pub use group::{AutoScalingGroupState, LackOfCapacity, LifecycleState, Membership, PolicyAsk};
pub use instance::{Instance, InstanceChange, InstanceLife, InstanceState, InstanceStatus, Machine};
pub use launch::{Launch, Registration, Shares};
pub use power::Power;
pub use rebalancing::{GivenUp, Rebalancing, Round, ZoneEvent};
pub use scaling::{GoingOn, PolicyState, Scaling, ScheduledState, TargetState, Trigger};
pub use service::{Counted, Deployment, ServiceState, ServiceStatus, Starts, TaskState};
pub use stop::{StartFailure, Stop, StopCode};
pub use task::{DesiredStatus, Task, TaskStatus};
pub use unplaced::{MissingTasks, PROVISIONING_LIMIT, Unplaced};

use crate::aws::ClusterCapacity;
use crate::deploy::TokenBucket;
use crate::ids::{
    AlarmRow, AutoScalingGroupRow, GroupRow, InstanceRow, LaunchRow, ServiceRow, Table, TaskRow, ZoneRow,
};
use crate::network::AddressPool;
use crate::placement::Ledger;
use crate::registry::Images;
use crate::scenario::ContainerInstanceEntry;
use crate::storage::Books;
use crate::time::SimTime;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A task group.
#[derive(Clone, Debug)]
pub struct Group {
    /// Its row in the ledger.
    pub row: GroupRow,
    /// Its tasks, stopped ones among them, in order.
    pub tasks: Vec<TaskRow>,
}

/// The cluster.
#[derive(Clone, Debug, Default)]
pub struct World {
    /// What instances are: one that is given other attributes becomes an entry of its own.
    pub entries: Vec<Arc<ContainerInstanceEntry>>,
    /// Container instances, those that are no longer the cluster's among them.
    pub instances: Table<InstanceRow, Instance>,
    /// Auto Scaling groups, in the scenario's order.
    pub auto_scaling_groups: Table<AutoScalingGroupRow, AutoScalingGroupState>,
    /// What tasks are started from.
    pub launches: Table<LaunchRow, Launch>,
    /// Tasks, stopped ones among them.
    pub tasks: Table<TaskRow, Task>,
    /// Services, deleted ones among them, in order of creation.
    pub services: Table<ServiceRow, ServiceState>,
    /// Scalable targets, policies and scheduled actions.
    pub scaling: Scaling,
    /// Alarms, deleted ones among them, in order of creation.
    pub alarms: Table<AlarmRow, Alarm>,
    /// What became of every task definition of the scenario, in its order.
    pub definitions: Vec<Registration>,
    /// Names of the zones that tasks or instances are in.
    pub zones: Table<ZoneRow, String>,
    /// Instances that are DRAINING. Spec: FAULT-3.
    pub draining: BTreeSet<InstanceRow>,
    /// Zones that are lost, with the moment when they are back. Spec: FAULT-11.
    pub lost_zones: BTreeMap<ZoneRow, SimTime>,
    /// Tasks on Fargate that are not STOPPED.
    pub fargate_tasks: BTreeSet<TaskRow>,
    /// Services with a task that has no place.
    pub waiting: BTreeSet<ServiceRow>,
    /// Services whose zones are uneven for want of room. Spec: DEPLOY-20.
    pub uneven: BTreeSet<ServiceRow>,
    /// Tasks that wait for an instance of their capacity provider: they have none, and no zone. Spec: CAP-11.
    pub provisioning: BTreeSet<TaskRow>,
    /// Whether they are looked at when what is due has been done.
    pub places_asked: bool,
    /// Capacity providers as they are now. Spec: CAP-7.
    pub capacity: ClusterCapacity,
    /// What is kept of the decisions of each of them, in order. Spec: CAP-10.
    pub managed: Vec<ManagedState>,
    /// Task groups by name.
    pub groups: BTreeMap<String, Group>,
    /// What every instance has left.
    pub ledger: Ledger,
    /// The addresses of every subnet, in the VPC's order. Spec: NET-20.
    pub subnets: Vec<AddressPool>,
    /// The nodes of the load balancers.
    pub load_balancer_nodes: Vec<LoadBalancerNode>,
    /// What registries have; none where every image can be pulled. Spec: ECR-3.
    pub images: Option<Images>,
    /// What tasks have written, and where. Spec: VOL-6.
    pub storage: Books,
    /// How fast the account may launch tasks on Fargate. Spec: DEPLOY-16.
    pub fargate_launches: TokenBucket,
    /// Whether the run has had as many tasks as it may have.
    pub full: bool,
    /// Entries of RunTask's `failures` that the log keeps.
    pub failures_kept: usize,
}

impl World {
    /// The zone of that name.
    pub fn zone_row(&mut self, name: &str) -> ZoneRow {
        let known = self.zones.iter().find(|(_, zone)| *zone == name).map(|(row, _)| row);
        known.unwrap_or_else(|| self.zones.push(name.to_owned()))
    }

    /// The task group of that name.
    pub fn group_row(&mut self, name: &str) -> GroupRow {
        if let Some(group) = self.groups.get(name) {
            return group.row;
        }
        let row = self.ledger.add_group();
        self.groups.insert(name.to_owned(), Group { row, tasks: Vec::new() });
        row
    }

    /// Adds a task to its group. Tasks of a group are numbered from 1, in order.
    pub fn add_task(&mut self, task: Task) -> TaskRow {
        let name = self.launches[task.launch].group.clone();
        let row = self.tasks.push(task);
        if let Some(group) = self.groups.get_mut(&name) {
            group.tasks.push(row);
        }
        row
    }

    /// How many tasks a group has started.
    pub fn started_in(&self, group: &str) -> u32 {
        self.groups.get(group).map_or(0, |group| u32::try_from(group.tasks.len()).unwrap_or(u32::MAX))
    }

    /// The n-th task of a group, from 1.
    pub fn task_of_group(&self, group: &str, number: u32) -> Option<TaskRow> {
        self.groups.get(group)?.tasks.get((number as usize).checked_sub(1)?).copied()
    }

    /// The short form of a task: `service:web/1`.
    pub fn task_short(&self, task: &Task) -> String {
        format!("{}/{}", self.launches[task.launch].group, task.number)
    }
}
