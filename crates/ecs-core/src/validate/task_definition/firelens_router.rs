//! The awsfirelens driver needs a container with a firelensConfiguration.

use super::TaskDefinitionRule;
use super::definition::Definition;
use crate::finding::{Findings, Rule, Severity};

const AWS: &str = "When awsfirelens log driver is specified in log configuration, a firelens configuration object must be configured in one of the containers.";

pub(super) static RULE: TaskDefinitionRule = TaskDefinitionRule {
    rule: Rule {
        code: "firelens-router",
        severity: Severity::Error,
        summary: "The awsfirelens driver needs a container with a firelensConfiguration.",
        source: "TASK-51",
    },
    aws_message: Some(AWS),
    why: "FireLens is a log router that runs as a container of the same task; the driver only hands the logs to it.",
    example: r#"{"family": "web", "containerDefinitions": [{"name": "app", "image": "app:1", "memory": 64, "logConfiguration": {"logDriver": "awsfirelens"}}]}"#,
    fix: "Add a container with `firelensConfiguration`, or choose another log driver.",
    check,
};

fn check(definition: &Definition<'_>, findings: &mut Findings) {
    if definition.containers.iter().any(|container| container.get("firelensConfiguration").is_some()) {
        return;
    }
    for container in &definition.containers {
        if let Some(log) = container.log_driver("awsfirelens") {
            let message = format!(
                "{} logs through FireLens, and no container of the task is its router",
                container.title()
            );
            let hint = "add a container with `firelensConfiguration`";
            findings.push(log.finding_at("logDriver", &RULE, message).aws(AWS).hint(hint));
        }
    }
}
