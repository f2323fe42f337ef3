//! A task, and how far it is.

use super::{Counted, Disturbance, NetworkBinding, NetworkInterface, Stop};
use crate::containers::{Containers, HealthStatus, Plan};
use crate::ids::{InstanceRow, LaunchRow, ZoneRow};
use crate::time::SimTime;
use serde::{Deserialize, Serialize};
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
    /// `healthStatus`, as far as ECS has heard of it. Spec: FAULT-8.
    pub health: HealthStatus,
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
