//! A role is the ARN of an IAM role, or its name.

use super::TaskDefinitionRule;
use super::definition::Definition;
use super::look::is_wholly_placeholder;
use crate::aws::shorten;
use crate::finding::{Findings, Rule, Severity};

pub(super) static RULE: TaskDefinitionRule = TaskDefinitionRule {
    rule: Rule {
        code: "role-name",
        severity: Severity::Warning,
        summary: "A role is the ARN of an IAM role, or its name.",
        source: "TASK-66",
    },
    aws_message: None,
    why: "ECS hands the role to the task or to its agent; what is no role is found out when the first task is started.",
    example: r#"{"family": "web", "taskRoleArn": "arn:aws:iam::123456789012:user/alice", "containerDefinitions": [{"name": "app", "image": "app:1", "memory": 64}]}"#,
    fix: "Write an ARN such as arn:aws:iam::123456789012:role/web.",
    check,
};

fn check(definition: &Definition<'_>, findings: &mut Findings) {
    for key in ["taskRoleArn", "executionRoleArn"] {
        let Some(text) = definition.place.str(key) else { continue };
        if text.is_empty() || is_role(text) || is_wholly_placeholder(text) {
            continue;
        }
        let message = format!("`{}` is neither the ARN nor the name of an IAM role", shorten(text));
        let finding = definition.place.finding_at(key, &RULE, message);
        findings.push(finding.hint("write an ARN such as arn:aws:iam::123456789012:role/web"));
    }
}

/// An ARN, be its account still a placeholder, or a name as IAM takes it.
fn is_role(text: &str) -> bool {
    const NAME_LONGEST: usize = 64;
    let is_name = || {
        text.len() <= NAME_LONGEST
            && text
                .chars()
                .all(|character| character.is_ascii_alphanumeric() || "_+=,.@-".contains(character))
    };
    if text.starts_with("arn:") { text.contains(":role/") } else { is_name() }
}
