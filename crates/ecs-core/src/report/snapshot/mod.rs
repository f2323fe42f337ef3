//! The state of a run as a picture is drawn from it: plain values, no reference into the run.

mod instance;
mod service;
mod task;
mod zone;

pub use instance::{Amount, InstanceView};
pub use service::{ServiceView, WaitingView};
pub use task::{PortView, TaskView};
pub use zone::ZoneView;

use super::bus::BusView;
use super::event_view::EventView;
use super::group_view::GroupView;
use super::traffic_view::TrafficView;
use crate::ENGINE_VERSION;
use crate::engine::Engine;
use crate::ids::{Row, TaskRow};
use crate::time::SimTime;
use crate::world::TaskStatus;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::rc::Rc;
use zone::zone_views;

/// A run at one moment. Everything refers to everything else by its number in these lists.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Snapshot {
    /// The moment.
    pub at: SimTime,
    /// How far the timeline reaches.
    pub duration: SimTime,
    /// [`ENGINE_VERSION`].
    pub engine_version: u32,
    /// A hash of the event log, 16 hex digits.
    pub log_hash: String,
    /// Zones by name.
    pub zones: Vec<ZoneView>,
    /// Container instances in order of registration.
    pub instances: Vec<Rc<InstanceView>>,
    /// What instances register with: name and value of every attribute that has one of its own, for each
    /// entry of container instances. Spec: RES-10, RES-11.
    pub attribute_sets: Rc<Vec<BTreeMap<String, String>>>,
    /// Tasks that are not stopped, in order of creation.
    pub tasks: Vec<Rc<TaskView>>,
    /// The numbers of each instance's tasks: [`tasks_on`](Snapshot::tasks_on). They follow from the tasks, so
    /// they do not travel, and an instance is as it was although one of another's tasks has stopped.
    #[serde(skip)]
    numbers: Vec<Vec<usize>>,
    /// Services in the scenario's order.
    pub services: Vec<ServiceView>,
    /// Auto Scaling groups in the scenario's order.
    pub groups: Vec<GroupView>,
    /// What arrives at load balancers and in queues.
    pub traffic: Vec<TrafficView>,
    /// What happened, newest first.
    pub events: Vec<EventView>,
    /// Rules, pipes, queues and topics.
    pub bus: BusView,
    /// Actions of the timeline that were refused or started fewer tasks than they were asked for, newest
    /// first: among the events of a large run they would be lost.
    pub problems: Vec<EventView>,
    /// What the run has had as much of as it may have, in a sentence; none while it has not. Spec: SCN-7.
    pub limit_reached: Option<Cow<'static, str>>,
}

impl Snapshot {
    /// With the numbers of each instance's tasks: for whoever has put it together.
    #[must_use]
    pub fn numbered(mut self) -> Snapshot {
        self.numbers = vec![Vec::new(); self.instances.len()];
        for (number, task) in self.tasks.iter().enumerate() {
            if let Some(numbers) = task.instance.and_then(|instance| self.numbers.get_mut(instance)) {
                numbers.push(number);
            }
        }
        self
    }

    /// The tasks of an instance, by number.
    pub fn tasks_on(&self, instance: usize) -> &[usize] {
        self.numbers.get(instance).map_or(&[], Vec::as_slice)
    }
}

impl Engine {
    pub(crate) fn snapshot(&self, newest_events: usize) -> Snapshot {
        let shown: Vec<TaskRow> = self
            .world
            .tasks
            .iter()
            .filter(|(_, task)| task.last_status != TaskStatus::Stopped)
            .map(|(row, _)| row)
            .collect();
        let mut numbers = vec![None; self.world.tasks.len()];
        for (number, row) in shown.iter().enumerate() {
            if let Some(slot) = numbers.get_mut(row.number()) {
                *slot = Some(number);
            }
        }
        let rows = self.world.ledger.all_rows();
        let instances: Vec<Rc<InstanceView>> = rows.map(|row| Rc::new(self.instance_view(row))).collect();
        let tasks: Vec<Rc<TaskView>> = shown.iter().map(|row| Rc::new(self.task_view(*row))).collect();
        let events =
            self.log.entries().rev().filter_map(|entry| self.event_view(entry, &numbers)).take(newest_events);
        let problems = self.log.entries().rev().filter(|entry| entry.event.is_problem());
        let entries = self.world.entries.iter();
        let described = self.shown_instances();
        Snapshot {
            at: self.now,
            duration: self.scenario.duration,
            engine_version: ENGINE_VERSION,
            log_hash: format!("{:016x}", self.log.hash()),
            zones: zone_views(&described, &instances, &tasks),
            services: self.service_views(),
            groups: self.group_views(),
            traffic: self.traffic_views(),
            events: events.collect(),
            bus: self.bus_view(),
            problems: problems
                .filter_map(|entry| self.event_view(entry, &numbers))
                .take(newest_events)
                .collect(),
            limit_reached: self.limit_reached().map(Cow::Owned),
            attribute_sets: Rc::new(entries.map(|entry| entry.attributes.named.clone()).collect()),
            instances,
            tasks,
            numbers: Vec::new(),
        }
        .numbered()
    }
}
