//! Calls become actions of the timeline: of what is changed several times at one second there is one.

use super::calls::{Call, Input};
use super::kinds::{Deed, REGISTER, deed};
use crate::session::follow::parse;
use crate::session::revisions::{Name, short};
use crate::session::timeline::{TIMELINE, actions, milliseconds_of, rows};
use ecs_core::json::{self, EditError, Node};
use serde_json::{Map, Value, json};

/// `text` with the calls made at that second, and what was made in words.
pub(super) fn made(text: &str, calls: &[Call], at_seconds: u64) -> Result<(String, String), EditError> {
    let mut edited = text.to_owned();
    let mut places = Vec::new();
    for call in calls {
        let (text, place) = match &call.input {
            Input::Raw(raw) => appended(&edited, call.action, at_seconds, raw)?,
            Input::Members(members) => with_members(&edited, call.action, at_seconds, members)?,
        };
        edited = text;
        places.extend(place);
    }
    let rows = rows(&parse(&edited)?);
    places.dedup();
    let words: Vec<&str> = places.iter().filter_map(|place| Some(rows.get(*place)?.words.as_str())).collect();
    Ok((edited, words.join("; ")))
}

fn appended(
    text: &str,
    action: &str,
    at_seconds: u64,
    raw: &str,
) -> Result<(String, Option<usize>), EditError> {
    let place = actions(&parse(text)?).len();
    let pointer = format!("{TIMELINE}/{place}");
    let empty = json!({"atSeconds": at_seconds, "action": action, "input": {}});
    let edited = json::set(text, &pointer, &empty)?;
    Ok((json::replace_text(&edited, &format!("{pointer}/input"), raw)?, Some(place)))
}

fn with_members(
    text: &str,
    action: &str,
    at_seconds: u64,
    members: &Map<String, Value>,
) -> Result<(String, Option<usize>), EditError> {
    let root = parse(text)?;
    let value = Value::Object(members.clone());
    match same(&root, action, at_seconds, members) {
        Some((place, Same::Amend(but))) => {
            let mut edited = text.to_owned();
            for (member, value) in members.iter().filter(|(member, _)| !but.contains(&member.as_str())) {
                edited = json::set(&edited, &format!("{TIMELINE}/{place}/input/{member}"), value)?;
            }
            Ok((edited, Some(place)))
        }
        Some((place, Same::Replace)) => {
            Ok((json::set(text, &format!("{TIMELINE}/{place}/input"), &value)?, Some(place)))
        }
        Some((place, Same::Never)) => Ok((json::remove(text, &format!("{TIMELINE}/{place}"))?, None)),
        None => {
            let place = actions(&root).len();
            let entry = json!({"atSeconds": at_seconds, "action": action, "input": value});
            Ok((json::set(text, &format!("{TIMELINE}/{place}"), &entry)?, Some(place)))
        }
    }
}

/// What becomes of an action at the same second about the same entry.
enum Same {
    /// It has those members, too, but for what only says which entry it is.
    Amend(&'static [&'static str]),
    /// Its input is another: a call that names all of an entry.
    Replace,
    /// What it made is never there.
    Never,
}

/// The last action at that second about the entry that a call is about.
fn same(root: &Node, action: &str, at_seconds: u64, members: &Map<String, Value>) -> Option<(usize, Same)> {
    let (kind, does) = deed(action)?;
    let raw = Value::Object(members.clone()).to_string();
    let keys = kind.keys_in(&does, &parse(&raw).ok()?);
    let here = |node: &Node| milliseconds_of(node) == at_seconds * 1000;
    let listed: Vec<(usize, &Node)> =
        actions(root).iter().enumerate().filter(|(_, node)| here(node)).collect();
    // A revision is there only for what stands behind the call that registers it.
    let registered = listed.iter().rposition(|(_, node)| node.str("action") == Some(REGISTER));
    let names_definition = members.contains_key("taskDefinition");
    let from = registered.filter(|_| names_definition).map_or(0, |place| place + 1);
    let (place, done) = listed.iter().skip(from).rev().find_map(|(place, node)| {
        let (other, done) = deed(node.str("action")?)?;
        let same_kind = other.list == kind.list && other.keys_in(&done, node.get("input")?) == keys;
        same_kind.then_some((*place, done))
    })?;
    match (does, done) {
        (Deed::Merge, Deed::Put) => {
            Some((place, Same::Amend(kind.update.as_ref().map_or(&[], |update| update.key))))
        }
        (Deed::Put, Deed::Put) => Some((place, Same::Replace)),
        (Deed::Merge, Deed::Merge) => Some((place, Same::Amend(&[]))),
        // What calls create anew and do not put in the place of another.
        (Deed::End, Deed::Put) if kind.update.is_some() => Some((place, Same::Never)),
        _ => None,
    }
}

/// `text` with room for revisions of those names, and the families of which any is counted on.
pub(super) fn renumbered_all<'n>(
    text: &str,
    names: &'n [Name],
    behind_ms: Option<u64>,
) -> Result<(String, Vec<&'n str>), EditError> {
    let mut edited = text.to_owned();
    let mut counted = Vec::new();
    for name in names {
        let (renumbered, is_any) = renumbered(&edited, name, behind_ms)?;
        edited = renumbered;
        if is_any && !counted.contains(&name.family.as_str()) {
            counted.push(name.family.as_str());
        }
    }
    Ok((edited, counted))
}

/// `text` with the revisions from `name` on that actions behind that moment name counted up by one, where the
/// timeline registers some of the family later: one more comes before those. And whether there are any.
fn renumbered(text: &str, name: &Name, behind_ms: Option<u64>) -> Result<(String, bool), EditError> {
    let family = name.family.as_str();
    let root = parse(text)?;
    let behind = |node: &Node| behind_ms.is_none_or(|ms| milliseconds_of(node) > ms);
    let later: Vec<(usize, &Node)> =
        actions(&root).iter().enumerate().filter(|(_, node)| behind(node)).collect();
    let registers = |node: &Node| {
        node.str("action") == Some(REGISTER)
            && node.at("/input").and_then(|input| input.str("family")) == Some(family)
    };
    if !later.iter().any(|(_, node)| registers(node)) {
        return Ok((text.to_owned(), false));
    }
    let mut edited = text.to_owned();
    let mut is_any = false;
    for (place, node) in later {
        let Some(written) = node.get("input").and_then(|input| input.str("taskDefinition")) else { continue };
        let named = short(written).rsplit_once(':').filter(|(named, _)| *named == family);
        let revision = named.and_then(|(_, revision)| revision.parse::<u32>().ok());
        if let Some(revision) = revision.filter(|revision| *revision >= name.revision) {
            let front = written.strip_suffix(&revision.to_string()).unwrap_or(written);
            let next = json!(format!("{front}{}", revision.saturating_add(1)));
            edited = json::set(&edited, &format!("{TIMELINE}/{place}/input/taskDefinition"), &next)?;
            is_any = true;
        }
    }
    Ok((edited, is_any))
}
