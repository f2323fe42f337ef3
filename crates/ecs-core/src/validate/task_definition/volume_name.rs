//! A volume has a name of letters, digits, underscores and hyphens.

use super::TaskDefinitionRule;
use super::definition::{Definition, NAME_LENGTH_MAX, is_name_character};
use crate::aws::shorten;
use crate::finding::{Findings, Rule, Severity};

const INVALID: &str = "volume.name contains invalid characters.";

pub(super) static RULE: TaskDefinitionRule = TaskDefinitionRule {
    rule: Rule {
        code: "volume-name",
        severity: Severity::Error,
        summary: "A volume has a name of up to 255 letters, digits, underscores and hyphens.",
        source: "TASK-75",
    },
    aws_message: Some(INVALID),
    why: "Mount points refer to a volume by its name, and Docker makes a directory of it.",
    example: r#"{"family": "web", "volumes": [{"name": "data.d"}], "containerDefinitions": [{"name": "app", "image": "app:1", "memory": 64}]}"#,
    fix: "Take the other characters out, here and in the mount points.",
    check,
};

fn check(definition: &Definition<'_>, findings: &mut Findings) {
    for volume in definition.place.list("volumes") {
        let name = volume.name();
        if !name.chars().all(is_name_character) {
            let message = format!("`{}` is no name for a volume", shorten(name));
            let finding = volume.finding_at("name", &RULE, message).aws(INVALID);
            findings.push(finding.hint("letters, digits, underscores and hyphens"));
        } else if name.len() > NAME_LENGTH_MAX {
            let message = format!(
                "the name of a volume has at most {NAME_LENGTH_MAX} characters, and this one {}",
                name.len()
            );
            findings.push(volume.finding_at("name", &RULE, message).hint("shorten it"));
        }
    }
}
