//! A container has an image.

use super::TaskDefinitionRule;
use super::definition::Definition;
use crate::finding::{Findings, Rule, Severity};

const AWS: &str = "Container.image should not be null or empty.";

pub(super) static RULE: TaskDefinitionRule = TaskDefinitionRule {
    rule: Rule {
        code: "missing-image",
        severity: Severity::Error,
        summary: "A container has an image.",
        source: "TASK-5",
    },
    aws_message: Some(AWS),
    why: "The image is what a container runs. The AWS CLI takes a container without one, the service does not.",
    example: r#"{"family": "web", "containerDefinitions": [{"name": "app", "memory": 64}]}"#,
    fix: "Name an image, such as `public.ecr.aws/nginx/nginx:1.27`.",
    check,
};

fn check(definition: &Definition<'_>, findings: &mut Findings) {
    for container in definition.containers.iter().filter(|container| container.is_absent_or_string("image")) {
        if container.str("image").is_none_or(str::is_empty) {
            let message = format!("{} has no image", container.title());
            let hint = "name an image, such as `public.ecr.aws/nginx/nginx:1.27`";
            findings.push(container.finding_at("image", &RULE, message).aws(AWS).hint(hint));
        }
    }
}
