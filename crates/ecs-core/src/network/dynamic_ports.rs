//! The host ports that an instance's agent draws.

use crate::aws::Protocol;
use std::collections::BTreeSet;
use std::ops::RangeInclusive;

/// The range of dynamic host ports on Linux: the kernel's default. Spec: NET-4.
pub const DYNAMIC_PORTS: RangeInclusive<u16> = 32768..=60999;

/// The range of dynamic host ports on Windows. Spec: NET-21.
pub const DYNAMIC_PORTS_WINDOWS: RangeInclusive<u16> = 49152..=65535;

/// The dynamic host ports of one instance. Spec: NET-4, NET-21.
#[derive(Clone, Debug)]
pub struct DynamicPorts {
    first: u16,
    last: u16,
    last_assigned: Option<u16>,
    held: BTreeSet<(Protocol, u16)>,
}

impl DynamicPorts {
    /// The ports of a range, both ends among them; none is held.
    pub fn of(range: RangeInclusive<u16>) -> DynamicPorts {
        DynamicPorts { first: *range.start(), last: *range.end(), last_assigned: None, held: BTreeSet::new() }
    }

    /// The next `count` ports in a row, by the first of them, as the agent draws them: behind the last
    /// that was assigned, from the range's first again behind its last. Nothing where there are not so
    /// many in a row that are neither held nor static.
    pub fn take(&mut self, protocol: Protocol, count: u16, is_static: impl Fn(u16) -> bool) -> Option<u16> {
        let behind = self.last_assigned.filter(|last| *last < self.last).map_or(self.first, |last| last + 1);
        let is_free = |port: u16| !self.held.contains(&(protocol, port)) && !is_static(port);
        let first = in_a_row(behind..=self.last, count, is_free)
            .or_else(|| in_a_row(self.first..=self.last, count, is_free))?;
        let last = first + (count - 1);
        self.last_assigned = Some(last);
        self.held.extend((first..=last).map(|port| (protocol, port)));
        Some(first)
    }

    /// Whether a port is held.
    pub fn holds(&self, protocol: Protocol, port: u16) -> bool {
        self.held.contains(&(protocol, port))
    }

    /// Gives ports in a row back, by the first of them.
    pub fn give_back(&mut self, protocol: Protocol, first: u16, count: u16) {
        for port in (first..=u16::MAX).take(usize::from(count)) {
            self.held.remove(&(protocol, port));
        }
    }
}

/// The first of `count` free ports in a row.
fn in_a_row(range: RangeInclusive<u16>, count: u16, is_free: impl Fn(u16) -> bool) -> Option<u16> {
    let mut row = 0;
    for port in range {
        row = if is_free(port) { row + 1 } else { 0 };
        if row == count {
            return Some(port - (count - 1));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{DYNAMIC_PORTS, DynamicPorts};
    use crate::aws::Protocol;

    fn take(ports: &mut DynamicPorts, count: u16) -> Option<u16> {
        ports.take(Protocol::Tcp, count, |_| false)
    }

    #[test]
    fn dynamic_ports_go_up_and_are_not_used_again_at_once() {
        let mut ports = DynamicPorts::of(DYNAMIC_PORTS);
        assert_eq!(take(&mut ports, 1), Some(32768));
        assert_eq!(ports.take(Protocol::Tcp, 1, |port| port == 32769), Some(32770));
        ports.give_back(Protocol::Tcp, 32768, 1);
        assert_eq!(take(&mut ports, 1), Some(32771));
    }

    #[test]
    fn the_range_wraps_and_ends() {
        let mut ports = DynamicPorts::of(40000..=40009);
        let count = std::iter::from_fn(|| take(&mut ports, 1)).count();
        assert_eq!(count, 10);
        ports.give_back(Protocol::Tcp, 40003, 1);
        assert_eq!((take(&mut ports, 1), take(&mut ports, 1)), (Some(40003), None));
        assert_eq!(ports.take(Protocol::Udp, 1, |_| false), Some(40004), "UDP has ports of its own");
    }

    #[test]
    fn a_range_takes_ports_in_a_row() {
        let mut ports = DynamicPorts::of(40000..=40009);
        assert_eq!(
            (take(&mut ports, 4), take(&mut ports, 4), take(&mut ports, 4)),
            (Some(40000), Some(40004), None)
        );
        assert_eq!(take(&mut ports, 2), Some(40008));
        ports.give_back(Protocol::Tcp, 40000, 4);
        assert_eq!((take(&mut ports, 5), take(&mut ports, 3)), (None, Some(40000)));
        assert!(ports.holds(Protocol::Tcp, 40002) && !ports.holds(Protocol::Tcp, 40003));
    }

    #[test]
    fn the_last_port_of_all_can_be_drawn() {
        let mut ports = DynamicPorts::of(65535..=65535);
        assert_eq!((take(&mut ports, 1), take(&mut ports, 1)), (Some(65535), None));
        ports.give_back(Protocol::Tcp, 65535, 1);
        assert_eq!(take(&mut ports, 1), Some(65535));
    }
}
