//! The ports at which a task is reached.

use crate::aws::{Protocol, TaskDefinition};
use crate::network::target_port;
use crate::world::Task;
use std::ops::RangeInclusive;

/// The port at which a mapping of a container is reached, both by number; none in mode none, and while the
/// port is not drawn. Spec: NET-42.
pub(crate) fn port_of(
    definition: &TaskDefinition,
    task: &Task,
    container: usize,
    number: usize,
) -> Option<u16> {
    let mapping = definition.container_definitions.get(container)?.port_mappings.get(number)?;
    let bindings = &task.network_bindings;
    let found =
        bindings.binary_search_by_key(&(container, number), |binding| (binding.container, binding.mapping));
    let bound = found.ok().and_then(|found| bindings.get(found));
    target_port(definition.network_mode, *mapping, bound.map(|binding| binding.host_port))
}

/// The ports at which its mappings have a container listen for TCP.
pub(crate) fn tcp_ports(definition: &TaskDefinition, task: &Task) -> Vec<RangeInclusive<u16>> {
    let containers = definition.container_definitions.iter().enumerate();
    let mappings = containers.flat_map(|(container, defined)| {
        let mappings = defined.port_mappings.iter().enumerate();
        mappings.map(move |(number, mapping)| (container, number, mapping))
    });
    let for_tcp = mappings.filter(|(.., mapping)| mapping.protocol == Protocol::Tcp);
    let ports = for_tcp.filter_map(|(container, number, mapping)| {
        let first = port_of(definition, task, container, number)?;
        Some(first..=first.saturating_add(mapping.count - 1))
    });
    ports.collect()
}
