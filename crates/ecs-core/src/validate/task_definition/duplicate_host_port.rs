//! A port of the host is mapped once in a task.

use super::TaskDefinitionRule;
use super::definition::Definition;
use crate::aws::{NetworkMode, Protocol};
use crate::finding::{Findings, Rule, Severity};
use std::collections::BTreeSet;

pub(super) static RULE: TaskDefinitionRule = TaskDefinitionRule {
    rule: Rule {
        code: "duplicate-host-port",
        severity: Severity::Error,
        summary: "A static host port is mapped once in a task.",
        source: "TASK-13",
    },
    aws_message: Some("TCP host port 'X' is mapped multiple times in task."),
    why: "All containers of a task stand on the same instance, and a port of it leads to one of them. In awsvpc and host mode the container ports are the host ports, so two containers cannot listen on the same one.",
    example: r#"{"family": "web", "containerDefinitions": [{"name": "app", "image": "nginx:1.27", "memory": 64, "portMappings": [{"containerPort": 80, "hostPort": 8080}]}, {"name": "api", "image": "httpd:2.4", "memory": 64, "portMappings": [{"containerPort": 80, "hostPort": 8080}]}]}"#,
    fix: "Give one of the two another port; in bridge mode host port 0 lets ECS choose.",
    check,
};

fn check(definition: &Definition<'_>, findings: &mut Findings) {
    let mode = definition.network_mode();
    let mut taken = BTreeSet::new();
    for mapping in definition.port_mappings() {
        let Some(port) = mapping.static_port(mode) else { continue };
        if taken.insert((mapping.protocol(), port)) {
            continue;
        }
        let key = if mapping.place.get("hostPort").is_some() { "hostPort" } else { "containerPort" };
        let protocol = mapping.protocol();
        let message = format!("host port {port}/{} is mapped already in this task", protocol.name());
        let finding = mapping.place.finding_at(key, &RULE, message);
        let finding = finding.hint(match mode {
            NetworkMode::Bridge | NetworkMode::Default => {
                "take another host port, or 0 for one that ECS chooses"
            }
            _ => "let one of the containers listen on another port",
        });
        findings.push(match protocol {
            Protocol::Tcp => finding.aws(format!("TCP host port '{port}' is mapped multiple times in task.")),
            // The text was seen for TCP only.
            Protocol::Udp => finding,
        });
    }
}
