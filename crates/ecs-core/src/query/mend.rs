//! What would make an instance one that an expression means.

use super::{Comparison, Expression, Instance, Subject, Test};
use jiff::Timestamp;
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
        let mends =
            merged(&self.mends(instance, true, &|comparison, holds| comparison.mend(instance, holds)));
        // What mends one part can undo another; then the parts are all that can be said.
        if self.holds_after(&Mended { instance, mends: &mends }) {
            return mends;
        }
        merged(&self.mends(instance, true, &Comparison::otherwise))
    }

    fn mends(
        &self,
        instance: &impl Instance,
        holds: bool,
        mend: &impl Fn(&Comparison, bool) -> Mend,
    ) -> Vec<Mend> {
        if self.holds(instance) == holds {
            return Vec::new();
        }
        match self {
            Expression::Not(inner) => inner.mends(instance, !holds, mend),
            Expression::Simple(comparison) => vec![mend(comparison, holds)],
            Expression::Any(parts) | Expression::All(parts) => {
                let one_is_enough = matches!(self, Expression::Any(_)) == holds;
                let mends = parts.iter().map(|part| part.mends(instance, holds, mend));
                if one_is_enough {
                    mends.min_by_key(Vec::len).unwrap_or_default()
                } else {
                    mends.flatten().collect()
                }
            }
        }
    }

    fn holds_after(&self, mended: &Mended<'_>) -> bool {
        match self {
            Expression::Any(parts) => parts.iter().any(|part| part.holds_after(mended)),
            Expression::All(parts) => parts.iter().all(|part| part.holds_after(mended)),
            Expression::Not(inner) => !inner.holds_after(mended),
            Expression::Simple(comparison) => {
                mended.otherwise(comparison).unwrap_or_else(|| comparison.holds(mended))
            }
        }
    }
}

/// Without what is said twice, and without an attribute's presence where its value is asked for too.
fn merged(mends: &[Mend]) -> Vec<Mend> {
    let has_value = |wanted: &str| {
        let is_it = |mend: &Mend| matches!(mend, Mend::SetAttribute { name, value } if name == wanted && !value.is_empty());
        mends.iter().any(is_it)
    };
    let mut merged: Vec<Mend> = Vec::new();
    for mend in mends {
        let is_said =
            matches!(mend, Mend::SetAttribute { name, value } if value.is_empty() && has_value(name));
        if !is_said && !merged.contains(mend) {
            merged.push(mend.clone());
        }
    }
    merged
}

/// An instance after some changes.
struct Mended<'a> {
    instance: &'a dyn Instance,
    mends: &'a [Mend],
}

impl Mended<'_> {
    /// Whether a comparison is one of what has to be otherwise, and how.
    fn otherwise(&self, wanted: &Comparison) -> Option<bool> {
        self.mends.iter().find_map(|mend| match mend {
            Mend::Otherwise { comparison, holds } if comparison == wanted => Some(*holds),
            _ => None,
        })
    }
}

impl Instance for Mended<'_> {
    fn agent_connected(&self) -> bool {
        self.instance.agent_connected()
    }

    fn agent_version(&self) -> &str {
        self.instance.agent_version()
    }

    fn attribute(&self, wanted: &str) -> Option<&str> {
        let changed = self.mends.iter().rev().find_map(|mend| match mend {
            Mend::SetAttribute { name, value } if name == wanted => Some(Some(value.as_str())),
            Mend::RemoveAttribute { name } if name == wanted => Some(None),
            _ => None,
        });
        changed.unwrap_or_else(|| self.instance.attribute(wanted))
    }

    fn ec2_instance_id(&self) -> String {
        self.instance.ec2_instance_id()
    }

    fn registered_at(&self) -> Timestamp {
        self.instance.registered_at()
    }

    fn running_tasks_count(&self) -> u64 {
        self.instance.running_tasks_count()
    }

    fn has_task_of(&self, wanted: &str) -> bool {
        let changed = self.mends.iter().rev().find_map(|mend| match mend {
            Mend::StartTaskOf(group) if group == wanted => Some(true),
            Mend::StopTasksOf(group) if group == wanted => Some(false),
            _ => None,
        });
        changed.unwrap_or_else(|| self.instance.has_task_of(wanted))
    }
}

impl Comparison {
    fn otherwise(&self, holds: bool) -> Mend {
        Mend::Otherwise { comparison: self.clone(), holds }
    }

    fn mend(&self, instance: &impl Instance, holds: bool) -> Mend {
        let otherwise = || self.otherwise(holds);
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
