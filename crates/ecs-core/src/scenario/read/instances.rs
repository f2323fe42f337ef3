//! Container instances registered by hand.

use super::Reader;
use crate::aws::shorten;
use crate::catalog;
use crate::finding::{nearest, rules};
use crate::json::{Node, child};
use crate::limits;
use crate::network::RESERVED_TCP_PORTS;
use crate::scenario::ContainerInstanceEntry;
use std::collections::BTreeSet;

impl Reader<'_> {
    pub(super) fn container_instances(&mut self) -> Vec<ContainerInstanceEntry> {
        let mut names = BTreeSet::new();
        let mut total = 0;
        let mut entries = Vec::new();
        for (number, node) in self.root.list("containerInstances").iter().enumerate() {
            let pointer = format!("/containerInstances/{number}");
            let Some(entry) = self.container_instance(node, number, &pointer) else { continue };
            if !names.insert(entry.name.clone()) {
                let message = format!("there is an entry `{}` already", shorten(&entry.name));
                let name = node.get("name").unwrap_or(node);
                self.report(&rules::DUPLICATE_NAME, &child(&pointer, "name"), name, message);
            }
            total += u64::from(entry.count);
            if total > limits::CONTAINER_INSTANCES_PER_CLUSTER {
                let message = format!(
                    "{total} container instances; a cluster has at most {}",
                    limits::CONTAINER_INSTANCES_PER_CLUSTER
                );
                let count = node.get("count").unwrap_or(node);
                self.report(&rules::QUOTA_EXCEEDED, &child(&pointer, "count"), count, message);
                break;
            }
            entries.push(entry);
        }
        entries
    }

    fn container_instance(
        &mut self,
        node: &Node,
        number: usize,
        pointer: &str,
    ) -> Option<ContainerInstanceEntry> {
        let type_node = node.get("instanceType")?;
        let type_name = type_node.as_str()?;
        let instance_type = catalog::instance_type(type_name);
        if instance_type.is_none() {
            let message = format!("`{}` is no instance type of the catalog", shorten(type_name));
            let hint = nearest(type_name, catalog::instance_type_names())
                .map(|name| format!("did you mean `{name}`?"));
            self.report_hint(
                &rules::UNKNOWN_INSTANCE_TYPE,
                &child(pointer, "instanceType"),
                type_node,
                message,
                hint,
            );
        }
        let availability_zone = self.zone(node, "availabilityZone", pointer);
        // The quota is held against the sum over all entries.
        let count = self.bounded(node, "count", pointer, 0..=u64::from(u32::MAX)).unwrap_or(1);
        let instance_type = instance_type?;
        let registered = node.get("simulation").and_then(|simulation| {
            let bounds = 0..=u64::from(u32::MAX / 2);
            self.bounded(simulation, "registeredMemoryMiB", &child(pointer, "simulation"), bounds)
        });
        let agent = AgentConfig::read(self, node, pointer);
        let found =
            registered.map_or(instance_type.registered_memory_mib, |mib| u32::try_from(mib).unwrap_or(0));
        let name = node.str("name").map_or_else(|| format!("{type_name}-{}", number + 1), ToOwned::to_owned);
        Some(ContainerInstanceEntry {
            name,
            instance_type,
            availability_zone: availability_zone?,
            count: u32::try_from(count).unwrap_or(0),
            active: node.str("status") != Some("DRAINING"),
            registered_memory_mib: found.saturating_sub(agent.reserved_memory_mib),
            reserved_tcp_ports: agent.reserved_tcp_ports,
        })
    }
}

/// What `agentConfig` says of the resources that the agent registers. Spec: RES-6, RES-7.
struct AgentConfig {
    reserved_memory_mib: u32,
    reserved_tcp_ports: Vec<u16>,
}

impl AgentConfig {
    fn read(reader: &mut Reader<'_>, node: &Node, pointer: &str) -> AgentConfig {
        let mut config =
            AgentConfig { reserved_memory_mib: 0, reserved_tcp_ports: RESERVED_TCP_PORTS.to_vec() };
        let Some(given) = node.get("agentConfig") else { return config };
        let pointer = child(pointer, "agentConfig");
        for member in given.members() {
            let pointer = child(&pointer, &member.key);
            let text = member.value.as_str().unwrap_or_default();
            let read = match member.key.as_str() {
                "ECS_RESERVED_MEMORY" => {
                    text.trim().parse().map(|mib| config.reserved_memory_mib = mib).is_ok()
                }
                "ECS_RESERVED_PORTS" => {
                    let ports: Option<Vec<u16>> = serde_json::from_str(text).ok();
                    let ports = ports.filter(|ports| ports.len() <= limits::AGENT_PORTS);
                    ports.map(|ports| config.reserved_tcp_ports = ports).is_some()
                }
                name => {
                    let message = format!(
                        "`{}` is not simulated yet; it is kept and changes nothing here",
                        shorten(name)
                    );
                    reader.report(&rules::NOT_SIMULATED, &pointer, &member.value, message);
                    true
                }
            };
            if !read {
                let message = format!("`{}` cannot be read as a value of {}", shorten(text), member.key);
                reader.report(&rules::OUT_OF_RANGE, &pointer, &member.value, message);
            }
        }
        config
    }
}
