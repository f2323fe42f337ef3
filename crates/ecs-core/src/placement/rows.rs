//! Sets of instances, one bit each.

use crate::ids::{InstanceRow, Row};

/// A set of instances.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rows {
    words: Vec<u64>,
}

impl Rows {
    /// Those of the first `count` instances that `wanted` picks.
    pub fn of(count: usize, wanted: impl Fn(InstanceRow) -> bool) -> Rows {
        let mut words = vec![0; count.div_ceil(64)];
        for number in 0..count {
            if let Some(word) = words.get_mut(number / 64) {
                *word |= u64::from(wanted(InstanceRow::from_number(number))) << (number % 64);
            }
        }
        Rows { words }
    }

    /// Takes an instance in, or leaves it out.
    pub fn set(&mut self, row: InstanceRow, wanted: bool) {
        let (word, bit) = (row.number() / 64, 1 << (row.number() % 64));
        if self.words.len() <= word {
            self.words.resize(word + 1, 0);
        }
        if let Some(word) = self.words.get_mut(word) {
            *word = if wanted { *word | bit } else { *word & !bit };
        }
    }

    /// Whether an instance is one of them.
    pub fn contains(&self, row: InstanceRow) -> bool {
        self.words.get(row.number() / 64).is_some_and(|word| word >> (row.number() % 64) & 1 == 1)
    }

    /// How many they are.
    pub fn len(&self) -> usize {
        self.words.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.words.iter().all(|word| *word == 0)
    }
}
