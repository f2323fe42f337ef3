//! In awsvpc mode a container has no names and hosts of its own.

use super::TaskDefinitionRule;
use super::definition::Definition;
use crate::aws::NetworkMode;
use crate::finding::{Findings, Rule, Severity};

/// Members and AWS's text about each, where it is known.
const MEMBERS: &[(&str, Option<&str>)] = &[
    ("hostname", Some("hostname is not supported on container when networkMode=awsvpc.")),
    ("dnsServers", Some("DNS servers are not supported on container when networkMode=awsvpc")),
    ("dnsSearchDomains", None),
    ("extraHosts", Some("Extra hosts are not supported on container when networkMode=awsvpc")),
    ("disableNetworking", Some("Disable Networking is not supported on container when networkMode=awsvpc")),
];

pub(super) static RULE: TaskDefinitionRule = TaskDefinitionRule {
    rule: Rule {
        code: "not-in-awsvpc",
        severity: Severity::Error,
        summary: "In awsvpc mode a container has no hostname, DNS servers, DNS search domains, extra hosts or disabled networking.",
        source: "TASK-18",
    },
    aws_message: Some("hostname is not supported on container when networkMode=awsvpc."),
    why: "The containers share the network interface of the task, and its host name and resolver with it: they are the VPC's.",
    example: r#"{"family": "web", "networkMode": "awsvpc", "containerDefinitions": [{"name": "app", "image": "nginx:1.27", "memory": 64, "hostname": "web"}]}"#,
    fix: "Take the member out, or choose network mode bridge.",
    check,
};

fn check(definition: &Definition<'_>, findings: &mut Findings) {
    if definition.network_mode() != NetworkMode::Awsvpc {
        return;
    }
    for container in &definition.containers {
        for (key, aws) in MEMBERS {
            if !container.is_set(key) {
                continue;
            }
            let message = format!("`{key}` has no place in network mode awsvpc");
            let finding = container.finding_at(key, &RULE, message);
            let finding = finding.hint("take it out, or choose network mode bridge");
            findings.push(match aws {
                Some(text) => finding.aws(*text),
                None => finding,
            });
        }
    }
}
