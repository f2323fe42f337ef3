//! Nothing waits for the end of an essential container.

use super::TaskDefinitionRule;
use super::definition::Definition;
use super::dependency_target::dependencies;
use crate::aws::shorten;
use crate::finding::{Findings, Rule, Severity};

const AWS: &str =
    "A dependency container with SUCCESS or COMPLETE condition cannot be an essential container";

pub(super) static RULE: TaskDefinitionRule = TaskDefinitionRule {
    rule: Rule {
        code: "dependency-on-essential",
        severity: Severity::Error,
        summary: "A container whose end is waited for is not essential.",
        source: "TASK-21",
    },
    aws_message: Some(AWS),
    why: "COMPLETE and SUCCESS wait until a container has stopped, and when an essential one stops the whole task does.",
    example: r#"{"family": "web", "containerDefinitions": [{"name": "app", "image": "nginx:1.27", "memory": 64, "dependsOn": [{"containerName": "init", "condition": "SUCCESS"}]}, {"name": "init", "image": "busybox:1.36", "memory": 64}]}"#,
    fix: "Set `essential` to false on the container that is waited for.",
    check,
};

fn check(definition: &Definition<'_>, findings: &mut Findings) {
    let by_name = definition.by_name();
    for dependency in dependencies(definition) {
        let Some(target) = by_name.get(dependency.target) else { continue };
        let condition = dependency.place.str("condition").unwrap_or_default();
        if matches!(condition, "SUCCESS" | "COMPLETE") && target.boolean("essential") != Some(false) {
            let message = format!(
                "{condition} waits for the end of `{}`, which is essential: with it the task ends",
                shorten(dependency.target)
            );
            let finding = dependency.place.finding_at("condition", &RULE, message).aws(AWS);
            findings.push(finding.hint("set `essential` to false on the container that is waited for"));
        }
    }
}
