//! A definition, as the rules look at it: the tree with its places, and what it was read as.

use super::TaskDefinitionRule;
use crate::aws::{Compatibility, NetworkMode, TaskDefinition, shorten};
use crate::finding::{Finding, nearest};
use crate::json::{Node, Value, child};
use std::collections::{BTreeMap, BTreeSet};

/// Containers of a definition: the quota of ECS. Spec: TASK-3.
pub(super) const CONTAINERS_MAX: usize = 10;

/// Characters of a family's or container's name.
pub(super) const NAME_LENGTH_MAX: usize = 255;

/// Of what names of families and containers are made.
pub(super) fn is_name_character(character: char) -> bool {
    character.is_ascii_alphanumeric() || matches!(character, '_' | '-')
}

/// What to write instead of a container's name that is not there.
pub(super) fn hint_names(names: &BTreeSet<&str>, wrong: &str) -> String {
    match nearest(wrong, names.iter().copied().take(CONTAINERS_MAX)) {
        Some(name) => format!("did you mean `{}`?", shorten(name)),
        None => "write the name of a container of this definition".to_owned(),
    }
}

/// The definition that is judged.
pub(in crate::validate) struct Definition<'a> {
    /// Its object.
    pub(super) place: Place<'a>,
    /// What it was read as.
    pub(super) read: TaskDefinition,
    /// Its containers: the entries of `containerDefinitions` that are objects.
    pub(super) containers: Vec<Place<'a>>,
}

/// A value and the JSON pointer that leads to it.
#[derive(Clone)]
pub(super) struct Place<'a> {
    pub(super) node: &'a Node,
    pub(super) pointer: String,
}

impl<'a> Definition<'a> {
    pub(super) fn new(node: &'a Node, pointer: &str) -> Definition<'a> {
        let place = Place { node, pointer: pointer.to_owned() };
        let containers = place.list("containerDefinitions").filter(Place::is_object).collect();
        Definition { read: TaskDefinition::read(node, 1), containers, place }
    }

    /// Whether the definition asserts Fargate, alone or with others.
    pub(super) fn is_for_fargate(&self) -> bool {
        self.read.requires_compatibilities.contains(&Compatibility::Fargate)
    }

    /// The network mode, with the default filled in.
    pub(super) fn network_mode(&self) -> NetworkMode {
        self.read.network_mode
    }

    /// Names of the containers, without those that are empty.
    pub(super) fn names(&self) -> BTreeSet<&'a str> {
        self.containers.iter().map(Place::name).filter(|name| !name.is_empty()).collect()
    }

    /// The containers by name; of two with the same one the first.
    pub(super) fn by_name(&self) -> BTreeMap<&'a str, &Place<'a>> {
        let named = self.containers.iter().rev().map(|container| (container.name(), container));
        named.filter(|(name, _)| !name.is_empty()).collect()
    }

    /// The sum of a member over the containers; what is negative has been reported and counts 0.
    pub(super) fn sum(&self, key: &str) -> i64 {
        let amounts = self.containers.iter().filter_map(|container| container.integer(key));
        amounts.fold(0, |sum, amount| sum.saturating_add(amount.max(0)))
    }
}

impl<'a> Place<'a> {
    /// The member of that name, unless it is left out or null.
    pub(super) fn get(&self, key: &str) -> Option<Place<'a>> {
        Some(Place { node: self.node.get(key)?, pointer: child(&self.pointer, key) })
    }

    /// The entries of the list of that name.
    pub(super) fn list(&self, key: &str) -> impl Iterator<Item = Place<'a>> + use<'a> {
        let pointer = child(&self.pointer, key);
        let entries = self.node.list(key).iter().enumerate();
        entries.map(move |(number, node)| Place { node, pointer: child(&pointer, number) })
    }

    /// The text of the string member of that name.
    pub(super) fn str(&self, key: &str) -> Option<&'a str> {
        self.node.str(key)
    }

    /// The integer member of that name.
    pub(super) fn integer(&self, key: &str) -> Option<i64> {
        self.node.get(key)?.as_integer()
    }

    /// The boolean member of that name.
    pub(super) fn boolean(&self, key: &str) -> Option<bool> {
        self.node.get(key)?.as_bool()
    }

    /// Whether the member of that name is left out, null or a string: what has another type has been
    /// reported.
    pub(super) fn is_absent_or_string(&self, key: &str) -> bool {
        self.node.get(key).is_none_or(|member| member.as_str().is_some())
    }

    /// The `name` member, or nothing: what a message calls a container.
    pub(super) fn name(&self) -> &'a str {
        self.str("name").unwrap_or_default()
    }

    /// What this container is called in a sentence: by its name, or by its place where it has none.
    pub(super) fn title(&self) -> String {
        if !self.name().is_empty() {
            return format!("container `{}`", shorten(self.name()));
        }
        let number = self.pointer.rsplit('/').next().and_then(|last| last.parse::<usize>().ok());
        number.map_or_else(|| "a container".to_owned(), |number| format!("container {}", number + 1))
    }

    pub(super) fn is_object(&self) -> bool {
        matches!(self.node.value, Value::Object(_))
    }

    pub(super) fn is_list(&self) -> bool {
        matches!(self.node.value, Value::Array(_))
    }

    pub(super) fn is_empty_list(&self) -> bool {
        self.is_list() && self.node.elements().is_empty()
    }

    /// A finding at this place.
    pub(super) fn finding(&self, rule: &'static TaskDefinitionRule, message: impl Into<String>) -> Finding {
        Finding::new(&rule.rule, &*self.pointer, self.node.range, message)
    }

    /// A finding about a member of this object: at the member where it is there, else at the brace that
    /// opens the object.
    pub(super) fn finding_at(
        &self,
        key: &str,
        rule: &'static TaskDefinitionRule,
        message: impl Into<String>,
    ) -> Finding {
        let range = self.node.get(key).map_or_else(|| self.node.opening(), |member| member.range);
        Finding::new(&rule.rule, child(&self.pointer, key), range, message)
    }
}
