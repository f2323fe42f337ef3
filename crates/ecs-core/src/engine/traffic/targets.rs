//! Tasks register with target groups, and are deregistered before they stop. Spec: BAL-4, BAL-13.

use super::super::{Engine, Event};
use super::reach::Registration;
use crate::balance::{Reason, TargetHealth, TargetState};
use crate::ids::{ServiceRow, TaskRow};
use crate::load::{Capacity, Queue, Work};
use crate::log::LogEvent;
use crate::time::SimTime;
use crate::traffic::{MINUTE, Target, TargetEvent, TargetRow, TargetWhat};
use crate::world::{Task, TaskStatus};

impl Engine {
    /// A task has come to run: it takes part in the load of its instance, and a service's registers with the
    /// service's target groups. Spec: BAL-13.
    pub(in super::super) fn comes_up(&mut self, task: TaskRow) {
        let launch = self.world.tasks[task].launch;
        if self.traffic.is_observed() {
            self.takes_part(task);
        }
        if self.traffic.is_measured() {
            self.joins_chain(task);
        }
        if let Some(service) = self.world.launches[launch].service {
            for entry in self.registers_with(launch) {
                if let Some(registration) = self.registration(task, &entry) {
                    self.register(task, service, &registration);
                }
            }
        }
        self.unsettle_around(task);
    }

    /// A task that runs is measured, and shares its instance with others.
    fn takes_part(&mut self, task: TaskRow) {
        self.traffic.running.insert(task);
        self.begin_to_count_stress(task);
        if let Some(instance) = self.world.tasks[task].instance {
            self.joins_host(task, instance);
        }
    }

    /// Somebody watches a metric: from now on minutes are measured, whether anything arrives or not.
    /// Spec: METRIC-1.
    pub(in super::super) fn watch_metrics(&mut self) {
        if self.traffic.is_observed() {
            return;
        }
        self.traffic.watched = true;
        let runs = |(row, task): (TaskRow, &Task)| {
            let runs = task.started_at.is_some() && task.stopped_at.is_none();
            runs.then_some(row)
        };
        let running: Vec<TaskRow> = self.world.tasks.iter().filter_map(runs).collect();
        for task in running {
            self.takes_part(task);
        }
        let minute = SimTime::from_ms(self.now.as_ms() / MINUTE.as_ms() * MINUTE.as_ms());
        self.queue.push_look(minute.plus_ms(MINUTE.as_ms()), Event::MinuteEnds);
    }

    fn register(&mut self, task: TaskRow, service: ServiceRow, registration: &Registration) {
        let group = registration.group;
        let Some(target_group) = self.scenario.load_balancing.target_groups.get(group) else { return };
        let health = match registration.unused {
            Some(reason) => TargetHealth::unused(reason),
            None => TargetHealth::registered(self.now, &target_group.health_check),
        };
        let row = self.add_target(task, service, registration, health);
        self.traffic.of_task.entry(task).or_default().push(row);
        self.join_around(task);
        self.say_target(row, TargetWhat::Registered);
        self.plan_check(row);
    }

    /// A task is one more target of a front.
    pub(super) fn add_target(
        &mut self,
        task: TaskRow,
        service: ServiceRow,
        registration: &Registration,
        health: TargetHealth,
    ) -> TargetRow {
        let front = registration.group;
        self.settle(front);
        let row = TargetRow(self.traffic.registered);
        self.traffic.registered += 1;
        let target = Target {
            group: front,
            task,
            service,
            container: registration.container,
            id: registration.id,
            port: registration.port,
            zone: self.world.tasks[task].zone.0,
            health,
            check_due: None,
            reach: registration.reach,
            queue: Queue::default(),
            capacity: Capacity::of(&Work::default(), 1.0),
            outstanding: 0.0,
            in_flight: 0.0,
            session_share: 0.0,
            offered_per_s: 0.0,
            served: 0.0,
        };
        self.traffic.targets.insert(row, target);
        self.traffic.of_group.entry(front).or_default().push(row);
        row
    }

    /// Nobody counts on a task any more: its targets get no new requests. Spec: BAL-4.
    pub(in super::super) fn goes_down(&mut self, task: TaskRow) {
        self.leaves_names(task);
        if !self.traffic.of_task.contains_key(&task) {
            return;
        }
        self.settle_around(task);
        // Whoever stops the task says so first. Spec: DEPLOY-9.
        self.after(0, Event::Deregisters(task));
        let rows = self.traffic.of_task.get(&task).cloned().unwrap_or_default();
        for row in rows {
            let Some(target) = self.traffic.targets.get_mut(&row) else { continue };
            if target.health.state() == TargetState::Draining {
                continue;
            }
            let terms = self.traffic.groups.get(&target.group);
            let delay = terms.map(|terms| terms.settings.deregistration_delay).unwrap_or_default();
            target.health.deregister(self.now, delay);
            target.session_share = 0.0;
            self.queue.push(self.now.plus_ms(delay.as_ms()), Event::TargetDue(row));
        }
        self.unsettle_around(task);
    }

    /// The targets of a task that nobody counts on are taken out of their groups. Spec: BAL-4.
    pub(in super::super) fn deregisters(&mut self, task: TaskRow) {
        for row in self.traffic.of_task.get(&task).cloned().unwrap_or_default() {
            self.say_target(row, TargetWhat::Draining);
            self.say_target(row, TargetWhat::Deregistered);
        }
    }

    /// Whether a task that is to stop waits for its connections to end first. Spec: LIFE-8.
    pub(in super::super) fn deactivates(&mut self, task: TaskRow) -> bool {
        let drains = self.traffic.of_task.contains_key(&task);
        if drains {
            self.world.tasks[task].last_status = TaskStatus::Deactivating;
            self.say_status(task);
        }
        drains
    }

    /// A task is STOPPED: it takes no part in anything any more.
    pub(in super::super) fn is_over(&mut self, task: TaskRow) {
        if !self.traffic.running.contains(&task) {
            return;
        }
        let front = self.front_around(task);
        self.settle_around(task);
        self.count_stress_of(task);
        self.leaves_chain(task);
        self.traffic.denied.retain(|(denied, _), _| *denied != task);
        self.traffic.running.remove(&task);
        if let Some(instance) = self.world.tasks[task].instance {
            self.leaves_host(task, instance);
        }
        if let Some(front) = front {
            self.unsettle(front);
        }
    }

    /// Something is due of a target, unless something came between: a check, or the end of its draining.
    pub(in super::super) fn target_due(&mut self, row: TargetRow) {
        let Some(target) = self.traffic.targets.get_mut(&row) else { return };
        if target.health.next_at().is_none_or(|next| next > self.now) {
            return;
        }
        target.check_due = None;
        let (group, is_draining) = (target.group, target.health.state() == TargetState::Draining);
        self.settle(group);
        if is_draining {
            self.drained(row);
        } else {
            self.check_target(row);
        }
    }

    /// The deregistration delay is over: what is in flight breaks off, and the task stops. Spec: BAL-4, LIFE-8.
    fn drained(&mut self, row: TargetRow) {
        self.break_off(row);
        let Some(target) = self.traffic.targets.remove(&row) else { return };
        self.traffic.islands.may_part = true;
        if let Some(rows) = self.traffic.of_group.get_mut(&target.group) {
            rows.retain(|other| *other != row);
        }
        let task = target.task;
        if let Some(rows) = self.traffic.of_task.get_mut(&task) {
            rows.retain(|other| *other != row);
            if !rows.is_empty() {
                return;
            }
        }
        self.traffic.of_task.remove(&task);
        self.unsettle(target.group);
        if self.world.tasks[task].last_status == TaskStatus::Deactivating {
            self.world.tasks[task].stopping_at = Some(self.now);
            self.ask_to_stop(task);
        }
    }

    /// The containers of a task have changed: what waits before one that does not serve any more breaks off,
    /// and checks may go otherwise from now on.
    pub(in super::super) fn containers_changed(&mut self, task: TaskRow) {
        let traffic = &self.traffic;
        let of = [traffic.of_task.get(&task), traffic.chain.of_task.get(&task)];
        let rows: Vec<TargetRow> = of.into_iter().flatten().flatten().copied().collect();
        for row in rows {
            let target = self.traffic.targets.get(&row);
            if target.is_some_and(|target| !target.listens(&self.world.tasks[task])) {
                self.break_off(row);
            }
            self.plan_check(row);
        }
        self.unsettle_around(task);
    }

    /// A load balancer has begun, or ceased, to lead to groups: their targets are checked, or no more.
    /// Spec: BAL-1.
    pub(super) fn groups_changed(&mut self) {
        let rows: Vec<TargetRow> = self.traffic.targets.keys().copied().collect();
        for row in rows {
            let Some(target) = self.traffic.targets.get_mut(&row) else { continue };
            let is_used = self.traffic.groups.contains_key(&target.group);
            let was_used = target.health.reason() != Some(Reason::NotInUse);
            let group = self.scenario.load_balancing.target_groups.get(target.group);
            let Some(group) =
                group.filter(|_| is_used != was_used && target.health.state() != TargetState::Draining)
            else {
                continue;
            };
            target.health = if is_used {
                TargetHealth::registered(self.now, &group.health_check)
            } else {
                TargetHealth::unused(Reason::NotInUse)
            };
            let (state, reason) = (target.health.state(), target.health.reason());
            self.say_target(row, TargetWhat::State(state, reason));
            self.plan_check(row);
        }
    }

    pub(super) fn say_target(&mut self, row: TargetRow, what: TargetWhat) {
        let Some(target) = self.traffic.targets.get(&row) else { return };
        let group = u32::try_from(target.group).unwrap_or(u32::MAX);
        let state = target.health.state();
        let event = TargetEvent {
            service: target.service,
            task: target.task,
            group,
            port: target.port,
            what,
            state,
            drains_until: target.health.next_at().filter(|_| state == TargetState::Draining),
        };
        self.say(LogEvent::Target(event));
    }
}
