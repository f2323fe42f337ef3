//! A container waits for one of the same task.

use super::TaskDefinitionRule;
use super::definition::{Definition, Place, hint_names};
use crate::aws::shorten;
use crate::finding::{Findings, Rule, Severity};

pub(super) static RULE: TaskDefinitionRule = TaskDefinitionRule {
    rule: Rule {
        code: "unknown-dependency",
        severity: Severity::Error,
        summary: "A dependency names a container of the same definition.",
        source: "TASK-20",
    },
    aws_message: Some("Cannot depend on container X because it does not exist"),
    why: "Containers of a task wait for each other; across tasks there is no order.",
    example: r#"{"family": "web", "containerDefinitions": [{"name": "app", "image": "nginx:1.27", "memory": 64, "dependsOn": [{"containerName": "db", "condition": "START"}]}]}"#,
    fix: "Write the name of a container of this definition.",
    check,
};

fn check(definition: &Definition<'_>, findings: &mut Findings) {
    let names = definition.names();
    for dependency in dependencies(definition) {
        let target = dependency.target;
        if !names.contains(target) {
            let message = format!("there is no container `{}` to depend on", shorten(target));
            let aws = format!("Cannot depend on container {target} because it does not exist");
            let finding = dependency.place.finding_at("containerName", &RULE, message).aws(aws);
            findings.push(finding.hint(hint_names(&names, target)));
        }
    }
}

/// An entry of a container's `dependsOn`.
pub(super) struct Dependency<'a> {
    /// The container that waits.
    pub(super) container: &'a str,
    /// The one that is waited for.
    pub(super) target: &'a str,
    pub(super) place: Place<'a>,
}

/// What the containers wait for.
pub(super) fn dependencies<'a>(definition: &Definition<'a>) -> impl Iterator<Item = Dependency<'a>> {
    definition.containers.iter().flat_map(|container| {
        let name = container.name();
        container.list("dependsOn").filter_map(move |place| {
            Some(Dependency { container: name, target: place.str("containerName")?, place })
        })
    })
}
