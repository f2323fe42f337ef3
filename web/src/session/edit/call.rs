//! Edits of a RunTask call.

use super::placement::remove_element;
use super::{number_or_text, or_default};
use crate::session::follow::{follow_text, parse};
use crate::session::outline::Outline;
use crate::session::placement::Owner;
use ecs_core::json::{self, EditError, Node};
use serde_json::{Value, json};

/// What is changed of a call. Texts are what was typed: the core judges them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CallEdit {
    /// `taskDefinition`; launch type and network configuration follow.
    TaskDefinition(String),
    /// `count`.
    Count(String),
    /// `launchType`.
    LaunchType(String),
    /// Whether the subnet of that id is among `subnets`.
    Subnet(String, bool),
    /// Whether `assignPublicIp` is ENABLED.
    PublicIp(bool),
    /// `group`.
    Group(String),
    /// `startedBy`.
    StartedBy(String),
    /// `atSeconds` of the action.
    AtSeconds(String),
}

/// `text` with the edit made of a call.
pub(in crate::session) fn edit(
    text: &str,
    owner: Owner,
    outline: &Outline,
    edit: &CallEdit,
) -> Result<String, EditError> {
    let base = owner.pointer();
    let of = |member: &str| format!("{base}/{member}");
    match edit {
        CallEdit::TaskDefinition(reference) => {
            let edited = json::set(text, &of("taskDefinition"), &json!(reference))?;
            match outline.definition_of(reference) {
                Some(row) => follow_text(edited, owner, &row.text),
                None => Ok(edited),
            }
        }
        CallEdit::Count(typed) => json::set(text, &of("count"), &number_or_text(typed)),
        CallEdit::LaunchType(chosen) => or_default(text, &of("launchType"), chosen, "EC2"),
        CallEdit::Subnet(id, on) => {
            subnet(text, &of("networkConfiguration/awsvpcConfiguration/subnets"), id, *on)
        }
        CallEdit::PublicIp(on) => {
            let pointer = of("networkConfiguration/awsvpcConfiguration/assignPublicIp");
            or_default(text, &pointer, if *on { "ENABLED" } else { "" }, "")
        }
        CallEdit::Group(typed) => or_default(text, &of("group"), typed, ""),
        CallEdit::StartedBy(typed) => or_default(text, &of("startedBy"), typed, ""),
        CallEdit::AtSeconds(typed) => {
            let action = base.strip_suffix("/input").unwrap_or(&base);
            json::set(text, &format!("{action}/atSeconds"), &decimal_or_text(typed))
        }
    }
}

/// The list stays in the order in which subnets were chosen.
fn subnet(text: &str, list: &str, id: &str, on: bool) -> Result<String, EditError> {
    let root = parse(text)?;
    let named = root.at(list).map_or(&[][..], Node::elements);
    match named.iter().position(|node| node.as_str() == Some(id)) {
        None if on => json::set(text, &format!("{list}/{}", named.len()), &json!(id)),
        Some(place) if !on => remove_element(text, list, place, named.len()),
        _ => Ok(text.to_owned()),
    }
}

/// What is no number goes on as it was typed, so that the core can say what is wrong with it.
fn decimal_or_text(typed: &str) -> Value {
    let number = serde_json::from_str(typed.trim()).ok().filter(Value::is_number);
    number.unwrap_or_else(|| json!(typed))
}
