//! With an access point of Amazon EFS the root directory is left out.

use super::TaskDefinitionRule;
use super::definition::Definition;
use crate::finding::{Findings, Rule, Severity};

const AWS: &str =
    r#"When using an EFS access point, the root directory must either be set to "/" or be omitted."#;

pub(super) static RULE: TaskDefinitionRule = TaskDefinitionRule {
    rule: Rule {
        code: "efs-access-point",
        severity: Severity::Error,
        summary: "With an access point of Amazon EFS the root directory is left out.",
        source: "TASK-59",
    },
    aws_message: Some(AWS),
    why: "The access point itself says which directory is the root.",
    example: r#"{"family": "web", "volumes": [{"name": "data", "efsVolumeConfiguration": {"fileSystemId": "fs-1", "rootDirectory": "/web", "transitEncryption": "ENABLED", "authorizationConfig": {"accessPointId": "fsap-1"}}}], "containerDefinitions": [{"name": "app", "image": "app:1", "memory": 64}]}"#,
    fix: "Leave `rootDirectory` out, or set it to a slash.",
    check,
};

fn check(definition: &Definition<'_>, findings: &mut Findings) {
    for efs in definition.place.list("volumes").filter_map(|volume| volume.get("efsVolumeConfiguration")) {
        let point = efs.get("authorizationConfig").and_then(|config| config.str("accessPointId"));
        let root = efs.str("rootDirectory").filter(|root| !root.is_empty() && *root != "/");
        if point.is_some_and(|point| !point.is_empty()) && root.is_some() {
            let message = "the access point says which directory is the root, and so does `rootDirectory`";
            findings.push(efs.finding_at("rootDirectory", &RULE, message).aws(AWS).hint("leave it out"));
        }
    }
}
