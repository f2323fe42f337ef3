//! A definition has up to ten placement constraints.

use super::TaskDefinitionRule;
use super::definition::Definition;
use crate::finding::{Findings, Rule, Severity};

const CONSTRAINTS_MAX: usize = 10;

pub(super) static RULE: TaskDefinitionRule = TaskDefinitionRule {
    rule: Rule {
        code: "too-many-constraints",
        severity: Severity::Error,
        summary: "A task definition has at most ten placement constraints.",
        source: "TASK-25",
    },
    aws_message: None,
    why: "Those of the RunTask call or the service count too: ten is for both together.",
    example: r#"{"family": "web", "placementConstraints": [{"type": "memberOf", "expression": "attribute:rack == r1"}, {"type": "memberOf", "expression": "attribute:rack == r2"}, {"type": "memberOf", "expression": "attribute:rack == r3"}, {"type": "memberOf", "expression": "attribute:rack == r4"}, {"type": "memberOf", "expression": "attribute:rack == r5"}, {"type": "memberOf", "expression": "attribute:rack == r6"}, {"type": "memberOf", "expression": "attribute:rack == r7"}, {"type": "memberOf", "expression": "attribute:rack == r8"}, {"type": "memberOf", "expression": "attribute:rack == r9"}, {"type": "memberOf", "expression": "attribute:rack == r10"}, {"type": "memberOf", "expression": "attribute:rack == r11"}], "containerDefinitions": [{"name": "app", "image": "nginx:1.27", "memory": 64}]}"#,
    fix: "Join constraints with `and` in one expression.",
    check,
};

fn check(definition: &Definition<'_>, findings: &mut Findings) {
    if let Some(constraint) = definition.place.list("placementConstraints").nth(CONSTRAINTS_MAX) {
        let message = format!("a task definition has at most {CONSTRAINTS_MAX} placement constraints");
        findings.push(constraint.finding(&RULE, message).hint("join expressions with `and`"));
    }
}
