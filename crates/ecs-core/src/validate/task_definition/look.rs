//! What several rules look for.

use super::definition::{Definition, Place};
use crate::aws::shorten;
use crate::finding::nearest;
use crate::json::{Node, Value};
use std::collections::BTreeSet;

impl Definition<'_> {
    /// Whether there is an execution role.
    pub(super) fn has_execution_role(&self) -> bool {
        self.place.str("executionRoleArn").is_some_and(|role| !role.is_empty())
    }
}

impl<'a> Place<'a> {
    /// The log configuration of this container, if it has that driver.
    pub(super) fn log_driver(&self, driver: &str) -> Option<Place<'a>> {
        self.get("logConfiguration").filter(|log| log.str("logDriver") == Some(driver))
    }

    /// Whether this log configuration has an option of that name. One that is null, as a template may
    /// leave it, is there.
    pub(super) fn has_log_option(&self, name: &str) -> bool {
        let options = self.node.get("options").map(Node::members).unwrap_or_default();
        options.iter().any(|option| option.key == name)
    }

    /// Whether the member of that name is true.
    pub(super) fn is_true(&self, key: &str) -> bool {
        self.get(key).is_some_and(|value| value.node.as_bool() == Some(true))
    }

    /// Whether the member of that name is there and says something: not false, not empty.
    pub(super) fn is_set(&self, key: &str) -> bool {
        self.get(key).is_some_and(|value| match &value.node.value {
            Value::Null | Value::Bool(false) => false,
            Value::String(text) => !text.is_empty(),
            Value::Array(elements) => !elements.is_empty(),
            Value::Object(members) => members.iter().any(|member| value.is_set(&member.key)),
            Value::Bool(true) | Value::Number(_) => true,
        })
    }
}

/// The hint for a name that is not there. Among very many names nobody wants to wait for the nearest.
pub(super) fn did_you_mean(wrong: &str, names: &BTreeSet<&str>, otherwise: &str) -> String {
    const NAMES_MOST: usize = 64;
    let nearest = if names.len() > NAMES_MOST { None } else { nearest(wrong, names.iter().copied()) };
    nearest.map_or_else(|| otherwise.to_owned(), |name| format!("did you mean `{}`?", shorten(name)))
}

/// Whether the whole text is what a template leaves to be filled in: `${X}`, `$X`, `<X>`, `{{X}}`.
pub(super) fn is_wholly_placeholder(text: &str) -> bool {
    let text = text.trim();
    let inside = |start: &str, end: &str| text.strip_prefix(start)?.strip_suffix(end);
    let is_plain = |inner: &str| !inner.is_empty() && !inner.contains(['<', '>', '{', '}', '\n']);
    let is_variable = |name: &str| {
        name.starts_with(|first: char| first.is_ascii_uppercase())
            && name.chars().all(|other| other.is_ascii_uppercase() || other.is_ascii_digit() || other == '_')
    };
    [("${", "}"), ("<", ">"), ("{{", "}}")]
        .into_iter()
        .any(|(start, end)| inside(start, end).is_some_and(is_plain))
        || (text.starts_with('$') && is_variable(text.trim_matches('$')))
}

/// Whether a text has a placeholder in it: one of those, or a word in capitals behind `{`.
pub(super) fn has_placeholder(text: &str) -> bool {
    let between = |start: &str, end: &str| {
        text.split(start).skip(1).any(|rest| rest.split_once(end).is_some_and(|(inner, _)| !inner.is_empty()))
    };
    let capital = |rest: &str| rest.starts_with(|first: char| first.is_ascii_uppercase());
    is_wholly_placeholder(text)
        || between("${", "}")
        || between("{{", "}}")
        || between("<", ">")
        || text.split('$').skip(1).any(capital)
        || (text.contains('}') && text.split('{').skip(1).any(capital))
}

#[cfg(test)]
mod tests {
    use super::{has_placeholder, is_wholly_placeholder};

    #[test]
    fn what_has_a_placeholder() {
        for text in ["${X}", "a-${X}", "load-test-$THROUGHPUT", "x-{INSERT ticket}", "a<b>c", "{{a}}-b"] {
            assert!(has_placeholder(text), "{text}");
        }
        for text in ["", "a", "a$", "$ecret", "{}", "{a}", "a<b", "a > b", "cost: 5$"] {
            assert!(!has_placeholder(text), "{text}");
        }
    }

    #[test]
    fn what_is_a_placeholder() {
        for text in ["${X}", "$ROLE_ARN", "$$$ROLE$$$", "<your image URL here>", "{{task-role-arn}}", " <x> "]
        {
            assert!(is_wholly_placeholder(text), "{text}");
        }
        for text in ["", "$", "<>", "{{}}", "$ecret", "<b>x</b>", "a ${X}", "${A}-${B}", "nginx", "$1", "{}"]
        {
            assert!(!is_wholly_placeholder(text), "{text}");
        }
    }
}
