//! The service scheduler: a service keeps the tasks that it is to have.

use super::lifecycle::tie_break;
use super::{Engine, Event};
use crate::aws::LaunchType;
use crate::deploy::{
    Bounds, Completion, Pass, Progress, RolloutReason, RolloutState, Room, Situation, Stall, StartLimit,
    completion, pass,
};
use crate::ids::{InstanceRow, LaunchRow, ServiceRow, TaskRow, ZoneRow};
use crate::limits;
use crate::log::LogEvent;
use crate::placement::{Receipt, decide, decide_zone, fits};
use crate::world::{Fleet, ServiceStatus, Unplaced};

/// Tasks that are started or stopped at once, and named in one event. Spec: SVC-1.
pub(super) const BATCH: u32 = 10;

/// How long an event is not repeated whose cause stands. Spec: SVC-4.
pub(super) const REPEAT_MS: u64 = 6 * 60 * 60 * 1000;

impl Engine {
    /// A service compares what it has with what it wants. A look that stops starts nothing, and another
    /// follows at once. Spec: DEPLOY-9, SVC-3.
    pub(super) fn schedule(&mut self, service: ServiceRow) {
        let state = &mut self.world.services[service];
        state.scheduled = false;
        state.unplaced = None;
        self.look_at_activity(service);
        self.world.waiting.remove(&service);
        if self.world.services[service].launch.is_none() {
            return self.delete_if_over(service);
        }
        let desired = self.wanted(service);
        self.set_desired_count(service, desired);
        self.interrupt_rebalancing(service);
        self.advance_shift(service);
        let fleets = self.world.services[service].fleets();
        // A look that stops starts nothing: neither does one beside it.
        if fleets.len() > 1 && fleets.iter().any(|fleet| self.makes_way(service, fleet)) {
            return;
        }
        let mut at_rest = None;
        for fleet in &fleets {
            at_rest = self.look(service, fleet);
            if at_rest.is_none() {
                if fleets.len() > 1 {
                    self.schedule_soon(service);
                }
                return;
            }
        }
        if let Some(situation) = at_rest {
            self.look_at_completion(service, &situation);
            self.rebalance(service, &situation);
            self.say_if_steady(service, &situation);
        }
        self.delete_if_over(service);
    }

    /// Whether a fleet has tasks that are to stop; they are asked to.
    fn makes_way(&mut self, service: ServiceRow, fleet: &Fleet) -> bool {
        let look = pass(&self.situation(service, fleet));
        let stops = look.stops() > 0;
        if stops {
            self.make_way(service, fleet, &look, BATCH);
        }
        stops
    }

    /// A look at one fleet of a service: what was seen where nothing is to be done, or cannot be. None where
    /// something was.
    fn look(&mut self, service: ServiceRow, fleet: &Fleet) -> Option<Situation> {
        let mut situation = self.situation(service, fleet);
        self.forget_losses(service, fleet, &situation);
        let mut look = pass(&situation);
        if look.starts() > 0 && (self.cannot_assume(service) || !self.start_tasks(service, fleet, &look)) {
            situation = Situation { room: Room::Known(0), ..self.situation(service, fleet) };
            look = pass(&situation);
        }
        if look.stops() > 0 {
            self.make_way(service, fleet, &look, BATCH);
            return None;
        }
        if look.starts() > 0 {
            return None;
        }
        if look.start_limit == StartLimit::LaunchRate {
            self.look_when_rates_allow(service);
        }
        if let Some(stall) = look.stall.filter(|_| self.waiting_daemons(service).is_empty()) {
            self.say_stalled(service, stall);
        }
        Some(situation)
    }

    /// What the scheduler looks at.
    pub(super) fn situation(&self, service: ServiceRow, fleet: &Fleet) -> Situation {
        let state = &self.world.services[service];
        let configuration = &state.given.deployment.configuration;
        let desired = if fleet.is_wanted { state.desired_count } else { 0 };
        let home = state.deployments.get(fleet.home);
        Situation {
            desired: desired.saturating_add(self.extra_tasks(service)),
            bounds: Bounds::new(
                desired,
                configuration.minimum_healthy_percent,
                configuration.maximum_percent,
            ),
            source: self.tally_to_go(service, fleet),
            target: state.target(fleet),
            room: Room::Unknown,
            launches: self.launches(service),
            failed: home.is_some_and(|home| home.reason.state() == RolloutState::Failed),
        }
    }

    /// What tasks of a fleet are started from.
    pub(super) fn launch_of(&self, service: ServiceRow, fleet: &Fleet) -> Option<LaunchRow> {
        Some(self.world.services[service].deployments.get(fleet.home)?.launch)
    }

    /// How many tasks may be started now. Spec: SVC-6, DEPLOY-16.
    fn launches(&self, service: ServiceRow) -> u32 {
        let state = &self.world.services[service];
        let throttle = if state.starts.next_attempt > self.now {
            0
        } else if self.is_impaired(service) {
            BATCH.saturating_sub(state.pending_count)
        } else {
            u32::MAX
        };
        let on_fargate = state.given.launch_type == LaunchType::Fargate;
        let fargate = if on_fargate { self.world.fargate_launches.available(self.now) } else { u32::MAX };
        throttle.min(state.launches.available(self.now)).min(fargate)
    }

    /// Tasks of a service were launched.
    pub(super) fn count_launches(&mut self, service: ServiceRow, tasks: u32) {
        let now = self.now;
        let state = &mut self.world.services[service];
        state.launches.take(tasks, now);
        if state.given.launch_type == LaunchType::Fargate {
            self.world.fargate_launches.take(tasks, now);
        }
    }

    /// A service that could launch more than the launch rates allow looks again a second later, so that what
    /// may start meanwhile starts together. Spec: DEPLOY-16.
    pub(super) fn look_when_rates_allow(&mut self, service: ServiceRow) {
        let state = &mut self.world.services[service];
        let on_fargate = state.given.launch_type == LaunchType::Fargate;
        let fargate_is_empty = on_fargate && self.world.fargate_launches.available(self.now) == 0;
        let at = self.now.plus_ms(1000);
        let waits = state.wakes_at.is_some_and(|wakes_at| wakes_at > self.now);
        if !waits && (fargate_is_empty || state.launches.available(self.now) == 0) {
            state.wakes_at = Some(at);
            self.queue.push(at, Event::Schedule(service));
        }
    }

    /// Starts what a look wants, at most [`BATCH`] tasks. False where there was no room for one of them.
    /// Spec: SVC-1.
    fn start_tasks(&mut self, service: ServiceRow, fleet: &Fleet, look: &Pass) -> bool {
        if self.is_full() {
            return false;
        }
        let mut tasks = Vec::new();
        let mut unplaced = self.start_of_source(service, fleet, (look.source.start.min(BATCH), &mut tasks));
        let left = BATCH.saturating_sub(u32::try_from(tasks.len()).unwrap_or(u32::MAX));
        if self.is_daemon(service) {
            if let Some(launch) = self.world.services[service].launch {
                let count = look.target.start.min(left);
                unplaced = self.start_daemon_tasks(service, (launch, count), &mut tasks).or(unplaced);
            }
        } else if let Some(launch) = self.launch_of(service, fleet) {
            let (count, more) = (look.target.start.min(left), look.target.start);
            let without = self.start_divided(launch, count, more, &mut tasks);
            unplaced = without.first().map(|(launch, _)| self.why_unplaced(*launch));
        }
        let started = u32::try_from(tasks.len()).unwrap_or(u32::MAX);
        if !tasks.is_empty() {
            self.count_launches(service, started);
            self.say(LogEvent::ServiceStarted { service, tasks });
        }
        match unplaced {
            Some(why) => {
                self.say_unplaced(service, why);
                return false;
            }
            None if started == 0 => return false,
            None if look.starts() > started || look.start_limit == StartLimit::LaunchRate => {
                self.schedule_soon(service);
            }
            None => self.world.services[service].unplaced_said = None,
        }
        true
    }

    /// The PRIMARY deployment is over when it has what it takes. Spec: DEPLOY-11, DEPLOY-15.
    fn look_at_completion(&mut self, service: ServiceRow, situation: &Situation) {
        let now = self.now;
        let bake_time_ms = self.bake_time_ms(service);
        let state = &mut self.world.services[service];
        let early_success = state.given.deployment.configuration.early_success;
        let primary = state.primary;
        let Some(deployment) = state.deployments.get_mut(primary) else { return };
        if deployment.reason.state() != RolloutState::InProgress || deployment.is_shifting() {
            return;
        }
        let progress = Progress {
            desired: situation.desired,
            source: situation.source,
            target: situation.target,
            early_success,
            bake_time_ms,
            scaled_at: deployment.scaled_at,
        };
        match completion(&progress, now) {
            Completion::Completed => {
                deployment.scaled_at = None;
                self.set_rollout(service, primary, RolloutReason::Completed);
            }
            Completion::Baking(until) => {
                if deployment.scaled_at.replace(deployment.scaled_at.unwrap_or(now)).is_none() {
                    self.queue.push(until, Event::Schedule(service));
                }
            }
            Completion::Healthy { .. } | Completion::Source(_) => deployment.scaled_at = None,
        }
    }

    /// Spec: SVC-2.
    fn say_if_steady(&mut self, service: ServiceRow, situation: &Situation) {
        let Situation { source, target, .. } = *situation;
        let none_is_left = source.active() == 0 && source.stopping == 0;
        let state = &mut self.world.services[service];
        let is_there = target.healthy == state.desired_count && target.active() == state.desired_count;
        let is_over = state.deployment().is_some_and(|one| one.reason == RolloutReason::Completed);
        let is_active = state.status == ServiceStatus::Active;
        let is_even = state.rebalancing.round.is_none();
        if !state.steady && is_active && is_there && none_is_left && is_over && is_even {
            state.steady = true;
            self.say(LogEvent::ServiceSteady { service });
            if self.rebalances(service) {
                self.schedule_soon(service);
            }
        }
    }

    /// Nothing moves. Where there is no room the service has said so already. Spec: DEPLOY-13.
    fn say_stalled(&mut self, service: ServiceRow, stall: Stall) {
        let now = self.now;
        let said = &mut self.world.services[service].stall_said;
        let repeated = said.is_some_and(|at| now < at.plus_ms(REPEAT_MS));
        if stall != Stall::NoRoom && !repeated {
            *said = Some(now);
            self.say(LogEvent::ServiceStalled { service, stall });
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
            let requirement = self.world.launches[launch].requirement.clone();
            self.witness(launch, &requirement, count + 1, tie);
        }
        let started = &self.world.launches[launch];
        let requirement = &started.requirement;
        if started.launch_type == LaunchType::Fargate {
            let provider = started.capacity_provider;
            let there = |zone: &&ZoneRow| {
                !self.world.lost_zones.contains_key(zone) && !self.is_short(provider, **zone)
            };
            let zones: Vec<ZoneRow> = requirement.zones.iter().filter(there).copied().collect();
            let zone = decide_zone(&self.world.ledger, &zones, requirement.group, tie)?;
            return Some(self.create_task(launch, None, zone));
        }
        if let Some(instance) = self.shortlists.decide(launch, started, &self.world.ledger, tie) {
            let zone = self.world.ledger.zone(instance);
            return Some(self.create_task(launch, Some(instance), zone));
        }
        let waits = self.waits_for_instances(launch) && !self.provisioning_is_full();
        waits.then(|| self.wait_for_instance(launch))
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

    pub(super) fn why_unplaced(&self, launch: LaunchRow) -> Unplaced {
        if !self.world.launches[launch].runs_on_instances() {
            return Unplaced::NoCapacity;
        }
        if self.waits_for_instances(launch) {
            return Unplaced::ProvisioningLimit;
        }
        match why(&self.receipt(launch)) {
            Unplaced::NoInstances if self.world.launches[launch].capacity_provider.is_some() => {
                Unplaced::EmptyProvider
            }
            why => why,
        }
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
        self.look_for_places();
        let waits_for_it = |service: &&ServiceRow| {
            let fits_one = |launch: LaunchRow| {
                fits(&self.world.ledger, &self.world.launches[launch].requirement, instance)
            };
            let fleets = self.world.services[**service].fleets();
            let mut launches = fleets.iter().filter_map(|fleet| self.launch_of(**service, fleet));
            launches.any(|launch| self.siblings(launch).into_iter().any(fits_one))
        };
        let services = self.world.waiting.iter().filter(waits_for_it);
        for service in services.copied().collect::<Vec<ServiceRow>>() {
            self.schedule_soon(service);
        }
        self.wake_uneven_services(instance);
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
