//! A volume that is configured at launch is mounted.

use super::TaskDefinitionRule;
use super::definition::Definition;
use crate::aws::shorten;
use crate::finding::{Findings, Rule, Severity};
use std::collections::BTreeSet;

pub(super) static RULE: TaskDefinitionRule = TaskDefinitionRule {
    rule: Rule {
        code: "launch-volume-unused",
        severity: Severity::Error,
        summary: "A volume that is configured at launch is mounted.",
        source: "TASK-57",
    },
    aws_message: Some("Volumes [X] are not referenced by any of the containers"),
    why: "ECS would make, attach and bill a volume that no container sees.",
    example: r#"{"family": "web", "volumes": [{"name": "data", "configuredAtLaunch": true}], "containerDefinitions": [{"name": "app", "image": "app:1", "memory": 64}]}"#,
    fix: "Mount the volume in a container, or take it out.",
    check,
};

fn check(definition: &Definition<'_>, findings: &mut Findings) {
    let mounted: BTreeSet<&str> = definition
        .containers
        .iter()
        .flat_map(|container| container.list("mountPoints"))
        .filter_map(|mount| mount.str("sourceVolume"))
        .collect();
    for volume in definition.place.list("volumes").filter(|volume| volume.is_true("configuredAtLaunch")) {
        let Some(name) = volume.str("name").filter(|name| !mounted.contains(name)) else { continue };
        let message =
            format!("volume `{}` is configured at launch, and no container mounts it", shorten(name));
        let aws = format!("Volumes [{name}] are not referenced by any of the containers");
        let finding = volume.finding(&RULE, message).aws(aws);
        findings.push(finding.hint("mount it in a container, or take it out"));
    }
}
