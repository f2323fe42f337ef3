//! Ports are 1 to 65535; a host port may be 0.

use super::TaskDefinitionRule;
use super::definition::Definition;
use crate::aws::{NetworkMode, shorten};
use crate::finding::{Findings, Rule, Severity};

pub(super) static RULE: TaskDefinitionRule = TaskDefinitionRule {
    rule: Rule {
        code: "invalid-port",
        severity: Severity::Error,
        summary: "Ports are 1 to 65535; a host port may be 0.",
        source: "NET-1",
    },
    aws_message: Some("Invalid 'containerPort' setting for container 'X'."),
    why: "A mapping says which port the container listens on; host port 0 leaves the choice of the instance's port to ECS.",
    example: r#"{"family": "web", "containerDefinitions": [{"name": "app", "image": "nginx", "memory": 64, "portMappings": [{"containerPort": 0}]}]}"#,
    fix: "Write the port that the container listens on, from 1 to 65535.",
    check,
};

fn check(definition: &Definition<'_>, findings: &mut Findings) {
    if definition.network_mode() == NetworkMode::None {
        return;
    }
    for container in &definition.containers {
        for mapping in container.list("portMappings").filter(super::definition::Place::is_object) {
            let container_port = mapping.integer("containerPort");
            // What is no number has been reported as such.
            if container_port.is_none() && mapping.get("containerPort").is_some() {
                continue;
            }
            let is_range = mapping.get("containerPortRange").is_some();
            if !is_range && container_port.is_none_or(|port| !(1..=65535).contains(&port)) {
                let name = container.name();
                let message = format!(
                    "container `{}` has no `containerPort` from 1 to 65535 in this mapping",
                    shorten(name)
                );
                let aws = format!("Invalid 'containerPort' setting for container '{name}'.");
                let hint = "write the port that the container listens on";
                findings.push(mapping.finding_at("containerPort", &RULE, message).aws(aws).hint(hint));
            } else if let Some(port) = mapping.integer("hostPort").filter(|port| !(0..=65535).contains(port))
            {
                let finding = mapping.finding_at("hostPort", &RULE, format!("`hostPort` cannot be {port}"));
                findings.push(finding.hint("write 0 to 65535, or leave it out"));
            }
        }
    }
}
