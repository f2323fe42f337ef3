//! The period of a restart policy is 60 to 1,800 seconds.

use super::TaskDefinitionRule;
use super::definition::Definition;
use crate::finding::{Findings, Rule, Severity};

pub(super) static RULE: TaskDefinitionRule = TaskDefinitionRule {
    rule: Rule {
        code: "restart-period",
        severity: Severity::Error,
        summary: "The period of a restart policy is 60 to 1,800 seconds.",
        source: "TASK-61",
    },
    aws_message: Some("The 'restartAttemptPeriod' setting for container 'X' must be between 60 and 1800."),
    why: "The period is how long a container has to run before its restart policy tries again.",
    example: r#"{"family": "web", "containerDefinitions": [{"name": "app", "image": "app:1", "memory": 64, "restartPolicy": {"enabled": true, "restartAttemptPeriod": 30}}]}"#,
    fix: "Write 60 to 1800, or leave it out: 300 is the default.",
    check,
};

fn check(definition: &Definition<'_>, findings: &mut Findings) {
    for container in &definition.containers {
        let Some(policy) = container.get("restartPolicy") else { continue };
        let Some(period) = policy.integer("restartAttemptPeriod") else { continue };
        if !(60..=1800).contains(&period) {
            let message = format!("`restartAttemptPeriod` cannot be {period}");
            let aws = format!(
                "The 'restartAttemptPeriod' setting for container '{}' must be between 60 and 1800.",
                container.name()
            );
            let finding = policy.finding_at("restartAttemptPeriod", &RULE, message);
            findings
                .push(finding.aws(aws).hint("write 60 to 1800 seconds, or leave it out: 300 is the default"));
        }
    }
}
