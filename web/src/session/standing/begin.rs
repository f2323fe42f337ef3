//! What no call can change is changed at the beginning, wherever that stands in the scenario.

use ecs_core::json::{self, EditError, Node, Value};
use std::collections::BTreeMap;

/// `text` with what leads from `before`, which stands, to `after`. `origins` says where entries of lists come from
/// that calls have changed.
pub(super) fn begun(
    text: &str,
    before: &Node,
    after: &Node,
    origins: &BTreeMap<&'static str, Vec<String>>,
) -> Result<String, EditError> {
    let mut edited = text.to_owned();
    let mut members: Vec<&str> =
        before.members().iter().chain(after.members()).map(|member| member.key.as_str()).collect();
    members.sort_unstable();
    members.dedup();
    for member in members {
        edited = match origins.get(member) {
            Some(origins) => entries(&edited, member, (before.list(member), after.list(member)), origins)?,
            None => patched(&edited, &format!("/{member}"), before.get(member), after.get(member))?,
        };
    }
    Ok(edited)
}

/// Whether nothing but the timeline differs: what was changed is what one of its calls makes.
pub(super) fn is_of_a_call(before: &Node, after: &Node) -> bool {
    let (before, after) = (before.to_value(), after.to_value());
    differs(&before, &after).all(|member| {
        member == "simulation" && {
            let of = |root: &serde_json::Value| root.get("simulation").cloned().unwrap_or_default();
            differs(&of(&before), &of(&after)).all(|member| member == "timeline")
        }
    })
}

/// The members of two objects that are not the same in both.
pub(super) fn differs<'v>(
    before: &'v serde_json::Value,
    after: &'v serde_json::Value,
) -> impl Iterator<Item = &'v str> {
    let members = [before, after].into_iter().filter_map(serde_json::Value::as_object);
    let members = members.flat_map(|members| members.keys().map(String::as_str));
    members.filter(|member| before.get(member) != after.get(member))
}

fn entries(
    text: &str,
    member: &str,
    (before, after): (&[Node], &[Node]),
    origins: &[String],
) -> Result<String, EditError> {
    let mut edited = text.to_owned();
    if after.len() < before.len() {
        let differs = |(old, new): (&Node, &Node)| old.to_value() != new.to_value();
        let gone = before.iter().zip(after).position(differs).unwrap_or(after.len());
        let origin = origins.get(gone).ok_or(EditError::NoSuchPlace)?;
        return json::remove(text, origin.strip_suffix("/input").unwrap_or(origin));
    }
    for ((origin, old), new) in origins.iter().zip(before).zip(after) {
        edited = patched(&edited, origin, Some(old), Some(new))?;
    }
    let added: Vec<serde_json::Value> = after.iter().skip(before.len()).map(Node::to_value).collect();
    if added.is_empty() { Ok(edited) } else { json::append(&edited, &format!("/{member}"), &added) }
}

fn patched(text: &str, pointer: &str, old: Option<&Node>, new: Option<&Node>) -> Result<String, EditError> {
    match (old, new) {
        (Some(old), Some(new)) if old.to_value() == new.to_value() => Ok(text.to_owned()),
        (Some(Node { value: Value::Object(_), .. }), Some(Node { value: Value::Object(_), .. })) => {
            objects(text, pointer, old, new)
        }
        (Some(Node { value: Value::Array(old), .. }), Some(Node { value: Value::Array(new), .. }))
            if old.len() == new.len() =>
        {
            let mut edited = text.to_owned();
            for (number, (old, new)) in old.iter().zip(new).enumerate() {
                edited = patched(&edited, &format!("{pointer}/{number}"), Some(old), Some(new))?;
            }
            Ok(edited)
        }
        (_, Some(new)) => json::set(text, pointer, &new.to_value()),
        (Some(_), None) => json::remove(text, pointer),
        (None, None) => Ok(text.to_owned()),
    }
}

fn objects(text: &str, pointer: &str, old: Option<&Node>, new: Option<&Node>) -> Result<String, EditError> {
    let (old, new) = (old.ok_or(EditError::NoSuchPlace)?, new.ok_or(EditError::NoSuchPlace)?);
    let mut edited = text.to_owned();
    for member in old.members().iter().filter(|member| new.get(&member.key).is_none()) {
        edited = json::remove(&edited, &json::child(pointer, &member.key))?;
    }
    for member in new.members() {
        let pointer = json::child(pointer, &member.key);
        edited = patched(&edited, &pointer, old.get(&member.key), Some(&member.value))?;
    }
    Ok(edited)
}
