//! autoprovision of a Docker volume with scope task is not false.

use super::TaskDefinitionRule;
use super::definition::Definition;
use crate::finding::{Findings, Rule, Severity};

const AWS: &str =
    "When 'scope' parameter is 'task', 'autoprovision' must either not be specified or set to 'True'.";

pub(super) static RULE: TaskDefinitionRule = TaskDefinitionRule {
    rule: Rule {
        code: "task-volume-provision",
        severity: Severity::Error,
        summary: "autoprovision of a Docker volume with scope task is not false.",
        source: "TASK-58",
    },
    aws_message: Some(AWS),
    why: "A volume of scope task is made when the task starts, so there is nothing to switch off.",
    example: r#"{"family": "web", "volumes": [{"name": "data", "dockerVolumeConfiguration": {"scope": "task", "autoprovision": false}}], "containerDefinitions": [{"name": "app", "image": "app:1", "memory": 64}]}"#,
    fix: "Leave `autoprovision` out.",
    check,
};

fn check(definition: &Definition<'_>, findings: &mut Findings) {
    for docker in
        definition.place.list("volumes").filter_map(|volume| volume.get("dockerVolumeConfiguration"))
    {
        let is_off = docker.get("autoprovision").is_some_and(|value| value.node.as_bool() == Some(false));
        if docker.str("scope") == Some("task") && is_off {
            let message = "a Docker volume of scope task is always made by ECS";
            let finding = docker.finding_at("autoprovision", &RULE, message);
            findings.push(finding.aws(AWS).hint("leave `autoprovision` out"));
        }
    }
}
