//! Targets, as DescribeTargetHealth prints them and as services and the log tell of them.

use super::event_view::{Subject, Tone};
use super::target_health::TargetLine;
use super::text::targets as text;
use crate::balance::TargetState;
use crate::engine::Engine;
use crate::ids::{Row, ServiceRow};
use crate::traffic::{TargetEvent, TargetWhat};
use serde_json::{Map, Value, json};

impl Engine {
    /// `TargetHealthDescriptions` of every target group, by its name.
    /// Spec: BAL-1, BAL-2.
    pub(super) fn target_health(&self) -> Value {
        let mut groups = Map::new();
        for (number, group) in self.scenario.load_balancing.target_groups.iter().enumerate() {
            let rows = self.traffic.of_group.get(&number).into_iter().flatten();
            let targets = rows.filter_map(|row| self.traffic.targets.get(row));
            let check_port = group.health_check.port;
            let described = targets.map(|target| describe(&self.target_line(target), check_port));
            groups.insert(group.name.clone(), described.collect());
        }
        Value::Object(groups)
    }

    /// What a service says of a target. Spec: BAL-4, BAL-13, BAL-14.
    pub(super) fn target_message(&self, event: &TargetEvent) -> Option<(ServiceRow, String)> {
        let service = self.service_name(event.service);
        let arn = || self.target_group_arn(event.group);
        let message = match event.what {
            TargetWhat::Registered => text::registered(service, &arn()),
            TargetWhat::Draining => text::draining(service),
            TargetWhat::Deregistered => text::deregistered(service, &arn()),
            TargetWhat::Replaced(reason) => {
                text::unhealthy(service, &self.task_id(event.task), event.port, &arn(), reason)
            }
            TargetWhat::State(..) => return None,
        };
        Some((event.service, message))
    }

    /// An entry of the log about a target. `number` is the task's in the picture.
    pub(super) fn target_view(&self, event: &TargetEvent, number: Option<usize>) -> (Subject, String, Tone) {
        if let TargetWhat::State(state, reason) = event.what {
            let tone = match state {
                TargetState::Healthy => Tone::Good,
                TargetState::Unhealthy => Tone::Bad,
                TargetState::Initial | TargetState::Draining | TargetState::Unused => Tone::Neutral,
            };
            let short = self.world.task_short(&self.world.tasks[event.task]);
            let said = text::state(&short, self.target_group_name(event.group), state, reason);
            return (Subject::Task(number), said, tone);
        }
        let tone = if matches!(event.what, TargetWhat::Replaced(_)) { Tone::Bad } else { Tone::Neutral };
        let message = self.target_message(event).map(|(_, message)| message).unwrap_or_default();
        (Subject::Service(event.service.number()), message, tone)
    }

    /// `stoppedReason` of a task that a target group found unhealthy. Spec: BAL-14.
    pub(super) fn failed_elb_health_checks(&self, group: usize) -> String {
        text::failed_elb_health_checks(&self.target_group_arn(u32::try_from(group).unwrap_or(u32::MAX)))
    }

    fn target_group_name(&self, number: u32) -> &str {
        self.scenario.load_balancing.target_groups.get(number as usize).map_or("", |group| &group.name)
    }

    fn target_group_arn(&self, number: u32) -> String {
        self.scenario.account.target_group_arn(self.target_group_name(number))
    }
}

/// A `TargetHealthDescription`.
fn describe(line: &TargetLine, check_port: Option<u16>) -> Value {
    let mut health = json!({ "State": line.state.name() });
    if let (Some((code, description)), Value::Object(members)) = (&line.reason, &mut health) {
        members.insert("Reason".to_owned(), code.as_ref().into());
        members.insert("Description".to_owned(), description.as_ref().into());
    }
    json!({
        "Target": { "Id": line.id, "Port": line.port, "AvailabilityZone": line.zone },
        "HealthCheckPort": check_port.unwrap_or(line.port).to_string(),
        "TargetHealth": health,
    })
}
