//! A memory limit is at least 6 MiB.

use super::TaskDefinitionRule;
use super::definition::Definition;
use crate::aws::shorten;
use crate::finding::{Findings, Rule, Severity};

pub(super) static RULE: TaskDefinitionRule = TaskDefinitionRule {
    rule: Rule {
        code: "memory-floor",
        severity: Severity::Warning,
        summary: "A memory limit is at least 6 MiB.",
        source: "TASK-70",
    },
    aws_message: None,
    why: "Docker since 20.10 starts no container with less; ECS registers it, and the agent lifts it to 4 MiB only.",
    example: r#"{"family": "web", "containerDefinitions": [{"name": "app", "image": "app:1", "memory": 4}]}"#,
    fix: "Give the container 6 MiB or more.",
    check,
};

fn check(definition: &Definition<'_>, findings: &mut Findings) {
    for container in &definition.containers {
        for key in ["memory", "memoryReservation"] {
            if container.integer(key).is_some_and(|mib| (1..6).contains(&mib)) {
                let message = format!(
                    "Docker may not start container `{}` with less than 6 MiB",
                    shorten(container.name())
                );
                findings.push(container.finding_at(key, &RULE, message).hint("give it 6 MiB or more"));
            }
        }
    }
}
