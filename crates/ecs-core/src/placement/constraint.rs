//! Placement constraints: what binds beyond resources.

use super::{Ledger, Rows};
use crate::ids::{GroupRow, InstanceRow};
use crate::query::{Bound, Comparison, Expression, Order, Subject, Test};
use std::cmp::Ordering;

/// A placement constraint of a task. Spec: PLACE-11, PLACE-12.
#[derive(Clone, Debug, PartialEq)]
pub enum Constraint {
    /// `distinctInstance`: at most one task of the group on an instance.
    DistinctInstance,
    /// `memberOf`: the instance is one that an expression means.
    MemberOf(Membership),
}

/// An expression, asked of the instances of a cluster: what tasks do not change is worked out once,
/// what they change is looked up in the books.
#[derive(Clone, Debug, PartialEq)]
pub enum Membership {
    /// These, whatever tasks do.
    Fixed(Rows),
    /// Those on which a task of the group is.
    TaskGroup(GroupRow),
    /// Those with so many tasks to run.
    RunningTasksCount(Count),
    /// Those that are in one of the sets.
    Any(Vec<Membership>),
    /// Those that are in all of them.
    All(Vec<Membership>),
    /// Those that are not.
    Not(Box<Membership>),
}

/// A test of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Count {
    /// It is the bound.
    Equal(u64),
    /// It stands to the bound as the order says.
    Ordered(Order, u64),
}

/// What the instances of a cluster say to an expression.
pub trait Cluster {
    /// How many instances there are.
    fn instances(&self) -> usize;
    /// Whether a simple expression that tasks do not change holds for an instance.
    fn holds(&self, comparison: &Comparison, row: InstanceRow) -> bool;
    /// The row of a task group; a group without tasks gets one.
    fn group(&mut self, name: &str) -> GroupRow;
}

impl Constraint {
    /// Whether an instance satisfies it for one more task of `group`.
    pub fn admits(&self, ledger: &Ledger, group: GroupRow, row: InstanceRow) -> bool {
        match self {
            Constraint::DistinctInstance => ledger.tasks_on_instance(group, row) == 0,
            Constraint::MemberOf(membership) => membership.contains(ledger, row),
        }
    }
}

impl Membership {
    /// Asks a cluster.
    pub fn of(expression: &Expression, cluster: &mut impl Cluster) -> Membership {
        if !expression.follows_tasks() {
            let fixed = |row| holds(expression, cluster, row);
            return Membership::Fixed(Rows::of(cluster.instances(), fixed));
        }
        match expression {
            Expression::Any(parts) => {
                Membership::Any(parts.iter().map(|part| Membership::of(part, cluster)).collect())
            }
            Expression::All(parts) => {
                Membership::All(parts.iter().map(|part| Membership::of(part, cluster)).collect())
            }
            Expression::Not(inner) => Membership::Not(Box::new(Membership::of(inner, cluster))),
            Expression::Simple(comparison) => Membership::of_tasks(comparison, cluster),
        }
    }

    /// Asks an instance again that is new, or another than it was.
    pub fn look_again(&mut self, expression: &Expression, cluster: &impl Cluster, row: InstanceRow) {
        match (self, expression) {
            (Membership::Fixed(rows), _) => rows.set(row, holds(expression, cluster, row)),
            (Membership::Any(parts) | Membership::All(parts), Expression::Any(of) | Expression::All(of)) => {
                for (part, expression) in parts.iter_mut().zip(of) {
                    part.look_again(expression, cluster, row);
                }
            }
            (Membership::Not(inner), Expression::Not(of)) => inner.look_again(of, cluster, row),
            // What tasks change is looked up whenever it is asked.
            _ => {}
        }
    }

    fn of_tasks(comparison: &Comparison, cluster: &mut impl Cluster) -> Membership {
        match (&comparison.subject, &comparison.test) {
            (Subject::TaskGroup, Test::Equals(bound)) => Membership::TaskGroup(cluster.group(&bound.text())),
            (Subject::TaskGroup, Test::NotEquals(bound)) => {
                Membership::Not(Box::new(Membership::TaskGroup(cluster.group(&bound.text()))))
            }
            (_, Test::Equals(Bound::Number(bound))) => Membership::RunningTasksCount(Count::Equal(*bound)),
            (_, Test::NotEquals(Bound::Number(bound))) => {
                Membership::Not(Box::new(Membership::RunningTasksCount(Count::Equal(*bound))))
            }
            (_, Test::Compares(order, Bound::Number(bound))) => {
                Membership::RunningTasksCount(Count::Ordered(*order, *bound))
            }
            // The parser lets no other test of these subjects through.
            _ => Membership::Fixed(Rows::default()),
        }
    }

    /// Whether an instance is one of them.
    pub fn contains(&self, ledger: &Ledger, row: InstanceRow) -> bool {
        match self {
            Membership::Fixed(rows) => rows.contains(row),
            Membership::TaskGroup(group) => ledger.tasks_on_instance(*group, row) > 0,
            Membership::RunningTasksCount(count) => count.admits(u64::from(ledger.tasks_to_run(row))),
            Membership::Any(parts) => parts.iter().any(|part| part.contains(ledger, row)),
            Membership::All(parts) => parts.iter().all(|part| part.contains(ledger, row)),
            Membership::Not(inner) => !inner.contains(ledger, row),
        }
    }
}

impl Count {
    fn admits(self, count: u64) -> bool {
        match self {
            Count::Equal(bound) => count.cmp(&bound) == Ordering::Equal,
            Count::Ordered(order, bound) => order.admits(count.cmp(&bound)),
        }
    }
}

fn holds(expression: &Expression, cluster: &impl Cluster, row: InstanceRow) -> bool {
    match expression {
        Expression::Any(parts) => parts.iter().any(|part| holds(part, cluster, row)),
        Expression::All(parts) => parts.iter().all(|part| holds(part, cluster, row)),
        Expression::Not(inner) => !holds(inner, cluster, row),
        Expression::Simple(comparison) => cluster.holds(comparison, row),
    }
}
