//! Ephemeral storage is 21 to 200 GiB, and for Fargate.

use super::TaskDefinitionRule;
use super::definition::Definition;
use crate::aws::Compatibility;
use crate::finding::{Findings, Rule, Severity};

pub(super) static RULE: TaskDefinitionRule = TaskDefinitionRule {
    rule: Rule {
        code: "ephemeral-storage",
        severity: Severity::Error,
        summary: "Ephemeral storage is 21 to 200 GiB, and for Fargate.",
        source: "TASK-65",
    },
    aws_message: Some("EphemeralStorage size should be at least 21"),
    why: "A task on Fargate has 20 GiB without asking; the member is for those that need more. On EC2 the storage is that of the instance.",
    example: r#"{"family": "web", "requiresCompatibilities": ["FARGATE"], "networkMode": "awsvpc", "cpu": "256", "memory": "512", "ephemeralStorage": {"sizeInGiB": 20}, "containerDefinitions": [{"name": "app", "image": "app:1"}]}"#,
    fix: "Write 21 to 200, or leave it out to have 20 GiB.",
    check,
};

fn check(definition: &Definition<'_>, findings: &mut Findings) {
    let Some(storage) = definition.place.get("ephemeralStorage") else { return };
    let compatibilities = &definition.read.requires_compatibilities;
    if compatibilities.contains(&Compatibility::Ec2) && !compatibilities.contains(&Compatibility::Fargate) {
        let message = "a task on EC2 uses the storage of its instance";
        let finding = definition.place.finding_at("ephemeralStorage", &RULE, message);
        let aws = "Tasks using the EC2 launch type do not support EphemeralStorage.";
        findings.push(finding.aws(aws).hint("take it out, or add FARGATE to `requiresCompatibilities`"));
        return;
    }
    let Some(size) = storage.integer("sizeInGiB") else { return };
    let aws = match size {
        ..21 => "EphemeralStorage size should be at least 21",
        21..=200 => return,
        201.. => "EphemeralStorage size should be at most 200",
    };
    let finding = storage.finding_at("sizeInGiB", &RULE, format!("ephemeral storage cannot be {size} GiB"));
    findings.push(finding.aws(aws).hint("write 21 to 200, or leave it out to have 20 GiB"));
}
