//! On Fargate the awslogs driver needs an execution role.

use super::TaskDefinitionRule;
use super::definition::Definition;
use crate::finding::{Findings, Rule, Severity};

const AWS: &str =
    "Fargate requires task definition to have execution role ARN to support log driver awslogs.";

pub(super) static RULE: TaskDefinitionRule = TaskDefinitionRule {
    rule: Rule {
        code: "fargate-log-role",
        severity: Severity::Error,
        summary: "On Fargate the awslogs driver needs an execution role.",
        source: "TASK-53",
    },
    aws_message: Some(AWS),
    why: "On EC2 the driver may use the rights of the instance; on Fargate there are only those of the execution role.",
    example: r#"{"family": "web", "requiresCompatibilities": ["FARGATE"], "networkMode": "awsvpc", "cpu": "256", "memory": "512", "containerDefinitions": [{"name": "app", "image": "app:1", "logConfiguration": {"logDriver": "awslogs", "options": {"awslogs-group": "web", "awslogs-region": "us-east-1", "awslogs-stream-prefix": "web"}}}]}"#,
    fix: "Set `executionRoleArn` to a role that may write to the log group.",
    check,
};

fn check(definition: &Definition<'_>, findings: &mut Findings) {
    if !definition.is_for_fargate() || definition.has_execution_role() {
        return;
    }
    for container in &definition.containers {
        if let Some(log) = container.log_driver("awslogs") {
            let message = format!(
                "{} logs with awslogs on Fargate, and the task has no execution role",
                container.title()
            );
            let hint = "set `executionRoleArn` to a role that may write to the log group";
            findings.push(log.finding_at("logDriver", &RULE, message).aws(AWS).hint(hint));
        }
    }
}
