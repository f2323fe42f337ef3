//! Schedules that are taken, and that name no date any more. Spec: SCALE-15, EVENT-4, ASG-15.

use super::Reader;
use super::references::EVENT_RULE;
use crate::aws::EventRule;
use crate::cron::next_dates;
use crate::finding::{Finding, Range, rules};
use crate::json::{Node, child};
use crate::scaling::ScheduledAction;
use crate::scenario::GroupSchedule;
use crate::time::{Calendar, SimTime};
use jiff::tz::TimeZone;

impl Reader<'_> {
    /// What has no date behind second 0 of the run, as far as dates are looked for, is never carried out.
    pub(super) fn check_never_due(
        &mut self,
        calendar: &Calendar,
        actions: &[ScheduledAction],
        rules: &[EventRule],
        schedules: &[GroupSchedule],
    ) {
        for action in actions.iter().filter(|action| action.next_dates(calendar, 1).is_empty()) {
            let is_own = |node: &Node| {
                let of = node.str("ResourceId").and_then(|resource| resource.rsplit('/').next());
                node.str("ScheduledActionName") == Some(&action.name) && of == Some(&action.service)
            };
            self.never_due("scheduledActions", "Schedule", is_own);
        }
        let begun = calendar.timestamp(SimTime::ZERO);
        for rule in rules {
            let Some(schedule) = &rule.schedule else { continue };
            let next = |after, until| schedule.next_after(begun, after, until, &TimeZone::UTC);
            if next_dates(calendar, &TimeZone::UTC, 1, next).is_empty() {
                let is_own = |node: &Node| node.str(EVENT_RULE.key) == Some(&rule.name);
                self.never_due(EVENT_RULE.list, "ScheduleExpression", is_own);
            }
        }
        for schedule in schedules.iter().filter(|schedule| schedule.next_dates(calendar, 1).is_empty()) {
            let is_own = |node: &Node| node.str("ScheduledActionName") == Some(&schedule.name);
            let key = if schedule.recurrence.is_some() { "Recurrence" } else { "StartTime" };
            self.never_due("autoScalingScheduledActions", key, is_own);
        }
    }

    /// Says so of the entry of a list.
    fn never_due(&mut self, list: &str, key: &str, is_own: impl Fn(&Node) -> bool) {
        let found = self.root.list(list).iter().enumerate().find(|(_, node)| is_own(node));
        let Some((number, node)) = found else { return };
        let range: Range = node.get(key).map_or(node.opening(), |place| place.range);
        let message = "no date behind the beginning of the run: this schedule is never due";
        let pointer = child(&format!("/{list}/{number}"), key);
        let finding = Finding::new(&rules::SCHEDULE_NEVER_DUE, pointer, range, message);
        self.findings.push(finding.hint("`simulation.startsAt` says when the run begins"));
    }
}
