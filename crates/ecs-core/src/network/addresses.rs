//! The addresses that a network hands out: each to one holder at a time.

use crate::address::Ipv4Block;
use crate::rng::below;
use std::collections::BTreeMap;
use std::net::Ipv4Addr;

/// Addresses at the beginning of a subnet that AWS keeps: the network's, the router's, the resolver's and
/// one for later. Spec: NET-20.
const KEPT_FIRST: u64 = 4;

/// Addresses at the beginning of docker0's block that no container gets: the network's and the gateway's.
const KEPT_BY_DOCKER: u64 = 2;

/// The addresses of a block, held and free. What it costs grows with the runs of held addresses, not with
/// the block.
#[derive(Clone, Debug)]
pub struct AddressPool {
    block: Ipv4Block,
    /// The number of the first address that is handed out, and the one behind the last.
    first: u64,
    end: u64,
    /// Numbers of held addresses: the first of each run, and its last.
    runs: BTreeMap<u64, u64>,
    held: u64,
}

impl AddressPool {
    /// The addresses of a subnet: AWS keeps five of them. Spec: NET-20.
    pub fn of_subnet(block: Ipv4Block) -> AddressPool {
        AddressPool::new(block, KEPT_FIRST)
    }

    /// The addresses behind an instance's docker0. Spec: NET-22.
    pub fn of_docker0() -> Option<AddressPool> {
        Ipv4Block::new(Ipv4Addr::new(172, 17, 0, 0), 16).map(|block| AddressPool::new(block, KEPT_BY_DOCKER))
    }

    /// Keeps so many addresses at the beginning and the last one.
    fn new(block: Ipv4Block, first: u64) -> AddressPool {
        let end = (block.size() - 1).max(first);
        AddressPool { block, first, end, runs: BTreeMap::new(), held: 0 }
    }

    /// How many addresses are free.
    pub fn free(&self) -> u64 {
        self.end - self.first - self.held
    }

    /// Takes the address that was drawn, or the next free one behind it, from the first again behind the
    /// last. None where all are held. Spec: NET-20.
    pub fn take(&mut self, draw: u128) -> Option<Ipv4Addr> {
        let size = u32::try_from(self.end - self.first).unwrap_or(u32::MAX);
        self.take_from(self.first + u64::from(below(draw, size)))
    }

    /// Takes the first free address. None where all are held. Spec: NET-22.
    pub fn take_first(&mut self) -> Option<Ipv4Addr> {
        self.take_from(self.first)
    }

    /// Gives an address back that was taken.
    pub fn give_back(&mut self, address: Ipv4Addr) {
        let Some(number) = self.block.position(address) else { return };
        let Some((first, last)) = self.run_of(number) else { return };
        self.runs.remove(&first);
        if first < number {
            self.runs.insert(first, number - 1);
        }
        if number < last {
            self.runs.insert(number + 1, last);
        }
        self.held -= 1;
    }

    fn take_from(&mut self, start: u64) -> Option<Ipv4Addr> {
        if self.free() == 0 {
            return None;
        }
        let behind = self.free_from(start);
        let number = if behind < self.end { behind } else { self.free_from(self.first) };
        self.hold(number);
        self.block.nth(number)
    }

    /// The first number from `start` on that is not held.
    fn free_from(&self, start: u64) -> u64 {
        self.run_of(start).map_or(start, |(_, last)| last + 1)
    }

    /// The run that holds a number.
    fn run_of(&self, number: u64) -> Option<(u64, u64)> {
        let (first, last) = self.runs.range(..=number).next_back()?;
        (number <= *last).then_some((*first, *last))
    }

    /// Adds a free number to the runs; it joins those that it touches.
    fn hold(&mut self, number: u64) {
        let last = self.runs.remove(&(number + 1)).unwrap_or(number);
        let before = number.checked_sub(1).and_then(|before| self.run_of(before));
        self.runs.insert(before.map_or(number, |(first, _)| first), last);
        self.held += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::AddressPool;
    use crate::address::Ipv4Block;
    use crate::rng::{Purpose, draw};
    use std::collections::BTreeSet;
    use std::net::Ipv4Addr;

    fn small() -> AddressPool {
        AddressPool::of_subnet(Ipv4Block::parse("10.0.0.16/28").unwrap())
    }

    #[test]
    fn a_small_subnet_has_eleven_addresses() {
        let mut pool = small();
        assert_eq!(pool.free(), 11);
        let taken: BTreeSet<Ipv4Addr> = (0..11).map(|_| pool.take(u128::MAX).unwrap()).collect();
        let all: BTreeSet<Ipv4Addr> = (20..31).map(|last| Ipv4Addr::new(10, 0, 0, last)).collect();
        assert_eq!((taken, pool.take(0), pool.free()), (all, None, 0));
        pool.give_back(Ipv4Addr::new(10, 0, 0, 25));
        pool.give_back(Ipv4Addr::new(10, 0, 0, 25));
        assert_eq!((pool.free(), pool.take(0)), (1, Some(Ipv4Addr::new(10, 0, 0, 25))));
    }

    #[test]
    fn a_block_without_room_hands_out_nothing() {
        for text in ["10.0.0.0/30", "10.0.0.0/32"] {
            let mut pool = AddressPool::of_subnet(Ipv4Block::parse(text).unwrap());
            assert_eq!((pool.free(), pool.take(0)), (0, None), "{text}");
        }
    }

    #[test]
    fn containers_begin_behind_the_gateway() {
        let mut pool = AddressPool::of_docker0().unwrap();
        assert_eq!(pool.take_first(), Some(Ipv4Addr::new(172, 17, 0, 2)));
        assert_eq!(pool.take_first(), Some(Ipv4Addr::new(172, 17, 0, 3)));
        pool.give_back(Ipv4Addr::new(172, 17, 0, 2));
        assert_eq!(pool.take_first(), Some(Ipv4Addr::new(172, 17, 0, 2)));
    }

    /// Against the plain set of held addresses.
    #[test]
    fn no_address_is_held_twice() {
        let mut held = BTreeSet::new();
        let mut pool = small();
        for step in 0..5000 {
            let drawn = draw(1, Purpose::Address, "step", step);
            if drawn.is_multiple_of(2) {
                match pool.take(drawn) {
                    Some(address) => assert!(held.insert(address), "{address} is held twice"),
                    None => assert_eq!(held.len(), 11),
                }
            } else if let Some(address) = held.pop_first() {
                pool.give_back(address);
            }
            assert_eq!(pool.free(), 11 - held.len() as u64);
        }
    }
}
