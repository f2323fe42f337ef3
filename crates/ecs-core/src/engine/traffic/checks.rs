//! Health checks of targets. A check whose outcome changes nothing is not made: a target in peace costs
//! nothing. Spec: BAL-1, BAL-3.

use super::super::{Engine, Event};
use crate::aws::{ElbProtocol, FailingCheck, TargetHealthCheck};
use crate::balance::{Answer, RouteTarget, TargetState};
use crate::containers::ContainerStatus;
use crate::deploy::Check;
use crate::ids::TaskRow;
use crate::time::SimTime;
use crate::traffic::{Target, TargetRow, TargetWhat};

impl Engine {
    /// Carries out a check that is due.
    pub(super) fn check_target(&mut self, row: TargetRow) {
        let Some(check) = self.check_of(row) else { return };
        let answer = self.answer_of(row, &check);
        let Some(target) = self.traffic.targets.get_mut(&row) else { return };
        let changed = target.health.check(self.now, answer, &check);
        let (task, group) = (target.task, target.group);
        let (state, reason) = (target.health.state(), target.health.reason());
        if changed {
            if state == TargetState::Healthy {
                self.begin_slow_start(row);
            }
            self.say_target(row, TargetWhat::State(state, reason));
            self.recount(task);
            self.unsettle(group);
        }
        self.plan_check(row);
    }

    /// Spec: BAL-8.
    fn begin_slow_start(&mut self, row: TargetRow) {
        let Some(group) = self.traffic.targets.get(&row).map(|target| target.group) else { return };
        let Some(settings) = self.traffic.groups.get(&group).map(|terms| terms.settings) else { return };
        let rows = self.traffic.of_group.get(&group).into_iter().flatten();
        let others: Vec<RouteTarget> = rows
            .filter(|other| **other != row)
            .filter_map(|other| self.traffic.targets.get(other))
            .map(Target::for_routing)
            .collect();
        if settings.starts_slowly(self.now, &others)
            && let Some(target) = self.traffic.targets.get_mut(&row)
        {
            target.health.start_slowly(self.now);
        }
    }

    /// Sees to it that the next check comes that may change something.
    pub(super) fn plan_check(&mut self, row: TargetRow) {
        let Some(check) = self.check_of(row) else { return };
        let answer = self.answer_of(row, &check);
        let changes_at = self.turns_unwell_at(row);
        let Some(target) = self.traffic.targets.get_mut(&row) else { return };
        if matches!(target.health.state(), TargetState::Draining | TargetState::Unused) {
            return;
        }
        let is_slow = target.queue.wait_s(target.capacity) > 0.0;
        let wake = if target.health.is_settled(answer.fault(&check)) && !is_slow {
            let Some(changes_at) = changes_at else { return };
            changes_at
        } else {
            self.now
        };
        target.health.skip_to(wake, &check);
        let due = target.health.next_at();
        if due.is_some() && due != target.check_due {
            target.check_due = due;
            self.queue.push(due.unwrap_or(self.now), Event::TargetDue(row));
        }
    }

    fn check_of(&self, row: TargetRow) -> Option<TargetHealthCheck> {
        let target = self.traffic.targets.get(&row)?;
        let group = self.scenario.load_balancing.target_groups.get(target.group)?;
        Some(group.health_check.clone())
    }

    /// What a check that is made now meets. Spec: BAL-3.
    fn answer_of(&self, row: TargetRow, check: &TargetHealthCheck) -> Answer {
        let Some(target) = self.traffic.targets.get(&row) else { return Answer::Refused };
        let task = &self.world.tasks[target.task];
        if let Some(answer) = target.reach.checks {
            return answer;
        }
        if self.is_dropped(target) {
            return Answer::TimedOut;
        }
        if !target.listens(task) {
            return Answer::Refused;
        }
        let over_http = matches!(check.protocol, ElbProtocol::Http | ElbProtocol::Https);
        if self.unwell_at(target).is_some_and(|at| at <= self.now) {
            return if over_http { Answer::Status(503) } else { Answer::TimedOut };
        }
        let behaviour = task.plan.containers.get(target.container).map(|fixed| &fixed.behaviour);
        if over_http && behaviour.is_some_and(|behaviour| behaviour.errors_per_million >= 1_000_000) {
            return Answer::Status(500);
        }
        let waits_s = target.queue.wait_s(target.capacity) + target.capacity.service_s;
        if waits_s > check.timeout.as_seconds() { Answer::TimedOut } else { Answer::well(check) }
    }

    /// From when on a container fails the checks of target groups. Spec: CONT-1.
    fn unwell_at(&self, target: &Target) -> Option<SimTime> {
        let task = &self.world.tasks[target.task];
        let behaviour = &task.plan.containers.get(target.container)?.behaviour;
        let ContainerStatus::Running { since, ready_at, .. } =
            task.containers.containers().get(target.container)?.status
        else {
            return None;
        };
        let after_ms = behaviour.unhealthy_after_ms?;
        let fails = behaviour.fails_health_check != FailingCheck::Container;
        fails.then(|| since.plus_ms(after_ms).max(ready_at))
    }

    /// The same, where that lies ahead.
    fn turns_unwell_at(&self, row: TargetRow) -> Option<SimTime> {
        let at = self.unwell_at(self.traffic.targets.get(&row)?)?;
        (at > self.now).then_some(at)
    }

    /// What the target groups of a task say together; none where it is in none. Spec: BAL-14.
    pub(in super::super) fn targets_say(&self, task: TaskRow) -> Option<Check> {
        let states = self.traffic.targets_of(task).map(|(_, target)| target.health.state());
        states
            .map(|state| match state {
                TargetState::Healthy => Check::Healthy,
                TargetState::Unhealthy => Check::Unhealthy,
                TargetState::Initial | TargetState::Draining | TargetState::Unused => Check::Unknown,
            })
            .reduce(|one, other| match (one, other) {
                (Check::Unhealthy, _) | (_, Check::Unhealthy) => Check::Unhealthy,
                (Check::Unknown, _) | (_, Check::Unknown) => Check::Unknown,
                (Check::Healthy, Check::Healthy) => Check::Healthy,
            })
    }

    /// A target of a task that is unhealthy, and its group. Spec: BAL-14.
    pub(in super::super) fn unhealthy_target(&self, task: TaskRow) -> Option<(TargetRow, usize)> {
        let mut targets = self.traffic.targets_of(task);
        let found = targets.find(|(_, target)| target.health.state() == TargetState::Unhealthy)?;
        Some((found.0, found.1.group))
    }

    /// Says that a task is to be replaced because a target group finds it unhealthy. Spec: BAL-14.
    pub(in super::super) fn say_unhealthy_target(&mut self, task: TaskRow) {
        let Some((row, _)) = self.unhealthy_target(task) else { return };
        let reason = self.traffic.targets.get(&row).and_then(|target| target.health.reason());
        self.say_target(row, TargetWhat::Replaced(reason));
    }
}
