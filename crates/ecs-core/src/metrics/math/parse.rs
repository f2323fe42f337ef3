//! From text to expression.

use super::{Function, MathFailure, Operator, Term};
use crate::limits;

/// The functions that are simulated, each with the fewest and the most arguments; what takes a list takes any
/// number of series in brackets.
const FUNCTIONS: [(&str, Function, std::ops::RangeInclusive<usize>); 9] = [
    ("ABS", Function::Abs, 1..=1),
    ("CEIL", Function::Ceil, 1..=1),
    ("FLOOR", Function::Floor, 1..=1),
    ("AVG", Function::Avg, 1..=100),
    ("MAX", Function::Max, 1..=100),
    ("MIN", Function::Min, 1..=100),
    ("SUM", Function::Sum, 1..=100),
    ("FILL", Function::Fill, 2..=2),
    ("IF", Function::If, 2..=3),
];

/// Operators by how strongly they bind, the weakest first; of two that begin alike the longer one first.
const OPERATORS: [&[(&str, Operator)]; 3] = [
    &[
        ("<=", Operator::LessOrEqual),
        (">=", Operator::GreaterOrEqual),
        ("==", Operator::Equal),
        ("!=", Operator::NotEqual),
        ("<", Operator::Less),
        (">", Operator::Greater),
    ],
    &[("+", Operator::Add), ("-", Operator::Subtract)],
    &[("*", Operator::Multiply), ("/", Operator::Divide)],
];

pub(super) fn parse(text: &str) -> Result<Term, MathFailure> {
    if text.chars().count() > limits::METRIC_EXPRESSION_CHARACTERS {
        return Err(MathFailure::TooLong);
    }
    let mut parser = Parser { text, at: 0, depth: 0 };
    let term = parser.binary(0)?;
    if parser.rest().is_empty() { Ok(term) } else { Err(parser.expected("an operator")) }
}

struct Parser<'a> {
    text: &'a str,
    /// The byte up to which it is read; always the beginning of a character.
    at: usize,
    depth: usize,
}

impl<'a> Parser<'a> {
    /// What is left, without the blanks before it.
    fn rest(&mut self) -> &'a str {
        let left = self.text.get(self.at..).unwrap_or_default();
        let rest = left.trim_start();
        self.at += left.len() - rest.len();
        rest
    }

    fn takes(&mut self, symbol: &str) -> bool {
        let takes = self.rest().starts_with(symbol);
        if takes {
            self.at += symbol.len();
        }
        takes
    }

    fn expected(&self, expected: &'static str) -> MathFailure {
        MathFailure::Syntax { at: self.at, expected }
    }

    fn expect(&mut self, symbol: &str, expected: &'static str) -> Result<(), MathFailure> {
        if self.takes(symbol) { Ok(()) } else { Err(self.expected(expected)) }
    }

    fn binary(&mut self, level: usize) -> Result<Term, MathFailure> {
        let Some(operators) = OPERATORS.get(level) else { return self.signed() };
        let mut left = self.binary(level + 1)?;
        while let Some((_, operator)) = operators.iter().find(|(symbol, _)| self.takes(symbol)) {
            let right = self.binary(level + 1)?;
            left = Term::Binary(*operator, Box::new(left), Box::new(right));
        }
        Ok(left)
    }

    fn signed(&mut self) -> Result<Term, MathFailure> {
        self.depth += 1;
        if self.depth > limits::METRIC_EXPRESSION_DEPTH {
            return Err(MathFailure::TooLong);
        }
        let term = if self.takes("-") {
            Term::Negative(Box::new(self.signed()?))
        } else if self.takes("(") {
            let inner = self.binary(0)?;
            self.expect(")", "a closing parenthesis")?;
            inner
        } else {
            self.word()?
        };
        self.depth -= 1;
        Ok(term)
    }

    /// A number, an id or a call.
    fn word(&mut self) -> Result<Term, MathFailure> {
        let rest = self.rest();
        let begin = self.at;
        let is_part = |character: char| character.is_ascii_alphanumeric() || "_.".contains(character);
        let length = rest.find(|character| !is_part(character)).unwrap_or(rest.len());
        let word = rest.get(..length).unwrap_or_default();
        self.at += length;
        let wrong = Err(MathFailure::Syntax { at: begin, expected: "a number, an id or a function" });
        match word.chars().next() {
            Some(first) if first.is_ascii_digit() || first == '.' => word
                .parse()
                .ok()
                .filter(|number: &f64| number.is_finite())
                .map_or(wrong, |number| Ok(Term::Number(number))),
            Some(_) if self.takes("(") => self.call(word),
            Some(first) if first.is_ascii_lowercase() => Ok(Term::Id(word.to_owned())),
            _ => wrong,
        }
    }

    fn call(&mut self, name: &str) -> Result<Term, MathFailure> {
        let upper = name.to_ascii_uppercase();
        let unknown = || MathFailure::Function(name.to_owned());
        let (_, function, count) =
            FUNCTIONS.into_iter().find(|(known, ..)| *known == upper).ok_or_else(unknown)?;
        let takes_list = matches!(function, Function::Avg | Function::Max | Function::Min | Function::Sum);
        if takes_list && !self.takes("[") {
            // Of one series they are a single number, which an alarm cannot watch.
            return Err(self.expected("a list such as `[m1, m2]`"));
        }
        let mut arguments = vec![self.binary(0)?];
        while self.takes(",") {
            if function == Function::Fill && self.takes("REPEAT") {
                self.expect(")", "a closing parenthesis")?;
                return Ok(Term::Repeated(Box::new(arguments.remove(0))));
            }
            arguments.push(self.binary(0)?);
        }
        if takes_list {
            self.expect("]", "the end of the list")?;
        }
        self.expect(")", "a closing parenthesis")?;
        if !count.contains(&arguments.len()) {
            return Err(self.expected("another number of arguments"));
        }
        Ok(Term::Call(function, arguments))
    }
}
