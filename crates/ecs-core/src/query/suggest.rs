//! What may be written at a place of an expression.

use super::expression::{ATTRIBUTE, OPERATORS, Operator};
use super::print::literal;
use super::scan::is_word;
use super::{Expected, Problem, Subject, parse};
use crate::finding::Range;

/// Something that may stand at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// What is written there.
    pub text: String,
    /// What it is, in a few words.
    pub detail: &'static str,
}

/// What may stand at a place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Suggestions {
    /// Bytes of the expression that a suggestion takes the place of.
    pub range: Range,
    /// In the order in which they are offered.
    pub list: Vec<Suggestion>,
}

/// What may be written at byte `at` of `text`; within a character or behind the end, at what comes
/// before it. `attributes` are the names and values that the cluster's instances have.
pub fn suggest(text: &str, at: usize, attributes: &[(String, Vec<String>)]) -> Suggestions {
    let at = (0..=at.min(text.len())).rfind(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let before = text.get(..at).unwrap_or_default();
    let begun = before.trim_end_matches(['=', '!', '~', '<', '>']).len();
    let operators = offered(before, begun, attributes);
    if begun < before.len() && !operators.list.is_empty() {
        return operators;
    }
    let word = before.rfind(|character: char| !is_word(character)).map_or(0, |last| {
        last + before.get(last..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8)
    });
    offered(before, word, attributes)
}

/// What may stand behind the first `typed` bytes of `before` and begins with the rest of it.
fn offered(before: &str, typed: usize, attributes: &[(String, Vec<String>)]) -> Suggestions {
    let at = before.len();
    let head = before.get(..typed).unwrap_or_default();
    let word = before.get(typed..).unwrap_or_default();
    let Err(failure) = parse(head) else {
        return only(typed, at, word, CONNECTIVES);
    };
    if failure.range.start < head.trim_end().len() {
        return Suggestions { range: Range { start: at, end: at }, list: Vec::new() };
    }
    match failure.problem {
        Problem::Expected(Expected::Operand) => {
            let names = attributes.iter().map(|(name, _)| (format!("{ATTRIBUTE}{name}"), "attribute"));
            let subjects = Subject::NAMED.into_iter().map(|subject| (subject.name(), detail(&subject)));
            filled(typed, at, word, names.chain(subjects).chain([("not".to_owned(), "negation")]))
        }
        Problem::Expected(Expected::Operator(subject)) => {
            let operators = OPERATORS.into_iter().filter(|(_, operator)| operator.is_for(&subject));
            filled(
                typed,
                at,
                word,
                operators.map(|(spelling, operator)| (spelling.to_owned(), meaning(operator))),
            )
        }
        Problem::Expected(Expected::Value(subject)) => values(typed, at, word, &subject, attributes),
        Problem::Expected(Expected::List(_)) => only(typed, at, word, &[("[", "a list")]),
        Problem::Expected(Expected::ListEnd) => only(typed, at, word, &[(",", "one more"), ("]", "the end")]),
        Problem::Expected(Expected::Closing) => filled(
            typed,
            at,
            word,
            CONNECTIVES.iter().chain(&[(")", "the end")]).map(|(text, what)| ((*text).to_owned(), *what)),
        ),
        _ => Suggestions { range: Range { start: at, end: at }, list: Vec::new() },
    }
}

const CONNECTIVES: &[(&str, &str)] = &[("and", "both hold"), ("or", "one of them holds")];

fn values(
    start: usize,
    at: usize,
    word: &str,
    subject: &Subject,
    attributes: &[(String, Vec<String>)],
) -> Suggestions {
    match subject {
        Subject::Attribute(wanted) => {
            let found = attributes.iter().filter(|(name, _)| name == wanted).flat_map(|(_, values)| values);
            filled(start, at, word, found.map(|value| (literal(value), "of an instance here")))
        }
        Subject::AgentConnected => only(start, at, word, &[("true", "connected"), ("false", "lost")]),
        _ => Suggestions { range: Range { start: at, end: at }, list: Vec::new() },
    }
}

fn only(start: usize, at: usize, word: &str, list: &[(&str, &'static str)]) -> Suggestions {
    filled(start, at, word, list.iter().map(|(text, detail)| ((*text).to_owned(), *detail)))
}

/// Those that begin with what is typed already.
fn filled(
    start: usize,
    at: usize,
    word: &str,
    list: impl Iterator<Item = (String, &'static str)>,
) -> Suggestions {
    let list = list
        .filter(|(text, _)| text.starts_with(word) && text != word)
        .map(|(text, detail)| Suggestion { text, detail })
        .collect();
    Suggestions { range: Range { start, end: at }, list }
}

fn detail(subject: &Subject) -> &'static str {
    match subject {
        Subject::AgentConnected => "true or false",
        Subject::AgentVersion => "version of the agent",
        Subject::Attribute(_) => "attribute",
        Subject::Ec2InstanceId => "id of the EC2 instance",
        Subject::RegisteredAt => "date of registration",
        Subject::RunningTasksCount => "number of running tasks",
        Subject::TaskGroup => "groups of the tasks on it",
    }
}

fn meaning(operator: Operator) -> &'static str {
    match operator {
        Operator::Exists => "has it",
        Operator::NotExists => "has it not",
        Operator::Equals => "is equal",
        Operator::NotEquals => "has another value",
        Operator::In => "is one of a list",
        Operator::NotIn => "has a value that is none of a list",
        Operator::Matches => "matches a regular expression",
        Operator::NotMatches => "does not match a regular expression",
        Operator::Order(_) => "compares",
    }
}
