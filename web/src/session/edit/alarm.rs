//! Edits of alarms.

use super::{number_or_text, without};
use crate::session::alarms::AlarmRow;
use crate::session::outline::Outline;
use ecs_core::json::{self, EditError};
use ecs_core::metrics::Statistic;
use serde_json::{Value, json};

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
        Some(choice) => watch(&edited, outline, &place, &choice.metric.to_string()),
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
        AlarmField::Metric => watch(text, outline, place, typed),
        AlarmField::Statistic => statistic(text, place, typed),
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

/// `text` where an alarm watches a metric of the list, with the statistic that goes with it.
fn watch(text: &str, outline: &Outline, place: &str, name: &str) -> Result<String, EditError> {
    let Some(choice) = outline.metrics.iter().find(|choice| choice.metric.to_string() == name) else {
        return Ok(text.to_owned());
    };
    let metric = &choice.metric;
    let mut edited = json::set(text, &format!("{place}/Namespace"), &json!(metric.namespace))?;
    edited = json::set(&edited, &format!("{place}/MetricName"), &json!(metric.name))?;
    let dimensions: Vec<Value> =
        metric.dimensions.iter().map(|own| json!({"Name": own.name, "Value": own.value})).collect();
    let member = format!("{place}/Dimensions");
    edited = if dimensions.is_empty() {
        without(&edited, &member)?
    } else {
        json::set(&edited, &member, &Value::Array(dimensions))?
    };
    statistic(&edited, place, choice.statistic)
}

/// `text` with another statistic: percentiles have a member of their own.
fn statistic(text: &str, place: &str, name: &str) -> Result<String, EditError> {
    let is_extended = Statistic::parse(name).is_some_and(Statistic::is_extended);
    let (own, other) =
        if is_extended { ("ExtendedStatistic", "Statistic") } else { ("Statistic", "ExtendedStatistic") };
    let edited = without(text, &format!("{place}/{other}"))?;
    json::set(&edited, &format!("{place}/{own}"), &json!(name))
}

#[cfg(test)]
mod tests {
    use super::{AlarmEdit, AlarmField};
    use crate::session::edit::{Edit, edit};
    use crate::session::outline::Outline;
    use serde_json::{Value, json};

    const TEXT: &str = r#"{"version": 1, "services": [{"serviceName": "web", "taskDefinition": "web"}],
      "queues": [{"QueueName": "jobs"}]}"#;

    fn after(changes: &[AlarmEdit]) -> Value {
        let edited = changes.iter().fold(TEXT.to_owned(), |text, change| {
            edit(&text, &Outline::read(&text), &Edit::Alarm(change.clone())).unwrap()
        });
        let mut scenario: Value = serde_json::from_str(&edited).unwrap();
        scenario["alarms"].take()
    }

    fn set(field: AlarmField, typed: &str) -> AlarmEdit {
        AlarmEdit::Set(0, field, typed.to_owned())
    }

    #[test]
    fn a_new_alarm_watches_the_first_thing_there_is() {
        let cpu = json!({"AlarmName": "alarm-1", "Period": 60, "EvaluationPeriods": 3, "Threshold": 70,
            "ComparisonOperator": "GreaterThanThreshold", "Namespace": "AWS/ECS", "MetricName": "CPUUtilization",
            "Dimensions": [{"Name": "ClusterName", "Value": "default"}, {"Name": "ServiceName", "Value": "web"}],
            "Statistic": "Average"});
        assert_eq!(after(&[AlarmEdit::Add]), json!([cpu]));
        assert_eq!(after(&[AlarmEdit::Add, AlarmEdit::Add])[1]["AlarmName"], "alarm-2");
        assert_eq!(after(&[AlarmEdit::Add, AlarmEdit::Remove(0)]), json!(null));
    }

    #[test]
    fn a_metric_brings_its_dimensions_and_its_statistic() {
        let queue = "AWS/SQS NumberOfMessagesSent QueueName=jobs";
        let alarm = after(&[
            AlarmEdit::Add,
            set(AlarmField::Statistic, "p90"),
            set(AlarmField::Metric, queue),
            set(AlarmField::Threshold, "0.5"),
            set(AlarmField::Datapoints, "2"),
            set(AlarmField::Missing, "breaching"),
        ]);
        let alarm = &alarm[0];
        assert_eq!(alarm["Dimensions"], json!([{"Name": "QueueName", "Value": "jobs"}]));
        assert_eq!((&alarm["Statistic"], &alarm["ExtendedStatistic"]), (&json!("Sum"), &json!(null)));
        assert_eq!((&alarm["Threshold"], &alarm["DatapointsToAlarm"]), (&json!(0.5), &json!(2)));
        assert_eq!(alarm["TreatMissingData"], "breaching");
        let back = after(&[
            AlarmEdit::Add,
            set(AlarmField::Datapoints, "2"),
            set(AlarmField::Datapoints, ""),
            set(AlarmField::Missing, "ignore"),
            set(AlarmField::Missing, "missing"),
        ]);
        assert_eq!(
            (&back[0]["DatapointsToAlarm"], &back[0]["TreatMissingData"]),
            (&json!(null), &json!(null))
        );
    }

    #[test]
    fn a_percentile_has_a_member_of_its_own() {
        let alarm = after(&[AlarmEdit::Add, set(AlarmField::Statistic, "p90")]);
        assert_eq!((&alarm[0]["Statistic"], &alarm[0]["ExtendedStatistic"]), (&json!(null), &json!("p90")));
    }
}
