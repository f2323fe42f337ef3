//! Network mode none has no port mappings.

use super::TaskDefinitionRule;
use super::definition::Definition;
use crate::aws::NetworkMode;
use crate::finding::{Findings, Rule, Severity};

pub(super) static RULE: TaskDefinitionRule = TaskDefinitionRule {
    rule: Rule {
        code: "ports-in-none",
        severity: Severity::Error,
        summary: "Network mode none has no port mappings.",
        source: "NET-3",
    },
    aws_message: None,
    why: "With network mode none a container has a loopback interface and nothing else: there is nothing to map.",
    example: r#"{"family": "web", "networkMode": "none", "containerDefinitions": [{"name": "app", "image": "nginx", "memory": 64, "portMappings": [{"containerPort": 80}]}]}"#,
    fix: "Take the mappings out, or choose another network mode.",
    check,
};

fn check(definition: &Definition<'_>, findings: &mut Findings) {
    if definition.network_mode() != NetworkMode::None {
        return;
    }
    for container in &definition.containers {
        for mapping in container.list("portMappings") {
            let message = format!("{} maps a port, and network mode none has no network", container.title());
            findings
                .push(mapping.finding(&RULE, message).hint("take it out, or choose another network mode"));
        }
    }
}
