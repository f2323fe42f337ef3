//! A step of load in which containers send requests to others. Spec: LOAD-12, LOAD-13, LOAD-14.

use super::super::Engine;
use super::processors::Part;
use super::step::Arrivals;
use crate::balance::{Failure, Routing, TargetState};
use crate::limits;
use crate::load::Felt;
use crate::scenario::TrafficTo;
use crate::time::SimTime;
use crate::traffic::{
    ChainOrder, Island, Leads, Members, Name, Origin, Patience, Sends, Target, TargetRow, Ways,
};
use std::collections::{BTreeMap, BTreeSet};

/// After how many seconds a connection that a security group drops is given up: a load balancer's ten.
/// Spec: BAL-12.
pub(super) const CONNECTION_TIME_OUT_S: f64 = 10.0;

/// `perRequestTimeoutSeconds` of Service Connect where it is left out. Spec: LOAD-12.
const SERVICE_CONNECT_TIME_OUT_S: f64 = 15.0;

const PER_MILLE: f64 = 1000.0;

/// The share by which a rate has to change between steps to be a jump.
const JUMP: f64 = 0.05;

/// How long senders wait for what is behind a name.
pub(super) fn patience_with(name: &Name) -> Patience {
    let through_proxy = name.namespace.is_some();
    let seconds = if through_proxy { SERVICE_CONNECT_TIME_OUT_S } else { Patience::default().seconds };
    Patience { failure: Failure::IdleTimedOut, seconds }
}

/// Where requests to a destination arrive.
pub(super) enum Way {
    /// At fronts, each with its share; at none where a listener answers itself.
    Fronts(Vec<(usize, f64)>),
    /// Nowhere: they fail after so many seconds.
    Fails(f64),
}

/// What containers sent to a front in a step.
#[derive(Default)]
pub(super) struct Inner {
    /// By who sent it.
    pub(super) by_sender: BTreeMap<TargetRow, f64>,
    /// By where it comes from; those of a service are few.
    by_origin: Vec<(Origin, f64)>,
}

impl Inner {
    fn add(&mut self, sender: TargetRow, origin: &Origin, requests: f64) {
        *self.by_sender.entry(sender).or_default() += requests;
        match self.by_origin.iter_mut().find(|(known, _)| known == origin) {
            Some((_, sum)) => *sum += requests,
            None => self.by_origin.push((origin.clone(), requests)),
        }
    }

    pub(super) fn requests(&self) -> f64 {
        self.by_origin.iter().map(|(_, requests)| requests).sum()
    }
}

impl Engine {
    /// Works out a step in which whoever sends comes before whom it sends to. What the answers cost a sender
    /// in time and errors is what they did in the step before.
    pub(super) fn chained_step(
        &mut self,
        members: &Members,
        outside: &Arrivals,
        from: SimTime,
        until: SimTime,
    ) {
        let seconds = until.as_seconds() - from.as_seconds();
        let order = self.chain_order(members, outside);
        let felt = self.felt_before(members);
        let mut parts = Vec::new();
        for front in &order.fronts {
            if order.inner.contains(front) {
                self.expect_as_before(*front, seconds, &mut parts);
            } else {
                let offered = outside.get(front).copied().unwrap_or(0.0);
                self.spread(*front, &Routing { from, until, offered }, &mut parts);
            }
        }
        self.share_processors(&mut parts, seconds);
        self.wait_for_others(&mut parts, members, &order, &felt, seconds);
        for front in &members.fronts {
            self.traffic.chain.sent.remove(front);
            self.traffic.chain.offered.remove(front);
        }
        let known: BTreeMap<TargetRow, Part> = parts.iter().map(|part| (part.row, *part)).collect();
        let mut sent: BTreeMap<usize, Inner> = BTreeMap::new();
        for front in &order.fronts {
            let offered = outside.get(front).copied().unwrap_or(0.0);
            let inner = sent.remove(front).unwrap_or_default();
            let of_front: Vec<Part> = if order.inner.contains(front) {
                self.arrive(*front, &inner, &Routing { from, until, offered }, &known)
            } else {
                parts.iter().filter(|part| part.group == *front).copied().collect()
            };
            self.serve(&of_front, from, until);
            self.note_waiting(*front, &inner, offered, seconds);
            for part in &of_front {
                self.send_on(part, &order, seconds, &mut sent);
            }
        }
        self.note_rates(members, from, until);
        let felt_as_before = |front: &usize| {
            let now = self.traffic.chain.felt.get(front).copied().unwrap_or_default();
            now.is_like(&felt.get(front).copied().unwrap_or_default())
        };
        if !order.inner.iter().all(felt_as_before)
            && let Some(front) = members.fronts.first()
        {
            self.makes_unsteady(*front);
        }
    }

    /// How the answers of an island's fronts were felt in the step before.
    fn felt_before(&mut self, members: &Members) -> BTreeMap<usize, Felt> {
        let felt = &mut self.traffic.chain.felt;
        members.fronts.iter().filter_map(|front| Some((*front, felt.remove(front)?))).collect()
    }

    /// Who sends to whom now.
    fn chain_order(&self, members: &Members, outside: &Arrivals) -> ChainOrder {
        let mut ways = Ways::default();
        ways.services.extend(outside.keys().map(|front| (*front, BTreeSet::new())));
        for target in self.targets_on(members) {
            ways.services.entry(target.group).or_default().insert(target.service);
            for (origin, sends) in self.traffic.chain.sent_by(target.task, target.container) {
                let Way::Fronts(to) = self.way_of(sends, origin) else { continue };
                for (front, _) in to {
                    ways.services.entry(front).or_default();
                    ways.to.entry(target.group).or_default().insert(front);
                }
            }
        }
        ChainOrder::of(&ways, limits::REQUEST_CHAIN)
    }

    /// All targets of an island.
    pub(super) fn targets_on(&self, members: &Members) -> impl Iterator<Item = &Target> {
        let rows = members.fronts.iter().filter_map(|front| self.traffic.of_group.get(front)).flatten();
        rows.filter_map(|row| self.traffic.targets.get(row))
    }

    pub(super) fn way_of(&self, sends: Sends, origin: &Origin) -> Way {
        let Some(to) = self.traffic.chain.destinations.get(sends.destination) else {
            return Way::Fronts(Vec::new());
        };
        match &to.leads {
            Leads::Name(front) => Way::Fronts(vec![(*front, 1.0)]),
            Leads::NoListener => Way::Fails(CONNECTION_TIME_OUT_S),
            Leads::Balancer(TrafficTo::Listener { listener, .. }) if !self.is_open_to(*listener, origin) => {
                Way::Fails(CONNECTION_TIME_OUT_S)
            }
            Leads::Balancer(_) if to.route.forwards && to.route.groups.is_empty() => Way::Fails(0.0),
            Leads::Balancer(_) => Way::Fronts(to.route.groups.clone()),
        }
    }

    /// What the targets of a front want of processors is worked out with what arrived in the step before.
    fn expect_as_before(&self, front: usize, seconds: f64, parts: &mut Vec<Part>) {
        let rows = self.traffic.of_group.get(&front).into_iter().flatten();
        for row in rows {
            let Some(target) = self.traffic.targets.get(row) else { continue };
            if target.listens(&self.world.tasks[target.task]) {
                let (offered, waiting) = (target.offered_per_s * seconds, target.queue.waiting());
                parts.push(Part::new(*row, target.task, target.container, front, offered, waiting));
            }
        }
    }

    /// Requests of clients outside and of containers arrive at a front: of its parts each gets its share.
    fn arrive(
        &mut self,
        front: usize,
        inner: &Inner,
        outside: &Routing,
        known: &BTreeMap<TargetRow, Part>,
    ) -> Vec<Part> {
        let requests = inner.requests();
        if requests > 0.0 {
            self.traffic.so_far.groups.entry(front).or_default().from_containers = true;
        }
        let mut parts = Vec::new();
        if self.traffic.chain.name(front).is_some() {
            self.spread_by_name(front, inner, &mut parts);
        } else {
            let step = Routing { offered: outside.offered + requests, ..*outside };
            self.spread(front, &step, &mut parts);
        }
        for part in &mut parts {
            if let Some(found) = known.get(&part.row) {
                let (offered, waiting) = (part.offered, part.waiting);
                *part = Part { offered, waiting, ..*found };
            }
        }
        parts
    }

    /// Requests by a name go evenly to all tasks behind it, or as a shift of traffic has it. Spec: LOAD-12.
    fn spread_by_name(&mut self, front: usize, inner: &Inner, parts: &mut Vec<Part>) {
        let rows = self.traffic.of_group.get(&front).cloned().unwrap_or_default();
        let shares = self.shares_by_name(front, &rows);
        if shares.is_empty() {
            self.fail(front, Failure::NoTarget, inner.requests());
        }
        for row in rows {
            let share = shares.get(&row).copied().unwrap_or(0.0);
            let (mut arrives, mut dropped) = (0.0, 0.0);
            for (origin, requests) in inner.by_origin.iter().filter(|_| share > 0.0) {
                let is_let_in = self.is_let_in(row, origin);
                *(if is_let_in { &mut arrives } else { &mut dropped }) += requests * share;
            }
            self.fail(front, Failure::ConnectionTimedOut, dropped);
            self.offer(row, share, arrives, parts);
        }
    }

    /// The share of each target that takes requests by a name. Service Connect's proxies follow a shift of
    /// traffic, as long as both sets of tasks are there.
    fn shares_by_name(&self, front: usize, rows: &[TargetRow]) -> BTreeMap<TargetRow, f64> {
        let follows = self.traffic.chain.name(front).is_some_and(|name| name.namespace.is_some());
        let (mut green, mut others) = (Vec::new(), Vec::new());
        let mut to_green = None;
        for row in rows {
            let Some(target) = self.traffic.targets.get(row) else { continue };
            let takes = target.health.state() == TargetState::Healthy;
            if !takes || !target.listens(&self.world.tasks[target.task]) {
                continue;
            }
            let state = &self.world.services[target.service];
            let launch = &self.world.launches[self.world.tasks[target.task].launch];
            let shifting = state.deployment().and_then(|primary| primary.shifting.as_ref());
            match shifting.filter(|_| follows && launch.deployment == state.primary) {
                Some(shifting) => {
                    to_green = Some(f64::from(shifting.shift.production_per_mille) / PER_MILLE);
                    green.push(*row);
                }
                None => others.push(*row),
            }
        }
        let to_green = if others.is_empty() { 1.0 } else { to_green.unwrap_or(0.0) };
        let each = |rows: Vec<TargetRow>, share: f64| {
            let count = f64::from(u32::try_from(rows.len()).unwrap_or(u32::MAX));
            rows.into_iter().map(move |row| (row, share / count))
        };
        each(green, to_green).chain(each(others, 1.0 - to_green)).collect()
    }

    fn is_let_in(&self, row: TargetRow, origin: &Origin) -> bool {
        let Some(target) = self.traffic.targets.get(&row) else { return false };
        self.scenario.vpc.security_groups.is_none()
            || self.lets_in(origin, &self.origin_of(target.task).security_groups, target.port)
    }

    /// What a target has worked on sends its requests to others.
    fn send_on(&mut self, part: &Part, order: &ChainOrder, seconds: f64, sent: &mut BTreeMap<usize, Inner>) {
        let Some(served) = self.traffic.targets.get(&part.row).map(|target| target.served) else { return };
        let mut rates = Vec::new();
        for (origin, sends) in self.traffic.chain.sent_by(part.task, part.container) {
            let Way::Fronts(to) = self.way_of(sends, origin) else { continue };
            for (front, share) in to {
                if !order.cut.contains(&(part.group, front)) {
                    let requests = served * sends.per_request * share;
                    sent.entry(front).or_default().add(part.row, origin, requests);
                    rates.push((front, requests / seconds));
                }
            }
        }
        for (front, rate) in rates {
            *self.traffic.chain.sent.entry(front).or_default().entry(part.row).or_default() += rate;
        }
    }

    fn note_rates(&mut self, members: &Members, from: SimTime, until: SimTime) {
        let seconds = until.as_seconds() - from.as_seconds();
        let rates = self.shapes_to(members).map(|shape| shape.amount(from, until) / seconds).collect();
        let lead = members.fronts.first();
        if let Some(island) = lead.and_then(|lead| self.traffic.islands.get_mut(*lead)) {
            island.rates = rates;
        }
    }

    /// Whether another rate begins now than that of the step before, which others have to feel yet.
    pub(super) fn rates_jump(&self, island: &Island) -> bool {
        let mut rates = self.shapes_to(&island.members).zip(&island.rates);
        island.members.sends
            && rates.any(|(shape, before)| {
                let rate = shape.rate_at(self.now);
                (rate - before).abs() > JUMP * rate.max(*before)
            })
    }
}
