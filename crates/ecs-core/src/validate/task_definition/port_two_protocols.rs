//! A container port has one protocol.

use super::TaskDefinitionRule;
use super::definition::Definition;
use super::port_mapping::port_mappings;
use crate::finding::{Findings, Rule, Severity};
use std::collections::BTreeMap;

pub(super) static RULE: TaskDefinitionRule = TaskDefinitionRule {
    rule: Rule {
        code: "port-with-two-protocols",
        severity: Severity::Warning,
        summary: "A container port is mapped with one protocol.",
        source: "TASK-14",
    },
    aws_message: None,
    why: "The API reference rules it out; registration has been seen to take it, and CreateService to refuse it as soon as a load balancer is attached to that port.",
    example: r#"{"family": "web", "containerDefinitions": [{"name": "app", "image": "nginx:1.27", "memory": 64, "portMappings": [{"containerPort": 53, "protocol": "tcp"}, {"containerPort": 53, "protocol": "udp"}]}]}"#,
    fix: "Use another container port for one of the protocols, or map the port in a second definition.",
    check,
};

fn check(definition: &Definition<'_>, findings: &mut Findings) {
    for container in &definition.containers {
        let mut protocols = BTreeMap::new();
        for mapping in port_mappings(container) {
            let Some(port) = mapping.container_port() else { continue };
            let first = *protocols.entry(port).or_insert(mapping.protocol());
            if first != mapping.protocol() {
                let message = format!("container port {port} is mapped with {} already", first.name());
                let finding = mapping.place.finding_at("containerPort", &RULE, message);
                findings
                    .push(finding.hint("a load balancer cannot be attached to a port with two protocols"));
            }
        }
    }
}
