//! The part of metric math that is simulated. Spec: METRIC-4.

mod evaluate;
mod parse;
#[cfg(test)]
mod tests;

/// The values of a metric or of an expression, one for each period, oldest first; none where one is missing.
pub type Series = Vec<Option<f64>>;

/// An expression such as `m1 / m2`.
#[derive(Clone, Debug, PartialEq)]
pub struct Expression {
    /// As it was written.
    text: String,
    term: Term,
}

/// Why an expression cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MathFailure {
    /// It cannot be read; what was expected, and at which byte.
    Syntax {
        /// The byte.
        at: usize,
        /// What was expected there.
        expected: &'static str,
    },
    /// A function of metric math, or none, that is not simulated.
    Function(String),
    /// It is longer than AWS takes, or nested too deeply.
    TooLong,
}

/// A part of an expression.
#[derive(Clone, Debug, PartialEq)]
enum Term {
    Number(f64),
    /// The series of that id.
    Id(String),
    Negative(Box<Term>),
    Binary(Operator, Box<Term>, Box<Term>),
    Call(Function, Vec<Term>),
    /// `FILL(m1, REPEAT)`.
    Repeated(Box<Term>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Operator {
    Add,
    Subtract,
    Multiply,
    Divide,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Equal,
    NotEqual,
}

/// A function of several series, or of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Function {
    Abs,
    Ceil,
    Floor,
    /// Of a list of series: the mean, the greatest, the least or the sum of those that have a value.
    Avg,
    Max,
    Min,
    Sum,
    /// A series, and the number that stands for what is missing of it.
    Fill,
    /// A condition, and what counts where it holds and where not.
    If,
}

impl Expression {
    /// Reads an expression.
    ///
    /// # Errors
    ///
    /// Where it cannot be read, or asks for what is not simulated.
    pub fn parse(text: &str) -> Result<Expression, MathFailure> {
        Ok(Expression { text: text.to_owned(), term: parse::parse(text)? })
    }

    /// As it was written.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The ids that it asks for.
    pub fn ids(&self) -> Vec<&str> {
        let mut ids = Vec::new();
        self.term.collect_ids(&mut ids);
        ids
    }

    /// Its values over so many periods, oldest first, where `series` has those of each id. Whatever has no
    /// value there, such as a quotient by zero, is missing.
    pub fn evaluate(&self, periods: usize, series: &dyn Fn(&str) -> Series) -> Series {
        self.term.evaluate(periods, series)
    }
}

impl Term {
    fn collect_ids<'t>(&'t self, ids: &mut Vec<&'t str>) {
        match self {
            Term::Number(_) => {}
            Term::Id(id) => ids.push(id),
            Term::Negative(term) | Term::Repeated(term) => term.collect_ids(ids),
            Term::Binary(_, left, right) => {
                left.collect_ids(ids);
                right.collect_ids(ids);
            }
            Term::Call(_, terms) => terms.iter().for_each(|term| term.collect_ids(ids)),
        }
    }
}
