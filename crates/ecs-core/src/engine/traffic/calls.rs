//! What the timeline does to traffic. Spec: LOAD-11.

use super::super::Engine;
use crate::aws::Forward;
use crate::scenario::TrafficCall;
use std::sync::Arc;

impl Engine {
    /// Carries out a call about traffic.
    pub(in super::super) fn traffic_called(&mut self, call: &TrafficCall) {
        self.settle();
        match call {
            TrafficCall::Set { traffic, shape } => {
                if let Some(source) = Arc::make_mut(&mut self.traffic.sources).get_mut(*traffic) {
                    source.shape = shape.clone();
                }
            }
            TrafficCall::Attributes { target_group, attributes } => {
                let groups = &mut Arc::make_mut(&mut self.traffic.balancing).target_groups;
                if let Some(group) = groups.get_mut(*target_group) {
                    group.attributes.extend(attributes.clone());
                }
            }
            TrafficCall::Listener { listener, forwards } => self.forward_listener(*listener, forwards),
            TrafficCall::Rule { rule, forwards } => self.forward_rule(*rule, forwards),
        }
        self.read_terms();
        self.groups_changed();
        self.unsettle();
    }

    fn forward_listener(&mut self, listener: usize, forwards: &[Forward]) {
        if let Some(listener) = Arc::make_mut(&mut self.traffic.balancing).listeners.get_mut(listener) {
            listener.forwards = forwards.to_vec();
        }
    }

    fn forward_rule(&mut self, rule: usize, forwards: &[Forward]) {
        if let Some(rule) = Arc::make_mut(&mut self.traffic.balancing).rules.get_mut(rule) {
            rule.forwards = forwards.to_vec();
        }
    }
}
