//! How a task registers as a target: at whose address, with which port.

use super::{HostPort, host_port};
use crate::aws::{ElbProtocol, NetworkMode, PortMapping, Protocol, TargetType};
use serde::{Deserialize, Serialize};
use std::ops::RangeInclusive;

/// Whose address a task is reached at. Spec: NET-41.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum AddressOwner {
    /// An elastic network interface of the task's own.
    TaskInterface,
    /// The container instance, which hands what comes to a host port on to its bridge docker0.
    InstanceThroughDocker0,
    /// The container instance, whose network the containers share.
    Instance,
    /// The container instance, which translates what comes to a host port: Windows' nat.
    InstanceThroughNat,
    /// Nobody: there is loopback and nothing else.
    Nobody,
}

/// Whose address a task is reached at in a mode. Spec: NET-41.
pub fn address_owner(mode: NetworkMode) -> AddressOwner {
    match mode {
        NetworkMode::Awsvpc => AddressOwner::TaskInterface,
        NetworkMode::Bridge => AddressOwner::InstanceThroughDocker0,
        NetworkMode::Host => AddressOwner::Instance,
        NetworkMode::Default => AddressOwner::InstanceThroughNat,
        NetworkMode::None => AddressOwner::Nobody,
    }
}

/// The target type that a target group for tasks of a mode needs: none for mode none, which no target
/// group can reach. Spec: NET-41.
pub fn target_type(mode: NetworkMode) -> Option<TargetType> {
    match mode {
        NetworkMode::Awsvpc => Some(TargetType::Ip),
        NetworkMode::Bridge | NetworkMode::Host | NetworkMode::Default => Some(TargetType::Instance),
        NetworkMode::None => None,
    }
}

/// Protocols below those of a target group, in the order in which a mapping for it is looked for.
pub fn transports(protocol: ElbProtocol) -> &'static [Protocol] {
    match protocol {
        ElbProtocol::Udp | ElbProtocol::Geneve | ElbProtocol::Quic => &[Protocol::Udp],
        ElbProtocol::TcpUdp | ElbProtocol::TcpQuic => &[Protocol::Tcp, Protocol::Udp],
        ElbProtocol::Http | ElbProtocol::Https | ElbProtocol::Tcp | ElbProtocol::Tls => &[Protocol::Tcp],
    }
}

/// The mapping of a container port that requests of a protocol go to, by its number: one of a protocol
/// below it, else any, at which nothing then listens. Spec: NET-42.
pub fn mapping_for(mappings: &[PortMapping], container_port: u16, wanted: &[Protocol]) -> Option<usize> {
    let is_it = |mapping: &PortMapping| mapping.container_port == container_port;
    let fitting = wanted.iter().find_map(|protocol| {
        mappings.iter().position(|mapping| is_it(mapping) && mapping.protocol == *protocol)
    });
    fitting.or_else(|| mappings.iter().position(is_it))
}

/// The ports that a mapping can be asked for at its address, both ends among them: one, or the range
/// that the agent draws from. None in mode none. Spec: NET-42.
pub fn target_ports(
    mode: NetworkMode,
    mapping: PortMapping,
    drawn_from: &RangeInclusive<u16>,
) -> Option<RangeInclusive<u16>> {
    if mode == NetworkMode::None {
        return None;
    }
    Some(match host_port(mode, mapping) {
        HostPort::OwnAddress => mapping.container_port..=mapping.container_port,
        HostPort::Static(port) => port..=port,
        HostPort::Dynamic => drawn_from.clone(),
    })
}

/// The port that a task registers with: `drawn` is what the agent drew for the mapping. None in mode
/// none, and while the port is not drawn. Spec: NET-42.
pub fn target_port(mode: NetworkMode, mapping: PortMapping, drawn: Option<u16>) -> Option<u16> {
    match host_port(mode, mapping) {
        HostPort::OwnAddress => (mode != NetworkMode::None).then_some(mapping.container_port),
        HostPort::Static(port) => Some(port),
        HostPort::Dynamic => drawn,
    }
}

#[cfg(test)]
mod tests {
    use super::{mapping_for, target_port, target_ports, target_type};
    use crate::aws::{NetworkMode, PortMapping, Protocol, TargetType};
    use crate::network::DYNAMIC_PORTS;

    const MODES: [NetworkMode; 5] = [
        NetworkMode::Awsvpc,
        NetworkMode::Bridge,
        NetworkMode::Host,
        NetworkMode::Default,
        NetworkMode::None,
    ];

    fn mapping(host_port: Option<u16>) -> PortMapping {
        PortMapping { container_port: 80, host_port, protocol: Protocol::Tcp, count: 1 }
    }

    #[test]
    fn a_task_registers_with_the_port_that_its_mode_gives_it() {
        let registered = |host_port| MODES.map(|mode| target_port(mode, mapping(host_port), Some(32768)));
        assert_eq!(registered(None), [Some(80), Some(32768), Some(80), Some(32768), None]);
        assert_eq!(registered(Some(8080)), [Some(80), Some(8080), Some(80), Some(8080), None]);
        assert_eq!(target_port(NetworkMode::Bridge, mapping(None), None), None);
        assert_eq!(target_ports(NetworkMode::Bridge, mapping(None), &DYNAMIC_PORTS), Some(DYNAMIC_PORTS));
    }

    #[test]
    fn only_an_address_of_the_tasks_own_is_a_target_by_address() {
        let instance = Some(TargetType::Instance);
        assert_eq!(MODES.map(target_type), [Some(TargetType::Ip), instance, instance, instance, None]);
    }

    #[test]
    fn the_mapping_of_the_right_protocol_is_taken() {
        let udp = PortMapping { protocol: Protocol::Udp, ..mapping(Some(53)) };
        let both = [udp, mapping(Some(54))];
        assert_eq!(mapping_for(&both, 80, &[Protocol::Tcp]), Some(1));
        assert_eq!(mapping_for(&both, 80, &[Protocol::Udp]), Some(0));
        assert_eq!(mapping_for(&[udp], 80, &[Protocol::Tcp]), Some(0));
        assert_eq!(mapping_for(&both, 81, &[Protocol::Tcp]), None);
    }
}
