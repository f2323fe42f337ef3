//! An image has a tag of its own.

use super::TaskDefinitionRule;
use super::definition::Definition;
use super::image_reference::Reference;
use crate::aws::{is_placeholder, shorten};
use crate::finding::{Findings, Rule, Severity};

pub(super) static RULE: TaskDefinitionRule = TaskDefinitionRule {
    rule: Rule {
        code: "floating-image-tag",
        severity: Severity::Info,
        summary: "An image has a tag that stands for one version, or a digest.",
        source: "TASK-6",
    },
    aws_message: None,
    why: "A name without a tag means `latest`, and `latest` is whatever was pushed last: a deployment next week runs another image from the same revision, and going back to an older revision does not bring the older image back.",
    example: r#"{"family": "web", "containerDefinitions": [{"name": "app", "image": "nginx", "memory": 64}]}"#,
    fix: "Write the version as tag, such as `nginx:1.27`, or pin the image by its digest.",
    check,
};

fn check(definition: &Definition<'_>, findings: &mut Findings) {
    for container in &definition.containers {
        let Some(image) = container.str("image").filter(|image| !is_placeholder(image)) else { continue };
        let Some(reference) = Reference::parse(image) else { continue };
        let what = match reference {
            Reference { has_digest: true, .. } => continue,
            Reference { tag: None, .. } => "has no tag, which means `latest`",
            Reference { tag: Some("latest"), .. } => "has the tag `latest`",
            Reference { tag: Some(_), .. } => continue,
        };
        let message = format!("image `{}` {what}: tomorrow it may be another one", shorten(image));
        let hint = "write a version as tag, or a digest";
        findings.push(container.finding_at("image", &RULE, message).hint(hint));
    }
}
