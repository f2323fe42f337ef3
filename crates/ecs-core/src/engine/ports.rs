//! The ports at which a task is reached.

use crate::aws::{Protocol, TaskDefinition};
use crate::network::{mapping_for, target_port};
use crate::world::Task;
use serde_json::Value;
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

/// The mapping with this `name`: its container and itself, both by number.
pub(crate) fn named_mapping(definition: &TaskDefinition, name: &str) -> Option<(usize, usize)> {
    let containers = definition.input.get("containerDefinitions")?.as_array()?;
    let named = |container: &Value| {
        let mappings = container.get("portMappings")?.as_array()?;
        let mapping =
            mappings.iter().find(|mapping| mapping.get("name").is_some_and(|given| given == name))?;
        u16::try_from(mapping.get("containerPort")?.as_u64()?).ok()
    };
    let (container, port) =
        containers.iter().enumerate().find_map(|(number, container)| Some((number, named(container)?)))?;
    let mappings = &definition.container_definitions.get(container)?.port_mappings;
    Some((container, mapping_for(mappings, port, &[Protocol::Tcp])?))
}
