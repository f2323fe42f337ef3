//! One container at least is essential.

use super::TaskDefinitionRule;
use super::definition::Definition;
use crate::finding::{Findings, Rule, Severity};

const AWS: &str = "Task definition doesn't have any essential container";

pub(super) static RULE: TaskDefinitionRule = TaskDefinitionRule {
    rule: Rule {
        code: "no-essential-container",
        severity: Severity::Error,
        summary: "At least one container is essential.",
        source: "TASK-7",
    },
    aws_message: Some(AWS),
    why: "A task lives as long as its essential containers do. What is left out means essential.",
    example: r#"{"family": "web", "containerDefinitions": [{"name": "app", "image": "nginx:1.27", "memory": 64, "essential": false}]}"#,
    fix: "Leave `essential` out of the container that the task is about, or set it to true.",
    check,
};

fn check(definition: &Definition<'_>, findings: &mut Findings) {
    let list = || definition.place.list("containerDefinitions");
    if list().next().is_some() && list().all(|container| container.boolean("essential") == Some(false)) {
        let finding = definition.place.finding_at("containerDefinitions", &RULE, "no container is essential");
        let hint = "leave `essential` out of the container that the task is about, or set it to true";
        findings.push(finding.aws(AWS).hint(hint));
    }
}
