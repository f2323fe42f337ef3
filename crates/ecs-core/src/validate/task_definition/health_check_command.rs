//! The command of a health check begins with CMD or CMD-SHELL.

use super::TaskDefinitionRule;
use super::definition::{Definition, Place};
use crate::aws::shorten;
use crate::finding::{Findings, Rule, Severity};

pub(super) static RULE: TaskDefinitionRule = TaskDefinitionRule {
    rule: Rule {
        code: "health-check-command",
        severity: Severity::Warning,
        summary: "The command of a health check begins with CMD or CMD-SHELL.",
        source: "TASK-22",
    },
    aws_message: None,
    why: "The first entry says how the others are run: CMD as a program with its arguments, CMD-SHELL as one line for the shell. Definitions without have been registered, but the reference asks for it, and Docker knows no other way to run a check.",
    example: r#"{"family": "web", "containerDefinitions": [{"name": "app", "image": "nginx:1.27", "memory": 64, "healthCheck": {"command": ["curl", "-f", "http://localhost/"]}}]}"#,
    fix: "Put CMD or CMD-SHELL in front.",
    check,
};

fn check(definition: &Definition<'_>, findings: &mut Findings) {
    for health_check in definition.containers.iter().filter_map(|container| container.get("healthCheck")) {
        // What has another type, or is missing, has been reported.
        let Some(command) = health_check.get("command").filter(Place::is_list) else { continue };
        let first = command.node.elements().first();
        let message = match first.map(|first| first.as_str()) {
            Some(None | Some("CMD" | "CMD-SHELL")) => continue,
            None => "the command of the health check is empty".to_owned(),
            Some(Some(first)) => {
                format!("`{}` is how the command begins, and not CMD or CMD-SHELL", shorten(first))
            }
        };
        let finding = health_check.finding_at("command", &RULE, message);
        findings.push(finding.hint("such as [\"CMD-SHELL\", \"curl -f http://localhost/ || exit 1\"]"));
    }
}
