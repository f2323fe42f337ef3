//! A link leads to a container of the task.

use super::TaskDefinitionRule;
use super::definition::{Definition, hint_names};
use crate::aws::{NetworkMode, shorten};
use crate::finding::{Findings, Rule, Severity};

pub(super) static RULE: TaskDefinitionRule = TaskDefinitionRule {
    rule: Rule {
        code: "unknown-link",
        severity: Severity::Error,
        summary: "A link names a container of the same definition.",
        source: "TASK-19",
    },
    aws_message: None,
    why: "A link is `name` or `name:alias`, where the name is that of another container in the same task.",
    example: r#"{"family": "web", "containerDefinitions": [{"name": "app", "image": "nginx:1.27", "memory": 64, "links": ["db"]}]}"#,
    fix: "Write the name of a container of this definition.",
    check,
};

fn check(definition: &Definition<'_>, findings: &mut Findings) {
    if !matches!(definition.network_mode(), NetworkMode::Bridge | NetworkMode::Default) {
        return;
    }
    let names = definition.names();
    for link in definition.containers.iter().flat_map(|container| container.list("links")) {
        let Some(target) = link.node.as_str().map(linked_container) else { continue };
        if !names.contains(target) {
            let message = format!("there is no container `{}` to link to", shorten(target));
            findings.push(link.finding(&RULE, message).hint(hint_names(&names, target)));
        }
    }
}

/// The container of `name:alias`.
pub(super) fn linked_container(link: &str) -> &str {
    link.split_once(':').map_or(link, |(name, _)| name)
}
