//! Edits that keep the rest of a text, its comments and its order, as they are.

use super::parse::{BYTE_ORDER_MARK, TOLERANT};
use super::remove::remove_in;
use super::{parse, segments};
use crate::finding::{Findings, Range};
use jsonc_parser::cst::{CstInputValue, CstNode, CstObject, CstObjectProp, CstRootNode};

/// Why an edit was not made. The text is as it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EditError {
    /// The text is no JSON.
    NotJson,
    /// The pointer leads through something that is neither object nor array, or past a list's end.
    NoSuchPlace,
    /// The object has a member of the new name already.
    NameTaken,
}

impl std::fmt::Display for EditError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(match self {
            EditError::NotJson => "the text is not JSON",
            EditError::NoSuchPlace => "the text has no such place",
            EditError::NameTaken => "there is one of that name already",
        })
    }
}

impl std::error::Error for EditError {}

/// `text` with `value` at `pointer`. Objects on the way are made; the index behind the last element
/// of a list appends.
pub fn set(text: &str, pointer: &str, value: &serde_json::Value) -> Result<String, EditError> {
    behind_byte_order_mark(text, |text| set_in(text, pointer, value))
}

/// `text` without what stands at `pointer`; of a key that occurs twice, without both.
pub fn remove(text: &str, pointer: &str) -> Result<String, EditError> {
    behind_byte_order_mark(text, |text| remove_in(text, pointer))
}

/// `text` with the values behind the last element of the list at `pointer`, in order. A list that is
/// missing is made, with the objects on the way to it.
pub fn append(text: &str, pointer: &str, values: &[serde_json::Value]) -> Result<String, EditError> {
    behind_byte_order_mark(text, |text| append_in(text, pointer, values))
}

fn behind_byte_order_mark(
    text: &str,
    edit: impl FnOnce(&str) -> Result<String, EditError>,
) -> Result<String, EditError> {
    match text.strip_prefix(BYTE_ORDER_MARK) {
        Some(rest) => edit(rest).map(|edited| format!("{BYTE_ORDER_MARK}{edited}")),
        None => edit(text),
    }
}

fn set_in(text: &str, pointer: &str, value: &serde_json::Value) -> Result<String, EditError> {
    let root = CstRootNode::parse(text, &TOLERANT).map_err(|_| EditError::NotJson)?;
    let path: Vec<String> = segments(pointer).collect();
    let Some((last, parents)) = path.split_last() else {
        root.set_value(input(value));
        return Ok(root.to_string());
    };
    root.object_value_or_create();
    let mut node = root.value().ok_or(EditError::NoSuchPlace)?;
    for (segment, next) in parents.iter().zip(path.iter().skip(1)) {
        node = step(&node, segment, next)?;
    }
    match (node.as_object(), node.as_array()) {
        (Some(object), _) => match properties(&object, last).pop() {
            Some(property) => property.set_value(input(value)),
            None => {
                object.append(last, input(value));
            }
        },
        (_, Some(array)) => {
            let index = element_index(last)?;
            let elements = array.elements();
            match elements.into_iter().nth(index) {
                Some(element) => {
                    let offset_ok = replace_node(element, value);
                    offset_ok.ok_or(EditError::NoSuchPlace)?;
                }
                None if index == array.elements().len() => {
                    array.append(input(value));
                }
                None => return Err(EditError::NoSuchPlace),
            }
        }
        _ => return Err(EditError::NoSuchPlace),
    }
    Ok(root.to_string())
}

fn append_in(text: &str, pointer: &str, values: &[serde_json::Value]) -> Result<String, EditError> {
    let root = CstRootNode::parse(text, &TOLERANT).map_err(|_| EditError::NotJson)?;
    let path: Vec<String> = segments(pointer).collect();
    root.object_value_or_create();
    let mut node = root.value().ok_or(EditError::NoSuchPlace)?;
    // What comes behind the last segment is an index.
    let following = path.iter().skip(1).map(String::as_str).chain(["0"]);
    for (segment, next) in path.iter().zip(following) {
        node = step(&node, segment, next)?;
    }
    let list = node.as_array().ok_or(EditError::NoSuchPlace)?;
    for value in values {
        list.append(input(value));
    }
    Ok(root.to_string())
}

/// `text` with the bytes of the value at `pointer` replaced by `raw`, letter for letter: how a
/// pasted text keeps its own layout.
pub fn replace_text(text: &str, pointer: &str, raw: &str) -> Result<String, EditError> {
    let root = parse(text, &mut Findings::new()).ok_or(EditError::NotJson)?;
    let Range { start, end } = root.at(pointer).ok_or(EditError::NoSuchPlace)?.range;
    let mut edited = text.to_owned();
    edited.replace_range(start..end, raw);
    Ok(edited)
}

/// `text` with the values at two places, neither of which is in the other, in each other's place, letter
/// for letter.
pub fn swap(text: &str, one: &str, other: &str) -> Result<String, EditError> {
    let root = parse(text, &mut Findings::new()).ok_or(EditError::NotJson)?;
    let range = |pointer: &str| root.at(pointer).map(|node| node.range).ok_or(EditError::NoSuchPlace);
    let (one, other) = (range(one)?, range(other)?);
    let (first, second) = if one.start <= other.start { (one, other) } else { (other, one) };
    let part = |start: usize, end: usize| text.get(start..end).ok_or(EditError::NoSuchPlace);
    let parts = [
        part(0, first.start)?,
        part(second.start, second.end)?,
        part(first.end, second.start)?,
        part(first.start, first.end)?,
        part(second.end, text.len())?,
    ];
    Ok(parts.concat())
}

/// `text` with the member at `pointer` called `name`. Its value stays, letter for letter.
pub fn rename(text: &str, pointer: &str, name: &str) -> Result<String, EditError> {
    let root = parse(text, &mut Findings::new()).ok_or(EditError::NotJson)?;
    let (parent, _) = pointer.rsplit_once('/').ok_or(EditError::NoSuchPlace)?;
    let members = root.at(parent).ok_or(EditError::NoSuchPlace)?.members();
    let last = segments(pointer).last().ok_or(EditError::NoSuchPlace)?;
    let member = members.iter().rev().find(|member| member.key == last).ok_or(EditError::NoSuchPlace)?;
    if name != last && members.iter().any(|member| member.key == name) {
        return Err(EditError::NameTaken);
    }
    let Range { start, end } = member.key_range;
    let mut edited = text.to_owned();
    edited.replace_range(start..end, &serde_json::Value::from(name).to_string());
    Ok(edited)
}

/// The members of that name; where there are several, the last one counts.
fn properties(object: &CstObject, key: &str) -> Vec<CstObjectProp> {
    let named = |property: &CstObjectProp| {
        property.name().and_then(|name| name.decoded_value().ok()).is_some_and(|name| name == key)
    };
    object.properties().into_iter().filter(named).collect()
}

fn existing(node: &CstNode, segment: &str) -> Result<CstNode, EditError> {
    let found = match (node.as_object(), node.as_array()) {
        (Some(object), _) => properties(&object, segment).pop().and_then(|property| property.value()),
        (_, Some(array)) => array.elements().into_iter().nth(element_index(segment)?),
        _ => None,
    };
    found.ok_or(EditError::NoSuchPlace)
}

/// The child named `segment`, made where it is missing or null: a list if `next` is an index, else an
/// object.
fn step(node: &CstNode, segment: &str, next: &str) -> Result<CstNode, EditError> {
    let empty = if next.parse::<usize>().is_ok() { serde_json::json!([]) } else { serde_json::json!({}) };
    if let Ok(child) = existing(node, segment) {
        if child.as_null_keyword().is_none() {
            return Ok(child);
        }
        replace_node(child, &empty).ok_or(EditError::NoSuchPlace)?;
        return existing(node, segment);
    }
    if let Some(object) = node.as_object() {
        return object.append(segment, input(&empty)).value().ok_or(EditError::NoSuchPlace);
    }
    let array = node.as_array().ok_or(EditError::NoSuchPlace)?;
    if element_index(segment)? != array.elements().len() {
        return Err(EditError::NoSuchPlace);
    }
    Ok(array.append(input(&empty)))
}

fn element_index(segment: &str) -> Result<usize, EditError> {
    segment.parse().map_err(|_| EditError::NoSuchPlace)
}

fn replace_node(node: CstNode, value: &serde_json::Value) -> Option<()> {
    let value = input(value);
    match node {
        CstNode::Container(container) => match (container.as_object(), container.as_array()) {
            (Some(object), _) => object.replace_with(value),
            (_, Some(array)) => array.replace_with(value),
            _ => return None,
        },
        leaf @ CstNode::Leaf(_) => {
            if let Some(literal) = leaf.as_string_lit() {
                literal.replace_with(value)
            } else if let Some(literal) = leaf.as_number_lit() {
                literal.replace_with(value)
            } else if let Some(literal) = leaf.as_boolean_lit() {
                literal.replace_with(value)
            } else {
                leaf.as_null_keyword()?.replace_with(value)
            }
        }
    };
    Some(())
}

fn input(value: &serde_json::Value) -> CstInputValue {
    match value {
        serde_json::Value::Null => CstInputValue::Null,
        serde_json::Value::Bool(value) => CstInputValue::Bool(*value),
        serde_json::Value::Number(number) => CstInputValue::Number(number.to_string()),
        serde_json::Value::String(text) => CstInputValue::String(text.clone()),
        serde_json::Value::Array(elements) => CstInputValue::Array(elements.iter().map(input).collect()),
        serde_json::Value::Object(members) => {
            CstInputValue::Object(members.iter().map(|(key, value)| (key.clone(), input(value))).collect())
        }
    }
}
