//! Rules with a schedule. Spec: EVENT-3, EVENT-4.

use super::super::{Engine, Event};
use crate::bus::{BusEvent, ToldOfAll};
use crate::log::LogEvent;
use crate::time::SimTime;
use jiff::tz::TimeZone;
use std::sync::Arc;

impl Engine {
    /// Expects a rule's schedule the next time that it is due in this run.
    pub(super) fn schedule_rule(&mut self, rule: usize) {
        let scenario = &self.scenario;
        let given = scenario.events.rules.get(rule).filter(|given| given.enabled);
        let Some(schedule) = given.and_then(|given| given.schedule.as_ref()) else { return };
        let calendar = scenario.calendar;
        let begun = calendar.timestamp(SimTime::ZERO);
        let (after, until) = (calendar.timestamp(self.now), calendar.timestamp(scenario.duration));
        let Some(next) = schedule.next_after(begun, after, until, &TimeZone::UTC) else { return };
        let ms = u64::try_from(next.as_millisecond() - begun.as_millisecond()).unwrap_or(0);
        self.queue.push(SimTime::from_ms(ms), Event::RuleDue(rule));
    }

    /// A rule's schedule is due: its targets are called for a `Scheduled Event`, which no other rule sees.
    pub(in super::super) fn rule_due(&mut self, rule: usize) {
        let event = LogEvent::Bus(BusEvent::Scheduled { rule });
        self.say(event);
        let entry = self.log.entries().next_back().cloned();
        if let Some(entry) = entry
            && let Some(event) = self.eventbridge_event(&entry, &ToldOfAll::default())
        {
            self.rule_matches(rule, &Arc::new(event), entry.sequence);
        }
        self.schedule_rule(rule);
    }
}
