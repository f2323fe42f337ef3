//! An image is written as registry, repository and tag or digest.

use super::TaskDefinitionRule;
use super::definition::Definition;
use super::image_reference::Reference;
use crate::aws::{is_placeholder, shorten};
use crate::finding::{Findings, Rule, Severity};

pub(super) static RULE: TaskDefinitionRule = TaskDefinitionRule {
    rule: Rule {
        code: "malformed-image",
        severity: Severity::Warning,
        summary: "An image is written as a repository with a tag or digest.",
        source: "TASK-6",
    },
    aws_message: None,
    why: "RegisterTaskDefinition takes any text here. It is the pull that fails, when the task starts, with `CannotPullContainerError`.",
    example: r#"{"family": "web", "containerDefinitions": [{"name": "app", "image": "My App:1", "memory": 64}]}"#,
    fix: "Write the repository in lower case without spaces, then `:` and a tag or `@` and a digest.",
    check,
};

fn check(definition: &Definition<'_>, findings: &mut Findings) {
    for container in &definition.containers {
        let Some(image) = container.str("image").filter(|image| !image.is_empty()) else { continue };
        if !is_placeholder(image) && Reference::parse(image).is_none() {
            let message = format!("`{}` is no image that can be pulled", shorten(image));
            let hint = "a repository in lower case without spaces, then `:` and a tag, or `@` and a digest";
            findings.push(container.finding_at("image", &RULE, message).hint(hint));
        }
    }
}
