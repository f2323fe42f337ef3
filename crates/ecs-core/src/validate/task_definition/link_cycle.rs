//! Links do not go round in a circle.

use super::TaskDefinitionRule;
use super::circle::Arrow;
use super::definition::Definition;
use super::link_target::linked_container;
use crate::aws::NetworkMode;
use crate::finding::{Findings, Rule, Severity};

const AWS: &str = "Container links should not have a cycle";

pub(super) static RULE: TaskDefinitionRule = TaskDefinitionRule {
    rule: Rule {
        code: "link-cycle",
        severity: Severity::Error,
        summary: "Links do not go round in a circle.",
        source: "TASK-19",
    },
    aws_message: Some(AWS),
    why: "A container is started after those that it links to.",
    example: r#"{"family": "web", "containerDefinitions": [{"name": "app", "image": "nginx:1.27", "memory": 64, "links": ["db"]}, {"name": "db", "image": "redis:7", "memory": 64, "links": ["app"]}]}"#,
    fix: "Take one of the links out.",
    check,
};

fn check(definition: &Definition<'_>, findings: &mut Findings) {
    if !matches!(definition.network_mode(), NetworkMode::Bridge | NetworkMode::Default) {
        return;
    }
    let links = definition.containers.iter().flat_map(|container| {
        container.list("links").filter_map(|place| {
            let to = linked_container(place.node.as_str()?);
            Some(Arrow { from: container.name(), to, place })
        })
    });
    if let Some(round) = definition.circle(links) {
        let message = format!("the links go round in a circle: {}", round.path);
        findings.push(round.place.finding(&RULE, message).aws(AWS).hint("take one of these links out"));
    }
}
