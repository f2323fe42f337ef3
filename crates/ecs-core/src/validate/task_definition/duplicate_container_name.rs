//! Containers of a task have different names.

use super::TaskDefinitionRule;
use super::definition::Definition;
use crate::aws::shorten;
use crate::finding::{Findings, Rule, Severity};
use std::collections::BTreeSet;

const AWS: &str = "Container names must be unique within a Task Definition.";

pub(super) static RULE: TaskDefinitionRule = TaskDefinitionRule {
    rule: Rule {
        code: "duplicate-container-name",
        severity: Severity::Error,
        summary: "Containers of a definition have different names.",
        source: "TASK-4",
    },
    aws_message: Some(AWS),
    why: "A reference to a container is its name, and has to lead to one.",
    example: r#"{"family": "web", "containerDefinitions": [{"name": "app", "image": "nginx:1.27", "memory": 64}, {"name": "app", "image": "redis:7", "memory": 64}]}"#,
    fix: "Rename one of the two.",
    check,
};

fn check(definition: &Definition<'_>, findings: &mut Findings) {
    let mut names = BTreeSet::new();
    for container in &definition.containers {
        let name = container.name();
        if !name.is_empty() && !names.insert(name) {
            let message = format!("there is a container `{}` already", shorten(name));
            findings
                .push(container.finding_at("name", &RULE, message).aws(AWS).hint("rename one of the two"));
        }
    }
}
