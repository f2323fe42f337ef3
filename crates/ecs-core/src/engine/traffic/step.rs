//! One step of load: what arrived, which targets got it, and what became of it.

use super::super::{Engine, Event};
use super::chain::{CONNECTION_TIME_OUT_S, patience_with};
use super::processors::Part;
use crate::balance::{Failure, RouteTarget, Routing, keep_sessions, route};
use crate::ids::TaskRow;
use crate::load::{Flow, Round, Shape, Terms, Work};
use crate::time::SimTime;
use crate::traffic::{Members, Outcome, Patience, TargetRow};
use std::collections::BTreeMap;

/// Requests for each target group, by number.
pub(super) type Arrivals = BTreeMap<usize, f64>;

impl Engine {
    /// Works out a step that is over, of an island on which nothing changed in it. Spec: LOAD-4, BAL-5.
    pub(super) fn load_step(&mut self, members: &Members, from: SimTime, until: SimTime) {
        let arrivals = self.arrivals(members, from, until);
        if members.sends {
            return self.chained_step(members, &arrivals, from, until);
        }
        let mut parts = Vec::new();
        for (group, offered) in arrivals {
            self.spread(group, &Routing { from, until, offered }, &mut parts);
        }
        self.share_processors(&mut parts, until.as_seconds() - from.as_seconds());
        for of_group in parts.chunk_by(|one, next| one.group == next.group) {
            self.serve(of_group, from, until);
        }
    }

    /// What arrived from outside for each front of an island with targets or requests. Spec: LOAD-1.
    fn arrivals(&mut self, members: &Members, from: SimTime, until: SimTime) -> Arrivals {
        let mut arrivals = Arrivals::new();
        for number in &members.sources {
            let source = self.traffic.sources.get(*number);
            let Some((source, route)) = source.zip(self.traffic.routes.get(*number)) else { continue };
            let requests = source.shape.amount(from, until);
            for (group, share) in route.groups.iter().filter(|(group, _)| members.has(*group)) {
                *arrivals.entry(*group).or_default() += requests * share;
                self.traffic.so_far.groups.entry(*group).or_default().from_outside = true;
            }
        }
        // Draining targets work on without anything that arrives.
        for front in &members.fronts {
            if self.traffic.of_group.get(front).is_some_and(|rows| !rows.is_empty()) {
                arrivals.entry(*front).or_default();
            }
        }
        arrivals
    }

    /// Counts what arrived for no target group. Spec: BAL-11.
    pub(super) fn count_unrouted(&mut self, from: SimTime, until: SimTime) {
        for (source, route) in self.traffic.sources.iter().zip(self.traffic.routes.iter()) {
            let outcome = if route.kept_out {
                Outcome::Unreached
            } else if !route.forwards {
                Outcome::Answered
            } else {
                Outcome::ServiceUnavailable
            };
            if !route.arrives() {
                self.traffic.so_far.unrouted.add(outcome, source.shape.amount(from, until));
            }
        }
    }

    /// The shapes of the traffic that leads to an island.
    pub(super) fn shapes_to(&self, members: &Members) -> impl Iterator<Item = &Shape> {
        let sources = members.sources.iter().filter_map(|number| self.traffic.sources.get(*number));
        sources.map(|source| &source.shape)
    }

    /// Spreads a group's requests over its targets. What reaches none of them is counted at once.
    /// Spec: BAL-5, BAL-10, BAL-12.
    pub(super) fn spread(&mut self, group: usize, step: &Routing, parts: &mut Vec<Part>) {
        let rows = self.traffic.of_group.get(&group).cloned().unwrap_or_default();
        let targets: Vec<RouteTarget> = rows
            .iter()
            .filter_map(|row| self.traffic.targets.get(row))
            .map(crate::traffic::Target::for_routing)
            .collect();
        let Some(terms) = self.traffic.groups.get(&group) else {
            self.fail(group, Failure::NoTarget, step.offered);
            return;
        };
        let settings = terms.settings;
        let zones = self.zones_of(group);
        let mut shares = route(&targets, &zones, &settings, step);
        if let Some(lasts) = settings.sticky_for {
            let before: Vec<f64> = rows
                .iter()
                .filter_map(|row| self.traffic.targets.get(row))
                .map(|target| target.session_share)
                .collect();
            let seconds = step.until.as_seconds() - step.from.as_seconds();
            shares.of_targets = keep_sessions(&before, &shares.of_targets, seconds, lasts.as_seconds());
        }
        self.fail(group, Failure::NoTarget, step.offered * shares.without_target);
        for (row, share) in rows.iter().zip(&shares.of_targets) {
            self.offer(*row, *share, step.offered * share, parts);
        }
    }

    /// Hands a target its requests, unless it is not reached or nobody listens.
    pub(super) fn offer(&mut self, row: TargetRow, share: f64, requests: f64, parts: &mut Vec<Part>) {
        let drops = self.traffic.targets.get(&row).is_some_and(|target| self.is_dropped(target));
        let Some(target) = self.traffic.targets.get_mut(&row) else { return };
        target.session_share = share;
        let (group, task, container) = (target.group, target.task, target.container);
        let listens = target.listens(&self.world.tasks[task]);
        let failure = match target.reach.requests {
            Some(failure) => Some(failure),
            None if drops => Some(Failure::ConnectionTimedOut),
            None if !listens => Some(Failure::ConnectionRefused),
            None => None,
        };
        let offered = if failure.is_none() { requests } else { 0.0 };
        let waiting = target.queue.waiting();
        if let Some(failure) = failure {
            self.fail(group, failure, requests);
        }
        self.count_requests(group, requests);
        if listens {
            parts.push(Part::new(row, task, container, group, offered, waiting));
        }
    }

    /// Zones in which the load balancer of a group has a node, by number. One that no task is in has a
    /// number that no target has.
    fn zones_of(&self, group: usize) -> Vec<u32> {
        let Some(terms) = self.traffic.groups.get(&group) else { return Vec::new() };
        let subnets =
            terms.balancer.subnets.iter().filter_map(|subnet| self.scenario.vpc.subnets.get(*subnet));
        let number =
            |name: &str| self.world.zones.iter().find(|(_, zone)| *zone == name).map(|(row, _)| row.0);
        let zones = subnets.enumerate().map(|(node, subnet)| {
            let unknown = u32::MAX - u32::try_from(node).unwrap_or(0);
            number(&subnet.availability_zone).unwrap_or(unknown)
        });
        zones.collect()
    }

    /// Lets the targets of a group work. Spec: LOAD-4, LOAD-5.
    pub(super) fn serve(&mut self, parts: &[Part], from: SimTime, until: SimTime) {
        let Some(group) = parts.first().map(|part| part.group) else { return };
        let patience = self.patience(group);
        let sends = self.is_felt(group);
        let mut round = Round::new(from, until, Terms { time_out_s: patience.seconds, ..Terms::default() });
        let seconds = until.as_seconds() - from.as_seconds();
        for part in parts {
            let Some(target) = self.traffic.targets.get_mut(&part.row) else { continue };
            let flow = round.step(&mut target.queue, part.offered, part.capacity, part.error_rate);
            target.capacity = part.capacity;
            target.outstanding = flow.outstanding();
            (target.offered_per_s, target.served) = (part.offered / seconds, flow.served);
            let in_flight = std::mem::replace(&mut target.in_flight, flow.in_flight);
            let waits = !target.queue.keeps_up(part.offered / seconds, part.capacity);
            if waits {
                self.makes_unsteady(group);
                self.plan_check(part.row);
            }
            if part.memory_kib_per_request > 0 && (in_flight - flow.in_flight).abs() > 0.0 {
                self.queue.push(self.now, Event::InFlight(part.row));
            }
            self.count_flow(part, &flow, patience);
            if sends {
                self.traffic.chain.felt.entry(group).or_default().add(&flow, patience.seconds);
            }
        }
        if let Some(measured) = self.traffic.so_far.groups.get_mut(&group) {
            round.add_to(&mut measured.responses);
            measured.time_out_s = patience.seconds;
        }
    }

    fn count_flow(&mut self, part: &Part, flow: &Flow, patience: Patience) {
        let group = part.group;
        self.count(group, Outcome::Answered, flow.served - flow.late - flow.failed);
        self.count(group, Outcome::Failed, flow.failed);
        self.count(group, Outcome::of(patience.failure), flow.late + flow.timed_out);
        self.count(group, Outcome::of(Failure::BacklogFull), flow.refused);
        if flow.served > 0.0 {
            self.requests_were_denied(part.task, part.container);
        }
        let vcpu_seconds = flow.served * part.work.cpu_millis_per_request / 1000.0;
        let Some(target) = self.traffic.targets.get(&part.row) else { return };
        *self.traffic.so_far.vcpu_seconds.entry(target.service).or_default() += vcpu_seconds;
        if self.world.tasks[part.task].instance.is_some() {
            self.traffic.so_far.instance_vcpu_seconds += vcpu_seconds;
        }
    }

    /// What waits before a target, or is worked on, ends without an answer: the target is gone. Spec: BAL-12.
    pub(super) fn break_off(&mut self, row: TargetRow) {
        let Some(target) = self.traffic.targets.get_mut(&row) else { return };
        let requests = target.queue.break_off();
        (target.outstanding, target.in_flight) = (0.0, 0.0);
        let group = target.group;
        self.count(group, Outcome::of(Failure::TargetGone), requests);
    }

    /// What requests in flight hold in memory counts from now on. Spec: LOAD-8, CONT-10.
    pub(in super::super) fn in_flight_changed(&mut self, row: TargetRow) {
        let Some(task) = self.traffic.targets.get(&row).map(|target| target.task) else { return };
        let held = self.held_by_requests(task);
        self.ask_containers(task, |containers, plan, now, happenings| {
            containers.hold_for_requests(plan, now, &held, happenings);
        });
    }

    /// KiB that the requests in flight hold in each container of a task, by number.
    fn held_by_requests(&self, task: TaskRow) -> Vec<(usize, u64)> {
        let plan = &self.world.tasks[task].plan;
        let mut in_flight: BTreeMap<usize, f64> = BTreeMap::new();
        for target in self.traffic.all_targets_of(task) {
            *in_flight.entry(target.container).or_default() += target.in_flight;
        }
        let held = in_flight.into_iter().filter_map(|(container, requests)| {
            Some((container, Work::of(plan.containers.get(container)?).held_kib(requests)))
        });
        held.collect()
    }

    fn patience(&self, group: usize) -> Patience {
        match self.traffic.chain.name(group) {
            Some(name) => patience_with(name),
            None => self.traffic.groups.get(&group).map(|terms| terms.patience).unwrap_or_default(),
        }
    }

    /// Requests of a front that no target works on.
    pub(super) fn fail(&mut self, front: usize, failure: Failure, requests: f64) {
        self.count(front, Outcome::of(failure), requests);
        if requests > 0.0 && self.is_felt(front) {
            let seconds = if failure == Failure::ConnectionTimedOut { CONNECTION_TIME_OUT_S } else { 0.0 };
            self.traffic.chain.felt.entry(front).or_default().add_failed(requests, seconds);
        }
    }

    /// Whether containers may feel how requests of a front are answered.
    fn is_felt(&self, front: usize) -> bool {
        self.traffic.islands.of_front(front).is_some_and(|island| island.members.sends)
    }

    fn count(&mut self, group: usize, outcome: Outcome, requests: f64) {
        if requests > 0.0 {
            self.traffic.so_far.groups.entry(group).or_default().tallied.add(outcome, requests);
        }
    }

    fn count_requests(&mut self, group: usize, requests: f64) {
        self.traffic.so_far.groups.entry(group).or_default().tallied.add_requests(requests);
    }
}
