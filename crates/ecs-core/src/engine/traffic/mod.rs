//! Traffic in a run: who is behind a load balancer, what arrives, what becomes of it, and what is measured.
//!
//! Load is worked out in steps, each when it is over: at its planned end, or earlier where something changes
//! that matters to it. Whatever is about to change such a thing calls [`Engine::settle`] first and
//! [`Engine::unsettle`] afterwards, for the island that feels it.

mod calls;
mod chain;
mod checks;
mod denied;
mod islands;
mod measure;
mod processors;
mod reach;
mod senders;
mod step;
mod targets;
mod waits;

use super::{Engine, Event};
use crate::balance::{forwards_for, gives_up, weights};
use crate::scenario::TrafficTo;
use crate::traffic::{GroupTerms, MINUTE, Patience, Route};
use std::sync::Arc;

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
            self.look_who_feels_whom();
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
        self.traffic.islands.may_part = true;
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
}
