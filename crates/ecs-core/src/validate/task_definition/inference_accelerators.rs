//! Inference accelerators are gone.

use super::TaskDefinitionRule;
use super::definition::Definition;
use crate::finding::{Findings, Rule, Severity};

const AWS: &str = "Unsupported field 'inferenceAccelerators'.";

pub(super) static RULE: TaskDefinitionRule = TaskDefinitionRule {
    rule: Rule {
        code: "inference-accelerators",
        severity: Severity::Error,
        summary: "Inference accelerators are gone.",
        source: "TASK-63",
    },
    aws_message: Some(AWS),
    why: "Amazon Elastic Inference was retired, and ECS no longer takes the member.",
    example: r#"{"family": "web", "inferenceAccelerators": [{"deviceName": "device_1", "deviceType": "eia2.medium"}], "containerDefinitions": [{"name": "app", "image": "app:1", "memory": 64}]}"#,
    fix: "Take `inferenceAccelerators` out.",
    check,
};

fn check(definition: &Definition<'_>, findings: &mut Findings) {
    if definition.place.list("inferenceAccelerators").next().is_some() {
        let message = "Amazon Elastic Inference was retired";
        let finding = definition.place.finding_at("inferenceAccelerators", &RULE, message);
        findings.push(finding.aws(AWS).hint("take it out"));
    }
}
