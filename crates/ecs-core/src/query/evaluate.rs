//! Whether an instance is one that an expression means.

use super::value::compare_texts;
use super::{Bound, Comparison, Expression, Order, Subject, Test, Version};
use jiff::Timestamp;
use std::cmp::Ordering;

/// What an expression asks of a container instance.
pub trait Instance {
    /// `agentConnected`.
    fn agent_connected(&self) -> bool;
    /// `agentVersion`, for example `1.98.0`.
    fn agent_version(&self) -> &str;
    /// An attribute: none where the instance has none of that name, an empty text where it has no value.
    fn attribute(&self, name: &str) -> Option<&str>;
    /// `ec2InstanceId`; for an external instance the id that Systems Manager gave it.
    fn ec2_instance_id(&self) -> String;
    /// `registeredAt`.
    fn registered_at(&self) -> Timestamp;
    /// `runningTasksCount`.
    fn running_tasks_count(&self) -> u64;
    /// Whether a task of that group is on the instance.
    fn has_task_of(&self, group: &str) -> bool;
}

impl Expression {
    /// Whether it holds for the instance. Spec: QUERY-5, QUERY-6.
    pub fn holds(&self, instance: &impl Instance) -> bool {
        match self {
            Expression::Any(parts) => parts.iter().any(|part| part.holds(instance)),
            Expression::All(parts) => parts.iter().all(|part| part.holds(instance)),
            Expression::Not(inner) => !inner.holds(instance),
            Expression::Simple(comparison) => comparison.holds(instance),
        }
    }

    /// Whether it speaks of what tasks change: of `task:group` or `runningTasksCount`.
    pub fn follows_tasks(&self) -> bool {
        match self {
            Expression::Any(parts) | Expression::All(parts) => parts.iter().any(Expression::follows_tasks),
            Expression::Not(inner) => inner.follows_tasks(),
            Expression::Simple(comparison) => comparison.subject.follows_tasks(),
        }
    }
}

impl Subject {
    /// Whether tasks change it.
    pub fn follows_tasks(&self) -> bool {
        matches!(self, Subject::TaskGroup | Subject::RunningTasksCount)
    }
}

impl Comparison {
    /// Whether it holds for the instance.
    pub fn holds(&self, instance: &impl Instance) -> bool {
        match &self.subject {
            Subject::AgentConnected => {
                self.test.holds_for(Some(if instance.agent_connected() { "true" } else { "false" }))
            }
            Subject::AgentVersion => self.test.compares(|bound| match bound {
                Bound::Version(bound) => Some(Version::read(instance.agent_version())?.compare(bound)),
                _ => None,
            }),
            Subject::Attribute(name) => self.test.holds_for(instance.attribute(name)),
            Subject::Ec2InstanceId => self.test.holds_for(Some(&instance.ec2_instance_id())),
            Subject::RegisteredAt => self.test.compares(|bound| match bound {
                Bound::Date(bound) => Some(instance.registered_at().cmp(&bound.moment)),
                _ => None,
            }),
            Subject::RunningTasksCount => self.test.compares(|bound| match bound {
                Bound::Number(bound) => Some(instance.running_tasks_count().cmp(bound)),
                _ => None,
            }),
            Subject::TaskGroup => match &self.test {
                Test::Equals(Bound::Text(group)) => instance.has_task_of(group),
                Test::NotEquals(Bound::Text(group)) => !instance.has_task_of(group),
                _ => false,
            },
        }
    }
}

impl Test {
    /// For a text: what is not there passes no test but `not_exists`. Spec: QUERY-6.
    fn holds_for(&self, value: Option<&str>) -> bool {
        let Some(value) = value else { return *self == Test::NotExists };
        match self {
            Test::Exists => true,
            Test::NotExists => false,
            Test::Equals(bound) => *value == bound.text(),
            Test::NotEquals(bound) => *value != bound.text(),
            Test::In(values) => values.iter().any(|listed| listed == value),
            Test::NotIn(values) => values.iter().all(|listed| listed != value),
            Test::Matches(pattern) => pattern.matches(value),
            Test::NotMatches(pattern) => !pattern.matches(value),
            Test::Compares(order, bound) => order.admits(compare_texts(value, &bound.text())),
        }
    }

    /// For what has an order of its own. `ordering` says how the value stands to a bound.
    fn compares(&self, ordering: impl Fn(&Bound) -> Option<Ordering>) -> bool {
        match self {
            Test::Equals(bound) => ordering(bound).is_some_and(Ordering::is_eq),
            Test::NotEquals(bound) => ordering(bound).is_some_and(Ordering::is_ne),
            Test::Compares(order, bound) => ordering(bound).is_some_and(|found| Order::admits(*order, found)),
            _ => false,
        }
    }
}
