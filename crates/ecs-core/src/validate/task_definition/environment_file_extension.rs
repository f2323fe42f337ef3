//! The name of an environment file ends in .env.

use super::TaskDefinitionRule;
use super::definition::Definition;
use crate::aws::shorten;
use crate::finding::{Findings, Rule, Severity};

pub(super) static RULE: TaskDefinitionRule = TaskDefinitionRule {
    rule: Rule {
        code: "environment-file-extension",
        severity: Severity::Error,
        summary: "The name of an environment file ends in .env.",
        source: "TASK-54",
    },
    aws_message: None,
    why: "An environment file has lines of the form NAME=value; ECS takes the ending as a sign of it.",
    example: r#"{"family": "web", "executionRoleArn": "arn:aws:iam::123456789012:role/ecsTaskExecutionRole", "containerDefinitions": [{"name": "app", "image": "app:1", "memory": 64, "environmentFiles": [{"type": "s3", "value": "arn:aws:s3:::web/settings.txt"}]}]}"#,
    fix: "Give the object a name that ends in .env.",
    check,
};

fn check(definition: &Definition<'_>, findings: &mut Findings) {
    for file in definition.containers.iter().flat_map(|container| container.list("environmentFiles")) {
        let Some(value) = file.str("value") else { continue };
        // A value that is still to be filled in may end in anything.
        let is_final = !value.contains(['$', '{', '<']);
        if is_final && value.starts_with("arn:") && value.rsplit('.').next() != Some("env") {
            let message = format!("`{}` does not end in .env", shorten(value));
            let finding = file.finding_at("value", &RULE, message);
            findings.push(finding.hint("give the object a name that ends in .env"));
        }
    }
}
