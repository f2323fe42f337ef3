//! DRAINING instances: no new task comes, and those of services go. Spec: FAULT-3.

use super::Engine;
use crate::deploy::Tally;
use crate::ids::{InstanceRow, ServiceRow, TaskRow};
use crate::world::{Counted, DesiredStatus, Fleet, InstanceStatus, ServiceStatus};

impl Engine {
    /// Keeps which instances drain. Tasks of services count as others where that has changed, so that their
    /// services look again.
    pub(super) fn note_draining(&mut self, row: InstanceRow) {
        let changed = if self.world.instances[row].life.status == InstanceStatus::Draining {
            self.world.draining.insert(row)
        } else {
            self.world.draining.remove(&row)
        };
        if changed {
            for task in self.world.instances[row].life.tasks.clone() {
                self.recount(task);
            }
        }
    }

    /// A task has left a draining instance: those of DAEMON services are the last to go.
    pub(super) fn look_at_daemons_of(&mut self, row: InstanceRow) {
        if !self.world.draining.contains(&row) {
            return;
        }
        for task in self.world.instances[row].life.tasks.clone() {
            let service = self.world.launches[self.world.tasks[task].launch].service;
            if let Some(service) = service.filter(|service| self.is_daemon(*service)) {
                self.schedule_soon(service);
            }
        }
    }

    /// Tasks of a DAEMON service that stay on their draining instances for now, though they count as those
    /// that are to go: others are still there, which they serve.
    pub(super) fn waiting_daemons(&self, service: ServiceRow) -> Vec<TaskRow> {
        if !self.is_daemon(service) || self.world.services[service].status != ServiceStatus::Active {
            return Vec::new();
        }
        let has_others = |row: &&InstanceRow| {
            let tasks = &self.world.instances[**row].life.tasks;
            !tasks.iter().all(|task| {
                let service = self.world.launches[self.world.tasks[*task].launch].service;
                service.is_some_and(|service| self.is_daemon(service))
            })
        };
        let rows = self.world.draining.iter().filter(has_others);
        let tasks = rows.flat_map(|row| self.world.instances[*row].life.tasks.iter().copied());
        tasks.filter(|task| self.is_to_run(*task, service)).collect()
    }

    /// Tasks of a fleet that are to go, those among them as protected that stay for now.
    pub(super) fn tally_to_go(&self, service: ServiceRow, fleet: &Fleet) -> Tally {
        let mut source = self.world.services[service].source(fleet);
        for task in self.waiting_daemons(service) {
            let counted = self.world.tasks[task].counted.filter(|counted| !counted.protected);
            let kept = counted.map(|counted| Counted { protected: true, ..counted });
            if let Some(protected) = kept.and_then(|kept| kept.protected_in(&mut source)) {
                *protected += 1;
            }
        }
        source
    }

    /// Whether a task that runs and is not known to be unhealthy is kept, whatever its service could do
    /// without: it is protected, or a daemon that waits.
    pub(super) fn is_kept(&self, task: TaskRow, waiting: &[TaskRow]) -> bool {
        self.is_protected(task) || waiting.contains(&task)
    }

    /// Whether a task is a service's and is to run.
    pub(super) fn is_to_run(&self, task: TaskRow, service: ServiceRow) -> bool {
        let state = &self.world.tasks[task];
        state.desired_status == DesiredStatus::Running
            && self.world.launches[state.launch].service == Some(service)
    }
}
