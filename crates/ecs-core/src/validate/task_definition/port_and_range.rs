//! A mapping has a port or a range.

use super::TaskDefinitionRule;
use super::definition::Definition;
use crate::finding::{Findings, Rule, Severity};

const AWS: &str = "cannot specify both single port and port range";

pub(super) static RULE: TaskDefinitionRule = TaskDefinitionRule {
    rule: Rule {
        code: "port-and-port-range",
        severity: Severity::Error,
        summary: "A mapping has either a port or a range of ports.",
        source: "TASK-16",
    },
    aws_message: Some(AWS),
    why: "`containerPortRange` stands for `containerPort` and `hostPort`: the host ports of a range are chosen by the agent.",
    example: r#"{"family": "web", "containerDefinitions": [{"name": "app", "image": "nginx:1.27", "memory": 64, "portMappings": [{"containerPort": 80, "containerPortRange": "8000-8010"}]}]}"#,
    fix: "Write the single port as a mapping of its own.",
    check,
};

fn check(definition: &Definition<'_>, findings: &mut Findings) {
    for mapping in definition.port_mappings().filter(|mapping| mapping.range_text().is_some()) {
        // 0 is what some tools print for a member that is left out.
        let single = ["containerPort", "hostPort"]
            .into_iter()
            .find(|key| mapping.place.integer(key).is_some_and(|port| port != 0));
        if let Some(key) = single {
            let message = format!("`{key}` and `containerPortRange` exclude each other");
            let finding = mapping.place.finding_at(key, &RULE, message).aws(AWS);
            findings.push(finding.hint("write the single port as a mapping of its own"));
        }
    }
}
