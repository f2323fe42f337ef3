//! A number of GPUs is a whole number.

use super::TaskDefinitionRule;
use super::definition::Definition;
use super::look::is_wholly_placeholder;
use crate::aws::{Compatibility, shorten};
use crate::finding::{Findings, Rule, Severity};

pub(super) static RULE: TaskDefinitionRule = TaskDefinitionRule {
    rule: Rule {
        code: "gpu-count",
        severity: Severity::Error,
        summary: "A number of GPUs is a whole number.",
        source: "TASK-63",
    },
    aws_message: None,
    why: "GPUs are pinned to a container as a whole; none is shared out in parts.",
    example: r#"{"family": "web", "containerDefinitions": [{"name": "app", "image": "app:1", "memory": 64, "resourceRequirements": [{"type": "GPU", "value": "0.5"}]}]}"#,
    fix: "Write how many GPUs the container gets, such as \"1\".",
    check,
};

fn check(definition: &Definition<'_>, findings: &mut Findings) {
    let compatibilities = &definition.read.requires_compatibilities;
    let takes_all = compatibilities.is_empty() || compatibilities.contains(&Compatibility::ManagedInstances);
    for requirement in
        definition.containers.iter().flat_map(|container| container.list("resourceRequirements"))
    {
        let Some(value) = requirement.str("value") else { continue };
        let is_count =
            value.parse::<u32>().is_ok() || (takes_all && value == "ALL") || is_wholly_placeholder(value);
        if requirement.str("type") == Some("GPU") && !is_count {
            let message = format!("`{}` is no number of GPUs", shorten(value));
            findings.push(
                requirement.finding_at("value", &RULE, message).hint("write a whole number, such as \"1\""),
            );
        }
    }
}
