//! volumesFrom names a container of the task definition.

use super::TaskDefinitionRule;
use super::definition::{Definition, Place};
use super::look::did_you_mean;
use crate::aws::shorten;
use crate::finding::{Findings, Rule, Severity};
use std::collections::BTreeSet;

pub(super) static RULE: TaskDefinitionRule = TaskDefinitionRule {
    rule: Rule {
        code: "volumes-from",
        severity: Severity::Error,
        summary: "volumesFrom names a container of the task definition.",
        source: "TASK-55",
    },
    aws_message: Some("Invalid 'volumesFrom' setting. Unknown container: 'X'."),
    why: "A container can mount what another container of the same task mounts, and no other.",
    example: r#"{"family": "web", "containerDefinitions": [{"name": "app", "image": "app:1", "memory": 64, "volumesFrom": [{"sourceContainer": "data"}]}]}"#,
    fix: "Name a container of this task definition.",
    check,
};

fn check(definition: &Definition<'_>, findings: &mut Findings) {
    let names: BTreeSet<&str> = definition.containers.iter().map(Place::name).collect();
    for entry in definition.containers.iter().flat_map(|container| container.list("volumesFrom")) {
        let Some(source) = entry.str("sourceContainer").filter(|source| !names.contains(source)) else {
            continue;
        };
        let message = format!("no container is called `{}`", shorten(source));
        let aws = format!("Invalid 'volumesFrom' setting. Unknown container: '{source}'.");
        let finding = entry.finding_at("sourceContainer", &RULE, message).aws(aws);
        findings.push(finding.hint(did_you_mean(source, &names, "name a container of this task definition")));
    }
}
