//! On Fargate SYS_PTRACE is the one capability that can be added.

use super::TaskDefinitionRule;
use super::definition::Definition;
use crate::aws::shorten;
use crate::finding::{Findings, Rule, Severity};

pub(super) static RULE: TaskDefinitionRule = TaskDefinitionRule {
    rule: Rule {
        code: "fargate-capabilities",
        severity: Severity::Error,
        summary: "On Fargate SYS_PTRACE is the one capability that can be added.",
        source: "TASK-72",
    },
    aws_message: Some("X is not allowed on Fargate."),
    why: "Capabilities beyond Docker's defaults reach into the kernel of the host; tracing processes of the task does not.",
    example: r#"{"family": "web", "requiresCompatibilities": ["FARGATE"], "networkMode": "awsvpc", "cpu": "256", "memory": "512", "containerDefinitions": [{"name": "app", "image": "app:1", "linuxParameters": {"capabilities": {"add": ["NET_ADMIN"]}}}]}"#,
    fix: "Take the capability out, or run the task on EC2.",
    check,
};

fn check(definition: &Definition<'_>, findings: &mut Findings) {
    if !definition.is_for_fargate() {
        return;
    }
    let linux = definition.containers.iter().filter_map(|container| container.get("linuxParameters"));
    for added in
        linux.filter_map(|linux| linux.get("capabilities")).flat_map(|capabilities| capabilities.list("add"))
    {
        let Some(name) = added.node.as_str().filter(|name| *name != "SYS_PTRACE") else { continue };
        let message = format!("the capability `{}` cannot be added on Fargate", shorten(name));
        let finding = added.finding(&RULE, message).aws(format!("{name} is not allowed on Fargate."));
        findings.push(finding.hint("take it out: only SYS_PTRACE can be added"));
    }
}
