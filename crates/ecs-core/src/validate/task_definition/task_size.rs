//! Task-level `cpu` and `memory` are sizes.

use super::TaskDefinitionRule;
use super::definition::Definition;
use crate::aws::shorten;
use crate::finding::{Findings, Rule, Severity};
use crate::units::{parse_cpu_units, parse_memory_mib};

const AWS: &str = "Invalid 'cpu' setting for task. For more information, see the Troubleshooting section of the Amazon ECS Developer Guide.";

pub(super) static RULE: TaskDefinitionRule = TaskDefinitionRule {
    rule: Rule {
        code: "invalid-task-size",
        severity: Severity::Error,
        summary: "Task-level CPU and memory are sizes.",
        source: "RES-1",
    },
    aws_message: Some(AWS),
    why: "ECS keeps CPU in units, 1,024 a vCPU, and memory in MiB. It reads `256`, `.25 vCPU`, `512` and `0.5 GB`, and nothing else.",
    example: r#"{"family": "web", "cpu": "quarter", "containerDefinitions": [{"name": "app", "image": "nginx", "memory": 64}]}"#,
    fix: "Write CPU units such as \"256\" or \".25 vCPU\", and MiB such as \"512\" or \"0.5 GB\".",
    check,
};

fn check(definition: &Definition<'_>, findings: &mut Findings) {
    if let Some(text) = definition.place.str("cpu").filter(|text| parse_cpu_units(text).is_none()) {
        let message = format!("`{}` is no size for `cpu`", shorten(text));
        let finding = definition.place.finding_at("cpu", &RULE, message).aws(AWS);
        findings.push(finding.hint("CPU units, such as \"256\", or \".25 vCPU\""));
    }
    if let Some(text) = definition.place.str("memory").filter(|text| parse_memory_mib(text).is_none()) {
        let message = format!("`{}` is no size for `memory`", shorten(text));
        let finding = definition.place.finding_at("memory", &RULE, message);
        findings.push(finding.hint("MiB, such as \"512\", or \"0.5 GB\""));
    }
}
