//! Metrics and targets in whole millionths, so that what is rounded of a quotient is the same everywhere.

use serde::{Deserialize, Serialize};
use std::fmt;

/// How many of them are one.
const ONE: i64 = 1_000_000;

/// An amount in millionths: in floating point, 25 × 19.6 ÷ 35 rounds up to 15, and the answer is 14.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Millionths(i64);

impl Millionths {
    /// A whole amount; one that is too large is the largest.
    pub const fn whole(amount: i64) -> Millionths {
        Millionths(amount.saturating_mul(ONE))
    }

    /// The nearest amount; one that is too large is the largest, and no number is 0.
    #[expect(clippy::cast_possible_truncation, reason = "the cast saturates")]
    pub fn nearest(value: f64) -> Millionths {
        Millionths((value * 1e6 + 0.5).floor() as i64)
    }

    /// As a number, for what compares and draws it.
    #[expect(clippy::cast_precision_loss, reason = "read as millionths, a number is printed as it was")]
    pub fn as_f64(self) -> f64 {
        self.0 as f64 / 1e6
    }

    /// Whether it is above zero.
    pub const fn is_positive(self) -> bool {
        self.0 > 0
    }

    /// What it is more than the other.
    #[must_use]
    pub const fn minus(self, other: Millionths) -> Millionths {
        Millionths(self.0.saturating_sub(other.0))
    }

    /// Nine tenths of it. Spec: SCALE-3.
    #[must_use]
    pub const fn nine_tenths(self) -> Millionths {
        Millionths(self.0 / 10 * 9 + self.0 % 10 * 9 / 10)
    }

    /// `count × self ÷ divisor`, rounded up; the largest count where the divisor is not positive. Spec: SCALE-4.
    pub fn times_over_rounded_up(self, count: u32, divisor: Millionths) -> u32 {
        let (numerator, divisor) = (i128::from(count) * i128::from(self.0.max(0)), i128::from(divisor.0));
        if divisor <= 0 {
            return u32::MAX;
        }
        u32::try_from((numerator + divisor - 1) / divisor).unwrap_or(u32::MAX)
    }
}

/// Without zeros at the end: `70`, `82.5`.
impl fmt::Display for Millionths {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (whole, rest) =
            (self.0.unsigned_abs() / ONE.unsigned_abs(), self.0.unsigned_abs() % ONE.unsigned_abs());
        if rest == 0 {
            return write!(formatter, "{sign}{whole}");
        }
        let digits = format!("{rest:06}");
        write!(formatter, "{sign}{whole}.{}", digits.trim_end_matches('0'))
    }
}

#[cfg(test)]
mod tests {
    use super::Millionths;

    fn millionths(value: f64) -> Millionths {
        Millionths::nearest(value)
    }

    #[test]
    fn amounts_are_printed_as_they_were_written() {
        let printed = [70.0, 82.5, 0.1, -7.25, 19.6, 0.0].map(|value| millionths(value).to_string());
        assert_eq!(printed.join(" "), "70 82.5 0.1 -7.25 19.6 0");
        assert_eq!(millionths(f64::NAN), Millionths::whole(0));
        assert_eq!(millionths(1e300), millionths(f64::INFINITY));
    }

    #[test]
    fn quotients_are_rounded_up_exactly() {
        let rounded =
            |count, metric, target| millionths(metric).times_over_rounded_up(count, millionths(target));
        assert_eq!(rounded(25, 19.6, 35.0), 14);
        assert_eq!(rounded(10, 75.1, 75.0), 11);
        assert_eq!(rounded(6, 82.0, 70.0), 8);
        assert_eq!(rounded(6, -5.0, 70.0), 0);
        assert_eq!(rounded(6, 82.0, 0.0), u32::MAX);
        assert_eq!(rounded(u32::MAX, 1e12, 0.000_001), u32::MAX);
    }

    #[test]
    fn nine_tenths_are_exact() {
        for (amount, expected) in [(70.0, "63"), (80.0, "72"), (0.000_011, "0.000009"), (100.5, "90.45")] {
            assert_eq!(millionths(amount).nine_tenths().to_string(), expected);
        }
    }
}
