//! What an expression says.

use super::{Bound, Pattern};

/// An expression of the cluster query language. Spec: QUERY-1.
#[derive(Clone, Debug, PartialEq)]
pub enum Expression {
    /// One of them holds: `a or b`. Two or more.
    Any(Vec<Expression>),
    /// All of them hold: `a and b`. Two or more.
    All(Vec<Expression>),
    /// It does not hold: `not(a)`.
    Not(Box<Expression>),
    /// A subject passes a test.
    Simple(Comparison),
}

/// A subject, and what is asked of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// Of what.
    pub subject: Subject,
    /// What.
    pub test: Test,
}

/// What a simple expression speaks of. Spec: QUERY-3.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// `agentConnected`: `true` or `false`.
    AgentConnected,
    /// `agentVersion`.
    AgentVersion,
    /// `attribute:NAME`: one of ECS's or one that somebody has put there.
    Attribute(String),
    /// `ec2InstanceId`.
    Ec2InstanceId,
    /// `registeredAt`.
    RegisteredAt,
    /// `runningTasksCount`.
    RunningTasksCount,
    /// `task:group`: the groups of the tasks on the instance.
    TaskGroup,
}

/// An operator with its arguments. Spec: QUERY-2.
#[derive(Clone, Debug, PartialEq)]
pub enum Test {
    /// `exists`.
    Exists,
    /// `not_exists`, `!exists`.
    NotExists,
    /// `==`, `equals`.
    Equals(Bound),
    /// `!=`, `not_equals`.
    NotEquals(Bound),
    /// `in [a, b]`.
    In(Vec<String>),
    /// `not_in [a, b]`, `!in [a, b]`.
    NotIn(Vec<String>),
    /// `=~`, `matches`.
    Matches(Pattern),
    /// `!~`, `not_matches`.
    NotMatches(Pattern),
    /// `>`, `>=`, `<`, `<=` and their words.
    Compares(Order, Bound),
}

/// A comparison by order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// `>`.
    Greater,
    /// `>=`.
    GreaterOrEqual,
    /// `<`.
    Less,
    /// `<=`.
    LessOrEqual,
}

impl Order {
    /// Whether a value that stands to the bound as `ordering` says passes.
    pub fn admits(self, ordering: std::cmp::Ordering) -> bool {
        match self {
            Order::Greater => ordering.is_gt(),
            Order::GreaterOrEqual => ordering.is_ge(),
            Order::Less => ordering.is_lt(),
            Order::LessOrEqual => ordering.is_le(),
        }
    }
}

impl Subject {
    /// The subjects that have a name of their own: all but attributes.
    pub const NAMED: [Subject; 6] = [
        Subject::AgentConnected,
        Subject::AgentVersion,
        Subject::Ec2InstanceId,
        Subject::RegisteredAt,
        Subject::RunningTasksCount,
        Subject::TaskGroup,
    ];

    /// As it is written.
    pub fn name(&self) -> String {
        match self {
            Subject::AgentConnected => "agentConnected".to_owned(),
            Subject::AgentVersion => "agentVersion".to_owned(),
            Subject::Attribute(name) => format!("{ATTRIBUTE}{name}"),
            Subject::Ec2InstanceId => "ec2InstanceId".to_owned(),
            Subject::RegisteredAt => "registeredAt".to_owned(),
            Subject::RunningTasksCount => "runningTasksCount".to_owned(),
            Subject::TaskGroup => "task:group".to_owned(),
        }
    }
}

/// What an attribute's name follows.
pub(super) const ATTRIBUTE: &str = "attribute:";

/// The operators, each in the spelling that is printed first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operator {
    Exists,
    NotExists,
    Equals,
    NotEquals,
    In,
    NotIn,
    Matches,
    NotMatches,
    Order(Order),
}

/// Every spelling: a longer one stands before the one that it begins with.
pub(super) const OPERATORS: [(&str, Operator); 22] = [
    ("!exists", Operator::NotExists),
    ("!in", Operator::NotIn),
    ("!=", Operator::NotEquals),
    ("!~", Operator::NotMatches),
    ("==", Operator::Equals),
    ("=~", Operator::Matches),
    (">=", Operator::Order(Order::GreaterOrEqual)),
    (">", Operator::Order(Order::Greater)),
    ("<=", Operator::Order(Order::LessOrEqual)),
    ("<", Operator::Order(Order::Less)),
    ("exists", Operator::Exists),
    ("in", Operator::In),
    ("equals", Operator::Equals),
    ("matches", Operator::Matches),
    ("not_exists", Operator::NotExists),
    ("not_equals", Operator::NotEquals),
    ("not_in", Operator::NotIn),
    ("not_matches", Operator::NotMatches),
    ("greater_than_equal", Operator::Order(Order::GreaterOrEqual)),
    ("greater_than", Operator::Order(Order::Greater)),
    ("less_than_equal", Operator::Order(Order::LessOrEqual)),
    ("less_than", Operator::Order(Order::Less)),
];

impl Operator {
    /// Whether AWS documents the operator for the subject. Spec: QUERY-3.
    pub(super) fn is_for(self, subject: &Subject) -> bool {
        use Operator::{Equals, In, Matches, NotEquals, NotIn, NotMatches};
        match subject {
            Subject::Attribute(_) => true,
            Subject::AgentConnected | Subject::Ec2InstanceId => {
                matches!(self, Equals | NotEquals | In | NotIn | Matches | NotMatches)
            }
            Subject::AgentVersion | Subject::RegisteredAt | Subject::RunningTasksCount => {
                matches!(self, Equals | NotEquals | Operator::Order(_))
            }
            Subject::TaskGroup => matches!(self, Equals | NotEquals),
        }
    }
}
