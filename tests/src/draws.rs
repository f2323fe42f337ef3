//! Draws of the core, one behind the other: what random scenarios and clusters are made from.

use ecs_core::rng::{Purpose, below, draw};

#[derive(Debug)]
pub struct Draws {
    seed: u64,
    counter: u64,
}

impl Draws {
    pub fn new(seed: u64) -> Draws {
        Draws { seed, counter: 0 }
    }

    /// 128 bits.
    pub fn bits(&mut self) -> u128 {
        self.counter += 1;
        draw(self.seed, Purpose::Id, "random scenario", self.counter)
    }

    /// A number below `bound`.
    ///
    /// # Panics
    ///
    /// For a bound that does not fit into 32 bits.
    pub fn below(&mut self, bound: u64) -> u64 {
        u64::from(self.small(u32::try_from(bound).expect("small bounds")))
    }

    /// A number below `bound`.
    pub fn small(&mut self, bound: u32) -> u32 {
        below(self.bits(), bound)
    }

    /// A number from `low` to `high`, both of them possible.
    pub fn between(&mut self, low: u32, high: u32) -> u32 {
        low + self.small(high - low + 1)
    }

    /// True once in `times`.
    pub fn once_in(&mut self, times: u32) -> bool {
        self.small(times) == 0
    }

    /// A place in a list.
    ///
    /// # Panics
    ///
    /// For a list of more than 2^32 elements.
    pub fn index(&mut self, length: usize) -> usize {
        usize::try_from(self.below(length as u64)).expect("an index")
    }

    /// An element of a list.
    pub fn one_of<'a, T: ?Sized>(&mut self, list: &[&'a T]) -> &'a T {
        list[self.index(list.len())]
    }

    /// As many elements as `count`, each made by `make`.
    pub fn many<T>(&mut self, count: u32, mut make: impl FnMut(&mut Draws) -> T) -> Vec<T> {
        (0..count).map(|_| make(self)).collect()
    }
}
