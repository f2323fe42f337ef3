//! From text to expression.

use super::expression::{ATTRIBUTE, OPERATORS, Operator};
use super::scan::{Scanner, is_word};
use super::{
    Bound, Comparison, Date, Expected, Expression, Failure, Pattern, Problem, Subject, Test, Version,
};
use crate::finding::{Finding, Range, rules};
use crate::limits;

/// An expression, and what is worth knowing of how it was written.
#[derive(Clone, Debug, PartialEq)]
pub struct Parsed {
    /// What it says.
    pub expression: Expression,
    /// In order of place.
    pub notices: Vec<(Range, Notice)>,
}

/// Something that is accepted and may not mean what its writer thinks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notice {
    /// `and` and `or` side by side: AWS documents no precedence. Spec: QUERY-4.
    MixedConnectives,
    /// A pattern ends in `*` behind an ordinary character, as in a file name. Spec: QUERY-7.
    LooksLikeGlob,
}

impl Notice {
    /// What is said of the part of a text that it is about. Spec: QUERY-4, QUERY-7.
    pub fn finding(self, pointer: &str, range: Range) -> Finding {
        match self {
            Notice::MixedConnectives => {
                let message = "`and` and `or` stand side by side: AWS documents no precedence, here `and` binds more strongly";
                Finding::new(&rules::QUERY_PRECEDENCE, pointer, range, message)
                    .hint("put parentheses around the part that belongs together")
            }
            Notice::LooksLikeGlob => {
                let message = "the pattern is a regular expression that the whole value has to match: `*` repeats the character before it";
                Finding::new(&rules::QUERY_GLOB, pointer, range, message)
                    .hint("`.*` stands for any characters")
            }
        }
    }
}

/// Reads an expression.
///
/// # Errors
///
/// Where it cannot be read: the place, and what was expected there. Spec: QUERY-1, QUERY-8.
pub fn parse(text: &str) -> Result<Parsed, Failure> {
    let length = text.chars().count();
    if length > limits::QUERY_CHARACTERS {
        return Err(Failure {
            range: Range { start: 0, end: text.len() },
            problem: Problem::TooLong(length),
        });
    }
    let mut parser = Parser { scanner: Scanner::new(text), notices: Vec::new(), depth: 0 };
    let expression = parser.any()?.expression;
    parser.scanner.skip_space();
    if !parser.scanner.is_at_end() {
        return Err(parser.expected(Expected::Connective));
    }
    Ok(Parsed { expression, notices: parser.notices })
}

struct Parser<'a> {
    scanner: Scanner<'a>,
    notices: Vec<(Range, Notice)>,
    depth: usize,
}

/// An operand, and whether it is a conjunction without parentheses.
struct Operand {
    expression: Expression,
    bare_and: bool,
}

impl Parser<'_> {
    fn any(&mut self) -> Result<Operand, Failure> {
        let start = self.start();
        let first = self.all()?;
        let mut bare_and = first.bare_and;
        let mut parts = vec![first.expression];
        while self.connective("||", "or") {
            let next = self.all()?;
            bare_and |= next.bare_and;
            parts.push(next.expression);
        }
        if parts.len() > 1 && bare_and {
            self.notices.push((self.scanner.range_from(start), Notice::MixedConnectives));
        }
        let alone = parts.len() == 1;
        Ok(Operand { expression: joined(parts, Expression::Any), bare_and: bare_and && alone })
    }

    fn all(&mut self) -> Result<Operand, Failure> {
        let mut parts = vec![self.operand()?];
        while self.connective("&&", "and") {
            parts.push(self.operand()?);
        }
        let bare_and = parts.len() > 1;
        Ok(Operand { expression: joined(parts, Expression::All), bare_and })
    }

    fn connective(&mut self, symbol: &str, word: &str) -> bool {
        self.scanner.skip_space();
        self.scanner.take(symbol) || self.scanner.take_word(word)
    }

    fn operand(&mut self) -> Result<Expression, Failure> {
        let start = self.start();
        self.depth += 1;
        if self.depth > limits::QUERY_DEPTH {
            return Err(Failure { range: self.scanner.range_here(), problem: Problem::TooDeep });
        }
        let expression = if self.scanner.take("!") || self.scanner.take_word("not") {
            Expression::Not(Box::new(self.operand()?))
        } else if self.scanner.take("(") {
            let inner = self.any()?.expression;
            self.scanner.skip_space();
            if !self.scanner.take(")") {
                return Err(self.expected(Expected::Closing));
            }
            inner
        } else {
            Expression::Simple(self.comparison(start)?)
        };
        self.depth -= 1;
        Ok(expression)
    }

    fn comparison(&mut self, start: usize) -> Result<Comparison, Failure> {
        let subject = self.subject(start)?;
        let operator = self.operator(&subject)?;
        let test = match operator {
            Operator::Exists => Test::Exists,
            Operator::NotExists => Test::NotExists,
            Operator::Equals => Test::Equals(self.bound(&subject)?),
            Operator::NotEquals => Test::NotEquals(self.bound(&subject)?),
            Operator::In => Test::In(self.list(&subject)?),
            Operator::NotIn => Test::NotIn(self.list(&subject)?),
            Operator::Matches => Test::Matches(self.pattern(&subject)?),
            Operator::NotMatches => Test::NotMatches(self.pattern(&subject)?),
            Operator::Order(order) => Test::Compares(order, self.bound(&subject)?),
        };
        Ok(Comparison { subject, test })
    }

    fn subject(&mut self, start: usize) -> Result<Subject, Failure> {
        let name = self.scanner.take_while(|character| is_word(character) || character == '\\');
        let range = self.scanner.range_from(start);
        if name.is_empty() {
            return Err(self.expected(Expected::Operand));
        }
        if let Some(attribute) = name.strip_prefix(ATTRIBUTE) {
            if !is_attribute_name(attribute) {
                return Err(Failure { range, problem: Problem::AttributeName });
            }
            return Ok(Subject::Attribute(attribute.to_owned()));
        }
        let named = Subject::NAMED.into_iter().find(|subject| subject.name() == name);
        named.ok_or_else(|| {
            let name = name.to_owned();
            let of_task = name.starts_with("task:");
            let problem =
                if of_task { Problem::UnknownTaskSubject(name) } else { Problem::UnknownSubject(name) };
            Failure { range, problem }
        })
    }

    fn operator(&mut self, subject: &Subject) -> Result<Operator, Failure> {
        let start = self.start();
        let is_taken = |scanner: &mut Scanner<'_>, spelling: &str| {
            if spelling.ends_with(|last: char| last.is_alphabetic()) {
                scanner.take_word(spelling)
            } else {
                scanner.take(spelling)
            }
        };
        let found = OPERATORS.into_iter().find(|(spelling, _)| is_taken(&mut self.scanner, spelling));
        let Some((_, operator)) = found else {
            let mut word = self.scanner.take_while(is_word);
            if word.is_empty() {
                word = self
                    .scanner
                    .take_while(|character| matches!(character, '=' | '!' | '<' | '>' | '~' | '&' | '|'));
            }
            if word.is_empty() || matches!(word, "and" | "or" | "&&" | "||") {
                let range = Range { start, end: start + word.len() };
                return Err(Failure {
                    range,
                    problem: Problem::Expected(Expected::Operator(subject.clone())),
                });
            }
            let problem = Problem::UnknownOperator(word.to_owned());
            return Err(Failure { range: self.scanner.range_from(start), problem });
        };
        if !operator.is_for(subject) {
            let problem = Problem::WrongOperator(subject.clone());
            return Err(Failure { range: self.scanner.range_from(start), problem });
        }
        Ok(operator)
    }

    /// Spec: QUERY-5.
    fn bound(&mut self, subject: &Subject) -> Result<Bound, Failure> {
        let start = self.start();
        let text = self.literal(subject, is_plain)?;
        let bound = match subject {
            Subject::RunningTasksCount => text.parse().ok().map(Bound::Number),
            Subject::AgentVersion => Version::read(&text).map(Bound::Version),
            Subject::RegisteredAt => Date::read(&text).map(Bound::Date),
            _ => Some(Bound::Text(text)),
        };
        let problem = || Problem::Expected(Expected::Value(subject.clone()));
        bound.ok_or_else(|| Failure { range: self.scanner.range_from(start), problem: problem() })
    }

    fn pattern(&mut self, subject: &Subject) -> Result<Pattern, Failure> {
        let start = self.start();
        let text = self.literal(subject, |character| {
            !character.is_whitespace() && !matches!(character, '(' | ')' | '\'' | '"')
        })?;
        let range = self.scanner.range_from(start);
        if looks_like_glob(&text) {
            self.notices.push((range, Notice::LooksLikeGlob));
        }
        Pattern::read(&text).map_err(|why| Failure { range, problem: Problem::BadPattern(why) })
    }

    fn list(&mut self, subject: &Subject) -> Result<Vec<String>, Failure> {
        self.scanner.skip_space();
        if !self.scanner.take("[") {
            return Err(self.expected(Expected::List(subject.clone())));
        }
        let mut values = Vec::new();
        loop {
            values.push(self.literal(subject, is_plain)?);
            self.scanner.skip_space();
            if self.scanner.take("]") {
                return Ok(values);
            }
            if !self.scanner.take(",") {
                return Err(self.expected(Expected::ListEnd));
            }
        }
    }

    /// A value: in quotes, or as far as its characters go. Spec: QUERY-5.
    fn literal(&mut self, subject: &Subject, is_bare: impl Fn(char) -> bool) -> Result<String, Failure> {
        let start = self.start();
        for quote in ["'", "\""] {
            if self.scanner.take(quote) {
                let text = self.scanner.take_while(|character| !quote.contains(character));
                let problem = Problem::OpenQuote;
                return if self.scanner.take(quote) {
                    Ok(text.to_owned())
                } else {
                    Err(Failure { range: Range { start, end: start + 1 }, problem })
                };
            }
        }
        let text = self.scanner.take_while(is_bare);
        let text = match text.find("&&").into_iter().chain(text.find("||")).min() {
            Some(length) => {
                // A connective needs no space before it.
                self.scanner = self.scanner.back_to(start + length);
                text.get(..length).unwrap_or_default()
            }
            None => text,
        };
        if self.scanner.sees("(") {
            return Err(Failure { range: self.scanner.range_here(), problem: Problem::Parenthesis });
        }
        if text.is_empty() {
            return Err(self.expected(Expected::Value(subject.clone())));
        }
        Ok(text.to_owned())
    }

    fn start(&mut self) -> usize {
        self.scanner.skip_space();
        self.scanner.at()
    }

    fn expected(&self, expected: Expected) -> Failure {
        Failure { range: self.scanner.range_here(), problem: Problem::Expected(expected) }
    }
}

fn joined(mut parts: Vec<Expression>, join: fn(Vec<Expression>) -> Expression) -> Expression {
    match parts.pop() {
        Some(only) if parts.is_empty() => only,
        last => {
            parts.extend(last);
            join(parts)
        }
    }
}

/// What a value without quotes is made of: anything but what has a meaning of its own.
pub(super) fn is_plain(character: char) -> bool {
    !character.is_whitespace()
        && !matches!(character, '(' | ')' | '[' | ']' | ',' | '=' | '!' | '<' | '>' | '&' | '|' | '\'' | '"')
}

/// Spec: RES-11.
pub(crate) fn is_attribute_name(name: &str) -> bool {
    let allowed = |character: char| {
        character.is_ascii_alphanumeric() || matches!(character, '_' | '.' | '/' | '\\' | '-')
    };
    (1..=128).contains(&name.len()) && name.chars().all(allowed)
}

/// Spec: QUERY-7.
fn looks_like_glob(pattern: &str) -> bool {
    let before = pattern.strip_suffix('*').and_then(|rest| rest.chars().last());
    before.is_none_or(|last| last.is_alphanumeric() || last == '-') && pattern.ends_with('*')
}
