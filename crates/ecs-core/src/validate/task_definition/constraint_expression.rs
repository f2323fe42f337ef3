//! The expression of a placement constraint can be read.

use super::TaskDefinitionRule;
use super::definition::{Definition, Place};
use crate::finding::{Findings, Rule, Severity};
use crate::query::{self, Problem};
use crate::scenario::{failure_finding, notice_finding};

pub(super) static RULE: TaskDefinitionRule = TaskDefinitionRule {
    rule: Rule {
        code: "constraint-expression",
        severity: Severity::Error,
        summary: "The expression of a placement constraint is one of the cluster query language.",
        source: "QUERY-8",
    },
    aws_message: None,
    why: "A constraint that cannot be read is one that no instance can satisfy.",
    example: r#"{"family": "web", "placementConstraints": [{"type": "memberOf", "expression": "attribute:stack = prod"}], "containerDefinitions": [{"name": "app", "image": "nginx:1.27", "memory": 64}]}"#,
    fix: "Write it as subject, operator and value, for example `attribute:stack == prod`.",
    check,
};

fn check(definition: &Definition<'_>, findings: &mut Findings) {
    for constraint in definition.place.list("placementConstraints").filter(Place::is_object) {
        let Some(place) = constraint.get("expression") else { continue };
        match query::parse(place.node.as_str().unwrap_or_default()) {
            // Its length has a rule of its own.
            Err(failure) if matches!(failure.problem, Problem::TooLong(_)) => {}
            Err(failure) => {
                findings.push(failure_finding(&RULE.rule, &failure, place.node, &place.pointer));
            }
            Ok(parsed) => {
                for (range, notice) in parsed.notices {
                    findings.push(notice_finding(notice, place.node, range, &place.pointer));
                }
            }
        }
    }
}
