//! On Fargate pidMode is task or left out.

use super::TaskDefinitionRule;
use super::definition::Definition;
use crate::finding::{Findings, Rule, Severity};

const AWS: &str = "Tasks using the Fargate launch type do not support pidMode 'host'. The supported value for pidMode is 'task'.";

pub(super) static RULE: TaskDefinitionRule = TaskDefinitionRule {
    rule: Rule {
        code: "fargate-pid-mode",
        severity: Severity::Error,
        summary: "On Fargate pidMode is task or left out.",
        source: "TASK-71",
    },
    aws_message: Some(AWS),
    why: "The processes of the host are those of AWS and of nobody else.",
    example: r#"{"family": "web", "requiresCompatibilities": ["FARGATE"], "networkMode": "awsvpc", "cpu": "256", "memory": "512", "pidMode": "host", "containerDefinitions": [{"name": "app", "image": "app:1"}]}"#,
    fix: "Set `pidMode` to task to share processes within the task, or leave it out.",
    check,
};

fn check(definition: &Definition<'_>, findings: &mut Findings) {
    if definition.is_for_fargate() && definition.place.str("pidMode") == Some("host") {
        let message = "a task on Fargate cannot see the processes of its host";
        let finding = definition.place.finding_at("pidMode", &RULE, message);
        findings.push(finding.aws(AWS).hint("set it to task, or leave it out"));
    }
}
