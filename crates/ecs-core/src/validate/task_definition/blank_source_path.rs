//! A host path is not blank.

use super::TaskDefinitionRule;
use super::definition::Definition;
use crate::finding::{Findings, Rule, Severity};

const AWS: &str = "host.sourcePath should not be blank.";

pub(super) static RULE: TaskDefinitionRule = TaskDefinitionRule {
    rule: Rule {
        code: "blank-source-path",
        severity: Severity::Error,
        summary: "A host path is not blank.",
        source: "TASK-56",
    },
    aws_message: Some(AWS),
    why: "Without a path ECS makes a directory that lives as long as the task; an empty path is neither that nor a directory.",
    example: r#"{"family": "web", "volumes": [{"name": "data", "host": {"sourcePath": ""}}], "containerDefinitions": [{"name": "app", "image": "app:1", "memory": 64}]}"#,
    fix: "Leave `sourcePath` out, or write a directory of the instance.",
    check,
};

fn check(definition: &Definition<'_>, findings: &mut Findings) {
    for host in definition.place.list("volumes").filter_map(|volume| volume.get("host")) {
        if host.str("sourcePath").is_some_and(|path| path.trim().is_empty()) {
            let finding = host.finding_at("sourcePath", &RULE, "the path on the host is blank");
            findings.push(finding.aws(AWS).hint("leave it out, or write a directory of the instance"));
        }
    }
}
