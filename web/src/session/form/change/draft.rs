//! A text that is edited.

use super::super::super::edit::number_or_text;
use super::super::fields::group_of;
use ecs_core::finding::Findings;
use ecs_core::json::{self, EditError, Node, Value};
use serde_json::json;

/// A text, and where the definition stands in it. Pointers lead from the definition on.
pub(super) struct Draft<'a> {
    pub(super) text: &'a str,
    root: Node,
    base: &'static str,
}

impl<'a> Draft<'a> {
    pub(super) fn read(text: &'a str, base: &'static str) -> Result<Draft<'a>, EditError> {
        let root = json::parse(text, &mut Findings::new()).ok_or(EditError::NotJson)?;
        Ok(Draft { text, root, base })
    }

    pub(super) fn at(&self, pointer: &str) -> Option<&Node> {
        self.root.at(&self.whole(pointer))
    }

    pub(super) fn base(&self) -> &'static str {
        self.base
    }

    fn whole(&self, pointer: &str) -> String {
        format!("{}{pointer}", self.base)
    }

    /// A value that is there already stays as it is spelled.
    pub(super) fn set(&self, pointer: &str, value: &serde_json::Value) -> Result<String, EditError> {
        if self.at(pointer).is_some_and(|node| node.to_value() == *value) {
            return Ok(self.text.to_owned());
        }
        json::set(self.text, &self.whole(pointer), value)
    }

    pub(super) fn number(&self, pointer: &str, typed: &str) -> Result<String, EditError> {
        self.set(pointer, &number_or_text(typed))
    }

    pub(super) fn append(&self, list: &str, value: &serde_json::Value) -> Result<String, EditError> {
        match self.at(list) {
            Some(node) if matches!(node.value, Value::Array(_)) => {
                self.set(&format!("{list}/{}", node.elements().len()), value)
            }
            _ => self.set(list, &json!([value])),
        }
    }

    /// A list of texts: elements that are the same stay as they are.
    pub(super) fn list(&self, pointer: &str, wanted: &[String]) -> Result<String, EditError> {
        let Some(node) = self.at(pointer).filter(|node| matches!(node.value, Value::Array(_))) else {
            return self.set(pointer, &json!(wanted));
        };
        let mut text = self.text.to_owned();
        for number in (wanted.len()..node.elements().len()).rev() {
            text = json::remove(&text, &self.whole(&format!("{pointer}/{number}")))?;
        }
        for (number, element) in wanted.iter().enumerate() {
            if node.elements().get(number).and_then(Node::as_str) != Some(element) {
                text = json::set(&text, &self.whole(&format!("{pointer}/{number}")), &json!(element))?;
            }
        }
        Ok(text)
    }

    pub(super) fn rename(&self, pointer: &str, name: &str) -> Result<String, EditError> {
        json::rename(self.text, &self.whole(pointer), name)
    }

    /// A member or an element goes, and with it the list or the group that would be left empty. Where
    /// there is nothing, nothing changes.
    pub(super) fn remove(&self, pointer: &str) -> Result<String, EditError> {
        if self.at(pointer).is_none() {
            return Ok(self.text.to_owned());
        }
        let mut pointer = pointer;
        while let Some((parent, _)) = pointer.rsplit_once('/') {
            let goes_too = match self.at(parent).map(|node| &node.value) {
                // The containers have to be there.
                Some(Value::Array(elements)) => elements.len() == 1 && parent != "/containerDefinitions",
                Some(Value::Object(members)) => {
                    members.len() == 1 && group_of(parent).is_some_and(|group| group.vanishes)
                }
                _ => false,
            };
            if !goes_too {
                break;
            }
            pointer = parent;
        }
        json::remove(self.text, &self.whole(pointer))
    }
}
