//! Traffic in a run: targets, what waits before them, and what was measured. The state; `engine::traffic`
//! moves it by the rules of [`crate::balance`] and [`crate::load`].

mod chain;
mod counts;
mod group;
mod history;
mod islands;
mod target;

pub use chain::{Chain, ChainOrder, Destination, Leads, Name, Origin, Sender, Sends, Ways};
pub use counts::{Counts, Outcome, Tallied};
pub use group::{GroupTerms, Patience, Route};
pub use history::{ClusterUse, History, MINUTE, Minute, Requests, ServiceMinute, TaskCounts, Times, Use};
pub use islands::{Island, Islands, Members};
pub use target::{Reach, Target, TargetEvent, TargetId, TargetRow, TargetWhat};

use crate::aws::LoadBalancing;
use crate::ids::{InstanceRow, ServiceRow, TaskRow};
use crate::load::{Histogram, Responses};
use crate::scenario;
use crate::time::SimTime;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What is known of traffic at one moment. What is fixed for long is shared between copies.
#[derive(Clone, Debug, Default)]
pub struct Traffic {
    /// Listeners, rules and attributes as they are now.
    pub balancing: Arc<LoadBalancing>,
    /// The terms of the target groups that are in use, by number.
    pub groups: Arc<BTreeMap<usize, GroupTerms>>,
    /// What arrives, with the shapes of now.
    pub sources: Arc<Vec<scenario::Traffic>>,
    /// Where each of it goes by now.
    pub routes: Arc<Vec<Route>>,
    /// Registered targets.
    pub targets: BTreeMap<TargetRow, Target>,
    /// Targets of each group, in order of registration.
    pub of_group: BTreeMap<usize, Vec<TargetRow>>,
    /// Targets of target groups of each task.
    pub of_task: BTreeMap<TaskRow, Vec<TargetRow>>,
    /// Whether somebody watches a metric, so that minutes are measured even where nothing arrives.
    pub watched: bool,
    /// Tasks that run, where something is measured.
    pub running: BTreeSet<TaskRow>,
    /// Those of each instance.
    pub hosts: BTreeMap<InstanceRow, Host>,
    /// How many targets were registered so far.
    pub registered: u32,
    /// Up to when requests that are for no target group are counted.
    pub settled: SimTime,
    /// Target groups and names that feel each other, and how far their load is worked out. Spec: LOAD-15.
    pub islands: Islands,
    /// Requests that containers send.
    pub chain: Chain,
    /// Containers of tasks that are denied a call which each of their requests makes. Spec: ROLE-7.
    pub denied: BTreeMap<(TaskRow, usize), Denied>,
    /// What is measured of the minute that has begun.
    pub so_far: SoFar,
    /// Response times of the whole run.
    pub times: Histogram,
}

/// The tasks that run on an instance.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Host {
    /// The tasks.
    pub tasks: Vec<TaskRow>,
    /// Whether they can be in each other's way: one of them has no limit of its own, or all limits together are
    /// more than the instance has. Spec: LOAD-3.
    pub is_shared: bool,
}

/// What comes of a denied call that each request makes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Denied {
    /// Whether the application gives up with the first of them.
    pub exits: bool,
    /// Whether there was one since the container was ready.
    pub said: bool,
}

/// A minute that has begun.
#[derive(Clone, Debug, Default)]
pub struct SoFar {
    /// Requests and answers of each group.
    pub groups: BTreeMap<usize, GroupSoFar>,
    /// Requests that are for no target group.
    pub unrouted: Tallied,
    /// vCPU-seconds that requests of a service's tasks cost.
    pub vcpu_seconds: BTreeMap<ServiceRow, f64>,
    /// The same of tasks on container instances.
    pub instance_vcpu_seconds: f64,
}

/// What is measured of a target group.
#[derive(Clone, Debug, Default)]
pub struct GroupSoFar {
    /// What became of its requests, since the run began.
    pub tallied: Tallied,
    /// Its answers since the minute began.
    pub responses: Responses,
    /// The least time after which an answer came too late, in seconds.
    pub time_out_s: f64,
    /// Whether traffic of the scenario has ever led there.
    pub from_outside: bool,
    /// Whether containers have ever sent requests there.
    pub from_containers: bool,
}

impl GroupSoFar {
    /// Whether containers alone send requests there, so that no client outside is told of them. Spec: LOAD-12.
    pub fn is_inner(&self) -> bool {
        self.from_containers && !self.from_outside
    }
}

impl Traffic {
    /// Whether requests are worked out: where anything arrives.
    pub fn is_measured(&self) -> bool {
        !self.sources.is_empty()
    }

    /// Whether minutes are taken down: because of traffic, or because somebody watches a metric.
    pub fn is_observed(&self) -> bool {
        self.watched || self.is_measured()
    }

    /// The targets of a task in target groups.
    pub fn targets_of(&self, task: TaskRow) -> impl Iterator<Item = (TargetRow, &Target)> {
        let rows = self.of_task.get(&task).into_iter().flatten();
        rows.filter_map(|row| Some((*row, self.targets.get(row)?)))
    }

    /// The targets of a task, those behind names among them.
    pub fn all_targets_of(&self, task: TaskRow) -> impl Iterator<Item = &Target> {
        let named = self.chain.of_task.get(&task).into_iter().flatten();
        let rows = self.of_task.get(&task).into_iter().flatten().chain(named);
        rows.filter_map(|row| self.targets.get(row))
    }

    /// About how many bytes a copy takes.
    pub fn bytes(&self) -> usize {
        const TARGET_BYTES: usize = 640;
        const GROUP_BYTES: usize = 4096;
        const TASK_BYTES: usize = 48;
        TARGET_BYTES * self.targets.len()
            + GROUP_BYTES * self.so_far.groups.len()
            + TASK_BYTES * (self.running.len() + self.chain.senders.len())
            + TASK_BYTES * self.chain.sent.values().map(BTreeMap::len).sum::<usize>()
    }
}
