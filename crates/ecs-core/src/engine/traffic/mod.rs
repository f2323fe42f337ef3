//! Traffic in a run: who is behind a load balancer, what arrives, what becomes of it, and what is measured.
//!
//! Load is worked out in steps, each when it is over: at its planned end, or earlier where something changes
//! that matters to it. Whatever is about to change such a thing calls [`Engine::settle`] first and
//! [`Engine::unsettle`] afterwards.

mod calls;
mod chain;
mod checks;
mod denied;
mod measure;
mod processors;
mod reach;
mod senders;
mod step;
mod targets;
mod waits;

use super::{Engine, Event};
use crate::balance::{forwards_for, gives_up, weights};
use crate::ids::TaskRow;
use crate::scenario::TrafficTo;
use crate::time::SimTime;
use crate::traffic::{GroupTerms, MINUTE, Patience, Route};
use std::sync::Arc;

const SECOND_MS: u64 = 1000;

impl Engine {
    /// Second 0: nothing has arrived yet. Spec: LOAD-10.
    pub(super) fn set_up_traffic(&mut self) {
        let traffic = &mut self.traffic;
        traffic.balancing = Arc::new(self.scenario.load_balancing.clone());
        traffic.sources = Arc::new(self.scenario.traffic.clone());
        traffic.chain.first_name = self.scenario.load_balancing.target_groups.len();
        self.read_terms();
        if self.traffic.is_measured() {
            self.queue.push_look(self.now.plus_ms(MINUTE.as_ms()), Event::MinuteEnds);
            self.unsettle();
        }
    }

    /// Works out anew on which terms groups are routed and where each traffic goes.
    fn read_terms(&mut self) {
        let traffic = &mut self.traffic;
        traffic.groups = Arc::new(GroupTerms::all(&traffic.balancing, &self.scenario.load_balancing));
        let sources = Arc::clone(&traffic.sources);
        let routes: Vec<Route> = sources.iter().map(|source| self.route_to(&source.to)).collect();
        let groups = Arc::make_mut(&mut self.traffic.groups);
        for (source, route) in sources.iter().zip(&routes) {
            for (group, _) in &route.groups {
                if let Some(terms) = groups.get_mut(group) {
                    let (failure, seconds) = gives_up(source.client_time_out_s, terms.idle_s);
                    if seconds < terms.patience.seconds {
                        terms.patience = Patience { failure, seconds };
                    }
                }
            }
        }
        self.traffic.routes = Arc::new(routes);
        self.read_destinations();
    }

    /// Where what goes to a place is sent by now.
    fn route_to(&self, to: &TrafficTo) -> Route {
        let traffic = &self.traffic;
        let vpc = &self.scenario.vpc;
        match to {
            TrafficTo::TargetGroup(group) => {
                let terms = traffic.groups.get(group);
                let kept_out = terms.is_some_and(|terms| reach::is_kept_out(vpc, &traffic.balancing, terms));
                Route { kept_out, forwards: true, groups: vec![(*group, 1.0)] }
            }
            TrafficTo::Listener { listener, host, path } => {
                let Some(found) = traffic.balancing.listeners.get(*listener) else {
                    return Route::default();
                };
                let rules = &traffic.balancing.rules;
                let forwards = forwards_for(*listener, found, rules, host.as_deref(), path.as_deref());
                Route {
                    kept_out: reach::is_kept_out_of(vpc, &traffic.balancing, *listener),
                    forwards: !forwards.is_empty(),
                    groups: weights(forwards).collect(),
                }
            }
        }
    }

    /// Works out what happened to requests up to now, before something changes that matters to them.
    pub(super) fn settle(&mut self) {
        let (from, until) = (self.traffic.settled, self.now);
        if self.traffic.is_measured() && from < until {
            self.traffic.settled = until;
            self.load_step(from, until);
        }
    }

    /// The same before something happens inside of a task, where that task may matter.
    pub(super) fn settle_for(&mut self, task: TaskRow) {
        if self.traffic.running.contains(&task) {
            self.settle();
        }
    }

    /// Something has changed: the step that has begun lasts no longer than to the next whole second.
    pub(super) fn unsettle(&mut self) {
        if !self.traffic.is_measured() {
            return;
        }
        self.traffic.unsteady = true;
        let end = next_second(self.now);
        if self.traffic.step_ends <= self.now || self.traffic.step_ends > end {
            self.begin_step(end);
        }
    }

    fn begin_step(&mut self, end: SimTime) {
        self.traffic.step_ends = end;
        self.queue.push(end, Event::LoadStep);
    }

    /// A step ends, unless another end was set since. Spec: LOAD-1.
    pub(super) fn load_step_ends(&mut self) {
        if self.traffic.step_ends != self.now {
            return;
        }
        self.settle();
        let end = self.next_step_end();
        self.begin_step(end);
    }

    /// A minute ends, and the next one begins. Spec: METRIC-1.
    pub(super) fn minute_ends(&mut self) {
        self.settle();
        self.measure();
        self.queue.push_look(self.now.plus_ms(MINUTE.as_ms()), Event::MinuteEnds);
        self.expect_alarms();
    }

    /// The end of the next step: a second where requests wait or a rate has jumped, so that an overload is seen
    /// when it begins; else as long as the rates hardly change, and never beyond the minute. Spec: LOAD-1.
    fn next_step_end(&self) -> SimTime {
        let in_minute_ms = self.now.as_ms() % MINUTE.as_ms();
        let longest = SimTime::from_ms(MINUTE.as_ms() - in_minute_ms);
        let minute = self.now.plus_ms(longest.as_ms());
        let jumped = || self.traffic.sources.iter().any(|source| source.shape.has_jumped(self.now));
        if self.traffic.unsteady || jumped() || self.rates_jump() || self.may_be_denied() {
            return next_second(self.now).min(minute);
        }
        let ends = self.traffic.sources.iter().map(|source| source.shape.steady_until(self.now, longest));
        ends.min().unwrap_or(minute).min(minute)
    }
}

fn next_second(at: SimTime) -> SimTime {
    SimTime::from_ms((at.as_ms() / SECOND_MS + 1) * SECOND_MS)
}
