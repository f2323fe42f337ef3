//! `ecs:RegisterTaskDefinition`, as far as a run reads it.

use super::{Behaviour, Lifetime};
use crate::catalog;
use crate::json::Node;
use crate::units::{parse_cpu_units, parse_memory_mib};
use serde::{Deserialize, Serialize};

/// `networkMode`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum NetworkMode {
    /// An elastic network interface of the task's own.
    Awsvpc,
    /// Docker's bridge: what is left out means this on Linux.
    Bridge,
    /// The instance's own network.
    Host,
    /// Loopback only.
    None,
    /// Windows' NAT driver: what is left out means this on Windows.
    Default,
}

impl NetworkMode {
    /// AWS's spelling; Windows' default, which is not written, is `default`.
    pub fn name(self) -> &'static str {
        match self {
            NetworkMode::Awsvpc => "awsvpc",
            NetworkMode::Bridge => "bridge",
            NetworkMode::Host => "host",
            NetworkMode::None => "none",
            NetworkMode::Default => "default",
        }
    }
}

/// An entry of `requiresCompatibilities` and `compatibilities`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Compatibility {
    /// On-premises hosts.
    External,
    /// EC2 instances.
    Ec2,
    /// AWS Fargate.
    Fargate,
    /// ECS Managed Instances.
    ManagedInstances,
}

impl Compatibility {
    /// AWS's spelling.
    pub fn name(self) -> &'static str {
        match self {
            Compatibility::External => "EXTERNAL",
            Compatibility::Ec2 => "EC2",
            Compatibility::Fargate => "FARGATE",
            Compatibility::ManagedInstances => "MANAGED_INSTANCES",
        }
    }

    /// Reads AWS's spelling.
    pub fn parse(text: &str) -> Option<Compatibility> {
        match text {
            "EXTERNAL" => Some(Compatibility::External),
            "EC2" => Some(Compatibility::Ec2),
            "FARGATE" => Some(Compatibility::Fargate),
            "MANAGED_INSTANCES" => Some(Compatibility::ManagedInstances),
            _ => None,
        }
    }
}

/// `protocol` of a port mapping.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Protocol {
    /// What is left out, and what is neither.
    Tcp,
    /// UDP.
    Udp,
}

impl Protocol {
    /// AWS's spelling.
    pub fn name(self) -> &'static str {
        match self {
            Protocol::Tcp => "tcp",
            Protocol::Udp => "udp",
        }
    }
}

/// A port mapping of a container. Ports out of range have been reported and are left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PortMapping {
    /// The port that the container listens on.
    pub container_port: u16,
    /// The port on the instance; none where it is drawn when the container starts.
    pub host_port: Option<u16>,
    /// TCP or UDP.
    pub protocol: Protocol,
    /// How many ports from these on: more than one for a `containerPortRange`.
    pub count: u16,
}

/// A container of a task definition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContainerDefinition {
    /// Its name.
    pub name: String,
    /// Its image.
    pub image: String,
    /// CPU units; 0 where none are given.
    pub cpu_units: u32,
    /// The hard limit in MiB.
    pub memory_mib: Option<u32>,
    /// The soft limit in MiB.
    pub memory_reservation_mib: Option<u32>,
    /// Its port mappings.
    pub port_mappings: Vec<PortMapping>,
    /// GPUs.
    pub gpus: u32,
    /// When it starts and stops.
    pub lifetime: Lifetime,
    /// `simulation`: what it does.
    pub behaviour: Behaviour,
}

/// A revision of a task definition.
#[derive(Clone, Debug, PartialEq)]
pub struct TaskDefinition {
    /// The family.
    pub family: String,
    /// The revision within the family, from 1.
    pub revision: u32,
    /// The network mode, with the default filled in.
    pub network_mode: NetworkMode,
    /// What the definition asserts that it runs on.
    pub requires_compatibilities: Vec<Compatibility>,
    /// Task-level CPU units.
    pub cpu_units: Option<u32>,
    /// Task-level memory in MiB.
    pub memory_mib: Option<u32>,
    /// Whether it is for Windows.
    pub windows: bool,
    /// Whether it names a runtime platform.
    pub has_runtime_platform: bool,
    /// Its containers.
    pub container_definitions: Vec<ContainerDefinition>,
    /// The definition as it was given.
    pub input: serde_json::Value,
}

impl TaskDefinition {
    /// Reads a definition; its revision is what `assigned` says.
    pub fn read(node: &Node, assigned: u32) -> TaskDefinition {
        let platform = node.get("runtimePlatform");
        let windows = platform
            .and_then(|platform| platform.str("operatingSystemFamily"))
            .is_some_and(|family| family.starts_with("WINDOWS"));
        let network_mode = match node.str("networkMode") {
            Some("awsvpc") => NetworkMode::Awsvpc,
            Some("host") => NetworkMode::Host,
            Some("none") => NetworkMode::None,
            _ if windows => NetworkMode::Default,
            _ => NetworkMode::Bridge,
        };
        TaskDefinition {
            family: node.str("family").unwrap_or_default().to_owned(),
            revision: assigned,
            network_mode,
            requires_compatibilities: node
                .list("requiresCompatibilities")
                .iter()
                .filter_map(|node| Compatibility::parse(node.as_str()?))
                .collect(),
            cpu_units: size(node, "cpu", parse_cpu_units),
            memory_mib: size(node, "memory", parse_memory_mib),
            windows,
            has_runtime_platform: platform.is_some(),
            container_definitions: read_containers(node, network_mode),
            input: node.to_value(),
        }
    }

    /// `family:revision`.
    pub fn short(&self) -> String {
        format!("{}:{}", self.family, self.revision)
    }

    /// Where the definition can run, in the order in which ECS prints it. Spec: RES-4.
    pub fn compatibilities(&self) -> Vec<Compatibility> {
        let fargate = self.network_mode == NetworkMode::Awsvpc
            && self
                .cpu_units
                .zip(self.memory_mib)
                .is_some_and(|(cpu, memory)| catalog::is_fargate_size(cpu, memory, self.windows));
        let mut compatibilities = match self.network_mode {
            NetworkMode::Awsvpc if fargate => vec![Compatibility::Ec2, Compatibility::Fargate],
            NetworkMode::Awsvpc => vec![Compatibility::Ec2],
            _ if self.has_runtime_platform => vec![Compatibility::Ec2],
            _ => vec![Compatibility::External, Compatibility::Ec2],
        };
        // A definition that asserts it was registered with it.
        if self.requires_compatibilities.contains(&Compatibility::ManagedInstances) {
            compatibilities.push(Compatibility::ManagedInstances);
        }
        compatibilities
    }

    /// Whether it is for processors of the ARM architecture.
    pub fn is_arm(&self) -> bool {
        self.input.get("runtimePlatform").and_then(|platform| platform.get("cpuArchitecture"))
            == Some(&"ARM64".into())
    }

    /// GiB of ephemeral storage that it asks of Fargate; none where it takes what comes with every task.
    pub fn ephemeral_storage_gib(&self) -> Option<u64> {
        self.input.get("ephemeralStorage")?.get("sizeInGiB")?.as_u64()
    }

    /// Whether Fargate is the only thing that the definition says it runs on.
    pub fn is_fargate_only(&self) -> bool {
        self.requires_compatibilities == [Compatibility::Fargate]
    }
}

/// `cpu` and `memory` are strings; a number is read as one.
fn size(node: &Node, key: &str, parse: fn(&str) -> Option<u32>) -> Option<u32> {
    let value = node.get(key)?;
    match value.as_str() {
        Some(text) => parse(text),
        None => u32::try_from(value.as_integer()?).ok(),
    }
}

fn read_containers(node: &Node, network_mode: NetworkMode) -> Vec<ContainerDefinition> {
    let nodes = node.list("containerDefinitions");
    let names: Vec<&str> = nodes.iter().map(|node| node.str("name").unwrap_or_default()).collect();
    nodes.iter().map(|node| read_container(node, Lifetime::read(node, &names, network_mode))).collect()
}

fn read_container(node: &Node, lifetime: Lifetime) -> ContainerDefinition {
    let amount = |key: &str| u32::try_from(node.get(key)?.as_integer()?).ok();
    ContainerDefinition {
        name: node.str("name").unwrap_or_default().to_owned(),
        image: node.str("image").unwrap_or_default().to_owned(),
        cpu_units: amount("cpu").unwrap_or(0),
        memory_mib: amount("memory"),
        memory_reservation_mib: amount("memoryReservation"),
        port_mappings: node.list("portMappings").iter().filter_map(read_port_mapping).collect(),
        gpus: node.list("resourceRequirements").iter().filter_map(read_gpus).fold(0, u32::saturating_add),
        lifetime,
        behaviour: node.get("simulation").map(Behaviour::read).unwrap_or_default(),
    }
}

/// Spec: RES-12.
fn read_gpus(node: &Node) -> Option<u32> {
    let count = node.get("value").filter(|_| node.str("type") == Some("GPU"))?;
    u32::try_from(count.as_integer()?).ok()
}

fn read_port_mapping(node: &Node) -> Option<PortMapping> {
    let port = |key: &str| u16::try_from(node.get(key)?.as_integer()?).ok();
    let range = node.str("containerPortRange").and_then(port_range).filter(|(low, high)| low < high);
    Some(PortMapping {
        container_port: range.map(|(low, _)| low).or(port("containerPort").filter(|port| *port > 0))?,
        host_port: port("hostPort").filter(|port| *port > 0),
        protocol: if node.str("protocol") == Some("udp") { Protocol::Udp } else { Protocol::Tcp },
        count: range.map_or(1, |(low, high)| high - low + 1),
    })
}

/// Both ends of a range of ports such as `8000-8010`, as they are written.
pub(crate) fn port_range(text: &str) -> Option<(u16, u16)> {
    let (low, high) = text.split_once('-')?;
    let port = |text: &str| text.parse::<u16>().ok().filter(|port| *port > 0);
    Some((port(low)?, port(high)?))
}
