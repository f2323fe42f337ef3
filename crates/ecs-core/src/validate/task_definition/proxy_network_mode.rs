//! A proxy configuration needs network mode awsvpc.

use super::TaskDefinitionRule;
use super::definition::Definition;
use crate::aws::NetworkMode;
use crate::finding::{Findings, Rule, Severity};

const AWS: &str = "APPMESH proxy configuration is only supported in networkMode=awsvpc";

pub(super) static RULE: TaskDefinitionRule = TaskDefinitionRule {
    rule: Rule {
        code: "proxy-network-mode",
        severity: Severity::Error,
        summary: "A proxy configuration needs network mode awsvpc.",
        source: "TASK-64",
    },
    aws_message: Some(AWS),
    why: "The proxy takes over the traffic of the task by rules in the network namespace of its own interface, which only awsvpc gives it.",
    example: r#"{"family": "web", "proxyConfiguration": {"type": "APPMESH", "containerName": "app", "properties": [{"name": "ProxyIngressPort", "value": "15000"}, {"name": "ProxyEgressPort", "value": "15001"}, {"name": "AppPorts", "value": "80"}, {"name": "EgressIgnoredIPs", "value": "169.254.170.2"}, {"name": "IgnoredUID", "value": "1337"}]}, "containerDefinitions": [{"name": "app", "image": "app:1", "memory": 64}]}"#,
    fix: "Set `networkMode` to awsvpc, or take the proxy out.",
    check,
};

fn check(definition: &Definition<'_>, findings: &mut Findings) {
    let has_proxy = definition.place.get("proxyConfiguration").is_some();
    if has_proxy && definition.network_mode() != NetworkMode::Awsvpc {
        let message = "a proxy configuration works in network mode awsvpc only";
        let finding = definition.place.finding_at("proxyConfiguration", &RULE, message);
        findings.push(finding.aws(AWS).hint("set `networkMode` to awsvpc, or take the proxy out"));
    }
}
