//! A proxy configuration has its properties.

use super::TaskDefinitionRule;
use super::definition::Definition;
use crate::finding::{Findings, Rule, Severity};
use std::collections::BTreeSet;

const AWS_INGRESS: &str = "Ingress port not found";

/// What has to be there, and AWS's text where it is known.
const REQUIRED: [(&str, Option<&str>); 4] = [
    ("ProxyIngressPort", Some(AWS_INGRESS)),
    ("ProxyEgressPort", None),
    ("AppPorts", None),
    ("EgressIgnoredIPs", None),
];

pub(super) static RULE: TaskDefinitionRule = TaskDefinitionRule {
    rule: Rule {
        code: "proxy-properties",
        severity: Severity::Error,
        summary: "A proxy configuration has its properties.",
        source: "TASK-64",
    },
    aws_message: Some(AWS_INGRESS),
    why: "The network plugin needs to know which ports the proxy listens on, which traffic it gets, and which user is the proxy itself.",
    example: r#"{"family": "web", "networkMode": "awsvpc", "proxyConfiguration": {"type": "APPMESH", "containerName": "app", "properties": [{"name": "ProxyEgressPort", "value": "15001"}, {"name": "AppPorts", "value": "80"}, {"name": "EgressIgnoredIPs", "value": "169.254.170.2"}, {"name": "IgnoredUID", "value": "1337"}]}, "containerDefinitions": [{"name": "app", "image": "app:1", "memory": 64}]}"#,
    fix: "Add the properties that are missing.",
    check,
};

fn check(definition: &Definition<'_>, findings: &mut Findings) {
    let Some(proxy) = definition.place.get("proxyConfiguration") else { return };
    let given: BTreeSet<&str> =
        proxy.list("properties").filter_map(|property| property.str("name")).collect();
    for (name, aws) in REQUIRED {
        if !given.contains(name) {
            let message = format!("the proxy has no `{name}`");
            let finding = proxy.finding_at("properties", &RULE, message);
            let finding = finding.hint(format!("add a property with the name `{name}`"));
            findings.push(match aws {
                Some(aws) => finding.aws(aws),
                None => finding,
            });
        }
    }
    if !given.contains("IgnoredUID") && !given.contains("IgnoredGID") {
        let message =
            "the proxy has neither `IgnoredUID` nor `IgnoredGID`, so its own traffic would come back to it";
        let finding = proxy.finding_at("properties", &RULE, message);
        findings.push(finding.hint("add `IgnoredUID` with the user id of the proxy container"));
    }
}
