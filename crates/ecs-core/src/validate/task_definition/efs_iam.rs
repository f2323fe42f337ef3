//! IAM authorization of Amazon EFS needs encryption in transit.

use super::TaskDefinitionRule;
use super::definition::Definition;
use crate::finding::{Findings, Rule, Severity};

const AWS: &str = "EFS IAM authorization requires TransitEncryption to be enabled.";

pub(super) static RULE: TaskDefinitionRule = TaskDefinitionRule {
    rule: Rule {
        code: "efs-iam",
        severity: Severity::Error,
        summary: "IAM authorization of Amazon EFS needs encryption in transit.",
        source: "TASK-59",
    },
    aws_message: Some(AWS),
    why: "With IAM authorization the client sends credentials, and EFS takes them over an encrypted connection only.",
    example: r#"{"family": "web", "volumes": [{"name": "data", "efsVolumeConfiguration": {"fileSystemId": "fs-1", "authorizationConfig": {"iam": "ENABLED"}}}], "containerDefinitions": [{"name": "app", "image": "app:1", "memory": 64}]}"#,
    fix: "Set `transitEncryption` to ENABLED.",
    check,
};

fn check(definition: &Definition<'_>, findings: &mut Findings) {
    for efs in definition.place.list("volumes").filter_map(|volume| volume.get("efsVolumeConfiguration")) {
        let iam = efs.get("authorizationConfig").and_then(|config| config.str("iam"));
        if iam == Some("ENABLED") && efs.str("transitEncryption") != Some("ENABLED") {
            let message = "IAM authorization is on, and encryption in transit is not";
            let finding = efs.finding_at("transitEncryption", &RULE, message);
            findings.push(finding.aws(AWS).hint("set `transitEncryption` to ENABLED"));
        }
    }
}
