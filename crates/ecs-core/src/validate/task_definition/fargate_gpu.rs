//! Fargate has no GPUs.

use super::TaskDefinitionRule;
use super::definition::Definition;
use crate::finding::{Findings, Rule, Severity};

const AWS: &str = "Tasks using the Fargate launch type do not support GPU resource requirements.";

pub(super) static RULE: TaskDefinitionRule = TaskDefinitionRule {
    rule: Rule {
        code: "fargate-gpu",
        severity: Severity::Error,
        summary: "Fargate has no GPUs.",
        source: "TASK-72",
    },
    aws_message: Some(AWS),
    why: "A GPU is part of an instance, and Fargate sells CPU and memory only.",
    example: r#"{"family": "web", "requiresCompatibilities": ["FARGATE"], "networkMode": "awsvpc", "cpu": "256", "memory": "512", "containerDefinitions": [{"name": "app", "image": "app:1", "resourceRequirements": [{"type": "GPU", "value": "1"}]}]}"#,
    fix: "Take the GPU out, or run the task on EC2 instances that have one.",
    check,
};

fn check(definition: &Definition<'_>, findings: &mut Findings) {
    if !definition.is_for_fargate() {
        return;
    }
    for requirement in
        definition.containers.iter().flat_map(|container| container.list("resourceRequirements"))
    {
        if requirement.str("type") == Some("GPU") {
            let finding = requirement.finding_at("type", &RULE, "Fargate has no GPUs");
            findings.push(finding.aws(AWS).hint("run the task on EC2 instances that have one"));
        }
    }
}
