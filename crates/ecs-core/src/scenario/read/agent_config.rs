//! The configuration of a container instance's agent: `agentConfig`, and `ECS_…=` lines of user data.

use super::Reader;
use crate::aws::{Kind, LOGGING_DRIVERS, Protocol, port_range, shorten};
use crate::finding::rules;
use crate::json::{Node, child};
use crate::limits;
use crate::network::{
    DYNAMIC_PORTS, DYNAMIC_PORTS_WINDOWS, RESERVED_PORTS_MAX, RESERVED_TCP_PORTS, RESERVED_TCP_PORTS_WINDOWS,
};
use crate::registry::PullBehavior;
use crate::scenario::{Attributes, ContainerInstanceEntry};
use std::ops::RangeInclusive;

/// What `agentConfig` says of the resources that the agent registers and hands out. Spec: RES-6, RES-7,
/// NET-21.
#[derive(Clone)]
pub(super) struct AgentConfig {
    reserved_memory_mib: u32,
    reserved_ports: Vec<(Protocol, u16)>,
    dynamic_ports: RangeInclusive<u16>,
    logging_drivers: Vec<String>,
    blocks_imds: bool,
    pull_behavior: PullBehavior,
    spot_draining: bool,
}

impl AgentConfig {
    /// What an agent does where nothing is said.
    pub(super) fn of(kind: Kind) -> AgentConfig {
        let default_ports: &[u16] =
            if kind.windows { &RESERVED_TCP_PORTS_WINDOWS } else { &RESERVED_TCP_PORTS };
        AgentConfig {
            reserved_memory_mib: 0,
            reserved_ports: default_ports.iter().map(|port| (Protocol::Tcp, *port)).collect(),
            dynamic_ports: if kind.windows { DYNAMIC_PORTS_WINDOWS } else { DYNAMIC_PORTS },
            logging_drivers: LOGGING_DRIVERS.map(str::to_owned).to_vec(),
            blocks_imds: false,
            pull_behavior: PullBehavior::Default,
            spot_draining: false,
        }
    }

    /// Takes what `agentConfig` of something says.
    pub(super) fn read(&mut self, reader: &mut Reader<'_>, node: &Node, pointer: &str) {
        let Some(given) = node.get("agentConfig") else { return };
        let pointer = child(pointer, "agentConfig");
        for member in given.members() {
            let text = member.value.as_str().unwrap_or_default();
            self.set(reader, (&member.key, text), &member.value, &child(&pointer, &member.key));
        }
        self.check_reserved_ports(reader, given, &pointer);
    }

    /// Takes one variable and its value.
    pub(super) fn set(
        &mut self,
        reader: &mut Reader<'_>,
        (name, text): (&str, &str),
        place: &Node,
        pointer: &str,
    ) {
        let read = match name {
            "ECS_RESERVED_MEMORY" => text.trim().parse().map(|mib| self.reserved_memory_mib = mib).is_ok(),
            "ECS_RESERVED_PORTS" => self.reserve(Protocol::Tcp, text),
            "ECS_RESERVED_PORTS_UDP" => self.reserve(Protocol::Udp, text),
            "ECS_DYNAMIC_HOST_PORT_RANGE" => {
                let range = port_range(text.trim()).filter(|(low, high)| low <= high);
                range.map(|(low, high)| self.dynamic_ports = low..=high).is_some()
            }
            "ECS_AVAILABLE_LOGGING_DRIVERS" => {
                let drivers: Option<Vec<String>> = serde_json::from_str(text).ok();
                drivers.map(|drivers| self.logging_drivers = drivers).is_some()
            }
            "ECS_AWSVPC_BLOCK_IMDS" => text.trim().parse().map(|is| self.blocks_imds = is).is_ok(),
            "ECS_IMAGE_PULL_BEHAVIOR" => {
                PullBehavior::parse(text.trim()).map(|read| self.pull_behavior = read).is_some()
            }
            "ECS_ENABLE_SPOT_INSTANCE_DRAINING" => {
                text.trim().parse().map(|drains| self.spot_draining = drains).is_ok()
            }
            name => {
                let message =
                    format!("`{}` is not simulated yet; it is kept and changes nothing here", shorten(name));
                return reader.report(&rules::NOT_SIMULATED, pointer, place, message);
            }
        };
        if !read {
            let message = format!("`{}` cannot be read as a value of {name}", shorten(text));
            reader.report(&rules::OUT_OF_RANGE, pointer, place, message);
        }
    }

    /// An instance with this agent, given with all the memory that there is.
    pub(super) fn configure(&self, entry: ContainerInstanceEntry) -> ContainerInstanceEntry {
        let attributes = Attributes { logging_drivers: self.logging_drivers.clone(), ..entry.attributes };
        ContainerInstanceEntry {
            drains_on_notice: self.spot_draining,
            registered_memory_mib: entry.registered_memory_mib.saturating_sub(self.reserved_memory_mib),
            blocks_imds: self.blocks_imds,
            pull_behavior: self.pull_behavior,
            reserved_ports: self.reserved_ports.clone(),
            dynamic_ports: self.dynamic_ports.clone(),
            attributes,
            ..entry
        }
    }

    /// Spec: NET-17.
    fn check_reserved_ports(&self, reader: &mut Reader<'_>, given: &Node, pointer: &str) {
        let count = self.reserved_ports.len();
        if count > RESERVED_PORTS_MAX {
            let message = format!(
                "{count} ports are reserved; an instance has at most {RESERVED_PORTS_MAX}: no task with a static host port finds room on it"
            );
            reader.report(&rules::RESERVED_PORTS, pointer, given, message);
        }
    }

    /// Replaces the ports of a protocol by a list such as `[22, 2375]`. False where it is none.
    fn reserve(&mut self, protocol: Protocol, list: &str) -> bool {
        let ports: Option<Vec<u16>> = serde_json::from_str(list).ok();
        let Some(ports) = ports.filter(|ports| ports.len() <= limits::AGENT_PORTS) else { return false };
        self.reserved_ports.retain(|(kept, _)| *kept != protocol);
        self.reserved_ports.extend(ports.into_iter().map(|port| (protocol, port)));
        true
    }
}
