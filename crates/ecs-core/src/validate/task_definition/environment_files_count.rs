//! A container has at most ten environment files.

use super::TaskDefinitionRule;
use super::definition::Definition;
use crate::finding::{Findings, Rule, Severity};

const AWS: &str = "The maximum number of environment files was exceeded. Specify ten or less and try again.";

pub(super) static RULE: TaskDefinitionRule = TaskDefinitionRule {
    rule: Rule {
        code: "environment-files-count",
        severity: Severity::Error,
        summary: "A container has at most ten environment files.",
        source: "TASK-54",
    },
    aws_message: Some(AWS),
    why: "The agent fetches every file from Amazon S3 before the container starts; ECS has a quota of ten.",
    example: r#"{"family": "web", "executionRoleArn": "arn:aws:iam::123456789012:role/ecsTaskExecutionRole", "containerDefinitions": [{"name": "app", "image": "app:1", "memory": 64, "environmentFiles": [{"type": "s3", "value": "arn:aws:s3:::web/1.env"}, {"type": "s3", "value": "arn:aws:s3:::web/2.env"}, {"type": "s3", "value": "arn:aws:s3:::web/3.env"}, {"type": "s3", "value": "arn:aws:s3:::web/4.env"}, {"type": "s3", "value": "arn:aws:s3:::web/5.env"}, {"type": "s3", "value": "arn:aws:s3:::web/6.env"}, {"type": "s3", "value": "arn:aws:s3:::web/7.env"}, {"type": "s3", "value": "arn:aws:s3:::web/8.env"}, {"type": "s3", "value": "arn:aws:s3:::web/9.env"}, {"type": "s3", "value": "arn:aws:s3:::web/10.env"}, {"type": "s3", "value": "arn:aws:s3:::web/11.env"}]}]}"#,
    fix: "Join files until there are ten or fewer.",
    check,
};

fn check(definition: &Definition<'_>, findings: &mut Findings) {
    const MOST: usize = 10;
    for container in &definition.containers {
        let count = container.list("environmentFiles").count();
        if count > MOST {
            let message =
                format!("{} has {count} environment files, and ECS takes {MOST}", container.title());
            let finding = container.finding_at("environmentFiles", &RULE, message);
            findings.push(finding.aws(AWS).hint("join some of the files"));
        }
    }
}
