//! In awsvpc and host mode the host port equals the container port.

use super::TaskDefinitionRule;
use super::definition::Definition;
use crate::aws::NetworkMode;
use crate::finding::{Findings, Rule, Severity};

const AWSVPC: &str =
    "When networkMode=awsvpc, the host ports and container ports in port mappings must match.";
const HOST: &str = "When networkMode=host, the host ports and container ports in port mappings must match";

pub(super) static RULE: TaskDefinitionRule = TaskDefinitionRule {
    rule: Rule {
        code: "host-port-mismatch",
        severity: Severity::Error,
        summary: "In awsvpc and host mode the host port equals the container port.",
        source: "NET-2",
    },
    aws_message: Some(AWSVPC),
    why: "These modes have no translation of addresses: the container's port is the task's, or the instance's, own.",
    example: r#"{"family": "web", "networkMode": "awsvpc", "containerDefinitions": [{"name": "app", "image": "nginx", "memory": 64, "portMappings": [{"containerPort": 80, "hostPort": 8080}]}]}"#,
    fix: "Leave `hostPort` out.",
    check,
};

fn check(definition: &Definition<'_>, findings: &mut Findings) {
    let aws = match definition.network_mode() {
        NetworkMode::Awsvpc => AWSVPC,
        NetworkMode::Host => HOST,
        NetworkMode::Bridge | NetworkMode::None | NetworkMode::Default => return,
    };
    for mapping in definition.containers.iter().flat_map(|container| container.list("portMappings")) {
        let (container_port, host_port) = (mapping.integer("containerPort"), mapping.integer("hostPort"));
        let differs = container_port.is_some_and(|port| (1..=65535).contains(&port))
            && host_port.is_some_and(|port| (1..=65535).contains(&port))
            && host_port != container_port;
        if differs {
            let message = "the host port differs from the container port, and this network mode has no translation between them";
            findings
                .push(mapping.finding_at("hostPort", &RULE, message).aws(aws).hint("leave `hostPort` out"));
        }
    }
}
