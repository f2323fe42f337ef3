//! What an external instance does not have.

use super::TaskDefinitionRule;
use super::definition::{Definition, Place};
use crate::aws::{Compatibility, NetworkMode};
use crate::finding::{Findings, Rule, Severity};

pub(super) static RULE: TaskDefinitionRule = TaskDefinitionRule {
    rule: Rule {
        code: "external-features",
        severity: Severity::Warning,
        summary: "A definition for external instances uses what they have.",
        source: "TASK-76",
    },
    aws_message: None,
    why: "External instances have no elastic network interfaces to give, no App Mesh, no Service Connect, no EBS volumes attached at launch and no fault injection: no task of the definition finds a place.",
    example: r#"{"family": "web", "requiresCompatibilities": ["EXTERNAL"], "networkMode": "awsvpc", "containerDefinitions": [{"name": "app", "image": "app:1", "memory": 64}]}"#,
    fix: "Leave the feature out, or leave EXTERNAL out of `requiresCompatibilities`.",
    check,
};

fn check(definition: &Definition<'_>, findings: &mut Findings) {
    if !definition.read.requires_compatibilities.contains(&Compatibility::External) {
        return;
    }
    let hint = "leave it out, or leave EXTERNAL out of `requiresCompatibilities`";
    if definition.network_mode() == NetworkMode::Awsvpc {
        let message = "external instances have no network mode awsvpc: no task finds a place there";
        let finding = definition.place.finding_at("networkMode", &RULE, message);
        findings.push(finding.hint("set `networkMode` to bridge, host or none"));
    }
    for (member, feature) in
        [("proxyConfiguration", "no App Mesh"), ("enableFaultInjection", "no fault injection")]
    {
        if definition.place.is_set(member) {
            let message = format!("external instances have {feature}");
            findings.push(definition.place.finding_at(member, &RULE, message).hint(hint));
        }
    }
    for volume in definition.place.list("volumes").filter(Place::is_object) {
        if volume.is_true("configuredAtLaunch") {
            let message = "external instances have no EBS volumes that are attached at launch";
            findings.push(volume.finding_at("configuredAtLaunch", &RULE, message).hint(hint));
        }
    }
}
