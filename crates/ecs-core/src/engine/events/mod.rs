//! Events reach rules, and rules reach their targets. Spec: EVENT-1, EVENT-9, EVENT-15.
//!
//! Rules match the JSON of events, so this asks [`crate::report`] for it: that is the one thing that a run asks
//! of what is told about it.

mod calls;
mod invoke;
mod pipes;
mod queues;
mod schedule;

pub(crate) use queues::whole;

use super::{Engine, Event};
use crate::bus::{BusEvent, Invocation, PipeState, QueueState, RuleCounts, TopicState};
use crate::limits;
use crate::log::{LogEntry, LogEvent};
use std::sync::Arc;

impl Engine {
    /// Second 0 of what sends events. Spec: EVENT-1.
    pub(super) fn set_up_events(&mut self) {
        let events = &self.scenario.events;
        self.bus.listens = events.rules.iter().any(|rule| rule.enabled && rule.pattern.is_some());
        self.bus.rules = vec![RuleCounts::default(); events.rules.len()];
        self.bus.pipes = vec![PipeState::default(); events.pipes.len()];
        let traffic_to = |queue: usize| {
            let all = events.traffic.iter().enumerate();
            let own = all.filter(|(_, given)| given.queue == queue);
            QueueState {
                traffic: Arc::new(own.map(|(number, given)| (number, given.shape.clone())).collect()),
                ..QueueState::default()
            }
        };
        self.bus.queues = (0..events.queues.len()).map(traffic_to).collect();
        self.bus.topics = vec![TopicState::default(); events.topics.len()];
        for rule in 0..self.bus.rules.len() {
            self.schedule_rule(rule);
        }
        for queue in 0..self.bus.queues.len() {
            self.expect_queue(queue);
        }
    }

    /// Something was logged: rules look at it when everything that is due has been done. Spec: EVENT-15.
    pub(super) fn rules_look(&mut self, logged: &LogEvent) {
        let own = matches!(logged, LogEvent::Bus(event) if !event.is_routed());
        if self.bus.listens && !own && !std::mem::replace(&mut self.bus.due, true) {
            self.after(0, Event::Route);
        }
    }

    /// Holds what was logged since the last time against every rule. Spec: EVENT-2, EVENT-15.
    pub(super) fn route(&mut self) {
        self.bus.due = false;
        let entries: Vec<LogEntry> = self.log.entries_from(self.bus.routed).cloned().collect();
        let scenario = Arc::clone(&self.scenario);
        let mut told = std::mem::take(&mut self.bus.told);
        told.make_room(&self.world);
        for entry in &entries {
            self.bus.routed = entry.sequence + 1;
            told.note(&entry.event);
            let Some((source, detail_type)) = self.kind_of_event(&entry.event) else { continue };
            let patterns = scenario.events.rules.iter().enumerate().filter_map(|(number, rule)| {
                let pattern = rule.pattern.as_ref().filter(|_| rule.enabled)?;
                pattern.may_match(source, detail_type).then_some((number, pattern))
            });
            let candidates: Vec<_> = patterns.collect();
            if candidates.is_empty() {
                continue;
            }
            let Some(event) = self.eventbridge_event(entry, &told).map(Arc::new) else { continue };
            for (rule, _) in candidates.into_iter().filter(|(_, pattern)| pattern.matches(&event)) {
                self.rule_matches(rule, &event, entry.sequence);
            }
        }
        self.bus.told = told;
    }

    /// Every target of a rule is called, one after the other, as long as the run allows. Spec: EVENT-5,
    /// EVENT-9.
    fn rule_matches(&mut self, rule: usize, event: &Arc<serde_json::Value>, sequence: u64) {
        let targets = self.scenario.events.rules.get(rule).map_or(0, |rule| rule.targets.len());
        if let Some(counts) = self.bus.rules.get_mut(rule) {
            counts.matched += 1;
        }
        for target in 0..targets {
            if self.invocations_are_over() {
                return;
            }
            let event = Arc::clone(event);
            self.bus.pending.push_back(Invocation { rule, target, event, sequence });
            self.after(0, Event::Invoke);
        }
    }

    /// Counts one more call of a target; says so the first time that there may be none. Spec: EVENT-9.
    fn invocations_are_over(&mut self) -> bool {
        if self.bus.invocations < limits::INVOCATIONS {
            self.bus.invocations += 1;
            return false;
        }
        if !std::mem::replace(&mut self.bus.limit_said, true) {
            self.say(LogEvent::Bus(BusEvent::InvocationsLimit));
        }
        true
    }
}
