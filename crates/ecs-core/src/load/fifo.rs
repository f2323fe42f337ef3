//! What waits, in order of arrival: amounts that came in evenly over a stretch of time.

use std::collections::VecDeque;

/// Stretches that are kept apart; above it neighbours are merged, and ages get coarser, never lost.
const STRETCHES: usize = 128;

/// Arrivals whose rates differ by less than this share are one stretch.
const SAME_RATE: f64 = 1e-9;

/// An amount that arrived evenly between two moments, in seconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Stretch {
    pub(super) amount: f64,
    pub(super) from_s: f64,
    pub(super) until_s: f64,
}

impl Stretch {
    fn rate(&self) -> f64 {
        self.amount / (self.until_s - self.from_s)
    }

    /// Takes the oldest `amount` out of it.
    fn take(&mut self, amount: f64) -> Stretch {
        let share = (amount / self.amount).min(1.0);
        let until_s = self.from_s + share * (self.until_s - self.from_s);
        let taken = Stretch { amount, from_s: self.from_s, until_s };
        self.amount -= amount;
        self.from_s = until_s;
        taken
    }
}

/// First in, first out.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Fifo {
    stretches: VecDeque<Stretch>,
}

impl Fifo {
    pub(super) fn is_empty(&self) -> bool {
        self.stretches.is_empty()
    }

    pub(super) fn total(&self) -> f64 {
        self.stretches.iter().map(|stretch| stretch.amount).sum()
    }

    /// When the oldest of it arrived.
    pub(super) fn oldest_s(&self) -> Option<f64> {
        self.stretches.front().map(|stretch| stretch.from_s)
    }

    /// Puts a stretch behind all others.
    pub(super) fn push(&mut self, stretch: Stretch) {
        if stretch.amount <= 0.0 {
            return;
        }
        if let Some(last) = self.stretches.back_mut()
            && last.until_s >= stretch.from_s
            && (last.rate() - stretch.rate()).abs() <= SAME_RATE * stretch.rate()
        {
            last.amount += stretch.amount;
            last.until_s = stretch.until_s;
            return;
        }
        self.stretches.push_back(stretch);
        if self.stretches.len() > STRETCHES {
            self.halve();
        }
    }

    /// Takes the oldest `amount`, as one stretch from its first arrival to its last.
    pub(super) fn take(&mut self, amount: f64) -> Option<Stretch> {
        let from_s = self.oldest_s()?;
        let mut taken = Stretch { amount: 0.0, from_s, until_s: from_s };
        while let Some(oldest) = self.stretches.front_mut() {
            let missing = amount - taken.amount;
            if missing <= 0.0 {
                break;
            }
            let part =
                if missing >= oldest.amount { self.stretches.pop_front()? } else { oldest.take(missing) };
            taken.amount += part.amount;
            taken.until_s = part.until_s;
        }
        Some(taken)
    }

    /// Removes what arrived before a moment, and says how much that was.
    pub(super) fn remove_before(&mut self, moment_s: f64) -> f64 {
        let mut removed = 0.0;
        while let Some(oldest) = self.stretches.front_mut()
            && oldest.from_s < moment_s
        {
            let part = if oldest.until_s <= moment_s {
                self.stretches.pop_front().map_or(0.0, |stretch| stretch.amount)
            } else {
                let early = oldest.rate() * (moment_s - oldest.from_s);
                let part = oldest.take(early.min(oldest.amount)).amount;
                oldest.from_s = moment_s;
                part
            };
            removed += part;
        }
        removed
    }

    /// Merges neighbours by pairs.
    fn halve(&mut self) {
        let stretches = std::mem::take(&mut self.stretches);
        let mut pairs = stretches.into_iter();
        while let Some(one) = pairs.next() {
            let merged = pairs.next().map_or(one, |other| Stretch {
                amount: one.amount + other.amount,
                from_s: one.from_s,
                until_s: other.until_s,
            });
            self.stretches.push_back(merged);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Fifo, Stretch};

    fn filled(amounts: &[f64]) -> Fifo {
        let mut fifo = Fifo::default();
        let mut from_s = 0.0;
        for amount in amounts {
            fifo.push(Stretch { amount: *amount, from_s, until_s: from_s + 1.0 });
            from_s += 1.0;
        }
        fifo
    }

    #[test]
    fn the_oldest_goes_first() {
        let mut fifo = filled(&[10.0, 20.0, 30.0]);
        assert_eq!(fifo.take(20.0), Some(Stretch { amount: 20.0, from_s: 0.0, until_s: 1.5 }));
        assert_eq!((fifo.total(), fifo.oldest_s()), (40.0, Some(1.5)));
        assert!((fifo.remove_before(2.5) - 25.0).abs() < 1e-9);
        assert_eq!(fifo.take(99.0), Some(Stretch { amount: 15.0, from_s: 2.5, until_s: 3.0 }));
        assert!(fifo.is_empty() && fifo.take(1.0).is_none());
    }

    #[test]
    fn an_even_rate_is_one_stretch() {
        assert_eq!(filled(&[5.0; 1000]).stretches.len(), 1);
    }

    #[test]
    fn many_stretches_are_merged_and_nothing_is_lost() {
        let amounts: Vec<f64> = (0..100_000u32).map(|second| f64::from(second % 7)).collect();
        let fifo = filled(&amounts);
        assert!(fifo.stretches.len() <= super::STRETCHES);
        assert!((fifo.total() - amounts.iter().sum::<f64>()).abs() < 1e-6);
    }
}
