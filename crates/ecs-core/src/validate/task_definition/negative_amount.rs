//! CPU and memory of a container are not negative.

use super::TaskDefinitionRule;
use super::definition::Definition;
use crate::finding::{Findings, Rule, Severity};

pub(super) static RULE: TaskDefinitionRule = TaskDefinitionRule {
    rule: Rule {
        code: "negative-amount",
        severity: Severity::Error,
        summary: "CPU and memory are not negative.",
        source: "RES-2",
    },
    aws_message: None,
    why: "They are taken off what an instance has, in CPU units and MiB.",
    example: r#"{"family": "web", "containerDefinitions": [{"name": "app", "image": "nginx", "cpu": -1, "memory": 64}]}"#,
    fix: "Write 0 or more, or leave the member out.",
    check,
};

fn check(definition: &Definition<'_>, findings: &mut Findings) {
    for container in &definition.containers {
        for key in ["cpu", "memory", "memoryReservation"] {
            let outside = container.integer(key).filter(|value| u32::try_from(*value).is_err());
            if let Some(value) = outside {
                let finding = container.finding_at(key, &RULE, format!("`{key}` cannot be {value}"));
                findings.push(finding.hint("write 0 or more, or leave it out"));
            }
        }
    }
}
