//! Edits of what a target tracking policy follows.

use super::super::queries::{Queries, entry, metric};
use super::super::without;
use crate::session::alarms::MetricChoice;
use crate::session::outline::Outline;
use crate::session::queries::MATH;
use crate::session::scaling::{PolicyAt, PolicyOf, PolicyRow};
use ecs_core::json::{self, EditError};
use serde_json::{Value, json};

const PREDEFINED: &str = "PredefinedMetricSpecification";
const CUSTOMIZED: &str = "CustomizedMetricSpecification";

/// Where a policy says what it follows.
fn place(at: PolicyAt) -> String {
    format!("{}/{}", at.pointer(), at.of.fields().tracking)
}

/// `text` with another statistic of the metric.
pub(super) fn statistic(text: &str, at: PolicyAt, chosen: &str) -> Result<String, EditError> {
    json::set(text, &format!("{}/{CUSTOMIZED}/Statistic", place(at)), &json!(chosen))
}

/// `text` where a policy follows what was chosen: a predefined metric, a metric by its full name, or an
/// expression.
pub(super) fn follow(
    text: &str,
    outline: &Outline,
    at: PolicyAt,
    row: &PolicyRow,
    chosen: &str,
) -> Result<String, EditError> {
    let place = place(at);
    let known = outline.metrics.iter().find(|choice| choice.metric.to_string() == chosen);
    let (own, other, value) = match known {
        _ if chosen == row.tracked.choice => return Ok(text.to_owned()),
        _ if chosen == MATH => (CUSTOMIZED, PREDEFINED, expression(outline, row)),
        Some(choice) => (CUSTOMIZED, PREDEFINED, customised(choice)),
        None => (PREDEFINED, CUSTOMIZED, predefined(chosen)),
    };
    let edited = without(text, &format!("{place}/{other}"))?;
    json::set(&edited, &format!("{place}/{own}"), &value)
}

/// Of `ALBRequestCountPerTarget app/front/targetgroup/web` the second part is the label.
fn predefined(chosen: &str) -> Value {
    match chosen.split_once(' ') {
        Some((kind, label)) => json!({"PredefinedMetricType": kind, "ResourceLabel": label}),
        None => json!({"PredefinedMetricType": chosen}),
    }
}

fn customised(choice: &MetricChoice) -> Value {
    let mut value = metric(&choice.metric);
    value["Statistic"] = json!(choice.statistic);
    value
}

/// Of a service the ratio of something to the tasks that run: of the messages of a queue where there is one. Of a
/// group what of the cluster is reserved most.
fn expression(outline: &Outline, row: &PolicyRow) -> Value {
    let named = |name: &'static str| outline.metrics.iter().find(move |choice| choice.metric.name == name);
    let of_cluster = |name: &'static str| {
        outline
            .metrics
            .iter()
            .find(move |choice| choice.metric.name == name && choice.metric.dimensions.len() == 1)
    };
    let (entries, expression) = match row.of {
        PolicyOf::Group => (
            [("cpu", of_cluster("CPUReservation")), ("memory", of_cluster("MemoryReservation"))],
            json!({"Id": "reserved", "Expression": "MAX([cpu, memory])"}),
        ),
        PolicyOf::Service => (
            [
                ("waiting", named("ApproximateNumberOfMessagesVisible").or(outline.metrics.first())),
                ("running", running(outline, &row.scaled)),
            ],
            json!({"Id": "backlog", "Expression": "waiting / running"}),
        ),
    };
    let metrics = entries.into_iter().filter_map(|(id, choice)| Some(of_choice(id, choice?)));
    json!({"Metrics": metrics.chain([expression]).collect::<Vec<Value>>()})
}

fn running<'a>(outline: &'a Outline, service: &str) -> Option<&'a MetricChoice> {
    let is_of = |choice: &MetricChoice| choice.metric.dimensions.iter().any(|own| own.value == service);
    outline.metrics.iter().find(|choice| choice.metric.name == "RunningTaskCount" && is_of(choice))
}

fn of_choice(id: &str, choice: &MetricChoice) -> Value {
    entry(id, &choice.metric, choice.statistic, None)
}

/// The entries of the expression that a policy follows.
pub(super) fn queries<'a>(outline: &'a Outline, at: PolicyAt, row: &'a PolicyRow) -> Queries<'a> {
    let list = format!("{}/{CUSTOMIZED}/Metrics", place(at));
    Queries { list, rows: &row.tracked.queries, metrics: &outline.metrics, period: None }
}
