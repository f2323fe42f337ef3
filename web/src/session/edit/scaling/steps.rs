//! Edits of the steps of a policy.

use crate::session::scaling::{PolicyAt, PolicyRow};
use ecs_core::json::{self, EditError};
use serde_json::{Value, json};

/// What a new step is wide, in units of the metric.
const WIDTH: f64 = 10.0;

/// The list of a policy.
pub(super) fn place(at: PolicyAt) -> String {
    format!("{}/{}", at.pointer(), at.of.fields().steps)
}

/// `text` with one more step, which begins where the last one ends: one without an end gets one.
pub(super) fn add(text: &str, at: PolicyAt, row: &PolicyRow) -> Result<String, EditError> {
    let (steps, count) = (place(at), row.steps.len());
    let Some(last) = row.steps.last() else {
        return json::set(text, &format!("{steps}/0"), &step(0.0, 1.0));
    };
    let bound = |member: &str| last.get(member).trim().parse::<f64>().ok();
    let adjustment = bound("ScalingAdjustment").map_or(1.0, |before| before + before.signum());
    let (edited, begins) = if let Some(upper) = bound("MetricIntervalUpperBound") {
        (text.to_owned(), upper)
    } else {
        let upper = bound("MetricIntervalLowerBound").unwrap_or(0.0) + WIDTH;
        let member = format!("{steps}/{}/MetricIntervalUpperBound", count - 1);
        (json::set(text, &member, &number_of(upper))?, upper)
    };
    json::set(&edited, &format!("{steps}/{count}"), &step(begins, adjustment))
}

fn step(lower: f64, adjustment: f64) -> Value {
    json!({"MetricIntervalLowerBound": number_of(lower), "ScalingAdjustment": number_of(adjustment)})
}

/// A whole number without a point.
fn number_of(value: f64) -> Value {
    serde_json::from_str(&value.to_string()).unwrap_or_else(|_| json!(value))
}
