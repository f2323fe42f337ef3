//! On Fargate the awslogs driver has the option awslogs-stream-prefix.

use super::TaskDefinitionRule;
use super::definition::Definition;
use crate::finding::{Findings, Rule, Severity};

const AWS: &str = "Fargate requires log configuration options to include awslogs-stream-prefix to support log driver awslogs.";

pub(super) static RULE: TaskDefinitionRule = TaskDefinitionRule {
    rule: Rule {
        code: "fargate-stream-prefix",
        severity: Severity::Error,
        summary: "On Fargate the awslogs driver has the option awslogs-stream-prefix.",
        source: "TASK-50",
    },
    aws_message: Some(AWS),
    why: "Without a prefix the stream would be called after a container id, which on Fargate nobody can look up.",
    example: r#"{"family": "web", "requiresCompatibilities": ["FARGATE"], "networkMode": "awsvpc", "cpu": "256", "memory": "512", "executionRoleArn": "arn:aws:iam::123456789012:role/ecsTaskExecutionRole", "containerDefinitions": [{"name": "app", "image": "app:1", "logConfiguration": {"logDriver": "awslogs", "options": {"awslogs-group": "web", "awslogs-region": "us-east-1"}}}]}"#,
    fix: "Add `awslogs-stream-prefix`, such as the name of the service.",
    check,
};

fn check(definition: &Definition<'_>, findings: &mut Findings) {
    if !definition.is_for_fargate() {
        return;
    }
    for container in &definition.containers {
        let Some(log) = container.log_driver("awslogs") else { continue };
        if !log.has_log_option("awslogs-stream-prefix") {
            let message = format!(
                "{} logs with awslogs on Fargate and does not say awslogs-stream-prefix",
                container.title()
            );
            let finding = log.finding_at("options", &RULE, message);
            findings.push(finding.aws(AWS).hint("add it under `options`, such as the name of the service"));
        }
    }
}
