//! Scale-in protection of tasks. Spec: FAULT-15.

use super::timeline::INVALID_PARAMETER;
use super::{Engine, Event};
use crate::ids::{ServiceRow, TaskRow};
use crate::log::LogEvent;
use crate::scenario::ProtectTasks;
use crate::world::DesiredStatus;

impl Engine {
    pub(super) fn protect_called(&mut self, number: usize, call: &ProtectTasks) {
        for reference in &call.tasks {
            match self.find_task(reference) {
                None => {
                    let message = format!("MISSING: there is no task {reference}");
                    self.refuse_in_our_words(number, INVALID_PARAMETER, message);
                }
                Some(task) if !self.can_be_protected(task) => {
                    let why = "a task of a service that is to run can be protected, and no other";
                    let message = format!("TASK_NOT_VALID: {reference}: {why}");
                    self.refuse_in_our_words(number, INVALID_PARAMETER, message);
                }
                Some(task) => self.protect(task, call.expires_in_minutes),
            }
        }
    }

    fn can_be_protected(&self, task: TaskRow) -> bool {
        let state = &self.world.tasks[task];
        let of_service = self.world.launches[state.launch].service.is_some();
        of_service && state.desired_status == DesiredStatus::Running
    }

    fn protect(&mut self, task: TaskRow, minutes: Option<u64>) {
        let until = minutes.map(|minutes| self.now.plus_ms(minutes * 60_000));
        self.world.tasks[task].protected_until = until;
        if let Some(until) = until {
            self.queue.push(until, Event::ProtectionEnds(task));
        }
        self.recount(task);
        self.say(LogEvent::TaskProtection { task, until });
    }

    /// A service that is deleted protects its tasks no longer.
    pub(super) fn end_protection_of(&mut self, service: ServiceRow) {
        let fleets = self.world.services[service].fleets();
        let tasks = fleets.iter().flat_map(|fleet| self.tasks_to_run(service, fleet));
        for task in tasks.filter(|task| self.is_protected(*task)).collect::<Vec<_>>() {
            self.protect(task, None);
        }
    }

    /// The protection of a task ends, unless it was renewed.
    pub(super) fn protection_ends(&mut self, task: TaskRow) {
        if self.world.tasks[task].protected_until == Some(self.now) {
            self.world.tasks[task].protected_until = None;
            if self.world.tasks[task].desired_status == DesiredStatus::Running {
                self.say(LogEvent::TaskProtection { task, until: None });
                self.recount(task);
            }
        }
    }

    /// Whether the scheduler keeps a task that it could do without.
    pub(super) fn is_protected(&self, task: TaskRow) -> bool {
        self.world.tasks[task].protected_until.is_some()
    }
}
