//! A proxy configuration is App Mesh's, which ends.

use super::TaskDefinitionRule;
use super::definition::Definition;
use crate::finding::{Findings, Rule, Severity};

pub(super) static RULE: TaskDefinitionRule = TaskDefinitionRule {
    rule: Rule {
        code: "app-mesh",
        severity: Severity::Warning,
        summary: "App Mesh ends; Service Connect takes its place.",
        source: "TASK-77",
    },
    aws_message: None,
    why: "A proxy configuration leads the traffic of a task through the Envoy proxy of AWS App Mesh, and AWS ends App Mesh on September 30, 2026. Service Connect runs such a proxy beside the task without a word of it in the definition.",
    example: r#"{"family": "web", "networkMode": "awsvpc", "proxyConfiguration": {"type": "APPMESH", "containerName": "app", "properties": [{"name": "ProxyIngressPort", "value": "15000"}, {"name": "ProxyEgressPort", "value": "15001"}, {"name": "AppPorts", "value": "80"}, {"name": "EgressIgnoredIPs", "value": "169.254.170.2"}, {"name": "IgnoredUID", "value": "1337"}]}, "containerDefinitions": [{"name": "app", "image": "app:1", "memory": 64}]}"#,
    fix: "Take the proxy out, name the port, and give the service a `serviceConnectConfiguration`.",
    check,
};

fn check(definition: &Definition<'_>, findings: &mut Findings) {
    if definition.place.get("proxyConfiguration").is_some() {
        let message = "this is the proxy of App Mesh, which AWS ends on September 30, 2026; no traffic is led through it here";
        let finding = definition.place.finding_at("proxyConfiguration", &RULE, message);
        findings.push(finding.hint("Service Connect of the service takes its place"));
    }
}
