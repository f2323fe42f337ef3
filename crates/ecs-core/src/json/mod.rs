//! One parse of every text into a tree with byte ranges.
//!
//! Comments and trailing commas are read and reported; duplicate keys are kept and reported, the
//! last one counts. Nothing here knows what a member means.

mod edit;
mod parse;
mod print;
mod remove;
mod repair;
#[cfg(test)]
mod tests;
mod yaml;

pub use edit::{EditError, append, remove, rename, replace_text, set, swap};
pub use parse::parse;

use crate::finding::Range;

/// A value and where it stands in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// Its bytes.
    pub range: Range,
    /// What it is.
    pub value: Value,
}

/// A JSON value. A number keeps its spelling, so that nothing is lost on the way through.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// `null`: AWS reads it as a member left out.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number as written.
    Number(String),
    /// A string without its quotes and escapes.
    String(String),
    /// A list.
    Array(Vec<Node>),
    /// Members in their order; a key may occur twice.
    Object(Vec<Member>),
}

/// A member of an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// The key without its quotes.
    pub key: String,
    /// The bytes of the key with its quotes.
    pub key_range: Range,
    /// The value.
    pub value: Node,
}

impl Node {
    /// The member of that name: the last one, as every JSON reader has it; `null` is a member left
    /// out.
    pub fn get(&self, key: &str) -> Option<&Node> {
        let member = self.members().iter().rev().find(|member| member.key == key)?;
        (member.value.value != Value::Null).then_some(&member.value)
    }

    /// The members of an object; none for anything else.
    pub fn members(&self) -> &[Member] {
        match &self.value {
            Value::Object(members) => members,
            _ => &[],
        }
    }

    /// The elements of an array; none for anything else.
    pub fn elements(&self) -> &[Node] {
        match &self.value {
            Value::Array(elements) => elements,
            _ => &[],
        }
    }

    /// The text of a string, or a number as it is written where a string belongs.
    pub fn as_str(&self) -> Option<&str> {
        match &self.value {
            Value::String(text) | Value::Number(text) => Some(text),
            _ => None,
        }
    }

    /// An integer, written as a number or, as consoles and templates do, as a string.
    pub fn as_integer(&self) -> Option<i64> {
        match &self.value {
            Value::Number(text) => parse_integer(text),
            Value::String(text) => parse_integer(text.trim()),
            _ => None,
        }
    }

    /// A number as it is written, also, as templates do, in a string.
    pub fn number_text(&self) -> Option<&str> {
        let is_number = |text: &&str| text.parse().is_ok_and(|number: f64| number.is_finite());
        match &self.value {
            Value::Number(text) => Some(text),
            Value::String(text) => Some(text.trim()).filter(is_number),
            _ => None,
        }
    }

    /// A finite number, written as such or, as templates do, as a string.
    pub fn as_number(&self) -> Option<f64> {
        self.number_text()?.parse().ok().filter(|number: &f64| number.is_finite())
    }

    /// A boolean, written as such or, as templates do, as a string.
    pub fn as_bool(&self) -> Option<bool> {
        match &self.value {
            Value::Bool(value) => Some(*value),
            Value::String(text) => text.trim().to_ascii_lowercase().parse().ok(),
            _ => None,
        }
    }

    /// The string member of that name.
    pub fn str(&self, key: &str) -> Option<&str> {
        self.get(key)?.as_str()
    }

    /// The elements of the array member of that name.
    pub fn list(&self, key: &str) -> &[Node] {
        self.get(key).map_or(&[], Node::elements)
    }

    /// Where the value begins: its bracket, its first key where a mapping has no bracket, or all of it
    /// where it has no parts.
    pub fn opening(&self) -> Range {
        let Range { start, end } = self.range;
        match &self.value {
            Value::Object(members) => members
                .first()
                .filter(|member| member.key_range.start == start)
                .map_or(Range { start, end: end.min(start + 1) }, |member| member.key_range),
            Value::Array(_) => Range { start, end: end.min(start + 1) },
            _ => self.range,
        }
    }

    /// What kind of value it is, as a person says it.
    pub fn kind(&self) -> &'static str {
        match &self.value {
            Value::Null => "null",
            Value::Bool(_) => "a boolean",
            Value::Number(_) => "a number",
            Value::String(_) => "a string",
            Value::Array(_) => "a list",
            Value::Object(_) => "an object",
        }
    }

    /// The value at a JSON pointer (RFC 6901).
    pub fn at(&self, pointer: &str) -> Option<&Node> {
        segments(pointer).try_fold(self, |node, segment| match &node.value {
            Value::Array(elements) => elements.get(segment.parse::<usize>().ok()?),
            Value::Object(members) => {
                members.iter().rev().find(|member| member.key == segment).map(|member| &member.value)
            }
            _ => None,
        })
    }

    /// As serde_json has it; of a key that occurs twice, the last.
    pub fn to_value(&self) -> serde_json::Value {
        match &self.value {
            Value::Null => serde_json::Value::Null,
            Value::Bool(value) => (*value).into(),
            Value::Number(text) => number_value(text),
            Value::String(text) => text.as_str().into(),
            Value::Array(elements) => elements.iter().map(Node::to_value).collect(),
            Value::Object(members) => serde_json::Value::Object(
                members.iter().map(|member| (member.key.clone(), member.value.to_value())).collect(),
            ),
        }
    }
}

fn number_value(text: &str) -> serde_json::Value {
    if let Some(integer) = parse_integer(text) {
        return integer.into();
    }
    text.parse::<f64>()
        .ok()
        .and_then(serde_json::Number::from_f64)
        .map_or_else(|| text.into(), serde_json::Value::Number)
}

/// An integer in any JSON spelling whose value is whole: `80`, `80.0`, `8e1`.
fn parse_integer(text: &str) -> Option<i64> {
    if let Ok(integer) = text.parse() {
        return Some(integer);
    }
    let number: f64 = text.parse().ok()?;
    // 2^53: beyond it the spelling no longer names one integer.
    #[expect(clippy::cast_possible_truncation, reason = "whole and below 2^53, as the condition says")]
    (number.is_finite() && number.fract().abs() < f64::EPSILON && number.abs() < 9_007_199_254_740_992.0)
        .then_some(number as i64)
}

/// The segments of a JSON pointer, unescaped.
fn segments(pointer: &str) -> impl Iterator<Item = String> {
    pointer.split('/').skip(1).map(|segment| segment.replace("~1", "/").replace("~0", "~"))
}

/// A JSON pointer with one more segment.
pub fn child(pointer: &str, segment: impl std::fmt::Display) -> String {
    let segment = segment.to_string();
    if segment.contains(['~', '/']) {
        return format!("{pointer}/{}", segment.replace('~', "~0").replace('/', "~1"));
    }
    format!("{pointer}/{segment}")
}
