//! A container that has to be healthy has a health check.

use super::TaskDefinitionRule;
use super::definition::Definition;
use super::dependency_target::dependencies;
use crate::aws::shorten;
use crate::finding::{Findings, Rule, Severity};

const AWS: &str = "A dependency container with HEALTHY condition must have health check configured";

pub(super) static RULE: TaskDefinitionRule = TaskDefinitionRule {
    rule: Rule {
        code: "dependency-without-health-check",
        severity: Severity::Error,
        summary: "A container that others want HEALTHY has a health check.",
        source: "TASK-21",
    },
    aws_message: Some(AWS),
    why: "Without a health check in the definition a container's health is UNKNOWN for good. That of the image (`HEALTHCHECK` in its Dockerfile) is not looked at.",
    example: r#"{"family": "web", "containerDefinitions": [{"name": "app", "image": "nginx:1.27", "memory": 64, "dependsOn": [{"containerName": "db", "condition": "HEALTHY"}]}, {"name": "db", "image": "redis:7", "memory": 64}]}"#,
    fix: "Give the container that is waited for a `healthCheck`, or wait for START.",
    check,
};

fn check(definition: &Definition<'_>, findings: &mut Findings) {
    let by_name = definition.by_name();
    for dependency in dependencies(definition) {
        let Some(target) = by_name.get(dependency.target) else { continue };
        if dependency.place.str("condition") == Some("HEALTHY") && target.get("healthCheck").is_none() {
            let message = format!("`{}` has no health check", shorten(dependency.target));
            let finding = dependency.place.finding_at("condition", &RULE, message).aws(AWS);
            findings.push(finding.hint("give it a `healthCheck`, or wait for START"));
        }
    }
}
