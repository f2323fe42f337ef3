//! Swappiness is 0 to 100.

use super::TaskDefinitionRule;
use super::definition::Definition;
use crate::finding::{Findings, Rule, Severity};

pub(super) static RULE: TaskDefinitionRule = TaskDefinitionRule {
    rule: Rule {
        code: "swappiness",
        severity: Severity::Error,
        summary: "Swappiness is 0 to 100.",
        source: "TASK-62",
    },
    aws_message: None,
    why: "Swappiness tells the kernel how readily to swap: 0 hardly ever, 100 very readily.",
    example: r#"{"family": "web", "containerDefinitions": [{"name": "app", "image": "app:1", "memory": 64, "linuxParameters": {"maxSwap": 64, "swappiness": 101}}]}"#,
    fix: "Write 0 to 100, or leave it out: 60 is the default.",
    check,
};

fn check(definition: &Definition<'_>, findings: &mut Findings) {
    for linux in definition.containers.iter().filter_map(|container| container.get("linuxParameters")) {
        if let Some(value) = linux.integer("swappiness").filter(|value| !(0..=100).contains(value)) {
            let finding = linux.finding_at("swappiness", &RULE, format!("`swappiness` cannot be {value}"));
            findings.push(finding.hint("write 0 to 100, or leave it out: 60 is the default"));
        }
    }
}
