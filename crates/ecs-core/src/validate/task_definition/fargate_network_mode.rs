//! On Fargate the network mode is awsvpc.

use super::TaskDefinitionRule;
use super::definition::Definition;
use crate::aws::NetworkMode;
use crate::finding::{Findings, Rule, Severity};

const AWS: &str = "Fargate only supports network mode ‘awsvpc’.";

pub(super) static RULE: TaskDefinitionRule = TaskDefinitionRule {
    rule: Rule {
        code: "fargate-network-mode",
        severity: Severity::Error,
        summary: "On Fargate the network mode is awsvpc.",
        source: "RES-3",
    },
    aws_message: Some(AWS),
    why: "A task on Fargate has an elastic network interface of its own; there is no instance whose network it could share.",
    example: r#"{"family": "web", "requiresCompatibilities": ["FARGATE"], "cpu": "256", "memory": "512", "containerDefinitions": [{"name": "app", "image": "nginx"}]}"#,
    fix: "Set `networkMode` to awsvpc.",
    check,
};

fn check(definition: &Definition<'_>, findings: &mut Findings) {
    if definition.is_for_fargate() && definition.network_mode() != NetworkMode::Awsvpc {
        let message = "a definition for Fargate has network mode awsvpc";
        let finding = definition.place.finding_at("networkMode", &RULE, message);
        findings.push(finding.aws(AWS).hint("set `networkMode` to awsvpc"));
    }
}
