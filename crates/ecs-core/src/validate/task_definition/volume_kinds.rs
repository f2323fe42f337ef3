//! A volume is of one kind.

use super::TaskDefinitionRule;
use super::definition::Definition;
use crate::aws::shorten;
use crate::finding::{Findings, Rule, Severity};

const KINDS: [&str; 6] = [
    "host",
    "dockerVolumeConfiguration",
    "efsVolumeConfiguration",
    "s3filesVolumeConfiguration",
    "fsxWindowsFileServerVolumeConfiguration",
    "configuredAtLaunch",
];

pub(super) static RULE: TaskDefinitionRule = TaskDefinitionRule {
    rule: Rule {
        code: "volume-kinds",
        severity: Severity::Error,
        summary: "A volume is of one kind.",
        source: "TASK-56",
    },
    aws_message: None,
    why: "A volume is a directory of the host, a Docker volume, a file system or one made at launch: each member says where the data is.",
    example: r#"{"family": "web", "volumes": [{"name": "data", "host": {"sourcePath": "/data"}, "efsVolumeConfiguration": {"fileSystemId": "fs-1"}}], "containerDefinitions": [{"name": "app", "image": "app:1", "memory": 64}]}"#,
    fix: "Keep the one that you mean.",
    check,
};

fn check(definition: &Definition<'_>, findings: &mut Findings) {
    for volume in definition.place.list("volumes") {
        let has = |key: &&str| match *key {
            "host" => volume.get("host").is_some_and(|host| host.get("sourcePath").is_some()),
            "configuredAtLaunch" => volume.is_true("configuredAtLaunch"),
            key => volume.get(key).is_some(),
        };
        let kinds: Vec<&str> = KINDS.into_iter().filter(has).collect();
        if kinds.len() > 1 {
            let message =
                format!("volume `{}` is of several kinds: {}", shorten(volume.name()), kinds.join(", "));
            findings.push(volume.finding(&RULE, message).hint("keep the one that you mean"));
        }
    }
}
