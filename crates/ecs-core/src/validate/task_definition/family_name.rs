//! A family is letters, digits, underscores and hyphens.

use super::TaskDefinitionRule;
use super::definition::{Definition, NAME_LENGTH_MAX, is_name_character};
use crate::aws::shorten;
use crate::finding::{Findings, Rule, Severity};

const AWS: &str = "Family contains invalid characters.";

pub(super) static RULE: TaskDefinitionRule = TaskDefinitionRule {
    rule: Rule {
        code: "family-name",
        severity: Severity::Error,
        summary: "A family is 1 to 255 letters, digits, underscores and hyphens.",
        source: "TASK-2",
    },
    aws_message: Some(AWS),
    why: "The family becomes part of the Amazon Resource Name of each revision, and of `family:revision`, so a colon or a slash in it would be ambiguous.",
    example: r#"{"family": "web site", "containerDefinitions": [{"name": "app", "image": "nginx:1.27", "memory": 64}]}"#,
    fix: "Write a name of letters, digits, underscores and hyphens.",
    check,
};

fn check(definition: &Definition<'_>, findings: &mut Findings) {
    let Some(family) = definition.place.str("family") else { return };
    let finding = |message: String| {
        let finding = definition.place.finding_at("family", &RULE, message);
        finding.hint("letters, digits, underscores and hyphens, 255 of them at the most")
    };
    if !family.chars().all(is_name_character) {
        let message = format!("`{}` is no name for a family", shorten(family));
        findings.push(finding(message).aws(AWS));
    } else if family.is_empty() {
        findings.push(finding("the family has no name".to_owned()));
    } else if family.len() > NAME_LENGTH_MAX {
        findings.push(finding(format!("the name of the family has {} characters", family.len())));
    }
}
