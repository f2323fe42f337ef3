//! What an expression comes to, period by period.

use super::{Function, Operator, Series, Term};

impl Term {
    pub(super) fn evaluate(&self, periods: usize, series: &dyn Fn(&str) -> Series) -> Series {
        match self {
            Term::Number(number) => vec![Some(*number); periods],
            Term::Id(id) => {
                let mut values = series(id);
                values.resize(periods, None);
                values
            }
            Term::Negative(term) => each(term.evaluate(periods, series), |value| -value),
            Term::Repeated(term) => repeated(term.evaluate(periods, series)),
            Term::Binary(operator, left, right) => {
                let (left, right) = (left.evaluate(periods, series), right.evaluate(periods, series));
                let pairs = left.into_iter().zip(right);
                pairs.map(|(left, right)| finite(operator.of(left?, right?))).collect()
            }
            Term::Call(function, terms) => {
                let arguments: Vec<Series> =
                    terms.iter().map(|term| term.evaluate(periods, series)).collect();
                let at = |period: usize| -> Vec<Option<f64>> {
                    arguments.iter().map(|values| values.get(period).copied().flatten()).collect()
                };
                (0..periods).map(|period| finite(function.of(&at(period))?)).collect()
            }
        }
    }
}

/// CloudWatch has no datapoint where an expression has no number.
fn finite(value: f64) -> Option<f64> {
    value.is_finite().then_some(value)
}

fn each(values: Series, change: impl Fn(f64) -> f64) -> Series {
    values.into_iter().map(|value| value.map(&change)).collect()
}

/// What is missing is what came last before it.
fn repeated(values: Series) -> Series {
    let mut last = None;
    let filled = values.into_iter().map(|value| {
        last = value.or(last);
        last
    });
    filled.collect()
}

impl Operator {
    #[expect(clippy::float_cmp, reason = "the operator compares what it is given, as CloudWatch's does")]
    fn of(self, left: f64, right: f64) -> f64 {
        let truth = |holds: bool| f64::from(u8::from(holds));
        match self {
            Operator::Add => left + right,
            Operator::Subtract => left - right,
            Operator::Multiply => left * right,
            Operator::Divide => left / right,
            Operator::Less => truth(left < right),
            Operator::LessOrEqual => truth(left <= right),
            Operator::Greater => truth(left > right),
            Operator::GreaterOrEqual => truth(left >= right),
            Operator::Equal => truth(left == right),
            Operator::NotEqual => truth(left != right),
        }
    }
}

impl Function {
    fn of(self, arguments: &[Option<f64>]) -> Option<f64> {
        let argument = |number: usize| arguments.get(number).copied().flatten();
        let there = arguments.iter().copied().flatten();
        match self {
            Function::Abs => argument(0).map(f64::abs),
            Function::Ceil => argument(0).map(f64::ceil),
            Function::Floor => argument(0).map(f64::floor),
            Function::Sum => there.reduce(|sum, value| sum + value),
            Function::Max => there.reduce(f64::max),
            Function::Min => there.reduce(f64::min),
            Function::Avg => {
                let (count, sum) = there.fold((0.0, 0.0), |(count, sum), value| (count + 1.0, sum + value));
                Some(sum / count)
            }
            Function::Fill => argument(0).or(argument(1)),
            Function::If => {
                let holds = argument(0)?.abs() > 0.0;
                argument(if holds { 1 } else { 2 })
            }
        }
    }
}
