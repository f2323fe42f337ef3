//! A placement constraint of a definition is memberOf.

use super::TaskDefinitionRule;
use super::definition::{Definition, Place};
use crate::aws::shorten;
use crate::finding::{Findings, Rule, Severity};

const AWS: &str = "constraint.type 'distinctInstance' is not supported.";

pub(super) static RULE: TaskDefinitionRule = TaskDefinitionRule {
    rule: Rule {
        code: "constraint-type",
        severity: Severity::Error,
        summary: "The type of a placement constraint in a task definition is memberOf.",
        source: "TASK-24",
    },
    aws_message: Some(AWS),
    why: "distinctInstance is about the tasks of one service or RunTask call, and a definition knows neither.",
    example: r#"{"family": "web", "placementConstraints": [{"type": "distinctInstance"}], "containerDefinitions": [{"name": "app", "image": "nginx:1.27", "memory": 64}]}"#,
    fix: "Move distinctInstance to the service or the RunTask call.",
    check,
};

fn check(definition: &Definition<'_>, findings: &mut Findings) {
    for constraint in definition.place.list("placementConstraints").filter(Place::is_object) {
        match constraint.str("type") {
            Some("memberOf") => {}
            Some("distinctInstance") => {
                let message = "distinctInstance has no place in a task definition";
                let hint = "write it into the service or the RunTask call";
                findings.push(constraint.finding_at("type", &RULE, message).aws(AWS).hint(hint));
            }
            Some(other) => {
                let message = format!("`{}` is no type of a placement constraint", shorten(other));
                findings.push(constraint.finding_at("type", &RULE, message).hint("write memberOf"));
            }
            None if constraint.get("type").is_none() && constraint.get("expression").is_some() => {
                let message = "this placement constraint has an expression and no type";
                findings
                    .push(constraint.finding_at("type", &RULE, message).hint("write memberOf as its type"));
            }
            None => {}
        }
    }
}
