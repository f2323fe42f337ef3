//! Windows on EC2 has network mode awsvpc and its default.

use super::TaskDefinitionRule;
use super::definition::Definition;
use crate::finding::{Findings, Rule, Severity};

/// The one that has no task networking.
const WITHOUT_AWSVPC: &str = "WINDOWS_SERVER_2016_FULL";

pub(super) static RULE: TaskDefinitionRule = TaskDefinitionRule {
    rule: Rule {
        code: "windows-network-mode",
        severity: Severity::Warning,
        summary: "Windows on EC2 has network mode awsvpc, from Server 2019 on, and its default.",
        source: "TASK-79",
    },
    aws_message: None,
    why: "bridge, host and none are drivers of Docker on Linux. Docker on Windows has nat, which a definition gets by naming no mode.",
    example: r#"{"family": "web", "networkMode": "host", "runtimePlatform": {"operatingSystemFamily": "WINDOWS_SERVER_2022_CORE"}, "containerDefinitions": [{"name": "app", "image": "app:1", "memory": 512}]}"#,
    fix: "Leave `networkMode` out, or take awsvpc on Server 2019 or later.",
    check,
};

fn check(definition: &Definition<'_>, findings: &mut Findings) {
    if !definition.read.windows || definition.is_for_fargate() {
        return;
    }
    let family = definition.place.get("runtimePlatform");
    let family = family.and_then(|platform| platform.str("operatingSystemFamily"));
    let (message, hint) = match definition.place.str("networkMode") {
        Some("bridge") => (
            "Windows has no network mode bridge; it is read as Windows' default, nat".to_owned(),
            "leave `networkMode` out: that is the default",
        ),
        Some(mode @ ("host" | "none")) => (
            format!("Windows has no network mode {mode}: no task can run so"),
            "leave `networkMode` out, or set it to awsvpc",
        ),
        Some("awsvpc") if family == Some(WITHOUT_AWSVPC) => (
            "Windows Server 2016 has no network mode awsvpc: no task can run so".to_owned(),
            "leave `networkMode` out, or take Windows Server 2019 or later",
        ),
        _ => return,
    };
    findings.push(definition.place.finding_at("networkMode", &RULE, message).hint(hint));
}
