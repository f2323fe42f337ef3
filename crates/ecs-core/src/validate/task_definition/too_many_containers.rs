//! A definition has up to ten containers.

use super::TaskDefinitionRule;
use super::definition::{CONTAINERS_MAX, Definition};
use crate::finding::{Findings, Rule, Severity};

const AWS: &str = "Too many containers.";

pub(super) static RULE: TaskDefinitionRule = TaskDefinitionRule {
    rule: Rule {
        code: "too-many-containers",
        severity: Severity::Error,
        summary: "A definition has at most ten containers.",
        source: "TASK-3",
    },
    aws_message: Some(AWS),
    why: "Ten is the quota of ECS, and it cannot be raised: what need not stand on the same instance is better a task of its own.",
    example: r#"{"family": "web", "containerDefinitions": [{"name": "c1", "image": "nginx:1.27", "memory": 64}, {"name": "c2", "image": "nginx:1.27", "memory": 64}, {"name": "c3", "image": "nginx:1.27", "memory": 64}, {"name": "c4", "image": "nginx:1.27", "memory": 64}, {"name": "c5", "image": "nginx:1.27", "memory": 64}, {"name": "c6", "image": "nginx:1.27", "memory": 64}, {"name": "c7", "image": "nginx:1.27", "memory": 64}, {"name": "c8", "image": "nginx:1.27", "memory": 64}, {"name": "c9", "image": "nginx:1.27", "memory": 64}, {"name": "c10", "image": "nginx:1.27", "memory": 64}, {"name": "c11", "image": "nginx:1.27", "memory": 64}]}"#,
    fix: "Move containers into another definition.",
    check,
};

fn check(definition: &Definition<'_>, findings: &mut Findings) {
    let count = definition.place.list("containerDefinitions").count();
    // At the first one that is too many.
    if let Some(container) = definition.place.list("containerDefinitions").nth(CONTAINERS_MAX) {
        let message = format!("{count} containers; a definition has at most {CONTAINERS_MAX}");
        let hint = "move containers that need not share an instance into another definition";
        findings.push(container.finding(&RULE, message).aws(AWS).hint(hint));
    }
}
