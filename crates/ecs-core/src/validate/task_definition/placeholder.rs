//! No placeholder is left.

use super::TaskDefinitionRule;
use super::definition::{Definition, Place};
use super::look::{has_placeholder, is_wholly_placeholder};
use crate::aws::shorten;
use crate::finding::{Findings, Rule, Severity};
use crate::json::{Value, child};
use std::collections::BTreeSet;

/// Members whose values may have variables for a shell, and those for a log router.
const FOR_A_SHELL: [&str; 2] = ["command", "entryPoint"];
const FOR_A_ROUTER: &str = "options";

pub(super) static RULE: TaskDefinitionRule = TaskDefinitionRule {
    rule: Rule {
        code: "placeholder",
        severity: Severity::Warning,
        summary: "No placeholder is left.",
        source: "TASK-74",
    },
    aws_message: None,
    why: "Templates leave marks such as <role> or {{image}} for somebody to fill in; AWS takes them for values.",
    example: r#"{"family": "web", "taskRoleArn": "<task-role>", "containerDefinitions": [{"name": "app", "image": "app:1", "memory": 64}]}"#,
    fix: "Put a value in its place.",
    check,
};

fn check(definition: &Definition<'_>, findings: &mut Findings) {
    let mut found = Vec::new();
    collect(&definition.place, false, &mut found);
    if found.is_empty() {
        return;
    }
    // What is wrong with a placeholder is that it is one.
    let pointers: BTreeSet<&str> = found.iter().map(|place| place.pointer.as_str()).collect();
    let refused = findings.take_errors_at(&pointers);
    let said = findings.pointers_above_info(&definition.place.pointer);
    for place in found.iter().filter(|place| !said.contains(&place.pointer)) {
        let text = place.node.as_str().unwrap_or_default();
        let is_refused = refused.contains(&place.pointer);
        if !is_refused && !is_wholly_placeholder(text) {
            continue;
        }
        let message = format!("`{}` is a placeholder that nobody has filled in", shorten(text));
        let hint = if is_refused {
            "put a value in its place: AWS refuses it as it stands"
        } else {
            "put a value in its place"
        };
        findings.push(place.finding(&RULE, message).hint(hint));
    }
}

/// The texts with placeholders below `place`. Where `is_expanded`, a shell or a log router puts
/// variables in.
fn collect<'a>(place: &Place<'a>, is_expanded: bool, found: &mut Vec<Place<'a>>) {
    match &place.node.value {
        Value::String(text) if has_placeholder(text) && !(is_expanded && text.contains('$')) => {
            found.push(place.clone());
        }
        Value::Array(elements) => {
            for (number, node) in elements.iter().enumerate() {
                collect(&Place { node, pointer: child(&place.pointer, number) }, is_expanded, found);
            }
        }
        Value::Object(members) => {
            // The options of awslogs are for the agent, which puts nothing in.
            let has_router = place.str("logDriver") != Some("awslogs");
            for member in members {
                let key = member.key.as_str();
                let is_expanded =
                    is_expanded || FOR_A_SHELL.contains(&key) || (has_router && key == FOR_A_ROUTER);
                let pointer = child(&place.pointer, &member.key);
                collect(&Place { node: &member.value, pointer }, is_expanded, found);
            }
        }
        _ => {}
    }
}
