//! A list or mapping while it is read.

use super::tag::Meaning;
use ecs_core::finding::Range;
use ecs_core::json::{Member, Node, Value};
use std::collections::BTreeSet;

/// A list or mapping that is open.
#[derive(Debug)]
pub(super) struct Frame {
    pub(super) content: Content,
    pub(super) start: usize,
    /// Behind the last value in it.
    pub(super) end: usize,
    /// Whether it has brackets of its own, which end it.
    pub(super) is_flow: bool,
    /// The number under which aliases name it; 0 where it has no anchor.
    pub(super) anchor: usize,
    /// What its tag says, if it has one.
    pub(super) tag: Option<Meaning>,
}

#[derive(Debug)]
pub(super) enum Content {
    Array(Vec<Node>),
    Object(Object),
}

/// A mapping that is open.
#[derive(Debug, Default)]
pub(super) struct Object {
    pub(super) members: Vec<Member>,
    pub(super) seen: BTreeSet<String>,
    pub(super) next: Next,
    /// Mappings whose members this one takes over, in order.
    pub(super) merged: Vec<Node>,
    /// Whether something stood where a key belongs and was none.
    pub(super) left_out: bool,
}

/// What comes next in a mapping.
#[derive(Debug, Default)]
pub(super) enum Next {
    #[default]
    Key,
    /// The value of that key.
    Value(String, Range),
    /// What `<<` takes over.
    Merge,
    /// The value of something that is no key.
    Nothing,
}

impl Object {
    /// The members, with those of merged mappings that are not there yet. Spec: YAML-5.
    fn finish(mut self) -> Value {
        for merged in self.merged {
            let Value::Object(members) = merged.value else { continue };
            // Of a key that occurs twice in what is merged the last one counts, as everywhere.
            let mut fresh = BTreeSet::new();
            let mut taken: Vec<Member> = Vec::new();
            for member in members.into_iter().rev() {
                if !self.seen.contains(&member.key) && fresh.insert(member.key.clone()) {
                    taken.push(member);
                }
            }
            self.members.extend(taken.into_iter().rev());
            self.seen.extend(fresh);
        }
        // `{{port}}` in full is a placeholder, and has no value.
        if self.left_out && self.members.is_empty() { Value::Null } else { Value::Object(self.members) }
    }
}

impl Frame {
    /// The key or number of the value that comes next.
    pub(super) fn segment(&self) -> Option<String> {
        match &self.content {
            Content::Array(elements) => Some(elements.len().to_string()),
            Content::Object(Object { next: Next::Value(key, _), .. }) => Some(key.clone()),
            Content::Object(Object { next: Next::Merge, .. }) => Some("<<".to_owned()),
            Content::Object(_) => None,
        }
    }

    /// The value that it is, closed at `end`.
    pub(super) fn finish(self, end: usize) -> Node {
        let end = if self.is_flow { end } else { self.end };
        let value = match self.content {
            Content::Array(elements) => Value::Array(elements),
            Content::Object(object) => object.finish(),
        };
        let value = if self.tag == Some(Meaning::Function) { Value::Null } else { value };
        Node { range: Range { start: self.start, end }, value }
    }
}
