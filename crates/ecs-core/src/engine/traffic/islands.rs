//! When load is worked out: island by island, so that what changes on one ends no step of another.
//! Spec: LOAD-1, LOAD-15.

use super::super::{Engine, Event};
use super::chain::Way;
use crate::ids::{InstanceRow, TaskRow};
use crate::time::SimTime;
use crate::traffic::{Host, Island, Islands, MINUTE};
use crate::units::CPU_UNITS_PER_VCPU;
use std::collections::BTreeSet;
use std::sync::Arc;

const SECOND_MS: u64 = 1000;

impl Engine {
    /// Works out what happened up to now on the island of a front, before something changes that matters to it.
    pub(super) fn settle(&mut self, front: usize) {
        let Some(lead) = self.traffic.islands.lead(front) else { return };
        let Some(island) = self.traffic.islands.get_mut(lead) else { return };
        let (from, until) = (island.settled, self.now);
        if from < until {
            island.settled = until;
            island.unsteady = false;
            let members = Arc::clone(&island.members);
            self.load_step(&members, from, until);
        }
    }

    /// The same of all islands, and of requests that are for none.
    pub(super) fn settle_all(&mut self) {
        for lead in self.traffic.islands.leads() {
            self.settle(lead);
        }
        let from = std::mem::replace(&mut self.traffic.settled, self.now);
        self.count_unrouted(from, self.now);
    }

    /// The same of the island that a task is on, before something happens inside of it.
    pub(in super::super) fn settle_around(&mut self, task: TaskRow) {
        if let Some(front) = self.front_around(task) {
            self.settle(front);
        }
    }

    /// Something has changed on the island of a front: its step lasts no longer than to the next whole second.
    pub(super) fn unsettle(&mut self, front: usize) {
        let (now, end) = (self.now, next_second(self.now));
        let Some(lead) = self.traffic.islands.lead(front) else { return };
        let Some(island) = self.traffic.islands.get_mut(lead) else { return };
        island.unsteady = true;
        if island.step_ends <= now || island.step_ends > end {
            self.begin_step(lead, end);
        }
    }

    /// The same of all islands.
    pub(super) fn unsettle_all(&mut self) {
        for lead in self.traffic.islands.leads() {
            self.unsettle(lead);
        }
    }

    /// The same of the island that a task is on.
    pub(super) fn unsettle_around(&mut self, task: TaskRow) {
        if let Some(front) = self.front_around(task) {
            self.unsettle(front);
        }
    }

    /// Requests wait on the island of a front: its next step is short.
    pub(super) fn makes_unsteady(&mut self, front: usize) {
        let Some(lead) = self.traffic.islands.lead(front) else { return };
        if let Some(island) = self.traffic.islands.get_mut(lead) {
            island.unsteady = true;
        }
    }

    fn begin_step(&mut self, lead: usize, end: SimTime) {
        if let Some(island) = self.traffic.islands.get_mut(lead) {
            island.step_ends = end;
            self.queue.push(end, Event::LoadStep(lead));
        }
    }

    /// A step ends, unless another end was set since. Where nothing can arrive no other begins: minutes settle all.
    /// Spec: LOAD-1.
    pub(in super::super) fn load_step_ends(&mut self, lead: usize) {
        let ends = self.traffic.islands.get(lead).map(|island| island.step_ends);
        if ends != Some(self.now) {
            return;
        }
        self.settle(lead);
        let Some(island) = self.traffic.islands.get(lead) else { return };
        if island.unsteady || !island.members.sources.is_empty() {
            let end = self.next_step_end(lead, island);
            self.begin_step(lead, end);
        }
    }

    /// A minute ends, and the next one begins. Who feels whom no more parts here, where all are settled.
    /// Spec: METRIC-1, LOAD-15.
    pub(in super::super) fn minute_ends(&mut self) {
        self.settle_all();
        self.count_stress();
        self.measure();
        self.queue.push_look(self.now.plus_ms(MINUTE.as_ms()), Event::MinuteEnds);
        self.look_who_feels_whom();
        self.expect_alarms();
    }

    /// The end of the next step: a second where requests wait or a rate has jumped, so that an overload is seen
    /// when it begins; else as long as the rates hardly change, and never beyond the minute. Spec: LOAD-1.
    fn next_step_end(&self, lead: usize, island: &Island) -> SimTime {
        let in_minute_ms = self.now.as_ms() % MINUTE.as_ms();
        let longest = SimTime::from_ms(MINUTE.as_ms() - in_minute_ms);
        let minute = self.now.plus_ms(longest.as_ms());
        let shapes = || self.shapes_to(&island.members);
        let jumped = || shapes().any(|shape| shape.has_jumped(self.now));
        if island.unsteady || jumped() || self.rates_jump(island) || self.may_be_denied(lead, island) {
            return next_second(self.now).min(minute);
        }
        let ends = shapes().map(|shape| shape.steady_until(self.now, longest));
        ends.min().unwrap_or(minute).min(minute)
    }

    /// A front of the island that a task is on: its own, or those of the tasks that share its processors.
    pub(super) fn front_around(&self, task: TaskRow) -> Option<usize> {
        let own = self.traffic.all_targets_of(task).map(|target| target.group).next();
        own.or_else(|| {
            let host = self.traffic.hosts.get(&self.world.tasks[task].instance?)?;
            let mut others = host.tasks.iter().filter_map(|other| self.traffic.all_targets_of(*other).next());
            let shares = host.is_shared && host.tasks.contains(&task);
            others.find(|_| shares).map(|target| target.group)
        })
    }

    /// A task runs on an instance: from now on it may be in the way of the others there.
    pub(super) fn joins_host(&mut self, task: TaskRow, instance: InstanceRow) {
        let mut host = self.traffic.hosts.get(&instance).cloned().unwrap_or_default();
        host.tasks.push(task);
        host.is_shared = self.is_shared(instance, &host);
        if host.is_shared {
            for other in &host.tasks {
                self.settle_around(*other);
            }
        }
        self.traffic.hosts.insert(instance, host);
        self.join_around(task);
    }

    /// It does not run there any more.
    pub(super) fn leaves_host(&mut self, task: TaskRow, instance: InstanceRow) {
        let Some(mut host) = self.traffic.hosts.remove(&instance) else { return };
        self.traffic.islands.may_part |= host.is_shared;
        host.tasks.retain(|other| *other != task);
        host.is_shared = self.is_shared(instance, &host);
        if !host.tasks.is_empty() {
            self.traffic.hosts.insert(instance, host);
        }
    }

    /// Whether tasks of a host can be in each other's way. Spec: LOAD-3.
    fn is_shared(&self, instance: InstanceRow, host: &Host) -> bool {
        let limits: Option<u64> = host.tasks.iter().map(|task| self.limit_of(*task).map(u64::from)).sum();
        let has = u64::from(self.instance_entry(instance).instance_type.vcpu * CPU_UNITS_PER_VCPU);
        limits.is_none_or(|limits| limits > has)
    }

    /// Whoever feels a task, and whom it feels, is on one island from now on. Spec: LOAD-15.
    pub(super) fn join_around(&mut self, task: TaskRow) {
        if !self.traffic.is_measured() {
            return;
        }
        let (mut fronts, sends) = self.felt_through(task);
        let instance = self.world.tasks[task].instance;
        if let Some(host) = instance.and_then(|instance| self.traffic.hosts.get(&instance)) {
            fronts.extend(self.felt_on(host));
        }
        for front in &fronts {
            self.settle(*front);
        }
        let routes = Arc::clone(&self.traffic.routes);
        if let Some(lead) = self.traffic.islands.join(&fronts, sends, &routes, self.now) {
            self.unsettle(lead);
        }
    }

    /// The fronts that feel each other because of what a task is a target of and sends, and whether it sends anything.
    fn felt_through(&self, task: TaskRow) -> (BTreeSet<usize>, bool) {
        let mut fronts = BTreeSet::new();
        let mut sends = false;
        for target in self.traffic.all_targets_of(task) {
            fronts.insert(target.group);
            for (origin, sent) in self.traffic.chain.sent_by(task, target.container) {
                sends = true;
                if let Way::Fronts(to) = self.way_of(sent, origin) {
                    fronts.extend(to.into_iter().map(|(front, _)| front));
                }
            }
        }
        (fronts, sends)
    }

    /// The fronts that feel each other because tasks share processors.
    fn felt_on(&self, host: &Host) -> BTreeSet<usize> {
        let tasks = host.tasks.iter().filter(|_| host.is_shared);
        tasks.flat_map(|task| self.traffic.all_targets_of(*task)).map(|target| target.group).collect()
    }

    /// Works out anew who feels whom, when everything is settled and something has gone that bound fronts.
    /// Spec: LOAD-15.
    pub(super) fn look_who_feels_whom(&mut self) {
        if !self.traffic.is_measured() || !self.traffic.islands.may_part {
            return;
        }
        let routes = Arc::clone(&self.traffic.routes);
        let fronts = self.traffic.chain.first_name + self.traffic.chain.names.len();
        let mut islands = Islands::default();
        for front in 0..fronts {
            islands.join(&BTreeSet::from([front]), false, &routes, self.now);
        }
        let tasks: BTreeSet<TaskRow> = self.traffic.targets.values().map(|target| target.task).collect();
        for task in tasks {
            let (fronts, sends) = self.felt_through(task);
            islands.join(&fronts, sends, &routes, self.now);
        }
        for host in self.traffic.hosts.values() {
            islands.join(&self.felt_on(host), false, &routes, self.now);
        }
        let others = islands.take_over(&self.traffic.islands);
        self.traffic.islands = islands;
        for lead in others {
            self.unsettle(lead);
        }
    }
}

fn next_second(at: SimTime) -> SimTime {
    SimTime::from_ms((at.as_ms() / SECOND_MS + 1) * SECOND_MS)
}
