//! Blocks of IP addresses, of both versions.

use std::net::IpAddr;

/// A block in CIDR notation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct AddressBlock {
    address: IpAddr,
    prefix: u32,
}

impl AddressBlock {
    /// Reads `10.0.0.0/24` or `2001:db8::/32`.
    pub(super) fn parse(text: &str) -> Option<AddressBlock> {
        let (address, prefix) = text.split_once('/')?;
        let block = AddressBlock { address: address.parse().ok()?, prefix: prefix.parse().ok()? };
        (block.prefix <= bits(block.address).0).then_some(block)
    }

    /// Whether a text is an address of the block.
    pub(super) fn contains(self, text: &str) -> bool {
        let Ok(address) = text.parse() else { return false };
        let ((length, own), (other_length, other)) = (bits(self.address), bits(address));
        let behind = length - self.prefix;
        length == other_length && own.checked_shr(behind) == other.checked_shr(behind)
    }
}

/// How long an address is, and its bits.
fn bits(address: IpAddr) -> (u32, u128) {
    match address {
        IpAddr::V4(address) => (32, u128::from(u32::from(address))),
        IpAddr::V6(address) => (128, u128::from(address)),
    }
}
