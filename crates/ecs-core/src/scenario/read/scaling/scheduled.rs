//! `scheduledActions`. Spec: SCALE-15.

use super::targets::MIN_ABOVE_MAX;
use crate::aws::shorten;
use crate::cron::{time_zone, time_zone_names};
use crate::finding::{Finding, rules};
use crate::json::{Node, Value, child};
use crate::limits;
use crate::scaling::{ScheduledAction, When};
use crate::scenario::read::Reader;
use jiff::Timestamp;
use jiff::tz::TimeZone;

const ACTION: &str = "ScalableTargetAction";

impl Reader<'_> {
    pub(super) fn scheduled_actions(&mut self) -> Vec<ScheduledAction> {
        let nodes = self.root.list("scheduledActions").iter().take(limits::SCALING_ENTRIES).enumerate();
        let mut actions: Vec<ScheduledAction> = Vec::new();
        for (number, node) in nodes {
            let pointer = format!("/scheduledActions/{number}");
            let Some(action) = self.scheduled_action(node, &pointer) else { continue };
            if actions.iter().any(|other| other.name == action.name && other.service == action.service) {
                let message = "the target has a scheduled action of that name already";
                let place = node.get("ScheduledActionName").unwrap_or(node);
                self.report(&rules::DUPLICATE_NAME, &child(&pointer, "ScheduledActionName"), place, message);
                continue;
            }
            actions.push(action);
        }
        actions
    }

    /// A scheduled action, with what the call leaves out as it was. Start and end are not kept. Spec: SCALE-15.
    pub(super) fn scheduled_action(&mut self, node: &Node, pointer: &str) -> Option<ScheduledAction> {
        let service = self.scaled_service(node, pointer)?;
        let name = node.str("ScheduledActionName")?.to_owned();
        let known = self.known_scaling.targets.get(&service)?;
        let before = known.scheduled.get(&name).cloned();
        if before.is_none() && known.scheduled.len() >= limits::SCHEDULED_ACTIONS_PER_TARGET {
            let most = limits::SCHEDULED_ACTIONS_PER_TARGET;
            let message = format!("a scalable target has at most {most} scheduled actions");
            self.report(&rules::QUOTA_EXCEEDED, pointer, node, message);
            return None;
        }
        let when = self.when(node, pointer, before.as_ref());
        let zone = self.zone_of(node, pointer, before.as_ref());
        let bounds = self.scheduled_bounds(node, pointer, before.as_ref());
        let (start, end) = (self.moment(node, "StartTime", pointer), self.moment(node, "EndTime", pointer));
        let (when, zone, (min_capacity, max_capacity)) = (when?, zone?, bounds?);
        if let (Some(start), Some(end)) = (start, end)
            && start >= end
        {
            let place = node.get("StartTime").unwrap_or(node);
            let pointer = child(pointer, "StartTime");
            let finding = Finding::new(
                &rules::SCHEDULED_ACTION,
                pointer,
                place.range,
                "the start is not before the end",
            );
            self.scaling_fault(finding, "StartTime must be before EndTime");
            return None;
        }
        let action = ScheduledAction { name, service, when, zone, start, end, min_capacity, max_capacity };
        if let Some(known) = self.known_scaling.targets.get_mut(&action.service) {
            known.scheduled_bounds.0 |= action.min_capacity.is_some();
            known.scheduled_bounds.1 |= action.max_capacity.is_some();
            known.scheduled.insert(action.name.clone(), action.clone());
        }
        Some(action)
    }

    fn when(&mut self, node: &Node, pointer: &str, before: Option<&ScheduledAction>) -> Option<When> {
        let pointer = child(pointer, "Schedule");
        let Some(place) = node.get("Schedule") else {
            if before.is_none() {
                let message = "`Schedule` is missing: when the action is due";
                let finding = Finding::new(&rules::SCHEDULED_ACTION, pointer, node.opening(), message);
                self.findings.push(finding.hint("for example `cron(0 9 * * ? *)`"));
            }
            return before.map(|before| before.when.clone());
        };
        let text = place.as_str()?;
        match When::parse(text) {
            Ok(when) => Some(when),
            Err(fault) => {
                let finding = Finding::new(&rules::SCHEDULED_ACTION, pointer, place.range, fault.message);
                let finding = if fault.hint.is_empty() { finding } else { finding.hint(fault.hint) };
                self.scaling_fault(finding, invalid_schedule(text));
                None
            }
        }
    }

    fn zone_of(&mut self, node: &Node, pointer: &str, before: Option<&ScheduledAction>) -> Option<TimeZone> {
        let Some(place) = node.get("Timezone") else {
            return Some(before.map_or(TimeZone::UTC, |before| before.zone.clone()));
        };
        let name = place.as_str()?;
        let zone = time_zone(name);
        if zone.is_none() {
            let near = self.nearest(name, time_zone_names());
            let hint = near.map_or_else(
                || "IANA's names are `Europe/Berlin` or `Etc/GMT+9`".to_owned(),
                |near| format!("did you mean `{near}`?"),
            );
            let message = format!("there is no time zone `{}`", shorten(name));
            self.report_hint(
                &rules::SCHEDULED_ACTION,
                &child(pointer, "Timezone"),
                place,
                message,
                Some(hint),
            );
        }
        zone
    }

    /// `MinCapacity`, `MaxCapacity`, or both.
    fn scheduled_bounds(
        &mut self,
        node: &Node,
        pointer: &str,
        before: Option<&ScheduledAction>,
    ) -> Option<(Option<u32>, Option<u32>)> {
        let Some(action) = node.get(ACTION) else {
            if before.is_none() {
                let message = format!("`{ACTION}` is missing: the bounds that the action sets");
                let finding =
                    Finding::new(&rules::SCHEDULED_ACTION, child(pointer, ACTION), node.opening(), message);
                self.scaling_fault(finding, "ScalableTargetAction must be set");
            }
            return before.map(|before| (before.min_capacity, before.max_capacity));
        };
        let pointer = child(pointer, ACTION);
        let bounds =
            (self.capacity(action, "MinCapacity", &pointer), self.capacity(action, "MaxCapacity", &pointer));
        let (key, message, aws) = match bounds {
            (Some(min), Some(max)) if min > max => {
                ("MinCapacity", format!("the minimum, {min}, is above the maximum, {max}"), MIN_ABOVE_MAX)
            }
            (None, None) if action.get("MinCapacity").is_none() && action.get("MaxCapacity").is_none() => {
                let aws = "At least one of minimum capacity and maximum capacity should be provided";
                ("", "the action sets neither a minimum nor a maximum".to_owned(), aws)
            }
            bounds => return Some(bounds),
        };
        let place = action.get(key).map_or(action.opening(), |member| member.range);
        let pointer = if key.is_empty() { pointer } else { child(&pointer, key) };
        let finding = Finding::new(&rules::SCHEDULED_ACTION, pointer, place, message);
        self.scaling_fault(finding, aws);
        None
    }

    /// A time with an offset, or seconds since 1970, which the API takes.
    fn moment(&mut self, node: &Node, key: &str, pointer: &str) -> Option<Timestamp> {
        let place = node.get(key)?;
        let moment = match &place.value {
            Value::String(text) => text.parse().ok(),
            Value::Number(text) => {
                text.parse().ok().and_then(|seconds: i64| Timestamp::from_second(seconds).ok())
            }
            _ => None,
        };
        if moment.is_none() {
            let message = format!("`{key}` is no time such as 2026-01-01T09:00:00Z");
            self.report(&rules::SCHEDULED_ACTION, &child(pointer, key), place, message);
        }
        moment
    }
}

/// AWS's message about a schedule that is none; of one about a cron expression the beginning. Nothing about a rate that
/// AWS reads, but not as often as that.
fn invalid_schedule(text: &str) -> &'static str {
    if text.starts_with("at(") {
        "Invalid schedule at DateTime expression"
    } else if text.starts_with("cron(") {
        "Invalid schedule expression. Details: Invalid CRON expression"
    } else if text.starts_with("rate(0 ") {
        ""
    } else {
        "Invalid schedule expression. Details: Schedule expressions must have the following syntax: rate(<number>\\s?(minutes?|hours?|days?)), cron(<cron_expression>) or at(yyyy-MM-dd'T'HH:mm:ss)."
    }
}
