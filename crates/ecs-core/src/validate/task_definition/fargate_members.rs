//! Members that reach into the host are left out on Fargate.

use super::TaskDefinitionRule;
use super::definition::{Definition, Place};
use crate::finding::{Findings, Rule, Severity};
use crate::json::Value;

pub(super) static RULE: TaskDefinitionRule = TaskDefinitionRule {
    rule: Rule {
        code: "fargate-members",
        severity: Severity::Error,
        summary: "Members that reach into the host are left out on Fargate.",
        source: "TASK-72",
    },
    aws_message: Some("Fargate compatible task definitions do not support X"),
    why: "Devices, shared memory, swap, security options, Docker volumes and directories of the host all belong to an instance.",
    example: r#"{"family": "web", "requiresCompatibilities": ["FARGATE"], "networkMode": "awsvpc", "cpu": "256", "memory": "512", "containerDefinitions": [{"name": "app", "image": "app:1", "dockerSecurityOptions": ["no-new-privileges"]}]}"#,
    fix: "Take the member out, or run the task on EC2.",
    check,
};

fn check(definition: &Definition<'_>, findings: &mut Findings) {
    if !definition.is_for_fargate() {
        return;
    }
    for container in &definition.containers {
        report(container, "dockerSecurityOptions", findings);
        if let Some(linux) = container.get("linuxParameters") {
            for key in ["devices", "sharedMemorySize", "maxSwap", "swappiness"] {
                report(&linux, key, findings);
            }
        }
    }
    for volume in definition.place.list("volumes") {
        report(&volume, "dockerVolumeConfiguration", findings);
        // A blank path is refused everywhere, and said by a rule of its own.
        if let Some(host) = volume.get("host")
            && host.str("sourcePath").is_some_and(|path| !path.trim().is_empty())
        {
            report(&host, "sourcePath", findings);
        }
    }
}

fn report(place: &Place<'_>, key: &str, findings: &mut Findings) {
    if place
        .node
        .get(key)
        .is_none_or(|value| matches!(&value.value, Value::Array(entries) if entries.is_empty()))
    {
        return;
    }
    let finding = place.finding_at(key, &RULE, format!("Fargate has no `{key}`"));
    let finding = finding.hint("take it out, or run the task on EC2");
    // For swappiness AWS's text is not known.
    findings.push(match key {
        "swappiness" => finding,
        _ => finding.aws(format!("Fargate compatible task definitions do not support {key}")),
    });
}
