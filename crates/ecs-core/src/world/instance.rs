//! A container instance, and what becomes of it: what ECS knows of it, its agent, and the machine underneath.

use super::{Membership, Power};
use crate::containers::What;
use crate::ids::{TaskRow, ZoneRow};
use crate::network::AddressPool;
use crate::registry::Cache;
use crate::time::SimTime;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::net::Ipv4Addr;

/// A container instance.
#[derive(Clone, Debug)]
pub struct Instance {
    /// What it is, by the number in [`World::entries`](super::World::entries).
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

/// `status` of a container instance. Spec: FAULT-1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum InstanceStatus {
    /// New tasks may come while its agent is connected.
    #[default]
    Active,
    /// No new task comes, and those of services go.
    Draining,
    /// Its trunk interface is being removed.
    Deregistering,
    /// It is no longer the cluster's.
    Inactive,
    /// It boots: its agent has not registered it yet. Spec: ASG-4.
    Registering,
}

impl InstanceStatus {
    /// AWS's spelling.
    pub fn name(self) -> &'static str {
        match self {
            InstanceStatus::Active => "ACTIVE",
            InstanceStatus::Draining => "DRAINING",
            InstanceStatus::Deregistering => "DEREGISTERING",
            InstanceStatus::Inactive => "INACTIVE",
            InstanceStatus::Registering => "REGISTERING",
        }
    }

    /// Whether the cluster counts it.
    pub fn is_registered(self) -> bool {
        matches!(self, InstanceStatus::Active | InstanceStatus::Draining)
    }
}

/// The machine that an instance is. Spec: FAULT-6.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub enum Machine {
    /// It runs.
    #[default]
    Running,
    /// It is switched off.
    Stopped {
        /// When it starts again; none where nobody starts it.
        until: Option<SimTime>,
    },
    /// It is gone.
    Terminated,
}

/// What an instance is in at a moment.
#[derive(Clone, Debug, Default)]
pub struct InstanceLife {
    /// `status`.
    pub status: InstanceStatus,
    /// The machine.
    pub machine: Machine,
    /// When it ran: what is billed. Spec: COST-2.
    pub power: Power,
    /// Until when the agent does not reach ECS though the machine runs; none where it does.
    pub cut_off_until: Option<SimTime>,
    /// When it registered.
    pub registered_at: SimTime,
    /// When it was deregistered.
    pub deregistered_at: Option<SimTime>,
    /// Until when it is DRAINING because of a fault.
    pub drains_until: Option<SimTime>,
    /// Its tasks that are not STOPPED, as far as ECS knows.
    pub tasks: BTreeSet<TaskRow>,
    /// What has happened in them that the agent has not told yet, in order. Spec: FAULT-8.
    pub unreported: Vec<(TaskRow, What)>,
}

impl InstanceLife {
    /// `agentConnected`. Spec: FAULT-8.
    pub fn agent_connected(&self) -> bool {
        self.machine == Machine::Running && self.cut_off_until.is_none() && self.status.is_registered()
    }

    /// Whether new tasks may come. Spec: PLACE-2.
    pub fn is_placeable(&self) -> bool {
        self.status == InstanceStatus::Active && self.agent_connected()
    }
}

/// What has happened to an instance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum InstanceChange {
    /// It came to the cluster.
    Registered,
    /// It was set to ACTIVE or DRAINING.
    StateUpdated,
    /// It was deregistered while its machine ran on.
    Deregistered,
    /// Its trunk interface is removed.
    TrunkRemoved,
    /// Its machine was terminated.
    Terminated,
    /// Its machine was stopped.
    Stopped,
    /// Its machine runs again.
    Started,
    /// Its agent has lost its connection.
    Disconnected,
    /// Its agent is back.
    Reconnected,
    /// It will be interrupted in two minutes.
    SpotNotice,
}

/// What ECS says of an instance when something has happened to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct InstanceState {
    /// What has happened.
    pub change: InstanceChange,
    /// `status`.
    pub status: InstanceStatus,
    /// `agentConnected`.
    pub agent_connected: bool,
    /// `runningTasksCount`.
    pub running_tasks: u32,
    /// `pendingTasksCount`.
    pub pending_tasks: u32,
    /// CPU units left.
    pub cpu_units_left: u32,
    /// MiB left.
    pub memory_mib_left: u32,
}
