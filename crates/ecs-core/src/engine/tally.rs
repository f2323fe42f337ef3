//! How the tasks of a service count: kept up to date task by task, never counted anew. Spec: DEPLOY-8.

use super::{Engine, Event};
use crate::containers::HealthStatus;
use crate::deploy::{
    Check, RolloutState, SETTLED_AFTER_MS, Situation, Tally, TaskCondition, TaskHealth, TaskOutcome,
    task_health,
};
use crate::ids::{InstanceRow, ServiceRow, TaskRow};
use crate::log::LogEvent;
use crate::world::{Counted, Deployment, DesiredStatus, Fleet, Stop, Task, TaskState, TaskStatus};

impl Engine {
    /// Counts a task of a service as what it is now; whoever changes something about a task, its health or
    /// its instance's status asks for it. Its service looks again where that is something else than before.
    pub(super) fn recount(&mut self, task: TaskRow) {
        let launch = &self.world.launches[self.world.tasks[task].launch];
        let (Some(service), number) = (launch.service, launch.deployment) else { return };
        let counted = self.count_as(service, task);
        let before = std::mem::replace(&mut self.world.tasks[task].counted, counted);
        if before == counted {
            return;
        }
        let is_lost = self.is_lost(service, task, before, counted);
        let state = &mut self.world.services[service];
        let Some(deployment) = state.deployments.get_mut(number) else { return };
        if is_lost {
            deployment.staying.lost += 1;
        }
        if let Some(before) = before {
            let tally = side(deployment, before);
            *before.state.count_in(tally) -= 1;
            if let Some(protected) = before.protected_in(tally) {
                *protected -= 1;
            }
        }
        if let Some(counted) = counted {
            let tally = side(deployment, counted);
            *counted.state.count_in(tally) += 1;
            if let Some(protected) = counted.protected_in(tally) {
                *protected += 1;
            }
            deployment.tasks.insert(task);
        } else {
            deployment.tasks.remove(&task);
        }
        if number == state.primary || deployment.is_over() {
            state.older.remove(&number);
        } else {
            state.older.insert(number);
        }
        self.has_become(service, task, before, counted);
        // Whoever creates a task has looked just now.
        if before.is_some() {
            self.schedule_soon(service);
        }
    }

    /// Whether a task ran, ends without the scheduler having chosen it, and is of a deployment whose tasks make way:
    /// its own revision makes up for it. What has FAILED launches no task, and a DAEMON service wants none for an
    /// instance that is gone. Spec: DEPLOY-12.
    fn is_lost(
        &self,
        service: ServiceRow,
        task: TaskRow,
        before: Option<Counted>,
        counted: Option<Counted>,
    ) -> bool {
        let ran = |one: Counted| !matches!(one.state, TaskState::Pending | TaskState::Stopping);
        let runs = |one: Option<Counted>| one.is_some_and(ran);
        let (state, row) = (&self.world.services[service], &self.world.tasks[task]);
        let number = self.world.launches[row.launch].deployment;
        let makes_way = number != state.primary
            && state.deployments.get(number).is_some_and(|one| one.reason.state() != RolloutState::Failed);
        let chosen = matches!(row.stop, Some(Stop::Scaling | Stop::Rebalancing));
        let has_gone = matches!(row.stop, Some(Stop::HostLost { .. } | Stop::DeregistrationForced));
        let is_wanted = !has_gone || !self.is_daemon(service);
        runs(before) && !runs(counted) && makes_way && !chosen && is_wanted
    }

    /// What a fleet has lost counts no longer when the minimum lacks nothing, nor once its revision is wanted again.
    pub(super) fn forget_losses(&mut self, service: ServiceRow, fleet: &Fleet, situation: &Situation) {
        let state = &mut self.world.services[service];
        let made_up_for = fleet.to_go.iter().filter(|_| situation.lacking() == 0);
        for number in made_up_for.chain([&fleet.home]) {
            let Some(deployment) = state.deployments.get_mut(*number) else { continue };
            deployment.staying.lost = 0;
            if deployment.is_over() {
                state.older.remove(number);
            }
        }
    }

    /// Says what the service says of a task that is counted as something else.
    fn has_become(
        &mut self,
        service: ServiceRow,
        task: TaskRow,
        before: Option<Counted>,
        counted: Option<Counted>,
    ) {
        let (was, is) = (before.map(|one| one.state), counted.map(|one| one.state));
        match is.filter(|_| was != is) {
            Some(TaskState::Unhealthy) => {
                self.world.services[service].steady = false;
                if self.stop_of_unhealthy(task) == Stop::Unhealthy {
                    self.say(LogEvent::ServiceUnhealthy { service, task });
                } else {
                    self.say_unhealthy_target(task);
                }
                self.observe(task, TaskOutcome::FailedHealthCheck);
            }
            Some(TaskState::Healthy) => self.observe(task, TaskOutcome::Healthy),
            Some(TaskState::Pending | TaskState::Unproven | TaskState::Stopping) | None => {}
        }
    }

    fn count_as(&self, service: ServiceRow, row: TaskRow) -> Option<Counted> {
        let task = &self.world.tasks[row];
        let state = match (task.last_status, task.desired_status) {
            (TaskStatus::Stopped, _) => return None,
            (_, DesiredStatus::Stopped) => TaskState::Stopping,
            (TaskStatus::Running, _) => self.condition(service, row),
            _ => TaskState::Pending,
        };
        let leaves = task.instance.is_some_and(|instance| self.drains(instance));
        Some(Counted { state, leaves, protected: self.is_protected(row) })
    }

    /// How a task that runs does, as its containers and its target groups say. Spec: BAL-14.
    fn condition(&self, service: ServiceRow, row: TaskRow) -> TaskState {
        let task = &self.world.tasks[row];
        let check = match task.health {
            HealthStatus::Healthy => Check::Healthy,
            HealthStatus::Unhealthy => Check::Unhealthy,
            HealthStatus::Unknown => Check::Unknown,
        };
        let started_at = task.started_at.unwrap_or(self.now);
        let health = TaskHealth {
            running_ms: self.now.as_ms().saturating_sub(started_at.as_ms()),
            containers: is_checked(task).then_some(check),
            targets: self.targets_say(row),
        };
        match task_health(health, self.grace_ms(service)) {
            TaskCondition::Unproven => TaskState::Unproven,
            TaskCondition::Healthy => TaskState::Healthy,
            TaskCondition::Unhealthy => TaskState::Unhealthy,
        }
    }

    /// Why an UNHEALTHY task is stopped: its containers, or else a target group.
    pub(super) fn stop_of_unhealthy(&self, task: TaskRow) -> Stop {
        if self.world.tasks[task].health == HealthStatus::Unhealthy {
            return Stop::Unhealthy;
        }
        self.unhealthy_target(task).map_or(Stop::Unhealthy, |(_, group)| Stop::UnhealthyTarget(group))
    }

    fn grace_ms(&self, service: ServiceRow) -> u64 {
        u64::from(self.service(service).deployment.health_check_grace_period_seconds) * 1000
    }

    /// Whether the tasks on an instance are to go: it is DRAINING.
    fn drains(&self, instance: InstanceRow) -> bool {
        self.world.draining.contains(&instance)
    }

    /// A task runs: when it counts as healthy, or its grace period is over, it is looked at again.
    pub(super) fn look_later(&mut self, task: TaskRow) {
        let row = &self.world.tasks[task];
        let service = self.world.launches[row.launch].service;
        let (Some(service), Some(started_at)) = (service, row.started_at) else { return };
        let wait_ms = if is_checked(row) || self.targets_say(task).is_some() {
            self.grace_ms(service)
        } else {
            SETTLED_AFTER_MS
        };
        let at = started_at.plus_ms(wait_ms);
        if at > self.now {
            self.queue.push(at, Event::JudgeHealth(task));
        }
    }

    /// Something about a service has changed that all of its tasks are counted by: they are looked at again.
    pub(super) fn look_at_all(&mut self, service: ServiceRow) {
        let state = &self.world.services[service];
        let numbers = state.older.iter().chain([&state.primary]);
        let tasks = numbers.filter_map(|number| state.deployments.get(*number)).flat_map(|one| &one.tasks);
        for task in tasks.copied().collect::<Vec<TaskRow>>() {
            self.recount(task);
            self.look_later(task);
        }
        self.schedule_soon(service);
    }

    /// The tasks of a service's fleet in a state, in order of their deployments: those that are to go, or those
    /// that stay.
    pub(super) fn tasks_in(
        &self,
        service: ServiceRow,
        fleet: &Fleet,
        to_go: bool,
        wanted: TaskState,
    ) -> Vec<TaskRow> {
        let state = &self.world.services[service];
        let others = fleet.to_go.iter().filter(|_| to_go).map(|number| (true, number));
        let numbers = others.chain([(false, &fleet.home)]);
        let deployments = numbers.filter_map(|(old, number)| Some((old, state.deployments.get(*number)?)));
        let rows = deployments.flat_map(|(old, one)| one.tasks.iter().map(move |task| (old, *task)));
        let is_meant = |(old, task): &(bool, TaskRow)| {
            let counted = self.world.tasks[*task].counted;
            counted.is_some_and(|counted| counted.state == wanted && (*old || counted.leaves == to_go))
        };
        rows.filter(is_meant).map(|(_, task)| task).collect()
    }
}

fn side(deployment: &mut Deployment, counted: Counted) -> &mut Tally {
    if counted.leaves { &mut deployment.leaving } else { &mut deployment.staying }
}

/// Whether an essential container of a task has a health check.
fn is_checked(task: &Task) -> bool {
    task.plan.containers.iter().any(|container| container.essential && container.health_check.is_some())
}
