//! Alarms as CloudWatch describes them, as EventBridge and SNS tell of them, and in our words. Spec: METRIC-7,
//! METRIC-8.

use super::event_view::{Subject, Tone};
use super::text::alarm as text;
use crate::engine::Engine;
use crate::ids::{AlarmRow, Row};
use crate::log::AlarmChange;
use crate::metrics::{
    AlarmAction, AlarmDefinition, AlarmState, MetricRef, QueryOf, Standing, Statistic, Watched,
};
use crate::world::Alarm;
use serde_json::{Map, Value, json};

impl Engine {
    /// `arn:aws:cloudwatch:…:alarm:cpu-high`.
    pub(crate) fn alarm_arn(&self, alarm: AlarmRow) -> String {
        let name = &self.world.alarms[alarm].definition.name;
        self.scenario.account.arn("cloudwatch", &format!("alarm:{name}"))
    }

    /// DescribeAlarms: `MetricAlarms`.
    pub(super) fn alarm_reports(&self) -> Vec<Value> {
        let there = self.world.alarms.iter().filter(|(_, alarm)| !alarm.deleted);
        there.map(|(row, alarm)| self.alarm_report(row, alarm)).collect()
    }

    fn alarm_report(&self, row: AlarmRow, alarm: &Alarm) -> Value {
        let (definition, calendar) = (&alarm.definition, &self.scenario.calendar);
        let since = calendar.iso(alarm.standing.since);
        let mut report = json!({
            "AlarmName": definition.name,
            "AlarmArn": self.alarm_arn(row),
            "AlarmConfigurationUpdatedTimestamp": calendar.iso(alarm.updated_at),
            "ActionsEnabled": definition.actions_enabled,
            "OKActions": self.action_arns(&definition.ok_actions),
            "AlarmActions": self.action_arns(&definition.alarm_actions),
            "InsufficientDataActions": self.action_arns(&definition.insufficient_data_actions),
            "StateValue": alarm.standing.state.name(),
            "StateReason": text::state_reason(&alarm.standing, calendar),
            "StateUpdatedTimestamp": since,
            "StateTransitionedTimestamp": since,
            "EvaluationPeriods": definition.rule.evaluation_periods,
            "Threshold": definition.rule.threshold,
            "ComparisonOperator": definition.rule.comparison.name(),
            "TreatMissingData": definition.rule.treat_missing.name(),
        });
        let Value::Object(members) = &mut report else { return report };
        if let Some(description) = &definition.description {
            members.insert("AlarmDescription".into(), description.as_str().into());
        }
        if let Some(data) = self.state_reason_data(definition, &alarm.standing) {
            members.insert("StateReasonData".into(), data.into());
        }
        if let Some(needed) = definition.rule.datapoints_to_alarm {
            members.insert("DatapointsToAlarm".into(), needed.into());
        }
        members.extend(watched(definition));
        report
    }

    fn state_reason_data(&self, definition: &AlarmDefinition, standing: &Standing) -> Option<String> {
        let statistic = match &definition.watched {
            Watched::Metric { statistic, .. } => Some(statistic.to_string()),
            Watched::Math { .. } => None,
        };
        let calendar = &self.scenario.calendar;
        text::state_reason_data(standing, statistic.as_deref(), definition.period_seconds, calendar)
    }

    /// Topics by their ARNs; everything else as it was given.
    fn action_arns(&self, actions: &[AlarmAction]) -> Vec<String> {
        let arn = |action: &AlarmAction| match action.target {
            crate::metrics::ActionTarget::Topic(topic) => {
                let name = self.scenario.events.topics.get(topic).map_or("", |topic| &topic.name);
                self.scenario.account.arn("sns", name)
            }
            _ => action.reference.clone(),
        };
        actions.iter().map(arn).collect()
    }

    /// `detail` of a CloudWatch Alarm State Change.
    pub(super) fn alarm_detail(&self, row: AlarmRow, change: &AlarmChange) -> Value {
        let definition = &self.world.alarms[row].definition;
        let mut configuration = json!({ "metrics": queries(definition) });
        if let (Value::Object(members), Some(description)) = (&mut configuration, &definition.description) {
            members.insert("description".into(), description.as_str().into());
        }
        json!({
            "alarmName": definition.name,
            "state": self.state_in_event(definition, &change.to),
            "previousState": self.state_in_event(definition, &change.from),
            "configuration": configuration,
        })
    }

    fn state_in_event(&self, definition: &AlarmDefinition, standing: &Standing) -> Value {
        let calendar = &self.scenario.calendar;
        let mut state = json!({
            "value": standing.state.name(),
            "reason": text::state_reason(standing, calendar),
            "timestamp": calendar.with_offset(standing.since),
        });
        if let (Value::Object(members), Some(data)) =
            (&mut state, self.state_reason_data(definition, standing))
        {
            members.insert("reasonData".into(), data.into());
        }
        state
    }

    /// What a topic is sent of a change. Spec: METRIC-8.
    pub(crate) fn alarm_message(&self, row: AlarmRow, change: &AlarmChange) -> String {
        let (alarm, calendar) = (&self.world.alarms[row], &self.scenario.calendar);
        let definition = &alarm.definition;
        let message = json!({
            "AlarmName": definition.name,
            "AlarmDescription": definition.description,
            "AWSAccountId": self.scenario.account.account_id,
            "AlarmConfigurationUpdatedTimestamp": calendar.with_offset(alarm.updated_at),
            "NewStateValue": change.to.state.name(),
            "NewStateReason": text::state_reason(&change.to, calendar),
            "StateChangeTime": calendar.with_offset(change.to.since),
            "Region": self.scenario.account.region,
            "AlarmArn": self.alarm_arn(row),
            "OldStateValue": change.from.state.name(),
            "OKActions": self.action_arns(&definition.ok_actions),
            "AlarmActions": self.action_arns(&definition.alarm_actions),
            "InsufficientDataActions": self.action_arns(&definition.insufficient_data_actions),
            "Trigger": trigger(definition),
        });
        message.to_string()
    }

    /// What the page's list of events says.
    pub(super) fn alarm_view(&self, row: AlarmRow, change: &AlarmChange) -> (Subject, String, Tone) {
        let name = &self.world.alarms[row].definition.name;
        let reason = text::state_reason(&change.to, &self.scenario.calendar);
        let (from, to) = (change.from.state, change.to.state);
        let tone = match to {
            AlarmState::Alarm => Tone::Bad,
            AlarmState::Ok if from == AlarmState::Alarm => Tone::Good,
            AlarmState::Ok | AlarmState::InsufficientData => Tone::Neutral,
        };
        let told = format!("{name} went from {} to {}. {reason}", from.name(), to.name());
        (Subject::Alarm(row.number()), told, tone)
    }
}

/// What an alarm looks at, as DescribeAlarms has it.
fn watched(definition: &AlarmDefinition) -> Map<String, Value> {
    let members = match &definition.watched {
        Watched::Math { .. } => json!({ "Metrics": described_queries(definition) }),
        Watched::Metric { metric, statistic } => json!({
            "MetricName": metric.name,
            "Namespace": metric.namespace,
            (if statistic.is_extended() { "ExtendedStatistic" } else { "Statistic" }): statistic.to_string(),
            "Dimensions": dimensions(metric),
            "Period": definition.period_seconds,
        }),
    };
    match members {
        Value::Object(members) => members,
        _ => Map::new(),
    }
}

fn dimensions(metric: &MetricRef) -> Value {
    metric.dimensions.iter().map(|own| json!({"Name": own.name, "Value": own.value})).collect()
}

fn described_queries(definition: &AlarmDefinition) -> Vec<Value> {
    let Watched::Math { queries, returned } = &definition.watched else { return Vec::new() };
    let query = |(number, query): (usize, &crate::metrics::Query)| {
        let returns = number == *returned;
        match &query.of {
            QueryOf::Metric { metric, statistic } => json!({
                "Id": query.id,
                "Label": query.label,
                "MetricStat": {
                    "Metric": {"Namespace": metric.namespace, "MetricName": metric.name, "Dimensions": dimensions(metric)},
                    "Period": definition.period_seconds,
                    "Stat": statistic.to_string(),
                },
                "ReturnData": returns,
            }),
            QueryOf::Expression(expression) => {
                json!({"Id": query.id, "Label": query.label, "Expression": expression.text(), "ReturnData": returns})
            }
        }
    };
    queries.iter().enumerate().map(query).collect()
}

/// `configuration.metrics` of an event.
fn queries(definition: &AlarmDefinition) -> Vec<Value> {
    let metric_stat = |metric: &MetricRef, statistic: Statistic| {
        let own = metric.dimensions.iter().map(|own| (own.name.clone(), own.value.as_str().into()));
        json!({
            "metric": {"namespace": metric.namespace, "name": metric.name, "dimensions": Value::Object(own.collect())},
            "period": definition.period_seconds,
            "stat": statistic.to_string(),
        })
    };
    match &definition.watched {
        Watched::Metric { metric, statistic } => {
            vec![json!({"id": "m1", "metricStat": metric_stat(metric, *statistic), "returnData": true})]
        }
        Watched::Math { queries, returned } => {
            let query = |(number, query): (usize, &crate::metrics::Query)| {
                let returns = number == *returned;
                match &query.of {
                    QueryOf::Metric { metric, statistic } => {
                        json!({"id": query.id, "metricStat": metric_stat(metric, *statistic), "returnData": returns})
                    }
                    QueryOf::Expression(expression) => {
                        json!({"id": query.id, "expression": expression.text(), "returnData": returns})
                    }
                }
            };
            queries.iter().enumerate().map(query).collect()
        }
    }
}

/// `Trigger` of a message to a topic.
fn trigger(definition: &AlarmDefinition) -> Value {
    let rule = &definition.rule;
    let mut trigger = match &definition.watched {
        Watched::Metric { metric, statistic } => {
            let own = metric.dimensions.iter().map(|own| json!({"value": own.value, "name": own.name}));
            let (kind, name) = if statistic.is_extended() {
                ("ExtendedStatistic", statistic.to_string())
            } else {
                ("Statistic", statistic.to_string().to_uppercase())
            };
            json!({
                "MetricName": metric.name,
                "Namespace": metric.namespace,
                "StatisticType": kind,
                kind: name,
                "Unit": null,
                "Dimensions": own.collect::<Vec<Value>>(),
            })
        }
        Watched::Math { .. } => json!({ "Metrics": described_queries(definition) }),
    };
    let more = json!({
        "Period": definition.period_seconds,
        "EvaluationPeriods": rule.evaluation_periods,
        "DatapointsToAlarm": rule.datapoints(),
        "ComparisonOperator": rule.comparison.name(),
        "Threshold": rule.threshold,
        "TreatMissingData": rule.treat_missing.name(),
        "EvaluateLowSampleCountPercentile": "",
    });
    if let (Value::Object(members), Value::Object(more)) = (&mut trigger, more) {
        members.extend(more);
    }
    trigger
}
