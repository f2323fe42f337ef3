//! Edits of alarms.

use super::queries::{Queries, QueryEdit, dimensions, entry};
use super::{number_or_text, without};
use crate::session::alarms::{AlarmRow, MetricChoice};
use crate::session::follow::parse;
use crate::session::outline::Outline;
use crate::session::queries::MATH;
use ecs_core::json::{self, EditError};
use ecs_core::metrics::{MetricRef, Statistic};
use serde_json::json;

/// Members that go with one metric, and not with an expression.
const OF_ONE_METRIC: [&str; 7] =
    ["Namespace", "MetricName", "Dimensions", "Statistic", "ExtendedStatistic", "Unit", "Period"];

/// A member of an alarm that the form shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AlarmField {
    /// `AlarmName`.
    Name,
    /// `Namespace`, `MetricName` and `Dimensions`, by the full name of what there is to choose.
    Metric,
    /// `Statistic` or `ExtendedStatistic`.
    Statistic,
    /// `Period`.
    Period,
    /// `EvaluationPeriods`.
    Periods,
    /// `DatapointsToAlarm`; nothing leaves it out.
    Datapoints,
    /// `Threshold`.
    Threshold,
    /// `ComparisonOperator`.
    Comparison,
    /// `TreatMissingData`.
    Missing,
}

impl AlarmField {
    /// The member's name: what is said of it is shown at the field.
    pub fn member(self) -> &'static str {
        match self {
            AlarmField::Name => "AlarmName",
            AlarmField::Metric => "MetricName",
            AlarmField::Statistic => "Statistic",
            AlarmField::Period => "Period",
            AlarmField::Periods => "EvaluationPeriods",
            AlarmField::Datapoints => "DatapointsToAlarm",
            AlarmField::Threshold => "Threshold",
            AlarmField::Comparison => "ComparisonOperator",
            AlarmField::Missing => "TreatMissingData",
        }
    }
}

/// What is changed of the alarms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AlarmEdit {
    /// One more.
    Add,
    /// One less.
    Remove(usize),
    /// A member of one.
    Set(usize, AlarmField, String),
    /// An entry of the expression that one watches.
    Query(usize, QueryEdit),
}

/// `text` with the edit made.
pub(super) fn edit(text: &str, outline: &Outline, edit: &AlarmEdit) -> Result<String, EditError> {
    match edit {
        AlarmEdit::Add => add(text, outline),
        AlarmEdit::Remove(number) => {
            super::placement::remove_element(text, "/alarms", *number, outline.alarms.len())
        }
        AlarmEdit::Set(number, field, typed) => {
            let row = outline.alarms.get(*number).ok_or(EditError::NoSuchPlace)?;
            set(text, outline, &format!("/alarms/{number}"), row, *field, typed)
        }
        AlarmEdit::Query(number, edit) => {
            let row = outline.alarms.get(*number).ok_or(EditError::NoSuchPlace)?;
            let list = format!("/alarms/{number}/Metrics");
            let period = Some(row.period_or_minute());
            Queries { list, rows: &row.queries, metrics: &outline.metrics, period }.edit(text, edit)
        }
    }
}

fn add(text: &str, outline: &Outline) -> Result<String, EditError> {
    let is_free = |name: &String| outline.alarms.iter().all(|alarm| alarm.name != *name);
    let name = (1_usize..=4096).map(|number| format!("alarm-{number}")).find(is_free).unwrap_or_default();
    let place = format!("/alarms/{}", outline.alarms.len());
    let alarm = json!({
        "AlarmName": name,
        "Period": 60,
        "EvaluationPeriods": 3,
        "Threshold": 70,
        "ComparisonOperator": "GreaterThanThreshold",
    });
    let edited = json::set(text, &place, &alarm)?;
    match outline.metrics.first() {
        Some(choice) => watch(&edited, &place, choice),
        None => Ok(edited),
    }
}

fn set(
    text: &str,
    outline: &Outline,
    place: &str,
    row: &AlarmRow,
    field: AlarmField,
    typed: &str,
) -> Result<String, EditError> {
    let member = format!("{place}/{}", field.member());
    match field {
        AlarmField::Metric if typed == row.metric => Ok(text.to_owned()),
        AlarmField::Metric if typed == MATH => expression(text, outline, place, row),
        AlarmField::Metric => match choice_of(outline, typed) {
            Some(choice) if row.is_math() => {
                let edited = without(text, &format!("{place}/Metrics"))?;
                let period = number_or_text(row.period_or_minute());
                let edited = json::set(&edited, &format!("{place}/Period"), &period)?;
                watch(&edited, place, choice)
            }
            Some(choice) => watch(text, place, choice),
            None => Ok(text.to_owned()),
        },
        AlarmField::Statistic => statistic(text, place, typed),
        AlarmField::Period if row.is_math() => {
            let metrics = row.queries.iter().enumerate().filter(|(_, query)| query.expression.is_none());
            metrics
                .map(|(at, _)| format!("{place}/Metrics/{at}/MetricStat/Period"))
                .try_fold(text.to_owned(), |edited, member| {
                    json::set(&edited, &member, &number_or_text(typed))
                })
        }
        AlarmField::Datapoints if typed.trim().is_empty() => without(text, &member),
        AlarmField::Period | AlarmField::Periods | AlarmField::Datapoints => {
            json::set(text, &member, &number_or_text(typed))
        }
        AlarmField::Threshold => json::set(text, &member, &super::decimal_or_text(typed)),
        AlarmField::Missing if row.missing == typed => Ok(text.to_owned()),
        AlarmField::Missing if typed == "missing" => without(text, &member),
        AlarmField::Name | AlarmField::Comparison | AlarmField::Missing => {
            json::set(text, &member, &json!(typed))
        }
    }
}

fn choice_of<'a>(outline: &'a Outline, name: &str) -> Option<&'a MetricChoice> {
    outline.metrics.iter().find(|choice| choice.metric.to_string() == name)
}

/// `text` where an alarm watches a metric, with the statistic that goes with it.
fn watch(text: &str, place: &str, choice: &MetricChoice) -> Result<String, EditError> {
    let metric = &choice.metric;
    let mut edited = json::set(text, &format!("{place}/Namespace"), &json!(metric.namespace))?;
    edited = json::set(&edited, &format!("{place}/MetricName"), &json!(metric.name))?;
    let member = format!("{place}/Dimensions");
    edited = if metric.dimensions.is_empty() {
        without(&edited, &member)?
    } else {
        json::set(&edited, &member, &dimensions(metric))?
    };
    statistic(&edited, place, choice.statistic)
}

/// `text` where an alarm watches an expression, which is the metric that it watched.
fn expression(text: &str, outline: &Outline, place: &str, row: &AlarmRow) -> Result<String, EditError> {
    let node = parse(text)?;
    let watched = node.at(place).and_then(MetricRef::read);
    let first = outline.metrics.first();
    let (watched, stat) = match (watched, first) {
        (Some(metric), _) => (metric, row.statistic.as_str()),
        (None, Some(choice)) => (choice.metric.clone(), choice.statistic),
        (None, None) => return Err(EditError::NoSuchPlace),
    };
    let stat = if stat.is_empty() { "Average" } else { stat };
    let mut edited = text.to_owned();
    for member in OF_ONE_METRIC {
        edited = without(&edited, &format!("{place}/{member}"))?;
    }
    let period = Some(row.period_or_minute());
    let metrics = json!([entry("m1", &watched, stat, period), {"Id": "e1", "Expression": "m1"}]);
    json::set(&edited, &format!("{place}/Metrics"), &metrics)
}

/// `text` with another statistic: percentiles have a member of their own.
fn statistic(text: &str, place: &str, name: &str) -> Result<String, EditError> {
    let is_extended = Statistic::parse(name).is_some_and(Statistic::is_extended);
    let (own, other) =
        if is_extended { ("ExtendedStatistic", "Statistic") } else { ("Statistic", "ExtendedStatistic") };
    let edited = without(text, &format!("{place}/{other}"))?;
    json::set(&edited, &format!("{place}/{own}"), &json!(name))
}
