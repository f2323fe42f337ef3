//! A protocol is tcp or udp.

use super::TaskDefinitionRule;
use super::definition::Definition;
use crate::aws::shorten;
use crate::finding::{Findings, Rule, Severity};

pub(super) static RULE: TaskDefinitionRule = TaskDefinitionRule {
    rule: Rule {
        code: "unknown-protocol",
        severity: Severity::Warning,
        summary: "A protocol is tcp or udp; any other is taken for tcp.",
        source: "NET-1",
    },
    aws_message: None,
    why: "`http` and the like pass the AWS CLI, which does not look at the value; what the service makes of them is not documented.",
    example: r#"{"family": "web", "containerDefinitions": [{"name": "app", "image": "nginx", "memory": 64, "portMappings": [{"containerPort": 80, "protocol": "http"}]}]}"#,
    fix: "Write tcp or udp; what is spoken over it goes into `appProtocol`.",
    check,
};

fn check(definition: &Definition<'_>, findings: &mut Findings) {
    let mappings = definition.containers.iter().flat_map(|container| container.list("portMappings"));
    for protocol in mappings.filter_map(|mapping| mapping.get("protocol")) {
        let text = protocol.node.as_str().unwrap_or_default();
        if !matches!(text, "tcp" | "udp") {
            let message = format!("protocol `{}` is neither tcp nor udp; tcp is taken", shorten(text));
            findings.push(protocol.finding(&RULE, message).hint("write tcp or udp"));
        }
    }
}
