//! An environment file is named by the ARN of an object in Amazon S3.

use super::TaskDefinitionRule;
use super::definition::Definition;
use super::look::is_wholly_placeholder;
use crate::aws::shorten;
use crate::finding::{Findings, Rule, Severity};

const AWS: &str = "Invalid arn syntax.";

pub(super) static RULE: TaskDefinitionRule = TaskDefinitionRule {
    rule: Rule {
        code: "environment-file-arn",
        severity: Severity::Error,
        summary: "An environment file is named by the ARN of an object in Amazon S3.",
        source: "TASK-54",
    },
    aws_message: Some(AWS),
    why: "The agent fetches the file from Amazon S3; it knows no other place, and an ARN names bucket and key in one.",
    example: r#"{"family": "web", "executionRoleArn": "arn:aws:iam::123456789012:role/ecsTaskExecutionRole", "containerDefinitions": [{"name": "app", "image": "app:1", "memory": 64, "environmentFiles": [{"type": "s3", "value": "web.env"}]}]}"#,
    fix: "Write arn:aws:s3:::bucket/key.env.",
    check,
};

fn check(definition: &Definition<'_>, findings: &mut Findings) {
    for file in definition.containers.iter().flat_map(|container| container.list("environmentFiles")) {
        let Some(value) = file.str("value").filter(|value| !is_wholly_placeholder(value)) else { continue };
        let is_arn = value.starts_with("arn:");
        if is_arn && value.split(':').nth(2) == Some("s3") {
            continue;
        }
        let message = format!("`{}` is no ARN of an object in Amazon S3", shorten(value));
        let finding = file.finding_at("value", &RULE, message).hint("write arn:aws:s3:::bucket/key.env");
        findings.push(if is_arn { finding } else { finding.aws(AWS) });
    }
}
