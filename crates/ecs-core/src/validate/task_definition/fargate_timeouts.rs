//! On Fargate stopTimeout is at most 120 seconds, and startTimeout 2 to 120.

use super::TaskDefinitionRule;
use super::definition::Definition;
use crate::finding::{Findings, Rule, Severity};

pub(super) static RULE: TaskDefinitionRule = TaskDefinitionRule {
    rule: Rule {
        code: "fargate-timeouts",
        severity: Severity::Error,
        summary: "On Fargate stopTimeout is at most 120 seconds, and startTimeout 2 to 120.",
        source: "TASK-73",
    },
    aws_message: None,
    why: "Fargate waits two minutes and no longer, be it for a dependency to get ready or for a container to stop.",
    example: r#"{"family": "web", "requiresCompatibilities": ["FARGATE"], "networkMode": "awsvpc", "cpu": "256", "memory": "512", "containerDefinitions": [{"name": "app", "image": "app:1", "stopTimeout": 121}]}"#,
    fix: "Write 120 or less.",
    check,
};

fn check(definition: &Definition<'_>, findings: &mut Findings) {
    if !definition.is_for_fargate() {
        return;
    }
    for container in &definition.containers {
        for (key, least) in [("startTimeout", 2), ("stopTimeout", 0)] {
            if let Some(seconds) = container.integer(key).filter(|seconds| !(least..=120).contains(seconds)) {
                let finding =
                    container.finding_at(key, &RULE, format!("`{key}` cannot be {seconds} on Fargate"));
                findings.push(finding.hint(format!("write {least} to 120 seconds, or leave it out")));
            }
        }
    }
}
