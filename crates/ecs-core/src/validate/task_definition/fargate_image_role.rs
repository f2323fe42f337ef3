//! On Fargate an image in Amazon ECR needs an execution role.

use super::TaskDefinitionRule;
use super::definition::Definition;
use crate::aws::shorten;
use crate::finding::{Findings, Rule, Severity};

const AWS: &str = "Fargate requires task definition to have execution role ARN to support ECR images.";

pub(super) static RULE: TaskDefinitionRule = TaskDefinitionRule {
    rule: Rule {
        code: "fargate-image-role",
        severity: Severity::Error,
        summary: "On Fargate an image in Amazon ECR needs an execution role.",
        source: "TASK-53",
    },
    aws_message: Some(AWS),
    why: "Someone has to be allowed to pull the image; on Fargate there is no instance whose rights would do.",
    example: r#"{"family": "web", "requiresCompatibilities": ["FARGATE"], "networkMode": "awsvpc", "cpu": "256", "memory": "512", "containerDefinitions": [{"name": "app", "image": "123456789012.dkr.ecr.us-east-1.amazonaws.com/app:1"}]}"#,
    fix: "Set `executionRoleArn` to a role that may pull the image.",
    check,
};

fn check(definition: &Definition<'_>, findings: &mut Findings) {
    if !definition.is_for_fargate() || definition.has_execution_role() {
        return;
    }
    for container in &definition.containers {
        let Some(image) = container.str("image").filter(|image| is_private_ecr(image)) else { continue };
        let message = format!(
            "`{}` is in a private registry of Amazon ECR, and the task has no execution role to pull it with",
            shorten(image)
        );
        let hint = "set `executionRoleArn` to a role that may pull the image";
        findings.push(container.finding_at("image", &RULE, message).aws(AWS).hint(hint));
    }
}

/// The public gallery, public.ecr.aws, asks for no rights.
fn is_private_ecr(image: &str) -> bool {
    let registry = image.split('/').next().unwrap_or_default();
    (registry.contains(".dkr.ecr.") && registry.contains(".amazonaws.com")) || registry.contains(".dkr-ecr.")
}
