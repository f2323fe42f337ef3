//! The numbers of a health check are within their bounds.

use super::TaskDefinitionRule;
use super::definition::Definition;
use crate::finding::{Findings, Rule, Severity};
use std::ops::RangeInclusive;

/// Seconds, and a number of tries.
const BOUNDS: &[(&str, RangeInclusive<i64>)] =
    &[("interval", 5..=300), ("timeout", 2..=60), ("retries", 1..=10), ("startPeriod", 0..=300)];

pub(super) static RULE: TaskDefinitionRule = TaskDefinitionRule {
    rule: Rule {
        code: "health-check-range",
        severity: Severity::Error,
        summary: "The numbers of a health check are within their bounds.",
        source: "TASK-22",
    },
    aws_message: None,
    why: "A check is made every `interval` seconds (5 to 300), may take `timeout` seconds (2 to 60), and fails for good after `retries` (1 to 10); in the first `startPeriod` seconds (0 to 300) failures do not count.",
    example: r#"{"family": "web", "containerDefinitions": [{"name": "app", "image": "nginx:1.27", "memory": 64, "healthCheck": {"command": ["CMD-SHELL", "true"], "interval": 1}}]}"#,
    fix: "Write a number within the bounds, or leave it out for the default.",
    check,
};

fn check(definition: &Definition<'_>, findings: &mut Findings) {
    for health_check in definition.containers.iter().filter_map(|container| container.get("healthCheck")) {
        for (key, bounds) in BOUNDS {
            if let Some(given) = health_check.integer(key).filter(|given| !bounds.contains(given)) {
                let (low, high) = (bounds.start(), bounds.end());
                let message = format!("`{key}` of a health check is {low} to {high}, and not {given}");
                let hint = format!("write {low} to {high}, or leave it out");
                findings.push(health_check.finding_at(key, &RULE, message).hint(hint));
            }
        }
    }
}
