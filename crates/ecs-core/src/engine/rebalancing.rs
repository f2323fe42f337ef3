//! Availability Zone rebalancing: a steady service evens its tasks out over zones. Spec: DEPLOY-20.

use super::Engine;
use super::lifecycle::tie_break;
use super::scheduler::REPEAT_MS;
use crate::aws::{LaunchType, Service};
use crate::deploy::{Balance, RebalancedService, RolloutState, Situation, balance, ineligible};
use crate::ids::{InstanceRow, LaunchRow, Row, ServiceRow, TaskRow, ZoneRow};
use crate::log::LogEvent;
use crate::placement::{Daemon, Requirement, Silent, daemon, decide, fits};
use crate::time::SimTime;
use crate::world::{GivenUp, Round, ServiceStatus, Stop, TaskState, ZoneEvent};

/// Whether a service of these settings can be rebalanced. Spec: DEPLOY-7.
pub(super) fn is_eligible(service: &Service) -> bool {
    let balancers = service.input.get("loadBalancers").and_then(|list| list.as_array());
    let is_classic = |entry: &serde_json::Value| entry.get("loadBalancerName").is_some();
    let configuration = &service.deployment.configuration;
    ineligible(RebalancedService {
        daemon: service.daemon,
        launch_type: service.launch_type,
        controller: service.deployment.controller,
        maximum_percent: configuration.maximum_percent,
        classic_load_balancer: balancers.is_some_and(|list| list.iter().any(is_classic)),
        placement: &service.placement,
    })
    .is_empty()
}

impl Engine {
    /// Whether a service evens its tasks out over zones.
    pub(super) fn rebalances(&self, service: ServiceRow) -> bool {
        let given = self.service(service);
        given.deployment.availability_zone_rebalancing == Some(true) && is_eligible(given)
    }

    /// Tasks that a service has beside the desired count because it is rebalanced.
    pub(super) fn extra_tasks(&self, service: ServiceRow) -> u32 {
        let round = self.world.services[service].rebalancing.round;
        u32::from(round.and_then(|round| round.extra).is_some_and(|task| self.stays_good(task)))
    }

    /// Whether a task is to run, is not unhealthy, and stays where it is.
    fn stays_good(&self, task: TaskRow) -> bool {
        let good = [TaskState::Pending, TaskState::Unproven, TaskState::Healthy];
        let counted = self.world.tasks[task].counted;
        counted.is_some_and(|counted| !counted.leaves && good.contains(&counted.state))
    }

    /// A rebalancing ends when its service becomes another.
    pub(super) fn interrupt_rebalancing(&mut self, service: ServiceRow) {
        let state = &self.world.services[service];
        let Some(round) = state.rebalancing.round else { return };
        let is_the_same = round.primary == state.primary
            && round.desired == state.desired_count
            && state.status == ServiceStatus::Active;
        if !is_the_same || !self.rebalances(service) {
            self.give_up_rebalancing(service, GivenUp::Interrupted);
        }
    }

    /// A look at the zones of a service that has said that it is steady, and for which nothing else is to be done.
    pub(super) fn rebalance(&mut self, service: ServiceRow, situation: &Situation) {
        let state = &self.world.services[service];
        let Situation { desired, source, target, .. } = *situation;
        let is_settled = source.active() == 0
            && source.stopping == 0
            && target.healthy == desired
            && target.active() == desired
            && state.status == ServiceStatus::Active
            && state.deployment().is_some_and(|one| one.reason.state() == RolloutState::Completed);
        let Some(launch) = state.launch.filter(|_| is_settled && self.rebalances(service)) else { return };
        let (is_steady, round) = (state.steady, state.rebalancing.round);
        match round.and_then(|round| round.extra).filter(|extra| self.stays_good(*extra)) {
            Some(extra) => self.stop_for(service, launch, extra),
            None if is_steady || round.is_some() => self.look_at_zones(service, launch, situation),
            None => {}
        }
    }

    fn look_at_zones(&mut self, service: ServiceRow, launch: LaunchRow, situation: &Situation) {
        let zones = self.tasks_in_zones(service, launch);
        let tasks: Vec<u32> = zones.iter().map(|(_, tasks)| *tasks).collect();
        let zone_of = |number: usize| zones.get(number).map(|(zone, _)| *zone);
        let has_room = |number: usize| zone_of(number).is_some_and(|zone| self.has_room(launch, zone));
        match balance(&tasks, has_room) {
            Balance::Balanced => {
                let rebalancing = std::mem::take(&mut self.world.services[service].rebalancing);
                self.world.uneven.remove(&service);
                if rebalancing.round.is_some() {
                    self.say_of_zones(service, ZoneEvent::Even(fullest_first(zones)));
                }
            }
            Balance::NoRoom { zone } => {
                if let Some(zone) = zone_of(zone) {
                    self.world.uneven.insert(service);
                    let blocked = Some(ZoneEvent::NoRoom(zone));
                    self.cannot_rebalance(service, zones, GivenUp::NoRoom(zone), blocked);
                }
            }
            Balance::Uneven { start_in, .. } => {
                self.world.uneven.remove(&service);
                if situation.bounds.max_tasks <= situation.desired {
                    self.cannot_rebalance(service, zones, GivenUp::Maximum, None);
                } else if let Err(tasks) = self.victim_of_zones(service, launch, &zones, None) {
                    let blocked = Some(ZoneEvent::Protected(tasks));
                    self.cannot_rebalance(service, zones, GivenUp::Protection, blocked);
                } else if situation.launches == 0 || self.is_full() || self.cannot_assume(service) {
                    self.look_when_rates_allow(service);
                } else if let Some(zone) = zone_of(start_in) {
                    self.start_for_balance(service, launch, zone, zones);
                }
            }
        }
    }

    /// Says that zones are uneven and stay so, once in a while.
    fn cannot_rebalance(
        &mut self,
        service: ServiceRow,
        zones: Vec<(ZoneRow, u32)>,
        why: GivenUp,
        blocked: Option<ZoneEvent>,
    ) {
        let rebalancing = self.world.services[service].rebalancing;
        let is_said = |(said, at): (GivenUp, SimTime)| said == why && self.now < at.plus_ms(REPEAT_MS);
        if rebalancing.round.is_none() {
            if rebalancing.given_up.is_some_and(is_said) {
                return;
            }
            self.say_of_zones(service, ZoneEvent::Uneven(fullest_first(zones)));
        }
        if let Some(event) = blocked {
            self.say_of_zones(service, event);
        }
        self.give_up_rebalancing(service, why);
    }

    fn give_up_rebalancing(&mut self, service: ServiceRow, why: GivenUp) {
        let rebalancing = &mut self.world.services[service].rebalancing;
        rebalancing.round = None;
        rebalancing.given_up = Some((why, self.now));
        self.say_of_zones(service, ZoneEvent::GivenUp(why));
    }

    fn start_for_balance(
        &mut self,
        service: ServiceRow,
        launch: LaunchRow,
        zone: ZoneRow,
        zones: Vec<(ZoneRow, u32)>,
    ) {
        let state = &self.world.services[service];
        if state.rebalancing.round.is_none() {
            self.say_of_zones(service, ZoneEvent::Uneven(fullest_first(zones)));
        }
        let extra = self.start_task_in(launch, zone);
        let state = &mut self.world.services[service];
        state.rebalancing.given_up = None;
        state.rebalancing.round = Some(Round { primary: state.primary, desired: state.desired_count, extra });
        if let Some(task) = extra {
            self.count_launches(service, 1);
            self.say_of_zones(service, ZoneEvent::Started(zone, task));
        }
    }

    /// The task that was started is healthy: one of a zone with the most makes way.
    fn stop_for(&mut self, service: ServiceRow, launch: LaunchRow, extra: TaskRow) {
        let zones = self.tasks_in_zones(service, launch);
        match self.victim_of_zones(service, launch, &zones, Some(extra)) {
            Ok(task) => {
                if let Some(round) = &mut self.world.services[service].rebalancing.round {
                    round.extra = None;
                }
                self.world.services[service].victims += 1;
                self.stop_task(task, Stop::Rebalancing);
                let zone = self.world.tasks[task].zone;
                self.say_of_zones(service, ZoneEvent::Stopped(zone, task));
            }
            Err(tasks) => {
                let blocked = Some(ZoneEvent::Protected(tasks));
                self.cannot_rebalance(service, zones, GivenUp::Protection, blocked);
            }
        }
    }

    /// The task of a zone with the most that makes way; how many there are where all of them are protected.
    fn victim_of_zones(
        &self,
        service: ServiceRow,
        launch: LaunchRow,
        zones: &[(ZoneRow, u32)],
        extra: Option<TaskRow>,
    ) -> Result<TaskRow, u32> {
        let most = zones.iter().map(|(_, tasks)| *tasks).max().unwrap_or(0);
        let is_fullest = |task: &TaskRow| zones.contains(&(self.world.tasks[*task].zone, most));
        let mut tasks =
            self.tasks_in(service, &self.world.services[service].newest(), false, TaskState::Healthy);
        tasks.retain(is_fullest);
        let protected = u32::try_from(tasks.len()).unwrap_or(u32::MAX);
        tasks.retain(|task| !self.is_protected(*task) && Some(*task) != extra);
        self.choose_among(service, launch, &tasks).ok_or(protected)
    }

    /// The zones that a service's tasks are in or may be placed in, each with its healthy tasks.
    fn tasks_in_zones(&self, service: ServiceRow, launch: LaunchRow) -> Vec<(ZoneRow, u32)> {
        let mut counts: Vec<u32> = vec![0; self.world.zones.len()];
        for task in self.tasks_in(service, &self.world.services[service].newest(), false, TaskState::Healthy)
        {
            counts[self.world.tasks[task].zone.number()] += 1;
        }
        // An empty zone matters only beside one with two tasks.
        let most = counts.iter().copied().max().unwrap_or(0);
        let counted = self.world.zones.iter().map(|(zone, _)| (zone, counts[zone.number()]));
        counted.filter(|(zone, tasks)| *tasks > 0 || (most > 1 && self.is_meant(launch, *zone))).collect()
    }

    /// Whether a task may be placed in a zone, whatever room is left there.
    fn is_meant(&self, launch: LaunchRow, zone: ZoneRow) -> bool {
        let launch = &self.world.launches[launch];
        if launch.launch_type == LaunchType::Fargate {
            return launch.requirement.zones.contains(&zone) && !self.world.lost_zones.contains_key(&zone);
        }
        let ledger = &self.world.ledger;
        let is_meant =
            |row: InstanceRow| !matches!(daemon(ledger, &launch.requirement, row), Daemon::NotMeant(_));
        ledger.rows().any(|row| ledger.zone(row) == zone && is_meant(row))
    }

    fn has_room(&self, launch: LaunchRow, zone: ZoneRow) -> bool {
        let launch = self.next_launch(launch);
        let started = &self.world.launches[launch];
        if started.launch_type == LaunchType::Fargate {
            return self.is_meant(launch, zone) && !self.is_short(started.capacity_provider, zone);
        }
        let ledger = &self.world.ledger;
        ledger.rows().any(|row| ledger.zone(row) == zone && fits(ledger, &started.requirement, row))
    }

    /// A task of `launch` in a zone, where there is a place for it.
    fn start_task_in(&mut self, launch: LaunchRow, zone: ZoneRow) -> Option<TaskRow> {
        let launch = self.next_launch(launch);
        let started = &self.world.launches[launch];
        let count = self.world.started_in(&started.group);
        let tie = tie_break(self.scenario.account.seed, &started.group, count);
        let requirement = Requirement { zones: vec![zone], ..started.requirement.clone() };
        if self.watch.is_some() {
            self.witness(launch, &requirement, count + 1, tie);
        }
        let started = &self.world.launches[launch];
        if started.launch_type == LaunchType::Fargate {
            return Some(self.create_task(launch, None, zone));
        }
        let strategies = &started.strategies;
        let instance = decide(&self.world.ledger, &requirement, strategies, tie, &mut Silent)?;
        Some(self.create_task(launch, Some(instance), zone))
    }

    fn say_of_zones(&mut self, service: ServiceRow, event: ZoneEvent) {
        self.say(LogEvent::ServiceZones { service, event });
    }

    /// Services with uneven zones look again when there is room in the zone that has the fewest tasks.
    pub(super) fn wake_uneven_services(&mut self, instance: InstanceRow) {
        let zone = self.world.ledger.zone(instance);
        let waits_for_it = |service: &&ServiceRow| {
            let state = &self.world.services[**service];
            let launch = state.launch.map(|launch| &self.world.launches[launch]);
            let fits =
                |launch: &crate::world::Launch| fits(&self.world.ledger, &launch.requirement, instance);
            matches!(state.rebalancing.given_up, Some((GivenUp::NoRoom(wanted), _)) if wanted == zone)
                && launch.is_some_and(fits)
        };
        let services: Vec<ServiceRow> = self.world.uneven.iter().filter(waits_for_it).copied().collect();
        for service in services {
            self.schedule_soon(service);
        }
    }

    /// There is a zone more, or an instance of one: what was even may be so no longer.
    pub(super) fn wake_rebalanced_services(&mut self) {
        let services = self.world.services.iter().map(|(row, _)| row);
        let rebalanced: Vec<ServiceRow> = services.filter(|service| self.rebalances(*service)).collect();
        for service in rebalanced {
            self.schedule_soon(service);
        }
    }
}

/// As ECS lists them: the fullest zone first.
fn fullest_first(mut zones: Vec<(ZoneRow, u32)>) -> Vec<(ZoneRow, u32)> {
    zones.sort_by_key(|(_, tasks)| std::cmp::Reverse(*tasks));
    zones
}
