//! A part of a sweep, as one of several machines runs it.

use super::SweepError;
use std::ops::Range;

/// The I-th of N parts, I from 0: what AWS Batch calls the index of a child of an array job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shard {
    index: u64,
    count: u64,
}

impl Shard {
    /// All of a sweep.
    pub const WHOLE: Shard = Shard { index: 0, count: 1 };

    /// Reads `I/N`.
    pub fn parse(text: &str) -> Result<Shard, SweepError> {
        let read = || {
            let (index, count) = text.split_once('/')?;
            let (index, count) = (index.parse().ok()?, count.parse().ok()?);
            (index < count).then_some(Shard { index, count })
        };
        read().ok_or_else(|| SweepError::NoShard { text: text.to_owned() })
    }

    /// The numbers of its variations, of so many: neighbours, so that the parts concatenate to the whole.
    pub fn of(self, runs: u64) -> Range<u64> {
        let end_of = |parts: u64| {
            let end = u128::from(runs) * u128::from(parts) / u128::from(self.count);
            u64::try_from(end).unwrap_or(runs)
        };
        end_of(self.index)..end_of(self.index + 1)
    }
}
