//! Why an expression cannot be read.

use super::Subject;
use crate::finding::Range;
use crate::limits;
use std::fmt;

/// An expression that cannot be read: where, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Failure {
    /// Bytes of the expression; empty at its end.
    pub range: Range,
    /// What is wrong.
    pub problem: Problem,
}

/// What is wrong with an expression.
#[derive(Clone, Debug, PartialEq)]
pub enum Problem {
    /// It has so many characters. Spec: QUERY-8.
    TooLong(usize),
    /// Parentheses and `not` are nested deeper than is read.
    TooDeep,
    /// Something else was expected there.
    Expected(Expected),
    /// There is no such subject.
    UnknownSubject(String),
    /// `task:` is followed by something other than `group`.
    UnknownTaskSubject(String),
    /// The name of an attribute has other characters or another length than ECS takes.
    AttributeName,
    /// There is no such operator.
    UnknownOperator(String),
    /// The operator is none for the subject.
    WrongOperator(Subject),
    /// A quote is not closed.
    OpenQuote,
    /// A parenthesis within a simple expression.
    Parenthesis,
    /// A pattern cannot be read; why, in the words of the engine.
    BadPattern(String),
}

/// What may stand at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expected {
    /// A subject, `not` or `(`.
    Operand,
    /// An operator for the subject.
    Operator(Subject),
    /// A value of the subject.
    Value(Subject),
    /// A list in brackets, of values of the subject.
    List(Subject),
    /// `,` or `]`.
    ListEnd,
    /// `and`, `or` or the end.
    Connective,
    /// `and`, `or` or `)`.
    Closing,
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.problem {
            Problem::TooLong(length) => {
                write!(
                    formatter,
                    "the expression has {length} characters, {} are the most",
                    limits::QUERY_CHARACTERS
                )
            }
            Problem::TooDeep => {
                write!(formatter, "`not` and parentheses are nested more than {} deep", limits::QUERY_DEPTH)
            }
            Problem::Expected(expected) => write!(formatter, "{expected} is expected here"),
            Problem::UnknownSubject(name) => write!(formatter, "there is no subject `{name}`"),
            Problem::UnknownTaskSubject(name) => {
                write!(formatter, "there is no subject `{name}`: of tasks only `task:group` can be asked")
            }
            Problem::AttributeName => formatter.write_str(
                "an attribute's name has 1 to 128 letters, digits, hyphens, underscores, slashes and dots",
            ),
            Problem::UnknownOperator(name) => write!(formatter, "there is no operator `{name}`"),
            Problem::WrongOperator(subject) => {
                write!(formatter, "this operator is none for `{}`", subject.name())
            }
            Problem::OpenQuote => formatter.write_str("the quote that opens here is not closed"),
            Problem::Parenthesis => {
                formatter.write_str("a simple expression has no parenthesis: put the value in quotes")
            }
            Problem::BadPattern(why) => write!(formatter, "the pattern cannot be read: {why}"),
        }
    }
}

impl fmt::Display for Expected {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Expected::Operand => formatter.write_str("a subject such as `attribute:ecs.instance-type`"),
            Expected::Operator(subject) => {
                write!(formatter, "an operator such as `==` behind `{}`", subject.name())
            }
            Expected::Value(Subject::RunningTasksCount) => formatter.write_str("a whole number"),
            Expected::Value(Subject::RegisteredAt) => {
                formatter.write_str("a date such as 2018-06-18 or 2018-06-18T22:28:28Z")
            }
            Expected::Value(Subject::AgentVersion) => formatter.write_str("a version such as 1.14.5"),
            Expected::Value(_) => formatter.write_str("a value"),
            Expected::List(_) => formatter.write_str("a list such as [a, b]"),
            Expected::ListEnd => formatter.write_str("`,` or `]`"),
            Expected::Connective => formatter.write_str("`and`, `or` or the end"),
            Expected::Closing => formatter.write_str("`)`"),
        }
    }
}

impl Failure {
    /// What to do about it, where that is not plain from the message. Spec: QUERY-8.
    pub fn hint(&self) -> Option<&'static str> {
        match &self.problem {
            Problem::UnknownOperator(name) => match name.as_str() {
                "=" => Some("equality is written `==`"),
                "===" | "is" | "eq" => Some("equality is written `==` or `equals`"),
                "<>" | "ne" => Some("inequality is written `!=` or `not_equals`"),
                "like" | "LIKE" => Some("patterns are regular expressions: `=~` or `matches`"),
                "&" | "AND" => Some("conjunction is written `and` or `&&`"),
                "|" | "OR" => Some("disjunction is written `or` or `||`"),
                "IN" | "EXISTS" | "NOT_IN" | "NOT_EXISTS" => Some("operators are written in lower case"),
                _ => None,
            },
            Problem::WrongOperator(Subject::TaskGroup) => Some("`task:group` takes `==` and `!=`"),
            Problem::WrongOperator(Subject::AgentConnected | Subject::Ec2InstanceId) => {
                Some("it takes ==, !=, in, not_in, =~ and !~")
            }
            Problem::WrongOperator(_) => Some("it takes ==, !=, <, <=, > and >="),
            Problem::Expected(Expected::Connective) => {
                Some("a value with a space stands in single quotes; `and` and `or` are written in lower case")
            }
            Problem::Expected(Expected::Operator(Subject::Attribute(_))) => {
                Some("`exists` asks whether an instance has the attribute at all")
            }
            Problem::BadPattern(_) => Some(
                "patterns are Java's as far as they are regular: no look-around, no back-reference, no repetition beyond measure",
            ),
            _ => None,
        }
    }
}
