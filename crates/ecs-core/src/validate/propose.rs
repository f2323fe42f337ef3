//! Calls that somebody thinks of: what they would be in the timeline of a scenario.

use super::Document;
use crate::finding::{Finding, Severity};
use crate::json::Node;
use crate::scenario::Action;
use crate::time::SimTime;
use serde_json::{Value, json};

/// The calls, each an IAM action and its input, as the timeline of `root`, a scenario, would have them at a
/// moment: what [`Simulation::foresee`](crate::Simulation::foresee) takes.
///
/// # Errors
///
/// What is wrong with them: the scenario with these calls has findings of severity error.
pub fn propose(root: &Node, at: SimTime, calls: &[(&str, Value)]) -> Result<Vec<Action>, Vec<Finding>> {
    let mut scenario = root.to_value();
    if let Value::Object(members) = &mut scenario {
        let simulation = members.entry("simulation").or_insert_with(|| json!({}));
        if let Value::Object(members) = simulation {
            let timeline = members.entry("timeline").or_insert_with(|| json!([]));
            if let Value::Array(actions) = timeline {
                actions.extend(calls.iter().map(
                    |(action, input)| json!({"atSeconds": at.as_seconds(), "action": action, "input": input}),
                ));
            }
        }
    }
    let document = Document::read(&scenario.to_string());
    let is_error = |finding: &Finding| finding.severity == Severity::Error;
    let Some(mut scenario) = document.scenario else {
        return Err(document.findings.into_iter().filter(is_error).collect());
    };
    let first = scenario.timeline.len().saturating_sub(calls.len());
    Ok(scenario.timeline.split_off(first))
}
