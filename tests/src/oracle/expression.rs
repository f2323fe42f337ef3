//! Expressions of the cluster query language as values, and what they mean. Spec: docs/spec/query.md.

use super::model::Cluster;
use std::cmp::Ordering;

#[derive(Clone, Debug)]
pub enum Expression {
    Or(Vec<Expression>),
    And(Vec<Expression>),
    Not(Box<Expression>),
    Is(Fact, Test),
}

/// What is asked of an instance.
#[derive(Clone, Copy, Debug)]
pub enum Fact {
    Attribute(&'static str),
    AgentConnected,
    AgentVersion,
    Ec2InstanceId,
    RegisteredAt,
    RunningTasksCount,
    TaskGroup,
}

#[derive(Clone, Debug)]
pub enum Test {
    Exists,
    NotExists,
    Is(Value),
    IsNot(Value),
    In(Vec<String>),
    NotIn(Vec<String>),
    Matches(Pattern),
    NotMatches(Pattern),
    Stands(Relation, Value),
}

#[derive(Clone, Copy, Debug)]
pub enum Relation {
    Above,
    AtLeast,
    Below,
    AtMost,
}

#[derive(Clone, Debug)]
pub enum Value {
    Text(String),
    Count(u64),
    Version(Vec<u64>),
    Moment(Moment),
}

/// A moment in the month in which every instance registered.
#[derive(Clone, Copy, Debug)]
pub struct Moment {
    /// From 1.
    pub day: i64,
    /// Of the day; midnight where only a date is written.
    pub second: Option<i64>,
    /// Of the clock that is written, ahead of UTC; none is UTC.
    pub offset_minutes: Option<i64>,
}

/// The regular expressions that can be told without an engine for them.
#[derive(Clone, Debug)]
pub enum Pattern {
    /// `text`, its dots escaped.
    Whole(String),
    /// `text.*`.
    Prefix(String),
    /// `.*text`.
    Suffix(String),
    /// `(one|other)`.
    Either(String, String),
}

/// The seconds of a day.
const DAY: i64 = 24 * 60 * 60;

impl Moment {
    /// Seconds since the month began.
    pub fn seconds(self) -> i64 {
        (self.day - 1) * DAY + self.second.unwrap_or(0) - self.offset_minutes.unwrap_or(0) * 60
    }
}

impl Pattern {
    /// A pattern means whole values. Spec: QUERY-7.
    fn matches(&self, value: &str) -> bool {
        match self {
            Pattern::Whole(text) => value == text,
            Pattern::Prefix(text) => value.starts_with(text.as_str()),
            Pattern::Suffix(text) => value.ends_with(text.as_str()),
            Pattern::Either(one, other) => value == one || value == other,
        }
    }
}

impl Relation {
    fn admits(self, ordering: Ordering) -> bool {
        match self {
            Relation::Above => ordering == Ordering::Greater,
            Relation::AtLeast => ordering != Ordering::Less,
            Relation::Below => ordering == Ordering::Less,
            Relation::AtMost => ordering != Ordering::Greater,
        }
    }
}

impl Expression {
    /// Whether an instance is one that the expression means.
    pub fn holds(&self, cluster: &Cluster, host: usize) -> bool {
        match self {
            Expression::Or(parts) => parts.iter().any(|part| part.holds(cluster, host)),
            Expression::And(parts) => parts.iter().all(|part| part.holds(cluster, host)),
            Expression::Not(inner) => !inner.holds(cluster, host),
            Expression::Is(fact, test) => simple(*fact, test, cluster, host),
        }
    }
}

fn simple(fact: Fact, test: &Test, cluster: &Cluster, number: usize) -> bool {
    let host = &cluster.hosts[number];
    match fact {
        Fact::Attribute(name) => passes_as_text(host.attributes.get(name).map(String::as_str), test),
        Fact::AgentConnected => {
            passes_as_text(Some(if host.agent_connected { "true" } else { "false" }), test)
        }
        Fact::Ec2InstanceId => passes_as_text(Some(&host.ec2_instance_id), test),
        Fact::TaskGroup => match test {
            Test::Is(Value::Text(group)) => cluster.group_on(group, number) > 0,
            Test::IsNot(Value::Text(group)) => cluster.group_on(group, number) == 0,
            other => panic!("task:group takes no {other:?}"),
        },
        Fact::AgentVersion => passes_in_order(test, |bound| match bound {
            Value::Version(bound) => versions(&numbers(&host.agent_version), bound),
            other => panic!("agentVersion takes no {other:?}"),
        }),
        Fact::RegisteredAt => passes_in_order(test, |bound| match bound {
            Value::Moment(bound) => host.registered_at.cmp(&bound.seconds()),
            other => panic!("registeredAt takes no {other:?}"),
        }),
        Fact::RunningTasksCount => passes_in_order(test, |bound| match bound {
            Value::Count(bound) => cluster.running_tasks_count(number).cmp(bound),
            other => panic!("runningTasksCount takes no {other:?}"),
        }),
    }
}

/// What is not there passes no test but `not_exists`. Spec: QUERY-6.
fn passes_as_text(own: Option<&str>, test: &Test) -> bool {
    let Some(own) = own else { return matches!(test, Test::NotExists) };
    let bound = |value: &Value| match value {
        Value::Text(bound) => bound.clone(),
        other => panic!("a text is not compared with {other:?}"),
    };
    match test {
        Test::Exists => true,
        Test::NotExists => false,
        Test::Is(value) => own == bound(value),
        Test::IsNot(value) => own != bound(value),
        Test::In(values) => values.iter().any(|value| value == own),
        Test::NotIn(values) => values.iter().all(|value| value != own),
        Test::Matches(pattern) => pattern.matches(own),
        Test::NotMatches(pattern) => !pattern.matches(own),
        Test::Stands(relation, value) => relation.admits(by_number_or_character(own, &bound(value))),
    }
}

fn passes_in_order(test: &Test, compare: impl Fn(&Value) -> Ordering) -> bool {
    match test {
        Test::Is(bound) => compare(bound) == Ordering::Equal,
        Test::IsNot(bound) => compare(bound) != Ordering::Equal,
        Test::Stands(relation, bound) => relation.admits(compare(bound)),
        other => panic!("what has an order takes no {other:?}"),
    }
}

/// Whole numbers as numbers, everything else character by character. Spec: QUERY-6.
fn by_number_or_character(one: &str, other: &str) -> Ordering {
    match (whole_number(one), whole_number(other)) {
        (Some(one), Some(other)) => one.cmp(&other),
        _ => one.chars().cmp(other.chars()),
    }
}

fn whole_number(text: &str) -> Option<i64> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let is_one = !digits.is_empty() && digits.chars().all(|digit| digit.is_ascii_digit());
    is_one.then(|| text.parse().expect("short numbers"))
}

fn numbers(version: &str) -> Vec<u64> {
    version.split('.').map(|part| part.parse().expect("a number")).collect()
}

/// Number by number; a number that is left out is 0.
fn versions(one: &[u64], other: &[u64]) -> Ordering {
    let padded = |version: &[u64]| {
        let mut all = version.to_vec();
        all.resize(8, 0);
        all
    };
    padded(one).cmp(&padded(other))
}
