//! The state of a cluster at one moment: plain tables, no history.

#![allow(clippy::indexing_slicing, reason = "a table is indexed by a row that it made itself")]

mod activity;
mod alarm;
mod capacity;
mod disturbance;
mod fleet;
mod group;
mod instance;
mod power;
mod rebalancing;
mod scaling;

pub use activity::{ActivityCause, ActivityKind, CapacityCause, CapacityChange, GroupEvent, LaunchFailure};
pub use alarm::Alarm;
pub use capacity::{CapacityEvent, Held, ManagedState};
pub use disturbance::{Disturbance, DisturbanceKind};
pub use fleet::{Fleet, Shifting};
pub use group::{AutoScalingGroupState, LackOfCapacity, LifecycleState, Membership, PolicyAsk};
pub use instance::{InstanceChange, InstanceLife, InstanceState, InstanceStatus, Machine};
pub use power::Power;
pub use scaling::{GoingOn, PolicyState, Scaling, ScheduledState, TargetState, Trigger};
mod service;

pub use rebalancing::{GivenUp, Rebalancing, Round, ZoneEvent};
pub use service::{Counted, Deployment, ServiceState, ServiceStatus, Starts, TaskState};

use crate::aws::{AwsvpcConfiguration, ClusterCapacity, LaunchType, PlacementConstraint, Protocol, Provider};
use crate::capacity::Share;
use crate::containers::{Containers, Plan, Reason};
use crate::deploy::TokenBucket;
use crate::ids::{
    AlarmRow, AutoScalingGroupRow, GroupRow, InstanceRow, LaunchRow, ServiceRow, Table, TaskRow, ZoneRow,
};
use crate::network::{AddressPool, Unreachable};
use crate::placement::{Ledger, Requirement, Strategy};
use crate::registry::{Cache, Images};
use crate::scenario::ContainerInstanceEntry;
use crate::storage::{Books, Unmountable};
use crate::time::SimTime;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::net::Ipv4Addr;
use std::sync::Arc;

/// `lastStatus` of a task, as far as it is simulated. Spec: LIFE-1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum TaskStatus {
    /// Its network interface is being attached.
    Provisioning,
    /// Its host is known; images are pulled.
    Pending,
    /// Its containers run.
    Running,
    /// It is to stop, and its connections drain first.
    Deactivating,
    /// Its containers are asked to stop.
    Stopping,
    /// Its network interface is being detached.
    Deprovisioning,
    /// It is over.
    Stopped,
}

impl TaskStatus {
    /// AWS's spelling.
    pub fn name(self) -> &'static str {
        match self {
            TaskStatus::Provisioning => "PROVISIONING",
            TaskStatus::Pending => "PENDING",
            TaskStatus::Running => "RUNNING",
            TaskStatus::Deactivating => "DEACTIVATING",
            TaskStatus::Stopping => "STOPPING",
            TaskStatus::Deprovisioning => "DEPROVISIONING",
            TaskStatus::Stopped => "STOPPED",
        }
    }
}

/// `desiredStatus` of a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum DesiredStatus {
    /// It is to run.
    Running,
    /// It is to stop.
    Stopped,
}

/// A container instance.
#[derive(Clone, Debug)]
pub struct Instance {
    /// What it is, by the number in [`World::entries`].
    pub entry: usize,
    /// Which of the entry's instances it is, from 1.
    pub number: u32,
    /// Its zone.
    pub zone: ZoneRow,
    /// Tasks that are to run and do.
    pub running_tasks: u32,
    /// Tasks that are to run and do not yet.
    pub pending_tasks: u32,
    /// The address of its primary network interface; none for an external instance, and where its subnet
    /// had none left. Spec: NET-20.
    pub private_address: Option<Ipv4Addr>,
    /// The id of its trunk interface; none where it has none. Spec: RES-10.
    pub trunk_id: Option<String>,
    /// The addresses of the containers behind its docker0; none where there is none. Spec: NET-22.
    pub docker0: Option<AddressPool>,
    /// The images that it has. Spec: ECR-6.
    pub images: Cache,
    /// What has become of it. Spec: FAULT-1.
    pub life: InstanceLife,
    /// What it is to its Auto Scaling group; none where it was registered by hand. Spec: ASG-4.
    pub membership: Option<Membership>,
}

/// A node of a load balancer. Spec: NET-20.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoadBalancerNode {
    /// The load balancer's name.
    pub name: String,
    /// Its subnet, by the number in the VPC.
    pub subnet: usize,
    /// Its address.
    pub private_address: Ipv4Addr,
}

/// What a number of equal tasks are started from: a service's deployment or a RunTask call.
#[derive(Clone, Debug)]
pub struct Launch {
    /// The number of the task definition in the scenario's list.
    pub task_definition: usize,
    /// The service, if it is one's.
    pub service: Option<ServiceRow>,
    /// The number of the service's deployment.
    pub deployment: usize,
    /// The name of the task group.
    pub group: String,
    /// Where the tasks run.
    pub launch_type: LaunchType,
    /// Their capacity provider; none where a launch type was named. Spec: CAP-2.
    pub capacity_provider: Option<Provider>,
    /// How tasks of the same strategy are divided; none where it has one provider. Spec: CAP-2.
    pub shares: Option<Arc<Shares>>,
    /// What is fixed about the containers of each.
    pub plan: Arc<Plan>,
    /// What each asks of its instance.
    pub requirement: Requirement,
    /// Where their network interfaces are made; none where they have none.
    pub awsvpc_configuration: Option<AwsvpcConfiguration>,
    /// Placement constraints as they were given: one for each of the requirement's.
    pub constraints: Vec<PlacementConstraint>,
    /// How the instances that could take one are ranked.
    pub strategies: Vec<Strategy>,
    /// `startedBy`.
    pub started_by: Option<String>,
    /// `volumeConfigurations` of a call; a service's are those of its deployment. Spec: VOL-5.
    pub volume_configurations: Option<Value>,
    /// The digests that the tags of its containers were resolved to, once a task of a service has pulled
    /// them. Spec: ECR-2.
    pub digests: Vec<Option<String>>,
}

/// What the tasks of a strategy are started from: a launch for each provider, in the strategy's order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shares {
    /// The launches.
    pub launches: Vec<LaunchRow>,
    /// Their providers.
    pub providers: Vec<Provider>,
    /// The part of each.
    pub shares: Vec<Share>,
}

impl Launch {
    /// Whether its tasks run on container instances.
    pub fn runs_on_instances(&self) -> bool {
        self.launch_type != LaunchType::Fargate
    }

    /// Whether the network interfaces of its tasks have public addresses: on an instance they never do.
    /// Spec: NET-23.
    pub fn has_public_address(&self) -> bool {
        let assigned = self.awsvpc_configuration.as_ref().is_some_and(|given| given.assign_public_ip);
        assigned && !self.runs_on_instances()
    }
}

/// A port of a container, bound to one of its instance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NetworkBinding {
    /// The number of the container in the task definition.
    pub container: usize,
    /// The number of the mapping in the container's `portMappings`.
    pub mapping: usize,
    /// The container's port.
    pub container_port: u16,
    /// The instance's port.
    pub host_port: u16,
    /// TCP or UDP.
    pub protocol: Protocol,
    /// How many ports from these on are bound, each to its neighbour.
    pub count: u16,
    /// Whether it was drawn when the container started.
    pub dynamic: bool,
}

/// The elastic network interface of a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NetworkInterface {
    /// Its subnet, by the number in the VPC.
    pub subnet: usize,
    /// Its address, also after it was given back; none where the subnet had none left.
    pub private_address: Option<Ipv4Addr>,
}

/// Why a task stopped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stop {
    /// StopTask was called: the caller's `stoppedReason`.
    ByUser(String),
    /// It never ran.
    FailedToStart(StartFailure),
    /// An essential container exited. Spec: CONT-7.
    EssentialContainerExited {
        /// The number of the container in the task definition.
        container: usize,
    },
    /// Its service replaces it because its health checks fail. Spec: SVC-7.
    Unhealthy,
    /// Its service replaces it because the health checks of a target group fail: its number. Spec: BAL-14.
    UnhealthyTarget(usize),
    /// Its service has too many, or goes over to another revision. Spec: DEPLOY-9.
    Scaling,
    /// Its zone has more tasks of the service than others. Spec: DEPLOY-20.
    Rebalancing,
    /// Its instance was deregistered by force. Spec: FAULT-4.
    DeregistrationForced,
    /// It waited for an instance of its capacity provider for too long. Spec: CAP-11.
    NoInstance,
    /// It ran on Fargate Spot and was interrupted. Spec: CAP-5.
    SpotInterruption,
    /// The zone of a task on Fargate was lost. Spec: FAULT-11.
    ZoneLost {
        /// The zone.
        zone: ZoneRow,
    },
    /// Its machine is not there any longer. Spec: FAULT-7.
    HostLost {
        /// The instance.
        instance: InstanceRow,
        /// Whether it was terminated; if not, stopped.
        terminated: bool,
    },
}

impl Stop {
    /// `stopCode`.
    pub fn code(&self) -> StopCode {
        match self {
            Stop::ByUser(_) | Stop::DeregistrationForced => StopCode::UserInitiated,
            Stop::FailedToStart(_) | Stop::NoInstance => StopCode::TaskFailedToStart,
            Stop::EssentialContainerExited { .. } => StopCode::EssentialContainerExited,
            Stop::Unhealthy | Stop::UnhealthyTarget(_) | Stop::Scaling | Stop::Rebalancing => {
                StopCode::ServiceSchedulerInitiated
            }
            Stop::HostLost { .. } => StopCode::TerminationNotice,
            Stop::SpotInterruption => StopCode::SpotInterruption,
            Stop::ZoneLost { .. } => StopCode::InfrastructureHealth,
        }
    }

    /// The container whose end was the task's, by its number in the task definition.
    pub fn container(&self) -> Option<usize> {
        match self {
            Stop::EssentialContainerExited { container }
            | Stop::FailedToStart(StartFailure::Container { container, .. }) => Some(*container),
            Stop::ByUser(_)
            | Stop::FailedToStart(_)
            | Stop::Unhealthy
            | Stop::UnhealthyTarget(_)
            | Stop::Scaling
            | Stop::Rebalancing
            | Stop::DeregistrationForced
            | Stop::NoInstance
            | Stop::SpotInterruption
            | Stop::ZoneLost { .. }
            | Stop::HostLost { .. } => None,
        }
    }
}

/// What kept a task from running. Spec: LIFE-6.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StartFailure {
    /// The subnet of its network interface had no address left. Spec: NET-25.
    NoAddress,
    /// Something that a container needs was not reached. Spec: NET-24.
    Unreachable(Unreachable),
    /// The role that signs it may not make a call that the start needs. Spec: ROLE-6.
    Denied {
        /// Its number among the calls of a start.
        call: usize,
    },
    /// A file system was not mounted. Spec: VOL-3.
    Unmountable(Unmountable),
    /// There were not so many dynamic host ports in a row. Spec: NET-4, NET-21.
    NoHostPorts {
        /// The number of the container in the task definition.
        container: usize,
        /// How many it asked for.
        count: u16,
    },
    /// A static host port was drawn for another container before. Spec: NET-4.
    HostPortTaken {
        /// The number of the container in the task definition.
        container: usize,
        /// The port.
        port: u16,
    },
    /// An essential container never ran, or the image of any one was not there. Spec: CONT-2, CONT-4.
    Container {
        /// The number of the container in the task definition.
        container: usize,
        /// Why.
        reason: Reason,
    },
}

/// `stopCode` of a task, as far as it is simulated. Spec: LIFE-4.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum StopCode {
    /// StopTask was called.
    UserInitiated,
    /// It never ran.
    TaskFailedToStart,
    /// An essential container exited.
    EssentialContainerExited,
    /// Its service stopped it.
    ServiceSchedulerInitiated,
    /// Its machine was stopped or terminated.
    TerminationNotice,
    /// What it ran on was not well.
    InfrastructureHealth,
    /// It ran on Fargate Spot and was interrupted.
    SpotInterruption,
}

/// A task.
#[derive(Clone, Debug)]
pub struct Task {
    /// What it was started from.
    pub launch: LaunchRow,
    /// Which of its group's tasks it is, from 1.
    pub number: u32,
    /// Its instance; none on Fargate, and while it waits for one.
    pub instance: Option<InstanceRow>,
    /// Its zone; without meaning for one that never had an instance. Spec: CAP-11.
    pub zone: ZoneRow,
    /// `lastStatus`.
    pub last_status: TaskStatus,
    /// `desiredStatus`.
    pub desired_status: DesiredStatus,
    /// When it was created.
    pub created_at: SimTime,
    /// When it had its place: later than that where it waited for an instance. Spec: COST-5.
    pub placed_at: SimTime,
    /// When its containers ran.
    pub started_at: Option<SimTime>,
    /// When they were asked to stop.
    pub stopping_at: Option<SimTime>,
    /// When it was over.
    pub stopped_at: Option<SimTime>,
    /// Why.
    pub stop: Option<Stop>,
    /// Faults that go on in it. Spec: FAULT-16.
    pub disturbances: Vec<Disturbance>,
    /// Until when it is under scale-in protection; none where it is not. Spec: FAULT-15.
    pub protected_until: Option<SimTime>,
    /// When its images began to be pulled.
    pub pull_started_at: Option<SimTime>,
    /// When they were there.
    pub pull_stopped_at: Option<SimTime>,
    /// The digests of its containers' images; empty before the pull, and where the scenario lists no images.
    pub image_digests: Vec<String>,
    /// What is fixed about its containers: the launch's, until a behaviour changes.
    pub plan: Arc<Plan>,
    /// Its containers.
    pub containers: Containers,
    /// As what its service counts it; none where it is STOPPED, or no service's.
    pub counted: Option<Counted>,
    /// Ports on the instance, in the order of the containers and their mappings.
    pub network_bindings: Vec<NetworkBinding>,
    /// Its own network interface; none where the mode gives it none.
    pub network_interface: Option<NetworkInterface>,
    /// The addresses of its containers behind docker0, in the containers' order; empty where they have
    /// none.
    pub docker0_addresses: Vec<Ipv4Addr>,
}

/// Why a service's task found no place. Spec: SVC-3.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Unplaced {
    /// The cluster has no instance.
    NoInstances,
    /// No instance passed every check.
    NoneFits {
        /// The one that came closest, and what it lacks.
        closest: crate::placement::Closest,
        /// The most of it that any instance had; none where it is not counted.
        most: Option<u32>,
    },
    /// No zone that its tasks may run in has room on Fargate. Spec: FAULT-11.
    NoCapacity,
    /// As many tasks wait for instances as may. Spec: CAP-11.
    ProvisioningLimit,
    /// The capacity provider has no instance, and does not scale its group. Spec: CAP-11.
    EmptyProvider,
}

impl Unplaced {
    /// Whether ECS's sentence for both is the same: it names the closest instance and what it lacks,
    /// not how much.
    pub fn says_the_same_as(self, other: Unplaced) -> bool {
        match (self, other) {
            (Unplaced::NoInstances, Unplaced::NoInstances)
            | (Unplaced::NoCapacity, Unplaced::NoCapacity)
            | (Unplaced::EmptyProvider, Unplaced::EmptyProvider)
            | (Unplaced::ProvisioningLimit, Unplaced::ProvisioningLimit) => true,
            (Unplaced::NoneFits { closest: one, .. }, Unplaced::NoneFits { closest: two, .. }) => {
                one.row == two.row && one.verdict.check == two.verdict.check
            }
            _ => false,
        }
    }
}

/// Whether a task definition can be used at a moment. Spec: DEPLOY-10.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Registration {
    /// It is registered later, or never.
    Unknown,
    /// It is ACTIVE.
    Active,
    /// It was deregistered then.
    Inactive(SimTime),
}

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
