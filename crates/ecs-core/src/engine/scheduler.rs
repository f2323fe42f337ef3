//! The service scheduler: a service keeps the tasks that it is to have.

use super::lifecycle::tie_break;
use super::{Engine, Event};
use crate::aws::LaunchType;
use crate::ids::{InstanceRow, LaunchRow, ServiceRow, TaskRow};
use crate::limits;
use crate::log::LogEvent;
use crate::placement::{Receipt, decide, decide_zone, fits};
use crate::world::Unplaced;

/// Tasks that are started at once, and named in one event. Spec: SVC-1.
pub(super) const BATCH: u32 = 10;

/// How long an event is not repeated whose cause stands. Spec: SVC-4.
pub(super) const REPEAT_MS: u64 = 6 * 60 * 60 * 1000;

impl Engine {
    /// Starts what is missing, at most [`BATCH`] tasks at a time. Spec: SVC-1, SVC-3, SVC-6.
    pub(super) fn schedule(&mut self, service: ServiceRow) {
        let state = &mut self.world.services[service];
        state.scheduled = false;
        state.unplaced = None;
        self.world.waiting.remove(&service);
        if self.world.services[service].starts.next_attempt > self.now {
            return;
        }
        if self.cannot_assume(service) {
            return;
        }
        let state = &self.world.services[service];
        if let Some(launch) = state.launch.filter(|_| self.is_daemon(service)) {
            return self.schedule_daemon(service, launch);
        }
        let missing = state.desired_count.saturating_sub(state.running_count + state.pending_count);
        let pending = state.pending_count;
        let Some(launch) = state.launch else { return };
        if missing > 0 && self.is_full() {
            return;
        }
        if missing == 0 {
            return self.say_if_steady(service);
        }
        let impaired = self.is_impaired(service);
        let room = if impaired { BATCH.saturating_sub(pending) } else { BATCH };
        let mut tasks = Vec::new();
        let mut unplaced = None;
        for _ in 0..missing.min(room) {
            let Some(task) = self.start_task(launch) else {
                unplaced = Some(self.why_unplaced(launch));
                break;
            };
            tasks.push(task);
        }
        if !tasks.is_empty() {
            self.say(LogEvent::ServiceStarted { service, tasks });
        }
        match unplaced {
            Some(why) => self.say_unplaced(service, why),
            None if missing > BATCH && !impaired => self.schedule_soon(service),
            None => self.world.services[service].unplaced_said = None,
        }
    }

    /// Spec: SVC-2.
    pub(super) fn say_if_steady(&mut self, service: ServiceRow) {
        let state = &mut self.world.services[service];
        if !state.steady && state.pending_count == 0 && state.running_count == state.desired_count {
            state.steady = true;
            self.say(LogEvent::ServiceSteady { service });
        }
    }

    /// Whether the run has as many tasks as it may have; says so the first time. Spec: SCN-7.
    pub(super) fn is_full(&mut self) -> bool {
        let full = self.world.tasks.len() as u64 >= limits::TASKS_PER_SCENARIO;
        if full && !std::mem::replace(&mut self.world.full, true) {
            self.say(LogEvent::LimitReached);
        }
        full
    }

    /// A task of `launch` where there is a place for it.
    pub(super) fn start_task(&mut self, launch: LaunchRow) -> Option<TaskRow> {
        let started = &self.world.launches[launch];
        let count = self.world.started_in(&started.group);
        let tie = tie_break(self.scenario.account.seed, &started.group, count);
        if self.watch.is_some() {
            self.witness(launch, count + 1, tie);
        }
        let started = &self.world.launches[launch];
        let requirement = &started.requirement;
        if started.launch_type == LaunchType::Fargate {
            let zone = decide_zone(&self.world.ledger, &requirement.zones, requirement.group, tie)?;
            return Some(self.create_task(launch, None, zone));
        }
        let instance = self.shortlists.decide(launch, started, &self.world.ledger, tie)?;
        let zone = self.world.ledger.zone(instance);
        Some(self.create_task(launch, Some(instance), zone))
    }

    /// Every reason for and against the instances, for the next task of `launch`.
    pub(crate) fn receipt(&self, launch: LaunchRow) -> Receipt {
        let mut receipt = Receipt::default();
        let launch = &self.world.launches[launch];
        if launch.runs_on_instances() {
            let tie =
                tie_break(self.scenario.account.seed, &launch.group, self.world.started_in(&launch.group));
            decide(&self.world.ledger, &launch.requirement, &launch.strategies, tie, &mut receipt);
        }
        receipt
    }

    fn why_unplaced(&self, launch: LaunchRow) -> Unplaced {
        why(&self.receipt(launch))
    }

    pub(super) fn say_unplaced(&mut self, service: ServiceRow, why: Unplaced) {
        let now = self.now;
        let state = &mut self.world.services[service];
        state.unplaced = Some(why);
        self.world.waiting.insert(service);
        let state = &mut self.world.services[service];
        let repeated = state.unplaced_said.is_some_and(|(said, at)| {
            said.says_the_same_as(why) && now.as_ms() < at.as_ms().saturating_add(REPEAT_MS)
        });
        if !repeated {
            state.unplaced_said = Some((why, now));
            self.say(LogEvent::ServiceUnplaced { service, why });
        }
    }

    /// Something changed on an instance: services that wait for such a place try again.
    pub(super) fn wake_waiting_services(&mut self, instance: InstanceRow) {
        let waits_for_it = |service: &&ServiceRow| {
            self.world.services[**service].launch.is_some_and(|launch| {
                fits(&self.world.ledger, &self.world.launches[launch].requirement, instance)
            })
        };
        let services = self.world.waiting.iter().filter(waits_for_it);
        for service in services.copied().collect::<Vec<ServiceRow>>() {
            self.schedule_soon(service);
        }
    }

    /// Lets a service compare what it has with what it wants, once, when everything that is due has
    /// been done.
    pub(super) fn schedule_soon(&mut self, service: ServiceRow) {
        if !std::mem::replace(&mut self.world.services[service].scheduled, true) {
            self.after(0, Event::Schedule(service));
        }
    }
}

/// Why no instance of a receipt was chosen. Spec: PLACE-8.
pub(crate) fn why(receipt: &Receipt) -> Unplaced {
    match receipt.closest() {
        Some(closest) => Unplaced::NoneFits { closest, most: receipt.most(closest.verdict.check) },
        None => Unplaced::NoInstances,
    }
}
