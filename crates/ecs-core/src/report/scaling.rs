//! Application Auto Scaling: its activities as it describes them, and its decisions as the log has them.
//! Spec: SCALE-16.

use super::event_view::{Subject, Tone};
use super::text::scaling as text;
use crate::engine::Engine;
use crate::ids::{AlarmRow, Row, ServiceRow, uuid};
use crate::log::{LogEntry, LogEvent};
use crate::metrics::{QueryOf, Watched};
use crate::scaling::{Decision, Millionths, NotScaled, Outcome, ScalingCause, ScalingEvent};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

impl Engine {
    /// The service of a target by its number.
    pub(super) fn service_of_target(&self, target: usize) -> Option<ServiceRow> {
        self.find_service(&self.world.scaling.targets.get(target)?.service)
    }

    /// The name of the service of a target.
    pub(super) fn target_name(&self, target: usize) -> &str {
        self.world.scaling.targets.get(target).map_or("", |target| &target.service)
    }

    /// The name of a policy.
    pub(super) fn policy_name(&self, policy: usize) -> &str {
        self.world.scaling.policies.get(policy).map_or("", |policy| &policy.given.name)
    }

    /// The name of an alarm.
    pub(super) fn alarm_name(&self, alarm: AlarmRow) -> &str {
        self.world.alarms.get(alarm).map_or("", |alarm| &alarm.definition.name)
    }

    /// What an alarm watches: `Average of AWS/ECS CPUUtilization …`, or an expression.
    pub(super) fn watched_text(&self, alarm: AlarmRow) -> String {
        let watched = self.world.alarms.get(alarm).map(|alarm| &alarm.definition.watched);
        match watched {
            Some(Watched::Metric { metric, statistic }) => format!("{statistic} of {metric}"),
            Some(Watched::Math { queries, returned }) => {
                match queries.get(*returned).map(|query| &query.of) {
                    Some(QueryOf::Metric { metric, statistic }) => format!("{statistic} of {metric}"),
                    Some(QueryOf::Expression(expression)) => expression.text().to_owned(),
                    None => String::new(),
                }
            }
            None => String::new(),
        }
    }

    /// What has happened, in one sentence, and whether that is good.
    pub(super) fn scaling_view(&self, event: &ScalingEvent) -> (Subject, String, Tone) {
        let subject = self
            .service_of_target(event.target())
            .map_or(Subject::Task(None), |row| Subject::Service(row.number()));
        let tone = if event.is_bad() { Tone::Bad } else { Tone::Neutral };
        (subject, self.scaling_sentence(event), tone)
    }

    fn scaling_sentence(&self, event: &ScalingEvent) -> String {
        let service = self.target_name(event.target());
        match event {
            ScalingEvent::Decided { decision, datapoints, .. } => {
                let policy = self.policy_name(decision.policy);
                if decision.outcome == Outcome::NotScaled(NotScaled::NoStep) {
                    return format!(
                        "(service {service}) policy {policy}: {}",
                        text::no_step(datapoints, decision.threshold)
                    );
                }
                let (sum, outcome) = (text::arithmetic(decision), self.decided_text(decision));
                format!("(service {service}) policy {policy}: {sum}; {outcome}")
            }
            ScalingEvent::BoundsSet { action, failed, .. } => {
                let (cause, bounds) = self.scheduled_texts(*action);
                let how = if *failed { "Failed to set" } else { "Successfully set" };
                format!("(service {service}) {how} {bounds}. Cause: {cause}")
            }
            ScalingEvent::Began { to, cause, .. } => {
                let cause = self.cause_text(*cause);
                format!("(service {service}) {} Cause: {cause}", text::setting_desired_count(*to))
            }
            ScalingEvent::Ended { to, fulfilled: true, .. } => {
                format!("(service {service}) {}", text::status_message(*to, Some(true)))
            }
            ScalingEvent::Ended { to, .. } => {
                format!("(service {service}) Setting desired count to {to} was overridden by a newer change")
            }
        }
    }

    /// What became of a decision.
    pub(super) fn decided_text(&self, decision: &Decision) -> String {
        text::outcome(decision, |policy| self.policy_name(policy).to_owned())
    }

    /// Why a desired count was set.
    pub(super) fn cause_text(&self, cause: ScalingCause) -> String {
        match cause {
            ScalingCause::Alarm { alarm, state, policy } => {
                text::alarm_triggered(self.alarm_name(alarm), state, self.policy_name(policy))
            }
            ScalingCause::Minimum(_) | ScalingCause::Maximum(_) => {
                text::bound_was_set(cause).unwrap_or_default()
            }
        }
    }

    /// Why a scheduled action sets bounds, and which.
    fn scheduled_texts(&self, action: usize) -> (String, String) {
        let action = self.world.scaling.scheduled.get(action).map(|action| &action.given);
        let name = action.map_or("", |action| &action.name);
        let bounds = action.map(|action| text::bounds(action.min_capacity, action.max_capacity));
        (text::scheduled_action(name), bounds.unwrap_or_default())
    }

    /// DescribeScalingActivities, in order of their beginning.
    pub(super) fn scaling_activities(&self) -> Vec<Value> {
        let mut activities: BTreeMap<u64, Map<String, Value>> = BTreeMap::new();
        for entry in self.log.entries() {
            let LogEvent::Scaling(event) = &entry.event else { continue };
            match &**event {
                ScalingEvent::Decided { decision, datapoints, alarm, state, activity, .. } => {
                    let Some(activity) = *activity else { continue };
                    let policy = self.policy_name(decision.policy);
                    let cause = text::alarm_triggered(self.alarm_name(*alarm), *state, policy);
                    let mut made =
                        self.activity(entry, event, (activity, text::ATTEMPTING.to_owned(), cause));
                    made.extend(failed(decision, datapoints));
                    activities.insert(activity, made);
                }
                ScalingEvent::BoundsSet { activity, action, failed, .. } => {
                    let (cause, bounds) = self.scheduled_texts(*action);
                    let mut made =
                        self.activity(entry, event, (*activity, format!("Setting {bounds}"), cause));
                    let (how, code) =
                        if *failed { ("Failed to", "Failed") } else { ("Successfully", "Successful") };
                    made.insert("StatusCode".into(), code.into());
                    made.insert("StatusMessage".into(), format!("{how} set {bounds}").into());
                    activities.insert(*activity, made);
                }
                ScalingEvent::Began { activity, to, cause, .. } => {
                    let texts = (*activity, text::setting_desired_count(*to), self.cause_text(*cause));
                    let mut made = self.activity(entry, event, texts);
                    made.insert("StatusCode".into(), "InProgress".into());
                    made.insert("StatusMessage".into(), text::status_message(*to, None).into());
                    activities.insert(*activity, made);
                }
                ScalingEvent::Ended { activity, to, fulfilled, .. } => {
                    let Some(made) = activities.get_mut(activity) else { continue };
                    let code = if *fulfilled { "Successful" } else { "Overridden" };
                    made.insert("EndTime".into(), self.scenario.calendar.iso(entry.at).into());
                    made.insert("StatusCode".into(), code.into());
                    made.insert("StatusMessage".into(), text::status_message(*to, Some(*fulfilled)).into());
                }
            }
        }
        activities.into_values().map(Value::Object).collect()
    }

    fn activity(
        &self,
        entry: &LogEntry,
        event: &ScalingEvent,
        (activity, description, cause): (u64, String, String),
    ) -> Map<String, Value> {
        let account = &self.scenario.account;
        let id = uuid(&account.hex_id("scaling-activity", &activity.to_string()));
        let made = json!({
            "ActivityId": id,
            "ServiceNamespace": "ecs",
            "ResourceId": format!("service/{}/{}", account.cluster, self.target_name(event.target())),
            "ScalableDimension": "ecs:service:DesiredCount",
            "Description": description,
            "Cause": cause,
            "StartTime": self.scenario.calendar.iso(entry.at),
        });
        match made {
            Value::Object(members) => members,
            _ => Map::new(),
        }
    }
}

/// What an activity says that has not scaled.
fn failed(decision: &Decision, datapoints: &[Millionths]) -> Map<String, Value> {
    let mut members = Map::new();
    members.insert("StatusCode".into(), "Failed".into());
    let Outcome::NotScaled(why) = decision.outcome else { return members };
    let Some(code) = why.code() else {
        members.insert("StatusMessage".into(), text::no_step(datapoints, decision.threshold).into());
        return members;
    };
    let mut reason = json!({ "Code": code });
    let (min, max) = decision.bounds;
    let capacity = match why {
        NotScaled::AlreadyAtMax => ("MaxCapacity", max),
        NotScaled::AlreadyAtMin => ("MinCapacity", min),
        _ => ("CurrentCapacity", decision.desired),
    };
    if let Value::Object(reason) = &mut reason {
        reason.insert(capacity.0.to_owned(), capacity.1.into());
    }
    members.insert("NotScaledReasons".into(), json!([reason]));
    members
}
