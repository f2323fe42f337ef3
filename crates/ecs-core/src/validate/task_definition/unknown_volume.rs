//! A mount point names a volume of the task definition.

use super::TaskDefinitionRule;
use super::definition::Definition;
use super::look::did_you_mean;
use crate::aws::shorten;
use crate::finding::{Findings, Rule, Severity};
use std::collections::BTreeSet;

pub(super) static RULE: TaskDefinitionRule = TaskDefinitionRule {
    rule: Rule {
        code: "unknown-volume",
        severity: Severity::Error,
        summary: "A mount point names a volume of the task definition.",
        source: "TASK-55",
    },
    aws_message: Some("Unknown volume 'X'."),
    why: "A mount point says where in the container a volume appears; the volume itself is declared under `volumes`.",
    example: r#"{"family": "web", "containerDefinitions": [{"name": "app", "image": "app:1", "memory": 64, "mountPoints": [{"sourceVolume": "data", "containerPath": "/data"}]}]}"#,
    fix: "Declare the volume under `volumes`, or correct the name.",
    check,
};

fn check(definition: &Definition<'_>, findings: &mut Findings) {
    let volumes: BTreeSet<&str> =
        definition.place.list("volumes").filter_map(|volume| volume.str("name")).collect();
    for mount in definition.containers.iter().flat_map(|container| container.list("mountPoints")) {
        if !mount.is_object() {
            continue;
        }
        let source = mount.str("sourceVolume");
        if source.is_some_and(|source| volumes.contains(source)) {
            continue;
        }
        let message = match source {
            Some(source) => format!("no volume is called `{}`", shorten(source)),
            None => "this mount point names no volume".to_owned(),
        };
        let aws = format!("Unknown volume '{}'.", source.unwrap_or("null"));
        let finding = mount.finding_at("sourceVolume", &RULE, message).aws(aws);
        findings.push(finding.hint(did_you_mean(
            source.unwrap_or_default(),
            &volumes,
            "declare it under `volumes`",
        )));
    }
}
