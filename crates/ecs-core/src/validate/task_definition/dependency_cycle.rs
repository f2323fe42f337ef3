//! Dependencies do not go round in a circle.

use super::TaskDefinitionRule;
use super::circle::Arrow;
use super::definition::Definition;
use super::dependency_target::dependencies;
use crate::finding::{Findings, Rule, Severity};

pub(super) static RULE: TaskDefinitionRule = TaskDefinitionRule {
    rule: Rule {
        code: "dependency-cycle",
        severity: Severity::Error,
        summary: "Dependencies do not go round in a circle.",
        source: "TASK-20",
    },
    aws_message: None,
    why: "Each container of the circle would wait for the others, and none would start.",
    example: r#"{"family": "web", "containerDefinitions": [{"name": "app", "image": "nginx:1.27", "memory": 64, "dependsOn": [{"containerName": "db", "condition": "START"}]}, {"name": "db", "image": "redis:7", "memory": 64, "dependsOn": [{"containerName": "app", "condition": "START"}]}]}"#,
    fix: "Take one of the dependencies out.",
    check,
};

fn check(definition: &Definition<'_>, findings: &mut Findings) {
    let arrows = dependencies(definition).map(|dependency| Arrow {
        from: dependency.container,
        to: dependency.target,
        place: dependency.place,
    });
    if let Some(round) = definition.circle(arrows) {
        let message = format!("the dependencies go round in a circle: {}", round.path);
        let finding = round.place.finding_at("containerName", &RULE, message);
        findings.push(finding.hint("take one of these dependencies out"));
    }
}
