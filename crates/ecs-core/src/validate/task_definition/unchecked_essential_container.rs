//! Either all essential containers have a health check or none.

use super::TaskDefinitionRule;
use super::definition::Definition;
use crate::finding::{Findings, Rule, Severity};

pub(super) static RULE: TaskDefinitionRule = TaskDefinitionRule {
    rule: Rule {
        code: "unchecked-essential-container",
        severity: Severity::Warning,
        summary: "Where one essential container has a health check, all have.",
        source: "TASK-23",
    },
    aws_message: None,
    why: "The task is HEALTHY when all its essential containers are, and one without a health check is UNKNOWN for good, and the task with it. UNHEALTHY still counts.",
    example: r#"{"family": "web", "containerDefinitions": [{"name": "app", "image": "nginx:1.27", "memory": 64, "healthCheck": {"command": ["CMD-SHELL", "true"]}}, {"name": "log", "image": "fluent/fluent-bit:3.1", "memory": 64}]}"#,
    fix: "Give the container a health check too, or set its `essential` to false.",
    check,
};

fn check(definition: &Definition<'_>, findings: &mut Findings) {
    let essential = || {
        let containers = definition.containers.iter();
        containers.filter(|container| container.boolean("essential") != Some(false))
    };
    if !essential().any(|container| container.get("healthCheck").is_some()) {
        return;
    }
    for container in essential().filter(|container| container.get("healthCheck").is_none()) {
        let message = format!(
            "{} is essential and has no health check, so that the task is never HEALTHY",
            container.title()
        );
        let hint = "give it a `healthCheck`, or set `essential` to false";
        findings.push(container.finding(&RULE, message).hint(hint));
    }
}
