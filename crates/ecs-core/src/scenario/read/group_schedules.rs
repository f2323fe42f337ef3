//! `autoScalingScheduledActions`. Spec: ASG-15.

use super::Reader;
use super::references::AUTO_SCALING_GROUP;
use crate::aws::shorten;
use crate::cron::{Cron, time_zone, time_zone_names};
use crate::finding::{Finding, rules};
use crate::json::{Node, child};
use crate::limits;
use crate::scenario::{AutoScalingGroup, GroupSchedule};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::collections::BTreeSet;

const LIST: &str = "autoScalingScheduledActions";

impl Reader<'_> {
    pub(super) fn group_schedules(&mut self, groups: &[AutoScalingGroup]) -> Vec<GroupSchedule> {
        self.within_quota(LIST, limits::GROUP_SCHEDULES);
        let mut names = BTreeSet::new();
        let mut schedules = Vec::new();
        for (number, node) in self.root.list(LIST).iter().take(limits::GROUP_SCHEDULES).enumerate() {
            let pointer = format!("/{LIST}/{number}");
            let Some(schedule) = self.group_schedule(node, &pointer, groups) else { continue };
            if !names.insert((schedule.group, schedule.name.clone())) {
                let message = "the group has a scheduled action of that name already";
                let place = node.get("ScheduledActionName").unwrap_or(node);
                self.report(&rules::DUPLICATE_NAME, &child(&pointer, "ScheduledActionName"), place, message);
                continue;
            }
            schedules.push(schedule);
        }
        schedules
    }

    /// The group that an entry belongs to, by its number among those that were read.
    pub(super) fn group_of(
        &mut self,
        node: &Node,
        pointer: &str,
        groups: &[AutoScalingGroup],
    ) -> Option<usize> {
        let place = node.get("AutoScalingGroupName")?;
        self.resolve(&AUTO_SCALING_GROUP, place, &child(pointer, "AutoScalingGroupName"))?;
        let name = AUTO_SCALING_GROUP.short(place.as_str()?);
        groups.iter().position(|group| group.name == name)
    }

    fn group_schedule(
        &mut self,
        node: &Node,
        pointer: &str,
        groups: &[AutoScalingGroup],
    ) -> Option<GroupSchedule> {
        let group = self.group_of(node, pointer, groups);
        let recurrence = self.recurrence(node, pointer);
        let zone = self.recurrence_zone(node, pointer);
        let (start, end) =
            (self.start_or_end(node, "StartTime", pointer), self.start_or_end(node, "EndTime", pointer));
        let mut size = |key: &str| {
            let size = self.bounded(node, key, pointer, 0..=1_000_000)?;
            u32::try_from(size).ok()
        };
        let (min_size, max_size) = (size("MinSize"), size("MaxSize"));
        let desired_capacity = size("DesiredCapacity");
        let fault = if [min_size, max_size, desired_capacity].iter().all(Option::is_none) {
            Some(("", "a scheduled action sets `MinSize`, `MaxSize` or `DesiredCapacity`"))
        } else if min_size.zip(max_size).is_some_and(|(min, max)| min > max) {
            Some(("MinSize", "`MinSize` is above `MaxSize`"))
        } else if recurrence.as_ref().is_ok_and(Option::is_none) && start.is_none() {
            Some(("", "a scheduled action has a `StartTime` or a `Recurrence`"))
        } else if start.zip(end).is_some_and(|(start, end)| start >= end) {
            Some(("StartTime", "the start is not before the end"))
        } else {
            None
        };
        if let Some((key, message)) = fault {
            let place = node.get(key).map_or(node.opening(), |member| member.range);
            let pointer = if key.is_empty() { pointer.to_owned() } else { child(pointer, key) };
            self.findings.push(Finding::new(&rules::GROUP_SCHEDULE, pointer, place, message));
            return None;
        }
        Some(GroupSchedule {
            group: group?,
            name: node.str("ScheduledActionName")?.to_owned(),
            recurrence: recurrence.ok()?.map(Box::new),
            zone: zone?,
            start,
            end,
            min_size,
            max_size,
            desired_capacity,
        })
    }

    /// None where there is none; an error where it is none.
    fn recurrence(&mut self, node: &Node, pointer: &str) -> Result<Option<Cron>, ()> {
        let Some((place, text)) = node.get("Recurrence").and_then(|place| Some((place, place.as_str()?)))
        else {
            return Ok(None);
        };
        Cron::parse_unix(text).map(Some).map_err(|fault| {
            let pointer = child(pointer, "Recurrence");
            let finding = Finding::new(&rules::GROUP_SCHEDULE, pointer, place.range, fault.message);
            self.findings.push(if fault.hint.is_empty() { finding } else { finding.hint(fault.hint) });
        })
    }

    fn recurrence_zone(&mut self, node: &Node, pointer: &str) -> Option<TimeZone> {
        let Some(place) = node.get("TimeZone") else { return Some(TimeZone::UTC) };
        let name = place.as_str()?;
        let zone = time_zone(name);
        if zone.is_none() {
            let near = self.nearest(name, time_zone_names()).map(|near| format!("did you mean `{near}`?"));
            let message = format!("there is no time zone `{}`", shorten(name));
            self.report_hint(&rules::GROUP_SCHEDULE, &child(pointer, "TimeZone"), place, message, near);
        }
        zone
    }

    fn start_or_end(&mut self, node: &Node, key: &str, pointer: &str) -> Option<Timestamp> {
        let place = node.get(key)?;
        let moment = place.as_str().and_then(|text| text.parse().ok());
        if moment.is_none() {
            let message = format!("`{key}` is no time such as 2026-01-01T09:00:00Z");
            self.report(&rules::GROUP_SCHEDULE, &child(pointer, key), place, message);
        }
        moment
    }
}
