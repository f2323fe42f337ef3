//! A static host port stands outside of the dynamic range.

use super::TaskDefinitionRule;
use super::definition::Definition;
use crate::aws::NetworkMode;
use crate::finding::{Findings, Rule, Severity};
use crate::network::{DYNAMIC_PORTS, DYNAMIC_PORTS_WINDOWS};

pub(super) static RULE: TaskDefinitionRule = TaskDefinitionRule {
    rule: Rule {
        code: "static-port-in-dynamic-range",
        severity: Severity::Warning,
        summary: "A static host port is outside of the range from which dynamic ones are taken.",
        source: "TASK-17",
    },
    aws_message: None,
    why: "The agent hands out 32768 to 60999 (on Windows 49152 to 65535) to mappings with host port 0. Where it has handed out this one, the task finds no instance for as long as the other runs.",
    example: r#"{"family": "web", "containerDefinitions": [{"name": "app", "image": "nginx:1.27", "memory": 64, "portMappings": [{"containerPort": 80, "hostPort": 40000}]}]}"#,
    fix: "Take a host port below 32768 (49152 on Windows), or 0.",
    check,
};

fn check(definition: &Definition<'_>, findings: &mut Findings) {
    let mode = definition.network_mode();
    let range = match mode {
        NetworkMode::Bridge | NetworkMode::Host => DYNAMIC_PORTS,
        NetworkMode::Default => DYNAMIC_PORTS_WINDOWS,
        NetworkMode::Awsvpc | NetworkMode::None => return,
    };
    for mapping in definition.port_mappings() {
        let Some(port) = mapping.static_port(mode).filter(|port| range.contains(port)) else { continue };
        let key = if mapping.place.get("hostPort").is_some() { "hostPort" } else { "containerPort" };
        let message = format!(
            "host port {port} is one of those that are handed out dynamically, {} to {}",
            range.start(),
            range.end()
        );
        let hint = format!("take a host port below {}", range.start());
        findings.push(mapping.place.finding_at(key, &RULE, message).hint(hint));
    }
}
