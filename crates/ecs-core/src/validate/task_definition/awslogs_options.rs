//! The awslogs driver has the options awslogs-region and awslogs-group.

use super::TaskDefinitionRule;
use super::definition::Definition;
use crate::finding::{Findings, Rule, Severity};

pub(super) static RULE: TaskDefinitionRule = TaskDefinitionRule {
    rule: Rule {
        code: "awslogs-options",
        severity: Severity::Error,
        summary: "The awslogs driver has the options awslogs-region and awslogs-group.",
        source: "TASK-50",
    },
    aws_message: Some("Log driver awslogs requires options: awslogs-region, awslogs-group"),
    why: "The driver sends to a log group in a Region, and guesses neither.",
    example: r#"{"family": "web", "containerDefinitions": [{"name": "app", "image": "app:1", "memory": 64, "logConfiguration": {"logDriver": "awslogs"}}]}"#,
    fix: "Give the log group and its Region under `options`.",
    check,
};

fn check(definition: &Definition<'_>, findings: &mut Findings) {
    for container in &definition.containers {
        let Some(log) = container.log_driver("awslogs") else { continue };
        let is_missing = |option: &&str| !log.has_log_option(option);
        let missing: Vec<&str> = ["awslogs-region", "awslogs-group"].into_iter().filter(is_missing).collect();
        if !missing.is_empty() {
            let missing = missing.join(", ");
            let message = format!("{} logs with awslogs and does not say {missing}", container.title());
            let aws = format!("Log driver awslogs requires options: {missing}");
            let finding = log.finding_at("options", &RULE, message);
            findings.push(finding.aws(aws).hint("give the log group and its Region under `options`"));
        }
    }
}
