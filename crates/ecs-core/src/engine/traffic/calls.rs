//! What the timeline does to traffic. Spec: LOAD-11.

use super::super::Engine;
use crate::aws::{Forward, ForwardingRule};
use crate::scenario::{TrafficCall, TrafficNumber};
use std::sync::Arc;

impl Engine {
    /// Carries out a call about traffic.
    pub(in super::super) fn traffic_called(&mut self, call: &TrafficCall) {
        self.settle_all();
        match call {
            TrafficCall::Set { traffic: TrafficNumber::Messages(number), shape } => {
                return self.set_queue_traffic(*number, shape);
            }
            TrafficCall::Set { traffic: TrafficNumber::Requests(number), shape } => {
                if let Some(source) = Arc::make_mut(&mut self.traffic.sources).get_mut(*number) {
                    source.shape = shape.clone();
                }
            }
            TrafficCall::Attributes { target_group, attributes } => {
                let groups = &mut Arc::make_mut(&mut self.traffic.balancing).target_groups;
                if let Some(group) = groups.get_mut(*target_group) {
                    group.attributes.extend(attributes.clone());
                }
            }
            TrafficCall::Listener { listener, forwards } => {
                self.set_forwards(ForwardingRule::Listener(*listener), forwards);
            }
            TrafficCall::Rule { rule, forwards } => self.set_forwards(ForwardingRule::Rule(*rule), forwards),
        }
        self.read_terms();
        self.groups_changed();
        self.look_who_feels_whom();
        self.unsettle_all();
    }

    /// Rules forward elsewhere from now on. Spec: DEPLOY-18.
    pub(in super::super) fn forward(&mut self, changes: &[(ForwardingRule, Vec<Forward>)]) {
        let before = |rule: ForwardingRule| match rule {
            ForwardingRule::Listener(number) => {
                self.traffic.balancing.listeners.get(number).map(|listener| &listener.forwards)
            }
            ForwardingRule::Rule(number) => {
                self.traffic.balancing.rules.get(number).map(|rule| &rule.forwards)
            }
        };
        if changes.iter().all(|(rule, forwards)| before(*rule) == Some(forwards)) {
            return;
        }
        self.settle_all();
        for (rule, forwards) in changes {
            self.set_forwards(*rule, forwards);
        }
        self.read_terms();
        self.groups_changed();
        self.look_who_feels_whom();
        self.unsettle_all();
    }

    fn set_forwards(&mut self, rule: ForwardingRule, forwards: &[Forward]) {
        let balancing = Arc::make_mut(&mut self.traffic.balancing);
        let set = match rule {
            ForwardingRule::Listener(number) => {
                balancing.listeners.get_mut(number).map(|listener| &mut listener.forwards)
            }
            ForwardingRule::Rule(number) => balancing.rules.get_mut(number).map(|rule| &mut rule.forwards),
        };
        if let Some(set) = set {
            *set = forwards.to_vec();
        }
    }
}
