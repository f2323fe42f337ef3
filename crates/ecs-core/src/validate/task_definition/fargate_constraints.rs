//! A definition for Fargate has no placement constraints.

use super::TaskDefinitionRule;
use super::definition::Definition;
use crate::finding::{Findings, Rule, Severity};

const AWS: &str = "Fargate compatible task definitions do not support constraints";

pub(super) static RULE: TaskDefinitionRule = TaskDefinitionRule {
    rule: Rule {
        code: "fargate-constraints",
        severity: Severity::Error,
        summary: "A definition for Fargate has no placement constraints.",
        source: "TASK-72",
    },
    aws_message: Some(AWS),
    why: "A constraint chooses among the instances of a cluster, and Fargate has none to choose from.",
    example: r#"{"family": "web", "requiresCompatibilities": ["FARGATE"], "networkMode": "awsvpc", "cpu": "256", "memory": "512", "placementConstraints": [{"type": "memberOf", "expression": "attribute:ecs.os-type == linux"}], "containerDefinitions": [{"name": "app", "image": "app:1"}]}"#,
    fix: "Take the constraints out; the subnets of the service say which Availability Zones are used.",
    check,
};

fn check(definition: &Definition<'_>, findings: &mut Findings) {
    let has_any = definition.place.list("placementConstraints").next().is_some();
    if definition.is_for_fargate() && has_any {
        let message = "Fargate has no instances that a placement constraint could choose from";
        let finding = definition.place.finding_at("placementConstraints", &RULE, message);
        findings.push(finding.aws(AWS).hint("take them out"));
    }
}
