//! A port mapping has a name of its own.

use super::TaskDefinitionRule;
use super::definition::Definition;
use crate::aws::shorten;
use crate::finding::{Findings, Rule, Severity};
use std::collections::BTreeSet;

const AWS: &str = "port mapping name is already used";

pub(super) static RULE: TaskDefinitionRule = TaskDefinitionRule {
    rule: Rule {
        code: "duplicate-port-name",
        severity: Severity::Error,
        summary: "Names of port mappings are unique in a task.",
        source: "TASK-15",
    },
    aws_message: Some(AWS),
    why: "Service Connect and VPC Lattice find a port by the name of its mapping.",
    example: r#"{"family": "web", "containerDefinitions": [{"name": "app", "image": "nginx:1.27", "memory": 64, "portMappings": [{"name": "http", "containerPort": 80}, {"name": "http", "containerPort": 81}]}]}"#,
    fix: "Rename one of the two mappings.",
    check,
};

fn check(definition: &Definition<'_>, findings: &mut Findings) {
    let mut names = BTreeSet::new();
    for mapping in definition.port_mappings() {
        let Some(name) = mapping.place.str("name").filter(|name| !name.is_empty()) else { continue };
        if !names.insert(name) {
            let message = format!("there is a port mapping `{}` already in this task", shorten(name));
            findings.push(
                mapping.place.finding_at("name", &RULE, message).aws(AWS).hint("rename one of the two"),
            );
        }
    }
}
