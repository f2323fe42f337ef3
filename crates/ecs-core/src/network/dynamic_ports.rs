//! The host ports that an instance's agent draws.

use crate::aws::Protocol;
use std::collections::BTreeSet;

/// The range of dynamic host ports on Linux: the kernel's default. Spec: NET-4.
pub const DYNAMIC_PORTS: std::ops::RangeInclusive<u16> = 32768..=60999;

/// The dynamic host ports of one instance. Spec: NET-4.
#[derive(Clone, Debug, Default)]
pub struct DynamicPorts {
    last: Option<u16>,
    held: BTreeSet<(Protocol, u16)>,
    held_tcp: usize,
}

impl DynamicPorts {
    /// The next port, as the agent draws it: the one behind the last that was assigned, from the
    /// first again behind the range's last. Nothing where all are held or static.
    pub fn take(&mut self, protocol: Protocol, is_static: impl Fn(u16) -> bool) -> Option<u16> {
        let (first, end) = (*DYNAMIC_PORTS.start(), *DYNAMIC_PORTS.end());
        let held = if protocol == Protocol::Tcp { self.held_tcp } else { self.held.len() - self.held_tcp };
        if held > usize::from(end - first) {
            return None;
        }
        let start = self.last.filter(|last| *last < end).map_or(first, |last| last + 1);
        let is_free = |port: &u16| !self.held.contains(&(protocol, *port)) && !is_static(*port);
        let port = (start..=end).chain(first..start).find(is_free)?;
        self.last = Some(port);
        self.held.insert((protocol, port));
        self.held_tcp += usize::from(protocol == Protocol::Tcp);
        Some(port)
    }

    /// Whether a port is held.
    pub fn holds(&self, protocol: Protocol, port: u16) -> bool {
        self.held.contains(&(protocol, port))
    }

    /// Gives a port back.
    pub fn give_back(&mut self, protocol: Protocol, port: u16) {
        if self.held.remove(&(protocol, port)) && protocol == Protocol::Tcp {
            self.held_tcp -= 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::DynamicPorts;
    use crate::aws::Protocol;

    #[test]
    fn dynamic_ports_go_up_and_are_not_used_again_at_once() {
        let mut ports = DynamicPorts::default();
        assert_eq!(ports.take(Protocol::Tcp, |_| false), Some(32768));
        assert_eq!(ports.take(Protocol::Tcp, |port| port == 32769), Some(32770));
        ports.give_back(Protocol::Tcp, 32768);
        assert_eq!(ports.take(Protocol::Tcp, |_| false), Some(32771));
    }

    #[test]
    fn the_range_wraps_and_ends() {
        let mut ports = DynamicPorts::default();
        let mut count = 0;
        while ports.take(Protocol::Tcp, |_| false).is_some() {
            count += 1;
        }
        assert_eq!(count, 60999 - 32768 + 1);
        ports.give_back(Protocol::Tcp, 40000);
        assert_eq!(ports.take(Protocol::Tcp, |_| false), Some(40000));
    }
}
