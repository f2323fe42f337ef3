//! A target of a target group.

use crate::balance::{Answer, Failure, RouteTarget, TargetHealth, TargetState};
use crate::ids::{InstanceRow, ServiceRow, TaskRow};
use crate::load::{Capacity, Queue};
use crate::time::SimTime;
use crate::world::Task;
use serde::Serialize;
use std::net::Ipv4Addr;

/// A target of a run, in order of registration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TargetRow(pub u32);

/// What a target is named by. Spec: NET-42.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TargetId {
    /// The address of its network interface; none where there was none left.
    Ip(Option<Ipv4Addr>),
    /// Its instance.
    Instance(InstanceRow),
}

/// What keeps a target from being reached. Spec: NET-47, NET-48.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reach {
    /// What becomes of requests; none where they arrive.
    pub requests: Option<Failure>,
    /// What becomes of health checks; none where they arrive.
    pub checks: Option<Answer>,
}

/// A task as a target.
#[derive(Clone, Debug)]
pub struct Target {
    /// The target group, by its number; of a name, the number of its front.
    pub group: usize,
    /// The task.
    pub task: TaskRow,
    /// The task's service.
    pub service: ServiceRow,
    /// The container that answers, by its number in the task definition.
    pub container: usize,
    /// What it is named by.
    pub id: TargetId,
    /// Its port.
    pub port: u16,
    /// Its zone, by number.
    pub zone: u32,
    /// What the checks say.
    pub health: TargetHealth,
    /// When the next check comes that may change something; none where none may.
    pub check_due: Option<SimTime>,
    /// What keeps it from being reached.
    pub reach: Reach,
    /// What waits before it.
    pub queue: Queue,
    /// What it could do in the last step.
    pub capacity: Capacity,
    /// What was worked on and waited at the end of the last step, without those that wait at random.
    pub outstanding: f64,
    /// What was in flight at the end of the last step.
    pub in_flight: f64,
    /// Its share of its group's sessions. Spec: BAL-10.
    pub session_share: f64,
    /// Requests a second that arrived in the last step.
    pub offered_per_s: f64,
    /// Requests that it worked on in the last step.
    pub served: f64,
}

impl Target {
    /// The target as routing sees it.
    pub fn for_routing(&self) -> RouteTarget {
        RouteTarget {
            zone: self.zone,
            state: self.health.state(),
            slow_start_from: self.health.slow_start_from(),
            outstanding: self.outstanding,
            capacity: self.capacity,
        }
    }

    /// Whether its container takes requests. Spec: BAL-3.
    pub fn listens(&self, task: &Task) -> bool {
        task.containers.containers().get(self.container).is_some_and(crate::containers::Container::is_ready)
    }
}

/// Something about a target that its service or a reader of the log is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct TargetEvent {
    /// The service.
    pub service: ServiceRow,
    /// The task.
    pub task: TaskRow,
    /// The target group, by its number.
    pub group: u32,
    /// The target's port.
    pub port: u16,
    /// What.
    pub what: TargetWhat,
    /// Its state from then on. It says no more than the entries do together, so no hash is taken of it.
    #[serde(skip)]
    pub state: TargetState,
    /// When it is gone, where it drains; likewise.
    #[serde(skip)]
    pub drains_until: Option<SimTime>,
}

/// What happened to a target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum TargetWhat {
    /// It was registered. Spec: BAL-13.
    Registered,
    /// It is being deregistered. Spec: BAL-4.
    Deregistered,
    /// Its connections drain. Spec: BAL-4.
    Draining,
    /// Its state is another one.
    State(TargetState, Option<crate::balance::Reason>),
    /// Its service replaces the task for it. Spec: BAL-14.
    Replaced(Option<crate::balance::Reason>),
}
