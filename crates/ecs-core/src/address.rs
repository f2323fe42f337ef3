//! IPv4 addresses and blocks of them, as a VPC hands them out.

use serde::Serialize;
use std::fmt;
use std::net::Ipv4Addr;

/// A CIDR block such as `10.0.1.0/24`. Its first address is the block's own: no bit behind the prefix
/// is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ipv4Block {
    first: u32,
    prefix: u8,
}

impl Ipv4Block {
    /// The block with this first address and 0 to 32 bits of prefix; nothing where a bit behind the
    /// prefix is set, as EC2 has it.
    pub fn new(first: Ipv4Addr, prefix: u8) -> Option<Ipv4Block> {
        let block = Ipv4Block { first: first.into(), prefix };
        (prefix <= 32 && u64::from(block.first).is_multiple_of(block.size())).then_some(block)
    }

    /// Reads `10.0.1.0/24`.
    pub fn parse(text: &str) -> Option<Ipv4Block> {
        let (first, prefix) = text.split_once('/')?;
        Ipv4Block::new(first.parse().ok()?, prefix.parse().ok()?)
    }

    /// Reads `10.0.1.7/24` as `10.0.1.0/24`: EC2 drops the bits behind the prefix.
    pub fn parse_canonical(text: &str) -> Option<Ipv4Block> {
        let (first, prefix) = text.split_once('/')?;
        let (first, prefix): (Ipv4Addr, u8) = (first.parse().ok()?, prefix.parse().ok()?);
        let host_bits = 32_u32.checked_sub(u32::from(prefix))?;
        let kept = u32::MAX.checked_shl(host_bits).unwrap_or(0);
        Ipv4Block::new(Ipv4Addr::from(u32::from(first) & kept), prefix)
    }

    /// How many addresses it has.
    pub fn size(self) -> u64 {
        1 << (32 - u32::from(self.prefix))
    }

    /// Bits of its prefix.
    pub fn prefix(self) -> u8 {
        self.prefix
    }

    /// The n-th address of it, from 0; nothing behind its end.
    pub fn nth(self, number: u64) -> Option<Ipv4Addr> {
        let address = u64::from(self.first) + number;
        (number < self.size()).then(|| u32::try_from(address).map(Ipv4Addr::from).ok()).flatten()
    }

    /// The number of an address in it, from 0; nothing for one of another block.
    pub fn position(self, address: Ipv4Addr) -> Option<u64> {
        let number = u64::from(u32::from(address)).checked_sub(u64::from(self.first))?;
        (number < self.size()).then_some(number)
    }

    /// Whether an address is one of it.
    pub fn contains(self, address: Ipv4Addr) -> bool {
        self.position(address).is_some()
    }

    /// Whether two blocks have an address in common.
    pub fn overlaps(self, other: Ipv4Block) -> bool {
        self.contains(Ipv4Addr::from(other.first)) || other.contains(Ipv4Addr::from(self.first))
    }
}

impl fmt::Display for Ipv4Block {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}/{}", Ipv4Addr::from(self.first), self.prefix)
    }
}

impl Serialize for Ipv4Block {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::Ipv4Block;
    use std::net::Ipv4Addr;

    #[test]
    fn a_block_has_its_addresses_and_no_others() {
        let block = Ipv4Block::parse("10.0.1.16/28").unwrap();
        assert_eq!((block.size(), block.to_string().as_str()), (16, "10.0.1.16/28"));
        assert_eq!(block.nth(0), Some(Ipv4Addr::new(10, 0, 1, 16)));
        assert_eq!((block.nth(15), block.nth(16)), (Some(Ipv4Addr::new(10, 0, 1, 31)), None));
        assert!(block.contains(Ipv4Addr::new(10, 0, 1, 31)) && !block.contains(Ipv4Addr::new(10, 0, 1, 32)));
        assert!(!block.contains(Ipv4Addr::new(10, 0, 1, 15)));
        assert_eq!(block.position(Ipv4Addr::new(10, 0, 1, 18)), Some(2));
    }

    #[test]
    fn the_first_address_has_no_bit_behind_the_prefix() {
        for text in ["10.0.1.1/24", "10.0.0.0/33", "10.0.0.0", "10.0.0/8", "a/8", "10.0.0.0/-1"] {
            assert_eq!(Ipv4Block::parse(text), None, "{text}");
        }
        let all = Ipv4Block::parse("0.0.0.0/0").unwrap();
        assert_eq!((all.size(), all.nth(u64::from(u32::MAX))), (1 << 32, Some(Ipv4Addr::BROADCAST)));
    }

    #[test]
    fn bits_behind_the_prefix_can_be_dropped() {
        let canonical = |text: &str| Ipv4Block::parse_canonical(text).map(|block| block.to_string());
        assert_eq!(canonical("100.68.0.18/18").as_deref(), Some("100.68.0.0/18"));
        assert_eq!(canonical("1.2.3.4/0").as_deref(), Some("0.0.0.0/0"));
        assert_eq!(canonical("1.2.3.4/32").as_deref(), Some("1.2.3.4/32"));
        assert_eq!(canonical("1.2.3.4/33"), None);
    }

    #[test]
    fn blocks_overlap_when_one_holds_the_other() {
        let (small, large) =
            (Ipv4Block::parse("10.0.1.0/24").unwrap(), Ipv4Block::parse("10.0.0.0/16").unwrap());
        assert!(small.overlaps(large) && large.overlaps(small) && small.overlaps(small));
        assert!(!small.overlaps(Ipv4Block::parse("10.0.2.0/24").unwrap()));
    }
}
