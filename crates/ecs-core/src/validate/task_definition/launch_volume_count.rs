//! One volume at most is configured at launch.

use super::TaskDefinitionRule;
use super::definition::Definition;
use crate::aws::shorten;
use crate::finding::{Findings, Rule, Severity};

pub(super) static RULE: TaskDefinitionRule = TaskDefinitionRule {
    rule: Rule {
        code: "launch-volume-count",
        severity: Severity::Error,
        summary: "One volume at most is configured at launch.",
        source: "TASK-57",
    },
    aws_message: None,
    why: "A task can have one Amazon EBS volume that is made when it starts.",
    example: r#"{"family": "web", "volumes": [{"name": "a", "configuredAtLaunch": true}, {"name": "b", "configuredAtLaunch": true}], "containerDefinitions": [{"name": "app", "image": "app:1", "memory": 64, "mountPoints": [{"sourceVolume": "a", "containerPath": "/a"}, {"sourceVolume": "b", "containerPath": "/b"}]}]}"#,
    fix: "Keep one of them.",
    check,
};

fn check(definition: &Definition<'_>, findings: &mut Findings) {
    let at_launch = definition.place.list("volumes").filter(|volume| volume.is_true("configuredAtLaunch"));
    for volume in at_launch.skip(1) {
        let message = format!(
            "volume `{}` is configured at launch, and so is another one before it",
            shorten(volume.name())
        );
        findings.push(volume.finding_at("configuredAtLaunch", &RULE, message).hint("keep one of them"));
    }
}
