//! Event patterns. Spec: EVENT-2.

mod address;
mod matches;
mod read;
mod read_operator;
#[cfg(test)]
mod tests;
mod wildcard;

use address::AddressBlock;
use wildcard::Wildcard;

use crate::finding::Range;

/// What an event has to look like: every field, and one alternative of every `$or`. Spec: EVENT-2.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pattern {
    fields: Vec<Field>,
    alternatives: Vec<Vec<Pattern>>,
}

#[derive(Clone, Debug, PartialEq)]
struct Field {
    name: String,
    value: FieldPattern,
}

#[derive(Clone, Debug, PartialEq)]
enum FieldPattern {
    /// What is inside of it.
    Inside(Pattern),
    /// One of these holds for a value of it.
    OneOf(Vec<Condition>),
}

/// What a value has to be.
#[derive(Clone, Debug, PartialEq)]
enum Condition {
    Text(String),
    Number(f64),
    Boolean(bool),
    Null,
    Prefix(Text),
    Suffix(Text),
    EqualsIgnoreCase(String),
    Wildcard(Wildcard),
    /// Every comparison holds.
    Numeric(Vec<(Comparison, f64)>),
    Cidr(AddressBlock),
    /// Whether there is a value at all.
    Exists(bool),
    /// None of these holds.
    AnythingBut(Vec<Condition>),
}

/// A text, compared as it is or whatever its case.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Text {
    text: String,
    ignore_case: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Comparison {
    Equal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// One thing that is wrong with a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatternFault {
    /// A JSON pointer into the pattern.
    pub pointer: String,
    /// Its bytes.
    pub range: Range,
    /// What is wrong, in our words.
    pub message: String,
    /// What AWS gives as the reason, without the place that follows it; empty where that is not known.
    pub reason: String,
}
