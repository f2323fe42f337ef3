//! The key of a tag has 1 to 128 characters, its value up to 256.

use super::TaskDefinitionRule;
use super::definition::Definition;
use crate::finding::{Findings, Rule, Severity};

const KEY_LENGTH_MAX: usize = 128;
const VALUE_LENGTH_MAX: usize = 256;

pub(super) static RULE: TaskDefinitionRule = TaskDefinitionRule {
    rule: Rule {
        code: "tag-length",
        severity: Severity::Error,
        summary: "The key of a tag has 1 to 128 characters, its value up to 256.",
        source: "TASK-67",
    },
    aws_message: Some("Invalid length for parameter X, value: 0, valid min length: 1"),
    why: "The key is what costs and permissions are sorted by; without one a tag says nothing.",
    example: r#"{"family": "web", "tags": [{"key": "", "value": "shop"}], "containerDefinitions": [{"name": "app", "image": "app:1", "memory": 64}]}"#,
    fix: "Write a key, or take the tag out.",
    check,
};

fn check(definition: &Definition<'_>, findings: &mut Findings) {
    for (number, tag) in definition.place.list("tags").enumerate() {
        let length = |key: &str| tag.str(key).map(|text| text.chars().count());
        if length("key") == Some(0) {
            let finding = tag.finding_at("key", &RULE, "the key of a tag is not empty");
            let aws =
                format!("Invalid length for parameter tags[{number}].key, value: 0, valid min length: 1");
            findings.push(finding.aws(aws).hint("write a key, or take the tag out"));
        }
        for (key, most) in [("key", KEY_LENGTH_MAX), ("value", VALUE_LENGTH_MAX)] {
            if let Some(length) = length(key).filter(|length| *length > most) {
                let message =
                    format!("the {key} of a tag has at most {most} characters, and this one {length}");
                findings.push(tag.finding_at(key, &RULE, message).hint("shorten it"));
            }
        }
    }
}
