//! A container has a name of letters, digits, underscores and hyphens.

use super::TaskDefinitionRule;
use super::definition::{Definition, NAME_LENGTH_MAX, is_name_character};
use crate::aws::shorten;
use crate::finding::{Findings, Rule, Severity};

const MISSING: &str = "Container.name should not be null or empty.";
const INVALID: &str = "Container.name contains invalid characters.";

pub(super) static RULE: TaskDefinitionRule = TaskDefinitionRule {
    rule: Rule {
        code: "container-name",
        severity: Severity::Error,
        summary: "A container has a name of 1 to 255 letters, digits, underscores and hyphens.",
        source: "TASK-4",
    },
    aws_message: Some(INVALID),
    why: "Everything that refers to a container does it by name: load balancers, dependencies, overrides.",
    example: r#"{"family": "web", "containerDefinitions": [{"name": "my app", "image": "nginx:1.27", "memory": 64}]}"#,
    fix: "Give the container a name of letters, digits, underscores and hyphens.",
    check,
};

fn check(definition: &Definition<'_>, findings: &mut Findings) {
    for container in definition.containers.iter().filter(|container| container.is_absent_or_string("name")) {
        let name = container.name();
        let finding = |message: String| {
            let finding = container.finding_at("name", &RULE, message);
            finding.hint("letters, digits, underscores and hyphens, 255 of them at the most")
        };
        if name.is_empty() {
            findings.push(finding("the container has no name".to_owned()).aws(MISSING));
        } else if !name.chars().all(is_name_character) {
            findings.push(finding(format!("`{}` is no name for a container", shorten(name))).aws(INVALID));
        } else if name.len() > NAME_LENGTH_MAX {
            findings.push(finding(format!("the name of the container has {} characters", name.len())));
        }
    }
}
