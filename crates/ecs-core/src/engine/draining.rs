//! DRAINING instances: no new task comes, and those of services go. Spec: FAULT-3.

use super::Engine;
use super::lifecycle::tie_break;
use crate::deploy::{Bounds, Room, Situation, Tally, pass};
use crate::ids::{InstanceRow, LaunchRow, Row, ServiceRow, TaskRow};
use crate::placement::{Condition, Standing, choose_victim};
use crate::world::{DesiredStatus, Stop, TaskStatus};

impl Engine {
    /// Tasks of services that do not run yet are stopped at once; the services see to the others.
    pub(super) fn begin_draining(&mut self, row: InstanceRow) {
        for task in self.world.instances[row].life.tasks.clone() {
            let state = &self.world.tasks[task];
            let Some(service) = self.world.launches[state.launch].service else { continue };
            if state.last_status < TaskStatus::Running {
                self.stop_task(task, Stop::Drained);
            } else {
                self.schedule_soon(service);
            }
        }
    }

    /// An instance is ACTIVE again: services that have started replacements have too many tasks.
    pub(super) fn look_for_surplus(&mut self, row: InstanceRow) {
        for task in self.world.instances[row].life.tasks.clone() {
            if let Some(service) = self.world.launches[self.world.tasks[task].launch].service {
                self.schedule_soon(service);
            }
        }
    }

    /// A service whose tasks leave draining instances looks what can go next.
    pub(super) fn go_on_draining(&mut self, service: ServiceRow) {
        if !self.leaving(service).is_empty() {
            self.schedule_soon(service);
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

    /// Tasks that a service is to start, once those have been asked to stop that are to go and may. The
    /// bounds of its deployments hold.
    pub(super) fn exchange(&mut self, service: ServiceRow, launch: LaunchRow) -> u32 {
        let leaving = self.leaving(service);
        let state = &self.world.services[service];
        let (desired, running, pending) = (state.desired_count, state.running_count, state.pending_count);
        if leaving.is_empty() && running + pending <= desired {
            return desired - running - pending;
        }
        let is_free = |task: &&TaskRow| !self.is_protected(**task);
        let free: Vec<TaskRow> = leaving.iter().filter(is_free).copied().collect();
        let source = Tally {
            healthy: count(leaving.len()),
            protected_healthy: count(leaving.len() - free.len()),
            ..Tally::default()
        };
        let target = Tally { pending, healthy: running.saturating_sub(source.healthy), ..Tally::default() };
        let Some(given) = self.scenario.services.get(service.number()) else { return 0 };
        let percent = &given.deployment.configuration;
        let bounds = Bounds::new(desired, percent.minimum_healthy_percent, percent.maximum_percent);
        let next = pass(&Situation {
            desired,
            bounds,
            source,
            target,
            room: Room::Unknown,
            launches: u32::MAX,
            failed: false,
        });
        for task in free.iter().take(next.source.stop.total() as usize) {
            self.stop_task(*task, Stop::Drained);
        }
        for _ in 0..next.target.stop.total() {
            self.stop_surplus(service, launch);
        }
        next.target.start
    }

    /// One task more than the service is to have goes: an instance drained and no longer does.
    fn stop_surplus(&mut self, service: ServiceRow, launch: LaunchRow) {
        let tasks = self.world.tasks.iter().filter(|(task, _)| self.is_to_run(*task, service));
        let tasks: Vec<(TaskRow, Standing)> = tasks
            .filter_map(|(task, state)| {
                let runs = state.last_status == TaskStatus::Running;
                let condition = if runs { Condition::Running } else { Condition::Pending };
                let protected = self.is_protected(task);
                Some((task, Standing { row: state.instance?, condition, protected }))
            })
            .collect();
        let standings: Vec<Standing> = tasks.iter().map(|(_, standing)| *standing).collect();
        let started = &self.world.launches[launch];
        let tie = tie_break(self.scenario.account.seed, &started.group, count(tasks.len()));
        let victim =
            choose_victim(&self.world.ledger, &started.requirement, &started.strategies, &standings, tie);
        if let Some((task, _)) = victim.chosen.and_then(|chosen| tasks.get(chosen)) {
            self.stop_task(*task, Stop::Drained);
        }
    }

    /// A DAEMON service's tasks leave draining instances that no other task is on.
    pub(super) fn drain_daemon(&mut self, service: ServiceRow) {
        for task in self.leaving(service) {
            let Some(instance) = self.world.tasks[task].instance else { continue };
            let is_daemons = |other: &TaskRow| {
                let service = self.world.launches[self.world.tasks[*other].launch].service;
                service.is_some_and(|service| self.is_daemon(service))
            };
            if self.world.instances[instance].life.tasks.iter().all(is_daemons) {
                self.stop_task(task, Stop::Drained);
            }
        }
    }

    /// The tasks of a service that are to leave their instances.
    fn leaving(&self, service: ServiceRow) -> Vec<TaskRow> {
        let draining = self.world.draining.iter();
        let tasks = draining.flat_map(|row| self.world.instances[*row].life.tasks.iter().copied());
        tasks.filter(|task| self.is_to_run(*task, service)).collect()
    }

    /// Whether a task is a service's and is to run.
    pub(super) fn is_to_run(&self, task: TaskRow, service: ServiceRow) -> bool {
        let state = &self.world.tasks[task];
        state.desired_status == DesiredStatus::Running
            && self.world.launches[state.launch].service == Some(service)
    }
}

fn count(tasks: usize) -> u32 {
    u32::try_from(tasks).unwrap_or(u32::MAX)
}
