//! A soft limit is not above its hard limit.

use super::TaskDefinitionRule;
use super::definition::Definition;
use crate::finding::{Findings, Rule, Severity};

pub(super) static RULE: TaskDefinitionRule = TaskDefinitionRule {
    rule: Rule {
        code: "ulimit",
        severity: Severity::Error,
        summary: "A soft limit is not above its hard limit.",
        source: "TASK-60",
    },
    aws_message: Some("Soft limit exceeds hard limit for ulimit X"),
    why: "A process may raise its soft limit up to the hard one, so the hard one is the ceiling.",
    example: r#"{"family": "web", "containerDefinitions": [{"name": "app", "image": "app:1", "memory": 64, "ulimits": [{"name": "nofile", "softLimit": 2048, "hardLimit": 1024}]}]}"#,
    fix: "Lower the soft limit, or raise the hard one.",
    check,
};

fn check(definition: &Definition<'_>, findings: &mut Findings) {
    for ulimit in definition.containers.iter().flat_map(|container| container.list("ulimits")) {
        let Some((soft, hard)) = ulimit.integer("softLimit").zip(ulimit.integer("hardLimit")) else {
            continue;
        };
        // -1 is no limit.
        if hard >= 0 && soft > hard {
            let message = format!("the soft limit {soft} is above the hard limit {hard}");
            let aws = format!("Soft limit exceeds hard limit for ulimit {}", ulimit.name());
            let finding = ulimit.finding_at("softLimit", &RULE, message);
            findings.push(finding.aws(aws).hint("lower the soft limit, or raise the hard one"));
        }
    }
}
