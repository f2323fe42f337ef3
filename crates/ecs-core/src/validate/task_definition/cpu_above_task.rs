//! The containers together want no more CPU than the task has.

use super::TaskDefinitionRule;
use super::definition::Definition;
use crate::finding::{Findings, Rule, Severity};

const AWS: &str = "The sum of all container 'cpu' values cannot be greater than the value of the task 'cpu'.";

pub(super) static RULE: TaskDefinitionRule = TaskDefinitionRule {
    rule: Rule {
        code: "cpu-above-task",
        severity: Severity::Error,
        summary: "The CPU of all containers together is not above that of the task.",
        source: "TASK-11",
    },
    aws_message: Some(AWS),
    why: "Task-level CPU is a quota for the whole task, and the CPU of its containers are their shares of it.",
    example: r#"{"family": "web", "cpu": "256", "containerDefinitions": [{"name": "app", "image": "nginx:1.27", "memory": 64, "cpu": 200}, {"name": "log", "image": "fluent/fluent-bit:3.1", "memory": 64, "cpu": 100}]}"#,
    fix: "Raise the task's `cpu`, or lower that of the containers; the sum may be equal.",
    check,
};

fn check(definition: &Definition<'_>, findings: &mut Findings) {
    let Some(task) = definition.read.cpu_units else { return };
    let sum = definition.sum("cpu");
    if sum > i64::from(task) {
        let message = format!("the containers want {sum} CPU units together, and the task has {task}");
        let finding = definition.place.finding_at("cpu", &RULE, message).aws(AWS);
        findings.push(finding.hint("raise the task's `cpu`, or lower that of the containers"));
    }
}
