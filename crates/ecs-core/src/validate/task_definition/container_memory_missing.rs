//! Without task-level memory every container has `memory` or `memoryReservation`.

use super::TaskDefinitionRule;
use super::definition::Definition;
use crate::finding::{Findings, Rule, Severity};

pub(super) static RULE: TaskDefinitionRule = TaskDefinitionRule {
    rule: Rule {
        code: "missing-container-memory",
        severity: Severity::Error,
        summary: "Without task-level memory every container has memory or memoryReservation.",
        source: "RES-2",
    },
    aws_message: Some(
        "Invalid setting for container 'X'. At least one of 'memory' or 'memoryReservation' must be specified.",
    ),
    why: "ECS has to know how much memory to set aside on an instance, for the task or for each container.",
    example: r#"{"family": "web", "containerDefinitions": [{"name": "app", "image": "nginx"}]}"#,
    fix: "Give the container `memory`, a hard limit, or `memoryReservation`, a soft one, or the task `memory`.",
    check,
};

fn check(definition: &Definition<'_>, findings: &mut Findings) {
    if definition.place.get("memory").is_some() || definition.is_for_fargate() {
        return;
    }
    for container in &definition.containers {
        if container.get("memory").is_none() && container.get("memoryReservation").is_none() {
            let name = container.name();
            let message = format!(
                "{} has neither `memory` nor `memoryReservation`, and the task has no `memory`",
                container.title()
            );
            let aws = format!(
                "Invalid setting for container '{name}'. At least one of 'memory' or 'memoryReservation' must be specified."
            );
            let hint = "give it `memory`, a hard limit, or `memoryReservation`, a soft one";
            findings.push(container.finding(&RULE, message).aws(aws).hint(hint));
        }
    }
}
