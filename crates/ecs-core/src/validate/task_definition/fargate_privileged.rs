//! A container on Fargate is not privileged.

use super::TaskDefinitionRule;
use super::definition::Definition;
use crate::finding::{Findings, Rule, Severity};

const AWS: &str = "Fargate requires that the ‘privileged’ setting be ‘false’ at the container level.";

pub(super) static RULE: TaskDefinitionRule = TaskDefinitionRule {
    rule: Rule {
        code: "fargate-privileged",
        severity: Severity::Error,
        summary: "A container on Fargate is not privileged.",
        source: "TASK-72",
    },
    aws_message: Some(AWS),
    why: "A privileged container has the rights of root on its host, and on Fargate the host is not the user's.",
    example: r#"{"family": "web", "requiresCompatibilities": ["FARGATE"], "networkMode": "awsvpc", "cpu": "256", "memory": "512", "containerDefinitions": [{"name": "app", "image": "app:1", "privileged": true}]}"#,
    fix: "Leave `privileged` out.",
    check,
};

fn check(definition: &Definition<'_>, findings: &mut Findings) {
    if !definition.is_for_fargate() {
        return;
    }
    for container in definition.containers.iter().filter(|container| container.is_true("privileged")) {
        let message = format!("{} is privileged, which Fargate does not have", container.title());
        findings.push(container.finding_at("privileged", &RULE, message).aws(AWS).hint("leave it out"));
    }
}
