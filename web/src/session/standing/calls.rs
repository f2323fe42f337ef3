//! What an edit of what stands is as calls: what differs, entry by entry. One that no call can do is one of the
//! beginning.

use super::apart;
use super::begin::differs;
use super::kinds::{DEFINITIONS, INSTANCES, KINDS, Kind, REGISTER, Update};
use crate::session::revisions::{Registry, names};
use ecs_core::json::Node;
use serde_json::{Map, Value, json};

/// A call that is to be made.
#[derive(Debug, PartialEq)]
pub(super) struct Call {
    /// `action`.
    pub(super) action: &'static str,
    /// Its input.
    pub(super) input: Input,
}

/// What a call is given.
#[derive(Debug, PartialEq)]
pub(super) enum Input {
    /// Members that go into the call of that kind about the same entry, where one is made at that second.
    Members(Map<String, Value>),
    /// A text, letter for letter.
    Raw(String),
}

/// What no call takes of something that is there: the list and the member.
pub(super) type Unable = String;

/// What leads from `before`, which stands, to `after`, which is `text`.
pub(super) fn calls(before: &Node, after: &Node, text: &str) -> Result<Vec<Call>, Unable> {
    for member in before.members().iter().chain(after.members()) {
        let key = member.key.as_str();
        let is_known = [DEFINITIONS, INSTANCES].contains(&key) || KINDS.iter().any(|kind| kind.list == key);
        if !is_known && value(before, key) != value(after, key) {
            return Err(unable_of(before, after, key));
        }
    }
    let mut calls = registrations(before, after, text)?;
    calls.extend(apart::instances(before, after, text)?);
    let (mut made, mut ended) = (Vec::new(), Vec::new());
    for kind in &KINDS {
        if value(before, kind.list) != value(after, kind.list) {
            kind.not_renamed(before, after)?;
            kind.made(before, after, &mut made)?;
            kind.ended(before, after, &mut ended)?;
        }
    }
    // What refers to something ends before it.
    calls.extend(ended.into_iter().rev());
    calls.extend(apart::cluster(before, after)?);
    calls.extend(made);
    Ok(calls)
}

/// What of a member is told: of the simulation's the one that differs.
fn unable_of(before: &Node, after: &Node, member: &str) -> Unable {
    let of = |root: &Node| value(root, member).unwrap_or_default();
    let (before, after) = (of(before), of(after));
    let inner = differs(&before, &after).next().filter(|_| member == "simulation");
    inner.unwrap_or(member).to_owned()
}

pub(super) fn value(node: &Node, member: &str) -> Option<Value> {
    node.get(member).map(Node::to_value)
}

fn registrations(before: &Node, after: &Node, text: &str) -> Result<Vec<Call>, Unable> {
    let call = |raw: &str| Call { action: REGISTER, input: Input::Raw(raw.to_owned()) };
    Ok(appended(DEFINITIONS, before, after, text)?.map(|(_, raw)| call(raw)).collect())
}

/// What stands behind the entries that a list had, with its text; no call changes or ends one of those.
pub(super) fn appended<'n>(
    list: &str,
    before: &Node,
    after: &'n Node,
    text: &'n str,
) -> Result<impl Iterator<Item = (&'n Node, &'n str)>, Unable> {
    let (old, new) = (before.list(list), after.list(list));
    let same = old.iter().zip(new).all(|(old, new)| old.to_value() == new.to_value());
    if !same || new.len() < old.len() {
        return Err(list.to_owned());
    }
    let raw = |node: &Node| text.get(node.range.start..node.range.end).unwrap_or_default();
    Ok(new.iter().skip(old.len()).map(move |node| (node, raw(node))))
}

impl Kind {
    fn find<'n>(&self, root: &'n Node, key: &[String]) -> Option<&'n Node> {
        root.list(self.list).iter().find(|node| self.key_of(node).as_deref() == Some(key))
    }

    fn unable(&self, member: &str) -> Unable {
        if member.is_empty() { self.list.to_owned() } else { format!("{member} ({})", self.list) }
    }

    /// What is called something else would be another entry to AWS.
    fn not_renamed(&self, before: &Node, after: &Node) -> Result<(), Unable> {
        let (old, new) = (before.list(self.list), after.list(self.list));
        let same = |(old, new): (&Node, &Node)| self.key_of(old) == self.key_of(new);
        if old.len() == new.len() && !old.iter().zip(new).all(same) {
            return Err(self.unable(self.key.last().copied().unwrap_or_default()));
        }
        Ok(())
    }

    fn made(&self, before: &Node, after: &Node, calls: &mut Vec<Call>) -> Result<(), Unable> {
        for node in after.list(self.list) {
            let key = self.key_of(node).ok_or_else(|| self.unable(""))?;
            let was = self.find(before, &key);
            if was.is_some_and(|was| was.to_value() == node.to_value()) {
                continue;
            }
            let input = match (was, &self.update) {
                (Some(was), Some(update)) => self.changed(update, (was, before), (node, after), &key)?,
                _ => node.to_value().as_object().cloned().unwrap_or_default(),
            };
            let action = match (was, &self.update) {
                (Some(_), Some(update)) => update.action,
                _ => self.create.ok_or_else(|| self.unable(""))?,
            };
            // An entry that is the same in other words asks for nothing.
            let names =
                if was.is_some() { self.update.as_ref().map_or(0, |update| update.key.len()) } else { 0 };
            if input.len() > names {
                calls.push(Call { action, input: Input::Members(input) });
            }
        }
        Ok(())
    }

    /// The members of an entry that differ.
    fn changed(
        &self,
        update: &Update,
        (was, before): (&Node, &Node),
        (is, after): (&Node, &Node),
        key: &[String],
    ) -> Result<Map<String, Value>, Unable> {
        let mut input = Map::new();
        for (name, value) in update.key.iter().zip(key) {
            input.insert((*name).to_owned(), json!(value));
        }
        for member in was.members().iter().chain(is.members()) {
            let name = member.key.as_str();
            let (old, new) = (value(was, name), value(is, name));
            if old == new || input.contains_key(name) {
                continue;
            }
            if name == "taskDefinition" && runs(was, before) == runs(is, after) && runs(is, after).is_some() {
                continue;
            }
            let by_strategy = !is.list("capacityProviderStrategy").is_empty();
            if name == "launchType" && new.is_none() && by_strategy {
                continue;
            }
            let takes = update.takes.iter().find(|takes| takes.member == name);
            let takes = takes.ok_or_else(|| self.unable(name))?;
            let mut new = new.or_else(|| takes.blank()).ok_or_else(|| self.unable(name))?;
            if let (Some(fixed), Some(members)) = (takes.fixed, new.as_object_mut())
                && members.remove(fixed) != old.and_then(|old| old.get(fixed).cloned())
            {
                return Err(self.unable(fixed));
            }
            input.insert(name.to_owned(), new);
            if name == "capacityProviderStrategy" {
                // AWS takes another strategy only with a new deployment.
                input.insert("forceNewDeployment".to_owned(), json!(true));
            }
        }
        Ok(input)
    }

    fn ended(&self, before: &Node, after: &Node, calls: &mut Vec<Call>) -> Result<(), Unable> {
        for node in before.list(self.list) {
            let key = self.key_of(node).ok_or_else(|| self.unable(""))?;
            if self.find(after, &key).is_some() {
                continue;
            }
            let delete = self.delete.as_ref().ok_or_else(|| self.unable(""))?;
            let named = delete.key.iter().zip(&key);
            let written = |name: &String| if delete.is_list { json!([name]) } else { json!(name) };
            let mut input: Map<String, Value> =
                named.map(|(member, name)| ((*member).to_owned(), written(name))).collect();
            if let Some(forced) = delete.forced {
                input.insert(forced.to_owned(), json!(true));
            }
            calls.push(Call { action: delete.action, input: Input::Members(input) });
        }
        Ok(())
    }
}

/// The number of the definition that a service runs.
fn runs(service: &Node, root: &Node) -> Option<usize> {
    let names = names(root);
    Registry::of(&names).resolve(service.str("taskDefinition")?)
}
