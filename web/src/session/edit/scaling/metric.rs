//! Edits of what a target tracking policy follows.

use super::super::{placement::remove_element, without};
use crate::session::alarms::MetricChoice;
use crate::session::network::free_name;
use crate::session::outline::Outline;
use crate::session::scaling::{MATH, PolicyRow};
use ecs_core::json::{self, EditError};
use ecs_core::metrics::MetricRef;
use serde_json::{Value, json};

const PREDEFINED: &str = "PredefinedMetricSpecification";
const CUSTOMIZED: &str = "CustomizedMetricSpecification";

/// What is changed of the entries of an expression, each by its number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum QueryEdit {
    /// One more metric.
    Add,
    /// One less.
    Remove(usize),
    /// What an entry is called: other expressions go by it.
    Id(usize, String),
    /// The metric of an entry, by its full name.
    Metric(usize, String),
    /// An expression.
    Expression(usize, String),
}

/// Where a policy says what it follows.
pub(super) fn place(number: usize) -> String {
    format!("/scalingPolicies/{number}/TargetTrackingScalingPolicyConfiguration")
}

/// `text` where a policy follows what was chosen: a predefined metric, a metric by its full name, or an
/// expression.
pub(super) fn follow(
    text: &str,
    outline: &Outline,
    number: usize,
    row: &PolicyRow,
    chosen: &str,
) -> Result<String, EditError> {
    let place = place(number);
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

fn metric(metric: &MetricRef) -> Value {
    let dimensions: Vec<Value> =
        metric.dimensions.iter().map(|own| json!({"Name": own.name, "Value": own.value})).collect();
    json!({"Namespace": metric.namespace, "MetricName": metric.name, "Dimensions": dimensions})
}

fn customised(choice: &MetricChoice) -> Value {
    let mut value = metric(&choice.metric);
    value["Statistic"] = json!(choice.statistic);
    value
}

/// The ratio of something to the tasks that run: of the messages of a queue where there is one.
fn expression(outline: &Outline, row: &PolicyRow) -> Value {
    let waiting = |choice: &&MetricChoice| choice.metric.name == "ApproximateNumberOfMessagesVisible";
    let running = |choice: &&MetricChoice| {
        choice.metric.name == "RunningTaskCount"
            && choice.metric.dimensions.iter().any(|own| own.value == row.service)
    };
    let first = outline.metrics.iter().find(waiting).or(outline.metrics.first());
    let second = outline.metrics.iter().find(running);
    let entries = [("waiting", first), ("running", second)].into_iter();
    let mut queries: Vec<Value> =
        entries.filter_map(|(id, choice)| choice.map(|choice| query(id, choice))).collect();
    queries.push(json!({"Id": "backlog", "Expression": "waiting / running"}));
    json!({"Metrics": queries})
}

fn query(id: &str, choice: &MetricChoice) -> Value {
    json!({
        "Id": id,
        "MetricStat": {"Metric": metric(&choice.metric), "Stat": choice.statistic},
        "ReturnData": false,
    })
}

/// `text` with an edit of the entries of an expression.
pub(super) fn edit_query(
    text: &str,
    outline: &Outline,
    number: usize,
    row: &PolicyRow,
    edit: &QueryEdit,
) -> Result<String, EditError> {
    let (list, queries) = (format!("{}/{CUSTOMIZED}/Metrics", place(number)), &row.tracked.queries);
    let named = |name: &str| outline.metrics.iter().find(|choice| choice.metric.to_string() == name);
    match edit {
        QueryEdit::Add => {
            let choice = outline.metrics.first().ok_or(EditError::NoSuchPlace)?;
            let id = free_name("m", queries.iter().map(|query| query.id.as_str())).replace('-', "");
            json::set(text, &format!("{list}/{}", queries.len()), &query(&id, choice))
        }
        QueryEdit::Remove(at) => remove_element(text, &list, *at, queries.len()),
        QueryEdit::Id(at, typed) => json::set(text, &format!("{list}/{at}/Id"), &json!(typed)),
        QueryEdit::Expression(at, typed) => {
            json::set(text, &format!("{list}/{at}/Expression"), &json!(typed))
        }
        QueryEdit::Metric(at, chosen) => match named(chosen) {
            Some(choice) => {
                let value = json!({"Metric": metric(&choice.metric), "Stat": choice.statistic});
                json::set(text, &format!("{list}/{at}/MetricStat"), &value)
            }
            None => Ok(text.to_owned()),
        },
    }
}
