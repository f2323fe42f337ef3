//! A run in a few figures, to be held against those of another.

use super::metrics::LatencyReport;
use crate::cost::CostReport;
use crate::engine::Engine;
use crate::time::SimTime;
use crate::world::{InstanceStatus, TaskStatus};
use serde::{Deserialize, Serialize};

/// A run at a moment in a few figures.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// The moment.
    pub at: SimTime,
    /// A hash of the event log up to it.
    pub log_hash: u64,
    /// Tasks that were started so far.
    pub tasks_started: u64,
    /// Those of them that are RUNNING.
    pub tasks_running: u64,
    /// Those of them that stopped without ever having run.
    pub tasks_failed: u64,
    /// Tasks without a place: those that services want and have not started, and those that wait in PROVISIONING for
    /// an instance of their capacity provider (CAP-11).
    pub tasks_waiting: u64,
    /// Container instances that came to the cluster so far.
    pub instances_registered: u64,
    /// Those of them that the cluster has.
    pub instances: u64,
    /// Requests so far; none without traffic.
    pub requests: Option<u64>,
    /// Those of them that got no answer of the application, or a 500.
    pub errors: Option<u64>,
    /// Response times of the run; none where nothing was answered.
    pub latency_ms: Option<LatencyReport>,
    /// What it costs.
    pub cost: CostReport,
}

impl Engine {
    pub(crate) fn summary(&self) -> Summary {
        let (requests, errors) = self.requests_and_errors().unzip();
        let tasks = || self.world.tasks.iter().map(|(_, task)| task);
        let running = tasks().filter(|task| task.last_status == TaskStatus::Running);
        let failed = tasks().filter(|task| task.stopped_at.is_some() && task.started_at.is_none());
        let instances = || self.world.instances.iter().map(|(_, instance)| instance);
        let in_cluster = instances().filter(|instance| instance.life.status.is_registered());
        let unplaced: u64 = self.unplaced().iter().map(|unplaced| u64::from(unplaced.count)).sum();
        let registered = instances().filter(|instance| instance.life.status != InstanceStatus::Registering);
        Summary {
            at: self.now,
            log_hash: self.log.hash(),
            tasks_started: tasks().count() as u64,
            tasks_running: running.count() as u64,
            tasks_failed: failed.count() as u64,
            tasks_waiting: unplaced + self.world.provisioning.len() as u64,
            instances_registered: registered.count() as u64,
            instances: in_cluster.count() as u64,
            requests,
            errors,
            latency_ms: self.latency(),
            cost: self.bill().at(self.now),
        }
    }
}
