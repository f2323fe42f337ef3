//! A task definition has at most 50 tags.

use super::TaskDefinitionRule;
use super::definition::Definition;
use crate::finding::{Findings, Rule, Severity};

pub(super) static RULE: TaskDefinitionRule = TaskDefinitionRule {
    rule: Rule {
        code: "tag-count",
        severity: Severity::Error,
        summary: "A task definition has at most 50 tags.",
        source: "TASK-67",
    },
    aws_message: None,
    why: "Fifty tags is the quota of nearly everything in AWS.",
    example: r#"{"family": "web", "tags": [{"key": "k0"}, {"key": "k1"}, {"key": "k2"}, {"key": "k3"}, {"key": "k4"}, {"key": "k5"}, {"key": "k6"}, {"key": "k7"}, {"key": "k8"}, {"key": "k9"}, {"key": "k10"}, {"key": "k11"}, {"key": "k12"}, {"key": "k13"}, {"key": "k14"}, {"key": "k15"}, {"key": "k16"}, {"key": "k17"}, {"key": "k18"}, {"key": "k19"}, {"key": "k20"}, {"key": "k21"}, {"key": "k22"}, {"key": "k23"}, {"key": "k24"}, {"key": "k25"}, {"key": "k26"}, {"key": "k27"}, {"key": "k28"}, {"key": "k29"}, {"key": "k30"}, {"key": "k31"}, {"key": "k32"}, {"key": "k33"}, {"key": "k34"}, {"key": "k35"}, {"key": "k36"}, {"key": "k37"}, {"key": "k38"}, {"key": "k39"}, {"key": "k40"}, {"key": "k41"}, {"key": "k42"}, {"key": "k43"}, {"key": "k44"}, {"key": "k45"}, {"key": "k46"}, {"key": "k47"}, {"key": "k48"}, {"key": "k49"}, {"key": "k50"}], "containerDefinitions": [{"name": "app", "image": "app:1", "memory": 64}]}"#,
    fix: "Take tags out until there are fifty.",
    check,
};

fn check(definition: &Definition<'_>, findings: &mut Findings) {
    const MOST: usize = 50;
    let count = definition.place.list("tags").count();
    if count > MOST {
        let message = format!("the task definition has {count} tags, and AWS takes {MOST}");
        findings.push(definition.place.finding_at("tags", &RULE, message).hint("take some out"));
    }
}
