//! From expression to text: what is printed reads back the same. Spec: QUERY-9.

use super::parse::is_plain;
use super::{Comparison, Expression, Order, Test};
use std::fmt;

impl fmt::Display for Expression {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Expression::Any(parts) => joined(formatter, parts, " or "),
            Expression::All(parts) => joined(formatter, parts, " and "),
            Expression::Not(inner) => write!(formatter, "not({inner})"),
            Expression::Simple(comparison) => comparison.fmt(formatter),
        }
    }
}

impl fmt::Display for Comparison {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.subject.name())?;
        match &self.test {
            Test::Exists => formatter.write_str(" exists"),
            Test::NotExists => formatter.write_str(" not_exists"),
            Test::Equals(bound) => write!(formatter, " == {}", literal(&bound.text())),
            Test::NotEquals(bound) => write!(formatter, " != {}", literal(&bound.text())),
            Test::In(values) => write!(formatter, " in {}", list(values)),
            Test::NotIn(values) => write!(formatter, " not_in {}", list(values)),
            Test::Matches(pattern) => write!(formatter, " =~ {}", literal(pattern.text())),
            Test::NotMatches(pattern) => write!(formatter, " !~ {}", literal(pattern.text())),
            Test::Compares(order, bound) => {
                write!(formatter, " {} {}", order.symbol(), literal(&bound.text()))
            }
        }
    }
}

impl Order {
    fn symbol(self) -> &'static str {
        match self {
            Order::Greater => ">",
            Order::GreaterOrEqual => ">=",
            Order::Less => "<",
            Order::LessOrEqual => "<=",
        }
    }
}

/// Parts that are compounds themselves stand in parentheses.
fn joined(formatter: &mut fmt::Formatter<'_>, parts: &[Expression], connective: &str) -> fmt::Result {
    for (number, part) in parts.iter().enumerate() {
        if number > 0 {
            formatter.write_str(connective)?;
        }
        match part {
            Expression::Any(_) | Expression::All(_) => write!(formatter, "({part})")?,
            Expression::Not(_) | Expression::Simple(_) => write!(formatter, "{part}")?,
        }
    }
    Ok(())
}

/// Bare where it can be. A value in quotes holds at most one kind of them, so the other kind fits.
pub(super) fn literal(text: &str) -> String {
    if !text.is_empty() && text.chars().all(is_plain) {
        text.to_owned()
    } else if text.contains('\'') {
        format!("\"{text}\"")
    } else {
        format!("'{text}'")
    }
}

fn list(values: &[String]) -> String {
    let values: Vec<String> = values.iter().map(|value| literal(value)).collect();
    format!("[{}]", values.join(", "))
}
