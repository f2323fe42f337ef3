//! No container may use more memory than the task.

use super::TaskDefinitionRule;
use super::definition::Definition;
use crate::aws::shorten;
use crate::finding::{Findings, Rule, Severity};

pub(super) static RULE: TaskDefinitionRule = TaskDefinitionRule {
    rule: Rule {
        code: "memory-above-task",
        severity: Severity::Error,
        summary: "No container has more memory than the task.",
        source: "TASK-10",
    },
    aws_message: Some("The 'memory' setting for container 'X' is greater than for the task."),
    why: "Task-level memory is the limit of all containers together, so the higher limit of one of them could never be reached.",
    example: r#"{"family": "web", "memory": "512", "containerDefinitions": [{"name": "app", "image": "nginx:1.27", "memory": 1024}]}"#,
    fix: "Lower the container's `memory`, or raise the task's. The hard limits of all containers together may be more than the task has.",
    check,
};

fn check(definition: &Definition<'_>, findings: &mut Findings) {
    let Some(task) = definition.read.memory_mib else { return };
    for container in &definition.containers {
        if let Some(memory) = container.integer("memory").filter(|memory| *memory > i64::from(task)) {
            let name = container.name();
            let message =
                format!("container `{}` may use {memory} MiB and the task has {task}", shorten(name));
            let aws = format!("The 'memory' setting for container '{name}' is greater than for the task.");
            let finding = container.finding_at("memory", &RULE, message).aws(aws);
            findings.push(finding.hint("lower it, or raise the task's `memory`"));
        }
    }
}
