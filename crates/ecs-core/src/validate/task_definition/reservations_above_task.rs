//! The containers together reserve no more memory than the task has.

use super::TaskDefinitionRule;
use super::definition::Definition;
use crate::finding::{Findings, Rule, Severity};

pub(super) static RULE: TaskDefinitionRule = TaskDefinitionRule {
    rule: Rule {
        code: "reservations-above-task",
        severity: Severity::Error,
        summary: "The soft memory limits of all containers together are not above the memory of the task.",
        source: "TASK-12",
    },
    aws_message: None,
    why: "A soft limit is memory that is set aside, and the task cannot set aside more than it has.",
    example: r#"{"family": "web", "memory": "512", "containerDefinitions": [{"name": "app", "image": "nginx:1.27", "memoryReservation": 400}, {"name": "log", "image": "fluent/fluent-bit:3.1", "memoryReservation": 200}]}"#,
    fix: "Raise the task's `memory`, or lower `memoryReservation` of the containers; the sum may be equal.",
    check,
};

fn check(definition: &Definition<'_>, findings: &mut Findings) {
    let Some(task) = definition.read.memory_mib else { return };
    let sum = definition.sum("memoryReservation");
    if sum > i64::from(task) {
        let message = format!("the containers reserve {sum} MiB together, and the task has {task}");
        let finding = definition.place.finding_at("memory", &RULE, message);
        findings
            .push(finding.hint("raise the task's `memory`, or lower `memoryReservation` of the containers"));
    }
}
