//! What an entry of the event log leads to: tasks, instances and services.

use crate::engine::Engine;
use crate::ids::{InstanceRow, ServiceRow, TaskRow};
use crate::log::{LogEntry, LogEvent};
use crate::world::{Unplaced, ZoneEvent};
use serde::{Deserialize, Serialize};

/// Tasks that an entry leads to: an event of a service names up to ten.
const TASKS_NAMED: usize = 3;

/// Something that an entry is about, by names that it has at every moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Landmark {
    /// A task.
    Task {
        /// Thirty-two hex digits.
        id: String,
        /// For example `service:web/1`.
        short: String,
    },
    /// A container instance.
    Instance {
        /// Its id on EC2.
        id: String,
        /// For example `host/1`.
        short: String,
    },
    /// A service, by name.
    Service {
        /// The name.
        name: String,
    },
}

impl Engine {
    /// What an entry leads to, of what was known at its moment.
    pub(in crate::report) fn landmarks(&self, entry: &LogEntry) -> Vec<Landmark> {
        match &entry.event {
            LogEvent::ServiceStarted { service, tasks } | LogEvent::ServiceStopped { service, tasks } => {
                let tasks = tasks.iter().take(TASKS_NAMED).map(|task| self.task_landmark(*task));
                std::iter::once(self.service_landmark(*service)).chain(tasks).collect()
            }
            LogEvent::ServiceZones {
                service,
                event: ZoneEvent::Started(_, task) | ZoneEvent::Stopped(_, task),
            } => vec![self.service_landmark(*service), self.task_landmark(*task)],
            LogEvent::ServiceUnplaced { service, why } => {
                let closest = match why {
                    Unplaced::NoneFits { closest, .. } => Some(self.instance_landmark(closest.row)),
                    _ => None,
                };
                std::iter::once(self.service_landmark(*service)).chain(closest).collect()
            }
            LogEvent::ServiceSteady { service }
            | LogEvent::ServiceImpaired { service }
            | LogEvent::ServiceCannotAssume { service, .. }
            | LogEvent::ServiceStoppedPending { service, .. }
            | LogEvent::Deployment { service, .. }
            | LogEvent::Shift { service, .. }
            | LogEvent::Hook { service, .. }
            | LogEvent::ServiceZones { service, .. }
            | LogEvent::ServiceDesired { service, .. }
            | LogEvent::ServiceStalled { service, .. } => {
                vec![self.service_landmark(*service)]
            }
            LogEvent::TasksFailed { failures, .. } => {
                let first = failures.iter().take(TASKS_NAMED);
                first.map(|(instance, _)| self.instance_landmark(*instance)).collect()
            }
            LogEvent::Instance { instance, .. } => vec![self.instance_landmark(*instance)],
            LogEvent::Group(event) => {
                event.instance().map(|row| self.instance_landmark(row)).into_iter().collect()
            }
            LogEvent::Scaling(event) => {
                let service = self.service_of_target(event.target());
                service.map(|service| self.service_landmark(service)).into_iter().collect()
            }
            other => task_of(other).map(|task| self.of_task(task, entry)).unwrap_or_default(),
        }
    }

    /// A task, where it stood, and whose it is. One that waits for an instance has none, whichever it got later.
    fn of_task(&self, row: TaskRow, entry: &LogEntry) -> Vec<Landmark> {
        let task = &self.world.tasks[row];
        let service = self.world.launches[task.launch].service;
        let instance = match entry.event {
            LogEvent::TaskStatus { instance, .. } => instance,
            _ => task.instance.filter(|_| entry.at >= task.placed_at),
        };
        let instance = instance.map(|instance| self.instance_landmark(instance));
        let service = service.map(|service| self.service_landmark(service));
        std::iter::once(self.task_landmark(row)).chain(instance).chain(service).collect()
    }

    pub(in crate::report) fn task_landmark(&self, row: TaskRow) -> Landmark {
        Landmark::Task { id: self.task_id(row), short: self.world.task_short(&self.world.tasks[row]) }
    }

    pub(in crate::report) fn instance_landmark(&self, row: InstanceRow) -> Landmark {
        Landmark::Instance { id: self.ec2_instance_id(row), short: self.instance_short(row) }
    }

    pub(in crate::report) fn service_landmark(&self, row: ServiceRow) -> Landmark {
        Landmark::Service { name: self.service_name(row).to_owned() }
    }
}

/// The task that an event is about.
pub(super) fn task_of(event: &LogEvent) -> Option<TaskRow> {
    match event {
        LogEvent::TaskStatus { task, .. }
        | LogEvent::TaskHealth { task, .. }
        | LogEvent::ContainerStopped { task, .. }
        | LogEvent::CallDenied { task, .. }
        | LogEvent::StorageFull { task, .. }
        | LogEvent::TaskProtection { task, .. }
        | LogEvent::Disturbed { task, .. }
        | LogEvent::ServiceUnhealthy { task, .. } => Some(*task),
        LogEvent::Target(target) => Some(target.task),
        LogEvent::ServiceStarted { .. }
        | LogEvent::ServiceSteady { .. }
        | LogEvent::ServiceUnplaced { .. }
        | LogEvent::ServiceImpaired { .. }
        | LogEvent::ServiceCannotAssume { .. }
        | LogEvent::ServiceStopped { .. }
        | LogEvent::ServiceStoppedPending { .. }
        | LogEvent::Deployment { .. }
        | LogEvent::Shift { .. }
        | LogEvent::Hook { .. }
        | LogEvent::ServiceStalled { .. }
        | LogEvent::ServiceZones { .. }
        | LogEvent::ServiceDesired { .. }
        | LogEvent::Bus(_)
        | LogEvent::Group(_)
        | LogEvent::Capacity(_)
        | LogEvent::Alarm { .. }
        | LogEvent::Scaling(_)
        | LogEvent::Instance { .. }
        | LogEvent::TasksFailed { .. }
        | LogEvent::LimitReached
        | LogEvent::Refused { .. } => None,
    }
}
