//! Secrets need an execution role.

use super::TaskDefinitionRule;
use super::definition::Definition;
use crate::finding::{Findings, Rule, Severity};

const AWS: &str =
    "When you are specifying container secrets, you must also specify a value for 'executionRoleArn'.";

pub(super) static RULE: TaskDefinitionRule = TaskDefinitionRule {
    rule: Rule {
        code: "secrets-role",
        severity: Severity::Error,
        summary: "Secrets need an execution role.",
        source: "TASK-53",
    },
    aws_message: Some(AWS),
    why: "Before it starts a container, ECS fetches its secrets, and does so with the rights of the execution role.",
    example: r#"{"family": "web", "containerDefinitions": [{"name": "app", "image": "app:1", "memory": 64, "secrets": [{"name": "KEY", "valueFrom": "/web/key"}]}]}"#,
    fix: "Set `executionRoleArn` to a role that may read the secrets.",
    check,
};

fn check(definition: &Definition<'_>, findings: &mut Findings) {
    if definition.has_execution_role() {
        return;
    }
    for container in &definition.containers {
        if container.list("secrets").next().is_some() {
            let message = format!(
                "{} has secrets, and the task has no execution role to fetch them with",
                container.title()
            );
            let hint = "set `executionRoleArn` to a role that may read them";
            findings.push(container.finding_at("secrets", &RULE, message).aws(AWS).hint(hint));
        }
    }
}
