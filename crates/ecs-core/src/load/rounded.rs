//! The one place where counts become whole.

/// A count that grows by fractions and is shown in whole numbers.
///
/// What is taken is the difference of two rounded totals, so the minutes of a run add up to its total.
/// Spec: LOAD-7.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Rounded {
    total: f64,
    taken: u64,
}

impl Rounded {
    /// Adds an amount, a fraction or not.
    pub fn add(&mut self, amount: f64) {
        self.total += amount;
    }

    /// The total, to the nearest whole number.
    pub fn total(&self) -> u64 {
        whole((self.total + 0.5).floor())
    }

    /// What was added since the last time, as the difference of the rounded totals.
    pub fn take(&mut self) -> u64 {
        let total = self.total();
        let since = total.saturating_sub(self.taken);
        self.taken = total;
        since
    }
}

/// A whole, non-negative `f64` as an integer; what is too large is the largest, no number is 0.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the cast saturates, and the amounts of a run are far below 2^53"
)]
pub(super) fn whole(value: f64) -> u64 {
    value as u64
}

#[cfg(test)]
mod tests {
    use super::Rounded;

    #[test]
    fn minutes_add_up_to_the_total() {
        let mut count = Rounded::default();
        let mut sum = 0;
        for _ in 0..10 {
            count.add(0.35);
            sum += count.take();
        }
        assert_eq!((sum, count.total()), (4, 4));
    }
}
