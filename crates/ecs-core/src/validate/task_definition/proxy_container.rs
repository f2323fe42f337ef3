//! The proxy is a container of the task definition.

use super::TaskDefinitionRule;
use super::definition::{Definition, Place};
use super::look::did_you_mean;
use crate::aws::shorten;
use crate::finding::{Findings, Rule, Severity};
use std::collections::BTreeSet;

pub(super) static RULE: TaskDefinitionRule = TaskDefinitionRule {
    rule: Rule {
        code: "proxy-container",
        severity: Severity::Error,
        summary: "The proxy is a container of the task definition.",
        source: "TASK-64",
    },
    aws_message: Some("Proxy container [X] does not exist."),
    why: "The proxy, mostly Envoy, runs as a container of the task whose traffic it takes over.",
    example: r#"{"family": "web", "networkMode": "awsvpc", "proxyConfiguration": {"type": "APPMESH", "containerName": "envoy", "properties": [{"name": "ProxyIngressPort", "value": "15000"}, {"name": "ProxyEgressPort", "value": "15001"}, {"name": "AppPorts", "value": "80"}, {"name": "EgressIgnoredIPs", "value": "169.254.170.2"}, {"name": "IgnoredUID", "value": "1337"}]}, "containerDefinitions": [{"name": "app", "image": "app:1", "memory": 64}]}"#,
    fix: "Name a container of this task definition.",
    check,
};

fn check(definition: &Definition<'_>, findings: &mut Findings) {
    let Some(proxy) = definition.place.get("proxyConfiguration") else { return };
    let Some(name) = proxy.str("containerName") else { return };
    let names: BTreeSet<&str> = definition.containers.iter().map(Place::name).collect();
    if names.contains(name) {
        return;
    }
    let message = format!("no container is called `{}`", shorten(name));
    let aws = format!("Proxy container [{name}] does not exist.");
    let hint = did_you_mean(name, &names, "name a container of this task definition");
    findings.push(proxy.finding_at("containerName", &RULE, message).aws(aws).hint(hint));
}
