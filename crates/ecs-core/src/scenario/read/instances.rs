//! Container instances registered by hand.

use super::Reader;
use super::agent_config::AgentConfig;
use crate::aws::{Kind, shorten};
use crate::catalog::InstanceType;
use crate::finding::rules;
use crate::json::{Node, child};
use crate::limits;
use crate::network::DYNAMIC_PORTS;
use crate::query;
use crate::registry::PullBehavior;
use crate::rng::{Purpose, draw};
use crate::scenario::{Attributes, ContainerInstanceEntry};
use std::collections::{BTreeMap, BTreeSet};

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
        let type_name = node.str("instanceType")?;
        let instance_type = self.instance_type(node, "instanceType", pointer);
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
        let mut agent = AgentConfig::of(kind);
        agent.read(self, node, pointer);
        let found =
            registered.map_or(instance_type.registered_memory_mib, |mib| u32::try_from(mib).unwrap_or(0));
        let name = node.str("name").map_or_else(|| format!("{type_name}-{}", number + 1), ToOwned::to_owned);
        let subnet = self.instance_subnet(node, pointer, &availability_zone).filter(|_| !external);
        let security_groups = self.security_group_references(node, "securityGroupIds", pointer);
        let custom = self.custom_attributes(node, pointer);
        let subnet_id = node.str("subnetId");
        let named =
            self.all_attributes(subnet_id, &instance_type, &availability_zone, os_family, kind, custom);
        let profile = (node.get("iamInstanceProfile"), child(pointer, "iamInstanceProfile"));
        let count = if self.may_register(profile.0, node, &profile.1, external) { count } else { 0 };
        let entry = ContainerInstanceEntry {
            name,
            task_enis: task_enis(&instance_type, kind),
            instance_type,
            availability_zone,
            subnet,
            security_groups,
            count: u32::try_from(count).unwrap_or(0),
            active: node.str("status") != Some("DRAINING"),
            spot: node.get("simulation").and_then(|given| given.str("purchaseOption")) == Some("spot"),
            drains_on_notice: false,
            registered_memory_mib: found,
            iam_instance_profile: node.str("iamInstanceProfile").map(ToOwned::to_owned),
            blocks_imds: false,
            pull_behavior: PullBehavior::Default,
            reserved_ports: Vec::new(),
            dynamic_ports: DYNAMIC_PORTS,
            attributes: Attributes { named, kind, logging_drivers: Vec::new() },
        };
        Some(agent.configure(entry))
    }

    /// ECS's own attributes beside custom ones. Spec: RES-10.
    pub(super) fn all_attributes(
        &self,
        subnet_id: Option<&str>,
        instance_type: &InstanceType,
        zone: &str,
        os_family: &str,
        kind: Kind,
        custom: BTreeMap<String, String>,
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
            named.extend(custom);
            return named;
        }
        let subnet = subnet_id.map_or_else(|| self.subnet_of(zone), ToOwned::to_owned);
        named.insert("ecs.subnet-id".to_owned(), subnet);
        named.insert("ecs.vpc-id".to_owned(), "vpc-default".to_owned());
        let image = format!("image {os_family} {}", instance_type.architecture);
        named.insert("ecs.ami-id".to_owned(), self.resource_id("ami", &image));
        named.extend(custom);
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
    pub(super) fn custom_attributes(&mut self, node: &Node, pointer: &str) -> BTreeMap<String, String> {
        let pointer = child(pointer, "attributes");
        let mut named = BTreeMap::new();
        for (number, attribute) in node.list("attributes").iter().enumerate() {
            let pointer = format!("{pointer}/{number}");
            if number == limits::CUSTOM_ATTRIBUTES {
                let message =
                    format!("an instance has at most {} custom attributes", limits::CUSTOM_ATTRIBUTES);
                self.report(&rules::QUOTA_EXCEEDED, &pointer, attribute, message);
                break;
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
        named
    }
}

/// Interfaces for tasks: all but the primary one, or the limit of the trunk. Spec: NET-6.
pub(super) fn task_enis(instance_type: &InstanceType, kind: Kind) -> u32 {
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
