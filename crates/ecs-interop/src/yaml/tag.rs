//! Tags: what a value is said to be.

use super::scalar::resolve;
use ecs_core::json::Value;
use granit_parser::Tag;

/// CloudFormation's functions in their short form. Source: AWS CloudFormation User Guide, Intrinsic
/// function reference.
const FUNCTIONS: [&str; 19] = [
    "And",
    "Base64",
    "Cidr",
    "Condition",
    "Equals",
    "FindInMap",
    "GetAZs",
    "GetAtt",
    "If",
    "ImportValue",
    "Join",
    "Length",
    "Not",
    "Or",
    "Ref",
    "Select",
    "Split",
    "Sub",
    "Transform",
];

/// What a tag means here. Spec: YAML-6.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// A string, whatever it looks like.
    Text,
    /// One of YAML's own types that JSON has.
    Known,
    /// Filled in by CloudFormation.
    Function,
    /// Nothing that is known here.
    Unknown,
}

pub(super) fn meaning(tag: &Tag) -> Meaning {
    match tag.core_suffix() {
        Some("str") => return Meaning::Text,
        Some("int" | "float" | "bool" | "null" | "map" | "seq") => return Meaning::Known,
        Some(_) => return Meaning::Unknown,
        None => {}
    }
    match tag.parts() {
        ("" | "!", "") | ("", "!") => Meaning::Text,
        ("!", name) if FUNCTIONS.contains(&name) => Meaning::Function,
        _ => Meaning::Unknown,
    }
}

/// The value of a scalar with one of YAML's own tags; none where it is not what the tag says.
pub(super) fn typed(content: &str, tag: &Tag) -> Option<Value> {
    let value = resolve(content);
    let fits = match (tag.core_suffix()?, &value) {
        ("int", Value::Number(spelling)) => !spelling.contains(['.', 'e']),
        ("float", Value::Number(_)) | ("bool", Value::Bool(_)) | ("null", Value::Null) => true,
        _ => false,
    };
    fits.then_some(value)
}
