//! What a networking mode asks of an instance, before a task is placed.

use crate::aws::{NetworkMode, PortMapping, Protocol, TaskDefinition};

/// Ports that the agent reserves on a Linux instance. Spec: RES-7.
pub const RESERVED_TCP_PORTS: [u16; 5] = [22, 2375, 2376, 51678, 51679];

/// Ports that the agent reserves on a Windows instance. Spec: RES-7.
pub const RESERVED_TCP_PORTS_WINDOWS: [u16; 11] =
    [53, 135, 139, 445, 2375, 2376, 3389, 5985, 5986, 51678, 51679];

/// Reserved host ports on an instance, the agent's own among them. Spec: RES-7.
pub const RESERVED_PORTS_MAX: usize = 100;

/// What a mapping becomes once the mode's defaults are filled in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HostPort {
    /// A port that is fixed before the task is placed.
    Static(u16),
    /// A port that the agent draws when the container starts.
    Dynamic,
    /// The task has an address of its own: nothing is taken from the instance.
    OwnAddress,
}

/// The host port of a mapping in a mode. Spec: NET-1, NET-2.
pub fn host_port(mode: NetworkMode, mapping: PortMapping) -> HostPort {
    match (mode, mapping.host_port) {
        (NetworkMode::Awsvpc | NetworkMode::None, _) => HostPort::OwnAddress,
        (NetworkMode::Host, _) => HostPort::Static(mapping.container_port),
        (NetworkMode::Bridge | NetworkMode::Default, Some(port)) => HostPort::Static(port),
        (NetworkMode::Bridge | NetworkMode::Default, None) => HostPort::Dynamic,
    }
}

/// The static host ports that a task takes from an instance, sorted. Spec: RES-2, NET-1.
pub fn static_host_ports(definition: &TaskDefinition) -> Vec<(Protocol, u16)> {
    let mappings = definition.container_definitions.iter().flat_map(|container| &container.port_mappings);
    let mut ports: Vec<(Protocol, u16)> = mappings
        .filter_map(|mapping| match host_port(definition.network_mode, *mapping) {
            HostPort::Static(port) => Some((mapping.protocol, port)),
            HostPort::Dynamic | HostPort::OwnAddress => None,
        })
        .collect();
    ports.sort_unstable();
    ports.dedup();
    ports
}

/// Elastic network interfaces that a task takes from an instance. Spec: RES-2.
pub fn enis(definition: &TaskDefinition) -> u32 {
    u32::from(definition.network_mode == NetworkMode::Awsvpc)
}
