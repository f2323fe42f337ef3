//! autoprovision is for Docker volumes of scope shared.

use super::TaskDefinitionRule;
use super::definition::Definition;
use crate::finding::{Findings, Rule, Severity};

pub(super) static RULE: TaskDefinitionRule = TaskDefinitionRule {
    rule: Rule {
        code: "task-volume-agent",
        severity: Severity::Warning,
        summary: "autoprovision is for Docker volumes of scope shared.",
        source: "TASK-58",
    },
    aws_message: None,
    why: "ECS registers it with scope task too, and the agent then refuses to start the task: it autoprovisions shared volumes only.",
    example: r#"{"family": "web", "volumes": [{"name": "data", "dockerVolumeConfiguration": {"scope": "task", "autoprovision": true}}], "containerDefinitions": [{"name": "app", "image": "app:1", "memory": 64}]}"#,
    fix: "Leave `autoprovision` out, or set `scope` to shared.",
    check,
};

fn check(definition: &Definition<'_>, findings: &mut Findings) {
    for docker in
        definition.place.list("volumes").filter_map(|volume| volume.get("dockerVolumeConfiguration"))
    {
        if docker.str("scope") == Some("task") && docker.is_true("autoprovision") {
            let message = "the agent does not start a task that autoprovisions a volume of scope task";
            let finding = docker.finding_at("autoprovision", &RULE, message);
            findings.push(finding.hint("leave it out, or set `scope` to shared"));
        }
    }
}
