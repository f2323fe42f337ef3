//! How an expression can be written: what the language leaves free is drawn.

use super::expression::{Expression, Fact, Moment, Pattern, Relation, Test, Value};
use crate::draws::Draws;

/// How tightly what stands around an expression binds its parts. Spec: QUERY-4.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Around {
    Nothing,
    Or,
    And,
    Not,
}

/// A text that means `expression`: spelling, space, quotes and needless parentheses are drawn.
pub fn print(expression: &Expression, draws: &mut Draws) -> String {
    within(expression, Around::Nothing, draws)
}

fn within(expression: &Expression, around: Around, draws: &mut Draws) -> String {
    let (text, needs) = match expression {
        Expression::Or(parts) => {
            (joined(parts, [" or ", "||", " || "], Around::Or, draws), around > Around::Or)
        }
        Expression::And(parts) => {
            (joined(parts, [" and ", "&&", " && "], Around::And, draws), around > Around::And)
        }
        Expression::Not(inner) => (negated(inner, draws), false),
        Expression::Is(fact, test) => (simple(*fact, test, draws), false),
    };
    let space = if draws.once_in(4) { " " } else { "" };
    if needs || draws.once_in(8) { format!("({space}{text}{space})") } else { text }
}

fn joined(parts: &[Expression], spellings: [&str; 3], around: Around, draws: &mut Draws) -> String {
    let mut text = String::new();
    for (number, part) in parts.iter().enumerate() {
        if number > 0 {
            text += draws.one_of(&spellings);
        }
        text += &within(part, around, draws);
    }
    text
}

fn negated(inner: &Expression, draws: &mut Draws) -> String {
    let inner = within(inner, Around::Not, draws);
    match draws.small(4) {
        0 => format!("!{inner}"),
        1 => format!("not {inner}"),
        2 => format!("not({inner})"),
        _ => format!("! ({inner})"),
    }
}

fn simple(fact: Fact, test: &Test, draws: &mut Draws) -> String {
    let subject = match fact {
        Fact::Attribute(name) => format!("attribute:{name}"),
        Fact::AgentConnected => "agentConnected".to_owned(),
        Fact::AgentVersion => "agentVersion".to_owned(),
        Fact::Ec2InstanceId => "ec2InstanceId".to_owned(),
        Fact::RegisteredAt => "registeredAt".to_owned(),
        Fact::RunningTasksCount => "runningTasksCount".to_owned(),
        Fact::TaskGroup => "task:group".to_owned(),
    };
    let (symbol, word) = operator(test);
    let argument = argument(test, draws);
    // A name needs space around it, a symbol does not.
    let operator = match draws.small(3) {
        0 => format!(" {word} "),
        1 if !symbol.contains(|character: char| character.is_ascii_alphabetic()) => symbol.to_owned(),
        _ => format!(" {symbol} "),
    };
    format!("{subject}{operator}{argument}").trim_end().to_owned()
}

/// Spec: QUERY-2.
fn operator(test: &Test) -> (&'static str, &'static str) {
    match test {
        Test::Exists => ("exists", "exists"),
        Test::NotExists => ("!exists", "not_exists"),
        Test::Is(_) => ("==", "equals"),
        Test::IsNot(_) => ("!=", "not_equals"),
        Test::In(_) => ("in", "in"),
        Test::NotIn(_) => ("!in", "not_in"),
        Test::Matches(_) => ("=~", "matches"),
        Test::NotMatches(_) => ("!~", "not_matches"),
        Test::Stands(Relation::Above, _) => (">", "greater_than"),
        Test::Stands(Relation::AtLeast, _) => (">=", "greater_than_equal"),
        Test::Stands(Relation::Below, _) => ("<", "less_than"),
        Test::Stands(Relation::AtMost, _) => ("<=", "less_than_equal"),
    }
}

fn argument(test: &Test, draws: &mut Draws) -> String {
    match test {
        Test::Exists | Test::NotExists => String::new(),
        Test::Is(value) | Test::IsNot(value) | Test::Stands(_, value) => quoted(&written(value), draws),
        Test::In(values) | Test::NotIn(values) => {
            let comma = draws.one_of(&[",", ", ", " , "]);
            let values: Vec<String> = values.iter().map(|value| quoted(value, draws)).collect();
            format!("[{}]", values.join(comma))
        }
        Test::Matches(pattern) | Test::NotMatches(pattern) => quoted(&regular(pattern), draws),
    }
}

fn written(value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::Count(count) => count.to_string(),
        Value::Version(numbers) => numbers.iter().map(u64::to_string).collect::<Vec<_>>().join("."),
        Value::Moment(moment) => calendar(*moment),
    }
}

fn calendar(moment: Moment) -> String {
    let date = format!("2025-12-{:02}", moment.day);
    let Some(second) = moment.second else { return date };
    let clock = format!("{date}T{:02}:{:02}:{:02}", second / 3600, second / 60 % 60, second % 60);
    match moment.offset_minutes {
        None => clock,
        Some(0) => format!("{clock}Z"),
        Some(minutes) => {
            let sign = if minutes < 0 { '-' } else { '+' };
            format!("{clock}{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
        }
    }
}

fn regular(pattern: &Pattern) -> String {
    let escaped = |text: &str| text.replace('.', "[.]");
    match pattern {
        Pattern::Whole(text) => escaped(text),
        Pattern::Prefix(text) => format!("{}.*", escaped(text)),
        Pattern::Suffix(text) => format!(".*{}", escaped(text)),
        Pattern::Either(one, other) => format!("({}|{})", escaped(one), escaped(other)),
    }
}

/// Bare where a value has nothing in it that has a meaning of its own. Spec: QUERY-5.
fn quoted(text: &str, draws: &mut Draws) -> String {
    let is_plain = |character: char| character.is_ascii_alphanumeric() || "-_.:/*+".contains(character);
    match draws.small(3) {
        0 => format!("'{text}'"),
        1 => format!("\"{text}\""),
        _ if !text.is_empty() && text.chars().all(is_plain) => text.to_owned(),
        _ => format!("'{text}'"),
    }
}
