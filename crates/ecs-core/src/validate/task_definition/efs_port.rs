//! A port for encryption in transit needs encryption in transit.

use super::TaskDefinitionRule;
use super::definition::Definition;
use crate::finding::{Findings, Rule, Severity};

const AWS: &str = "TransitEncryptionPort requires that TransitEncryption is enabled.";

pub(super) static RULE: TaskDefinitionRule = TaskDefinitionRule {
    rule: Rule {
        code: "efs-port",
        severity: Severity::Error,
        summary: "A port for encryption in transit needs encryption in transit.",
        source: "TASK-59",
    },
    aws_message: Some(AWS),
    why: "The port is that of the encrypted connection to Amazon EFS.",
    example: r#"{"family": "web", "volumes": [{"name": "data", "efsVolumeConfiguration": {"fileSystemId": "fs-1", "transitEncryptionPort": 2049}}], "containerDefinitions": [{"name": "app", "image": "app:1", "memory": 64}]}"#,
    fix: "Set `transitEncryption` to ENABLED, or leave the port out.",
    check,
};

fn check(definition: &Definition<'_>, findings: &mut Findings) {
    for efs in definition.place.list("volumes").filter_map(|volume| volume.get("efsVolumeConfiguration")) {
        if efs.get("transitEncryptionPort").is_some() && efs.str("transitEncryption") != Some("ENABLED") {
            let message = "a port for encryption in transit is given, and encryption in transit is off";
            let finding = efs.finding_at("transitEncryptionPort", &RULE, message);
            findings.push(finding.aws(AWS).hint("set `transitEncryption` to ENABLED, or leave the port out"));
        }
    }
}
