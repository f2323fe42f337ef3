//! Fargate has no ipcMode.

use super::TaskDefinitionRule;
use super::definition::Definition;
use crate::finding::{Findings, Rule, Severity};

const AWS: &str = "Fargate compatible task definitions do not support ipcMode";

pub(super) static RULE: TaskDefinitionRule = TaskDefinitionRule {
    rule: Rule {
        code: "fargate-ipc-mode",
        severity: Severity::Error,
        summary: "Fargate has no ipcMode.",
        source: "TASK-71",
    },
    aws_message: Some(AWS),
    why: "On Fargate the containers of a task do not share System V memory, semaphores or queues, be it with the host or with each other.",
    example: r#"{"family": "web", "requiresCompatibilities": ["FARGATE"], "networkMode": "awsvpc", "cpu": "256", "memory": "512", "ipcMode": "task", "containerDefinitions": [{"name": "app", "image": "app:1"}]}"#,
    fix: "Leave `ipcMode` out.",
    check,
};

fn check(definition: &Definition<'_>, findings: &mut Findings) {
    if definition.is_for_fargate() && definition.place.get("ipcMode").is_some() {
        let finding = definition.place.finding_at("ipcMode", &RULE, "Fargate has no `ipcMode`");
        findings.push(finding.aws(AWS).hint("leave it out"));
    }
}
