//! What `simulation` of a container says is within its bounds.

use super::TaskDefinitionRule;
use super::definition::Definition;
use crate::aws::Behaviour;
use crate::finding::{Finding, Findings, Rule, Severity};

pub(super) static RULE: TaskDefinitionRule = TaskDefinitionRule {
    rule: Rule {
        code: "container-simulation",
        severity: Severity::Error,
        summary: "What a container's `simulation` says is within its bounds.",
        source: "CONT-1",
    },
    aws_message: None,
    why: "AWS learns by running a container how long it starts, what a request costs and when it fails; a simulation is told.",
    example: r#"{"family": "web", "containerDefinitions": [{"name": "app", "image": "app:1", "memory": 64, "simulation": {"errorRate": 5}}]}"#,
    fix: "Write a value within the bounds, or leave it out for the default.",
    check,
};

fn check(definition: &Definition<'_>, findings: &mut Findings) {
    for simulation in definition.containers.iter().filter_map(|container| container.get("simulation")) {
        for fault in Behaviour::faults(simulation.node, &simulation.pointer) {
            let finding = Finding::new(&RULE.rule, fault.pointer, fault.range, fault.message);
            findings.push(finding.hint("write a value within the bounds, or leave it out for the default"));
        }
    }
}
