//! Links need network mode bridge.

use super::TaskDefinitionRule;
use super::definition::Definition;
use crate::aws::NetworkMode;
use crate::finding::{Findings, Rule, Severity};

const AWS: &str = "Links are not supported when networkMode=awsvpc.";

pub(super) static RULE: TaskDefinitionRule = TaskDefinitionRule {
    rule: Rule {
        code: "links-network-mode",
        severity: Severity::Error,
        summary: "Links need network mode bridge.",
        source: "TASK-19",
    },
    aws_message: Some(AWS),
    why: "A link writes another container's address on Docker's bridge into a container's hosts file. In the other modes containers of a task share one network, or have none.",
    example: r#"{"family": "web", "networkMode": "awsvpc", "containerDefinitions": [{"name": "app", "image": "nginx:1.27", "memory": 64, "links": ["db"]}, {"name": "db", "image": "redis:7", "memory": 64}]}"#,
    fix: "Take the links out. In awsvpc and host mode the containers of a task reach each other at `localhost`.",
    check,
};

fn check(definition: &Definition<'_>, findings: &mut Findings) {
    let hint = match definition.network_mode() {
        NetworkMode::Awsvpc | NetworkMode::Host => {
            "take them out: the containers of a task reach each other at localhost"
        }
        NetworkMode::None => "take them out, or choose network mode bridge",
        NetworkMode::Bridge | NetworkMode::Default => return,
    };
    for container in definition.containers.iter().filter(|container| container.list("links").next().is_some())
    {
        let finding = container.finding_at("links", &RULE, "links need network mode bridge").hint(hint);
        findings.push(match definition.network_mode() {
            NetworkMode::Awsvpc => finding.aws(AWS),
            _ => finding,
        });
    }
}
