//! What would make an instance one that an expression means.

use super::{Comparison, Expression, Instance, Subject, Test};
use std::fmt;

/// A change of an instance. Its `Display` is the sentence, without a full stop.
#[derive(Clone, Debug, PartialEq)]
pub enum Mend {
    /// A custom attribute gets a value; an empty one is none.
    SetAttribute {
        /// Its name.
        name: String,
        /// The value that it gets.
        value: String,
    },
    /// A custom attribute goes.
    RemoveAttribute {
        /// Its name.
        name: String,
    },
    /// A task of the group has to be on it.
    StartTaskOf(String),
    /// No task of the group may be on it.
    StopTasksOf(String),
    /// Something has to be otherwise that nobody can change on the instance as it stands.
    Otherwise {
        /// What.
        comparison: Comparison,
        /// Whether it has to hold, or not to.
        holds: bool,
    },
}

impl Expression {
    /// The fewest changes of an instance after which the expression holds for it; none where it holds.
    pub fn mend(&self, instance: &impl Instance) -> Vec<Mend> {
        self.mends(instance, true)
    }

    fn mends(&self, instance: &impl Instance, holds: bool) -> Vec<Mend> {
        if self.holds(instance) == holds {
            return Vec::new();
        }
        match self {
            Expression::Not(inner) => inner.mends(instance, !holds),
            Expression::Simple(comparison) => vec![comparison.mend(instance, holds)],
            Expression::Any(parts) | Expression::All(parts) => {
                let one_is_enough = matches!(self, Expression::Any(_)) == holds;
                let mends = parts.iter().map(|part| part.mends(instance, holds));
                if one_is_enough {
                    mends.min_by_key(Vec::len).unwrap_or_default()
                } else {
                    mends.flatten().collect()
                }
            }
        }
    }
}

impl Comparison {
    fn mend(&self, instance: &impl Instance, holds: bool) -> Mend {
        let otherwise = || Mend::Otherwise { comparison: self.clone(), holds };
        match &self.subject {
            Subject::TaskGroup => {
                let (Test::Equals(group) | Test::NotEquals(group)) = &self.test else { return otherwise() };
                if matches!(self.test, Test::Equals(_)) == holds {
                    Mend::StartTaskOf(group.text())
                } else {
                    Mend::StopTasksOf(group.text())
                }
            }
            Subject::Attribute(name) if !name.starts_with("ecs.") => {
                let remove = || Mend::RemoveAttribute { name: name.clone() };
                let set = |value: String| Mend::SetAttribute { name: name.clone(), value };
                match (&self.test, holds) {
                    (Test::Exists, true) | (Test::NotExists, false) => set(String::new()),
                    (Test::Equals(bound), true) | (Test::NotEquals(bound), false) => set(bound.text()),
                    (Test::In(values), true) | (Test::NotIn(values), false) => {
                        values.first().map_or_else(otherwise, |value| set(value.clone()))
                    }
                    (Test::NotExists, true) => remove(),
                    (_, false) if instance.attribute(name).is_some() => remove(),
                    _ => otherwise(),
                }
            }
            _ => otherwise(),
        }
    }
}

impl fmt::Display for Mend {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Mend::SetAttribute { name, value } if value.is_empty() => {
                write!(formatter, "add attribute {name}")
            }
            Mend::SetAttribute { name, value } => write!(formatter, "add attribute {name}={value}"),
            Mend::RemoveAttribute { name } => write!(formatter, "remove attribute {name}"),
            Mend::StartTaskOf(group) => write!(formatter, "start a task of group {group} on it first"),
            Mend::StopTasksOf(group) => write!(formatter, "stop the tasks of group {group} on it"),
            Mend::Otherwise { comparison, holds: true } => {
                write!(formatter, "take an instance with {comparison}")
            }
            Mend::Otherwise { comparison, holds: false } => {
                write!(formatter, "take an instance without {comparison}")
            }
        }
    }
}
