//! The soft limit is not above the hard one.

use super::TaskDefinitionRule;
use super::definition::Definition;
use crate::finding::{Findings, Rule, Severity};

const AWS: &str = "'memory' must be greater than or equal to 'memoryReservation'";

pub(super) static RULE: TaskDefinitionRule = TaskDefinitionRule {
    rule: Rule {
        code: "reservation-above-memory",
        severity: Severity::Error,
        summary: "The soft memory limit is not above the hard one.",
        source: "TASK-9",
    },
    aws_message: Some(AWS),
    why: "`memoryReservation` is what is set aside for the container, `memory` is where it is killed: it would be killed before it has used what is its own.",
    example: r#"{"family": "web", "containerDefinitions": [{"name": "app", "image": "nginx:1.27", "memory": 64, "memoryReservation": 128}]}"#,
    fix: "Lower `memoryReservation` to `memory` or below; they may be equal.",
    check,
};

fn check(definition: &Definition<'_>, findings: &mut Findings) {
    for container in &definition.containers {
        let limits = container.integer("memory").zip(container.integer("memoryReservation"));
        if let Some((hard, soft)) = limits.filter(|(hard, soft)| soft > hard) {
            let message = format!("the soft limit of {soft} MiB is above the hard one of {hard}");
            let finding = container.finding_at("memoryReservation", &RULE, message).aws(AWS);
            findings.push(finding.hint("lower `memoryReservation`, or raise `memory`; they may be equal"));
        }
    }
}
