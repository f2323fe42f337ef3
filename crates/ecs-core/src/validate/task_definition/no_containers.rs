//! A definition has a container.

use super::TaskDefinitionRule;
use super::definition::Definition;
use crate::finding::{Findings, Rule, Severity};

const AWS: &str = "Container list cannot be empty.";

pub(super) static RULE: TaskDefinitionRule = TaskDefinitionRule {
    rule: Rule {
        code: "no-containers",
        severity: Severity::Error,
        summary: "A definition has at least one container.",
        source: "TASK-3",
    },
    aws_message: Some(AWS),
    why: "A task is one or more containers that are placed together; without one there is nothing to run.",
    example: r#"{"family": "web", "containerDefinitions": []}"#,
    fix: "Add a container with a name and an image.",
    check,
};

fn check(definition: &Definition<'_>, findings: &mut Findings) {
    let list = definition.place.get("containerDefinitions");
    if list.is_some_and(|list| list.is_empty_list()) {
        let message = "the list of containers is empty";
        let finding = definition.place.finding_at("containerDefinitions", &RULE, message).aws(AWS);
        findings.push(finding.hint("add a container with a name and an image"));
    }
}
