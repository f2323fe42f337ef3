//! Container instances registered by hand.

use super::Reader;
use crate::aws::{Kind, LOGGING_DRIVERS, Protocol, port_range, shorten};
use crate::catalog::{self, InstanceType};
use crate::finding::{nearest, rules};
use crate::json::{Node, child};
use crate::limits;
use crate::network::{
    DYNAMIC_PORTS, DYNAMIC_PORTS_WINDOWS, RESERVED_PORTS_MAX, RESERVED_TCP_PORTS, RESERVED_TCP_PORTS_WINDOWS,
};
use crate::query;
use crate::registry::PullBehavior;
use crate::rng::{Purpose, draw};
use crate::scenario::{Attributes, ContainerInstanceEntry};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

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

    pub(super) fn container_instance(
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
        let availability_zone = availability_zone?;
        let os_family = node.str("operatingSystemFamily").unwrap_or("LINUX");
        let windows = os_family.starts_with("WINDOWS");
        let external = node.str("launchType") == Some("EXTERNAL");
        // Spec: NET-6.
        let takes_trunk = !windows && !external && instance_type.trunking_task_limit.is_some();
        let kind = Kind { windows, external, trunk: self.trunking && takes_trunk };
        let agent = AgentConfig::read(self, node, pointer, kind);
        let found =
            registered.map_or(instance_type.registered_memory_mib, |mib| u32::try_from(mib).unwrap_or(0));
        let name = node.str("name").map_or_else(|| format!("{type_name}-{}", number + 1), ToOwned::to_owned);
        let subnet = self.instance_subnet(node, pointer, &availability_zone).filter(|_| !external);
        let security_groups = self.security_group_references(node, "securityGroupIds", pointer);
        let mut named = self.built_in_attributes(node, &instance_type, &availability_zone, os_family, kind);
        self.custom_attributes(node, pointer, &mut named);
        let count = if self.may_register(node, pointer, external) { count } else { 0 };
        Some(ContainerInstanceEntry {
            name,
            task_enis: task_enis(&instance_type, kind),
            instance_type,
            availability_zone,
            subnet,
            security_groups,
            count: u32::try_from(count).unwrap_or(0),
            active: node.str("status") != Some("DRAINING"),
            spot: node.get("simulation").and_then(|given| given.str("purchaseOption")) == Some("spot"),
            drains_on_notice: agent.spot_draining,
            registered_memory_mib: found.saturating_sub(agent.reserved_memory_mib),
            iam_instance_profile: node.str("iamInstanceProfile").map(ToOwned::to_owned),
            blocks_imds: agent.blocks_imds,
            pull_behavior: agent.pull_behavior,
            reserved_ports: agent.reserved_ports,
            dynamic_ports: agent.dynamic_ports,
            attributes: Attributes { named, kind, logging_drivers: agent.logging_drivers },
        })
    }

    /// Spec: RES-10.
    fn built_in_attributes(
        &self,
        node: &Node,
        instance_type: &InstanceType,
        zone: &str,
        os_family: &str,
        kind: Kind,
    ) -> BTreeMap<String, String> {
        let os_type = if kind.windows { "windows" } else { "linux" };
        let mut named: BTreeMap<String, String> = [
            ("ecs.availability-zone", zone),
            ("ecs.cpu-architecture", instance_type.architecture),
            ("ecs.instance-type", instance_type.name),
            ("ecs.os-family", os_family),
            ("ecs.os-type", os_type),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .into();
        if kind.external {
            return named;
        }
        let subnet = node.str("subnetId").map_or_else(|| self.subnet_of(zone), ToOwned::to_owned);
        named.insert("ecs.subnet-id".to_owned(), subnet);
        named.insert("ecs.vpc-id".to_owned(), "vpc-default".to_owned());
        let image = format!("image {os_family} {}", instance_type.architecture);
        named.insert("ecs.ami-id".to_owned(), self.resource_id("ami", &image));
        named
    }

    /// The first subnet of a zone; of the default VPC where the scenario lists none.
    fn subnet_of(&self, zone: &str) -> String {
        let listed = self.root.list("subnets").iter();
        let own = listed
            .filter(|subnet| subnet.str("AvailabilityZone") == Some(zone))
            .find_map(|subnet| subnet.str("SubnetId"));
        own.map_or_else(
            || format!("subnet-{}", zone.strip_prefix(self.region.as_str()).unwrap_or(zone)),
            ToOwned::to_owned,
        )
    }

    /// A prefix and 17 hex digits.
    fn resource_id(&self, prefix: &str, of: &str) -> String {
        let bits = draw(0, Purpose::Id, &format!("{} {of}", self.region), 0);
        format!("{prefix}-0{:016x}", bits >> 64)
    }

    /// Spec: RES-11.
    fn custom_attributes(&mut self, node: &Node, pointer: &str, named: &mut BTreeMap<String, String>) {
        let pointer = child(pointer, "attributes");
        for (number, attribute) in node.list("attributes").iter().enumerate() {
            let pointer = format!("{pointer}/{number}");
            if number == limits::CUSTOM_ATTRIBUTES {
                let message =
                    format!("an instance has at most {} custom attributes", limits::CUSTOM_ATTRIBUTES);
                return self.report(&rules::QUOTA_EXCEEDED, &pointer, attribute, message);
            }
            let Some(name) = attribute.str("name") else { continue };
            let value = attribute.str("value").unwrap_or_default();
            if !query::is_attribute_name(name) {
                let message = format!(
                    "`{}` is no name of an attribute: it has 1 to 128 letters, digits, hyphens, underscores, slashes and dots",
                    shorten(name)
                );
                self.report(
                    &rules::ATTRIBUTE_NAME,
                    &child(&pointer, "name"),
                    attribute.get("name").unwrap_or(attribute),
                    message,
                );
            } else if !is_attribute_value(value) {
                let message = format!(
                    "`{}` is no value of an attribute: it has up to 128 letters, digits, spaces and -_./\\@:, none of the spaces first or last",
                    shorten(value)
                );
                self.report(
                    &rules::ATTRIBUTE_NAME,
                    &child(&pointer, "value"),
                    attribute.get("value").unwrap_or(attribute),
                    message,
                );
            } else {
                named.insert(name.to_owned(), value.to_owned());
            }
        }
    }
}

/// Interfaces for tasks: all but the primary one, or the limit of the trunk. Spec: NET-6.
fn task_enis(instance_type: &InstanceType, kind: Kind) -> u32 {
    match instance_type.trunking_task_limit.filter(|_| kind.trunk) {
        Some(limit) => limit,
        None if kind.external => 0,
        None => instance_type.max_enis.saturating_sub(1),
    }
}

/// Spec: RES-11.
pub(super) fn is_attribute_value(value: &str) -> bool {
    let allowed = |character: char| {
        character.is_ascii_alphanumeric()
            || matches!(character, '-' | '_' | '.' | '/' | '\\' | '@' | ':' | ' ')
    };
    value.len() <= 128 && value.trim() == value && value.chars().all(allowed)
}

/// What `agentConfig` says of the resources that the agent registers and hands out. Spec: RES-6, RES-7,
/// NET-21.
struct AgentConfig {
    reserved_memory_mib: u32,
    reserved_ports: Vec<(Protocol, u16)>,
    dynamic_ports: RangeInclusive<u16>,
    logging_drivers: Vec<String>,
    blocks_imds: bool,
    pull_behavior: PullBehavior,
    spot_draining: bool,
}

impl AgentConfig {
    fn read(reader: &mut Reader<'_>, node: &Node, pointer: &str, kind: Kind) -> AgentConfig {
        let default_ports: &[u16] =
            if kind.windows { &RESERVED_TCP_PORTS_WINDOWS } else { &RESERVED_TCP_PORTS };
        let mut config = AgentConfig {
            reserved_memory_mib: 0,
            reserved_ports: default_ports.iter().map(|port| (Protocol::Tcp, *port)).collect(),
            dynamic_ports: if kind.windows { DYNAMIC_PORTS_WINDOWS } else { DYNAMIC_PORTS },
            logging_drivers: LOGGING_DRIVERS.map(str::to_owned).to_vec(),
            blocks_imds: false,
            pull_behavior: PullBehavior::Default,
            spot_draining: false,
        };
        let Some(given) = node.get("agentConfig") else { return config };
        let pointer = child(pointer, "agentConfig");
        for member in given.members() {
            let pointer = child(&pointer, &member.key);
            let text = member.value.as_str().unwrap_or_default();
            let read = match member.key.as_str() {
                "ECS_RESERVED_MEMORY" => {
                    text.trim().parse().map(|mib| config.reserved_memory_mib = mib).is_ok()
                }
                "ECS_RESERVED_PORTS" => config.reserve(Protocol::Tcp, text),
                "ECS_RESERVED_PORTS_UDP" => config.reserve(Protocol::Udp, text),
                "ECS_DYNAMIC_HOST_PORT_RANGE" => {
                    let range = port_range(text.trim()).filter(|(low, high)| low <= high);
                    range.map(|(low, high)| config.dynamic_ports = low..=high).is_some()
                }
                "ECS_AVAILABLE_LOGGING_DRIVERS" => {
                    let drivers: Option<Vec<String>> = serde_json::from_str(text).ok();
                    drivers.map(|drivers| config.logging_drivers = drivers).is_some()
                }
                "ECS_AWSVPC_BLOCK_IMDS" => text.trim().parse().map(|is| config.blocks_imds = is).is_ok(),
                "ECS_IMAGE_PULL_BEHAVIOR" => {
                    PullBehavior::parse(text.trim()).map(|read| config.pull_behavior = read).is_some()
                }
                "ECS_ENABLE_SPOT_INSTANCE_DRAINING" => {
                    text.trim().parse().map(|drains| config.spot_draining = drains).is_ok()
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
        config.check_reserved_ports(reader, given, &pointer);
        config
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
