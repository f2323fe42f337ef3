//! Outside of Fargate, task-level CPU is 128 to 196,608 units.

use super::TaskDefinitionRule;
use super::definition::Definition;
use crate::finding::{Findings, Rule, Severity};
use std::ops::RangeInclusive;

const AWS: &str = "Invalid 'cpu' setting for task. For more information, see the Troubleshooting section of the Amazon ECS Developer Guide.";

/// From an eighth of a vCPU to 192 vCPU.
const UNITS: RangeInclusive<u32> = 128..=196_608;

pub(super) static RULE: TaskDefinitionRule = TaskDefinitionRule {
    rule: Rule {
        code: "task-cpu-range",
        severity: Severity::Error,
        summary: "Outside of Fargate, task-level CPU is 128 to 196,608 units.",
        source: "TASK-8",
    },
    aws_message: Some(AWS),
    why: "That is an eighth of a vCPU up to 192 vCPU, what the largest instances have. Older pages name 10,240 as the most.",
    example: r#"{"family": "web", "cpu": "64", "memory": "128", "containerDefinitions": [{"name": "app", "image": "nginx:1.27"}]}"#,
    fix: "Write 128 or more, or leave the task-level `cpu` out and give the containers theirs.",
    check,
};

fn check(definition: &Definition<'_>, findings: &mut Findings) {
    // On Windows, task-level sizes are not looked at.
    if definition.is_for_fargate() || definition.read.windows {
        return;
    }
    if let Some(cpu) = definition.read.cpu_units.filter(|cpu| !UNITS.contains(cpu)) {
        let message = format!(
            "{cpu} CPU units for a task; outside of Fargate it has {} to {}",
            UNITS.start(),
            UNITS.end()
        );
        let finding = definition.place.finding_at("cpu", &RULE, message).aws(AWS);
        findings.push(finding.hint("leave it out to let the containers say what they want"));
    }
}
