//! What happens inside of a task, and what follows from it for the task.

use super::{Engine, Event};
use crate::aws::Behaviour;
use crate::containers::{Containers, Happening, Plan, Stage, TaskEnd, What};
use crate::ids::TaskRow;
use crate::log::LogEvent;
use crate::time::SimTime;
use crate::world::{DesiredStatus, StartFailure, Stop};
use std::sync::Arc;

impl Engine {
    /// Something is due in a task, unless what happened since has put it off. Whoever does something to a
    /// task lets that happen first: its containers are asked about moments that are over. Spec: CONT-3.
    pub(super) fn containers_due(&mut self, task: TaskRow) {
        let row = &self.world.tasks[task];
        let due = row.containers.next_at(&row.plan);
        if due.is_none_or(|due| due > self.now) {
            return;
        }
        if self.begins_to_run(task)
            && let Err(failure) = self.connect(task)
        {
            return self.fail_to_start(task, failure);
        }
        self.ask_containers(task, Containers::advance);
    }

    /// Whether what is due is the start of a task's first container: then it gets its ports and addresses.
    fn begins_to_run(&self, task: TaskRow) -> bool {
        let containers = &self.world.tasks[task].containers;
        let none_ran =
            || containers.containers().iter().all(|container| container.first_started_at.is_none());
        containers.stage() == Stage::Starting && none_ran()
    }

    /// Has something done with the containers of a task, sees to what follows, and asks what is next.
    pub(super) fn ask_containers(
        &mut self,
        task: TaskRow,
        ask: impl FnOnce(&mut Containers, &Plan, SimTime, &mut Vec<Happening>),
    ) {
        self.settle_around(task);
        let row = &mut self.world.tasks[task];
        let plan = Arc::clone(&row.plan);
        let mut happenings = Vec::new();
        ask(&mut row.containers, &plan, self.now, &mut happenings);
        if let Some(at) = row.containers.next_at(&plan) {
            self.queue.push(at, Event::ContainersDue(task));
        }
        self.account_writes(task);
        let changed = !happenings.is_empty();
        for happening in happenings {
            self.report(task, happening.what);
        }
        self.look_at_consumers(task);
        if changed {
            self.containers_changed(task);
        }
    }

    /// A container of a task does something else from now on. Spec: CONT-12.
    pub(super) fn change_behaviour(&mut self, task: TaskRow, container: usize, behaviour: &Behaviour) {
        self.containers_due(task);
        self.settle_around(task);
        let row = &mut self.world.tasks[task];
        let before = Arc::clone(&row.plan);
        row.plan = Arc::new(before.with_behaviour(container, behaviour.clone()));
        self.ask_containers(task, |containers, after, now, happenings| {
            containers.change_behaviour(&before, after, now, happenings);
        });
        self.look_at_sender(task);
        self.look_at_request_calls(task, container);
        self.containers_changed(task);
    }

    /// What ECS makes of something that it hears about a task.
    pub(super) fn happens(&mut self, task: TaskRow, what: &What) {
        let goes_on = self.world.tasks[task].desired_status == DesiredStatus::Running;
        match *what {
            What::TaskRuns if goes_on => self.run(task),
            What::TaskEnds(end) if goes_on => self.task_ends(task, end),
            What::TaskStopped => self.deprovision(task),
            What::TaskHealth(health) => {
                self.world.tasks[task].health = health;
                self.say(LogEvent::TaskHealth { task, health });
                self.recount(task);
            }
            What::Restarts { container, exit_code, reason } => self.say(LogEvent::ContainerStopped {
                task,
                container,
                exit_code: Some(exit_code),
                reason,
                restarts: true,
            }),
            // What stops with its task is the task's event.
            What::Stopped { container, exit_code, reason } if goes_on => {
                self.say(LogEvent::ContainerStopped { task, container, exit_code, reason, restarts: false });
            }
            What::Ready { container } => self.container_calls(task, container),
            What::Started { .. }
            | What::Health { .. }
            | What::AskedToStop { .. }
            | What::Killed { .. }
            | What::Stopped { .. }
            | What::TaskRuns
            | What::TaskEnds(_) => {}
        }
    }

    /// An essential container has stopped, or never runs. Spec: CONT-4, CONT-7, LIFE-6.
    fn task_ends(&mut self, task: TaskRow, end: TaskEnd) {
        let row = &self.world.tasks[task];
        let stop = match end {
            TaskEnd::EssentialContainerExited { container } => Stop::EssentialContainerExited { container },
            TaskEnd::FailedToStart { container } => {
                let reason = row.containers.containers().get(container).and_then(|state| state.reason);
                let Some(reason) = reason else { return };
                Stop::FailedToStart(StartFailure::Container { container, reason })
            }
        };
        let never_ran = row.started_at.is_none();
        let is_over = row.containers.stage() == Stage::Over;
        self.desire_stopped(task, stop);
        if never_ran {
            self.say_start_failed(task);
        }
        if !(never_ran && is_over) {
            self.stopping(task);
        }
    }
}
