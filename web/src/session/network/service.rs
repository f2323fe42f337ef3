//! What a service names of the network, and what its definition offers to it.

use super::{named, names};
use crate::session::rows::written;
use ecs_core::aws::{NetworkMode, Protocol, TaskDefinition};
use ecs_core::json::Node;
use ecs_core::network::{DYNAMIC_PORTS, HostPort, host_port};
use std::ops::RangeInclusive;

/// What a service names of the network.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ServiceNetwork {
    /// `networkConfiguration.awsvpcConfiguration`.
    pub awsvpc: Option<AwsvpcEntry>,
    /// `loadBalancers`.
    pub registrations: Vec<RegistrationEntry>,
}

/// `awsvpcConfiguration`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AwsvpcEntry {
    /// `subnets`.
    pub subnets: Vec<String>,
    /// `securityGroups`.
    pub groups: Vec<String>,
    /// Whether `assignPublicIp` is ENABLED.
    pub assigns_public_ip: bool,
}

/// An entry of `loadBalancers`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RegistrationEntry {
    /// The name of the target group; empty for a Classic Load Balancer.
    pub target_group: String,
    /// `loadBalancerName`, of a Classic Load Balancer.
    pub classic: String,
    /// `containerName`.
    pub container: String,
    /// `containerPort`.
    pub port: String,
}

/// What a task definition offers to a load balancer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exposed {
    /// `networkMode`, with its default.
    pub mode: NetworkMode,
    /// Names of the containers.
    pub containers: Vec<String>,
    /// The ports that they map, for TCP.
    pub ports: Vec<ContainerPort>,
}

/// A mapped port.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContainerPort {
    /// The container's name.
    pub container: String,
    /// The container's port.
    pub port: u16,
    /// The ports at which it may be reached from outside of the task.
    pub reached_at: RangeInclusive<u16>,
}

impl ServiceNetwork {
    pub(in crate::session) fn read(node: &Node) -> ServiceNetwork {
        let awsvpc = node.at("/networkConfiguration/awsvpcConfiguration");
        ServiceNetwork {
            awsvpc: awsvpc.map(|node| AwsvpcEntry {
                subnets: names(node, "subnets"),
                groups: names(node, "securityGroups"),
                assigns_public_ip: node.str("assignPublicIp") == Some("ENABLED"),
            }),
            registrations: node.list("loadBalancers").iter().map(RegistrationEntry::read).collect(),
        }
    }
}

impl RegistrationEntry {
    fn read(node: &Node) -> RegistrationEntry {
        RegistrationEntry {
            target_group: named(&written(node, "targetGroupArn", "")).to_owned(),
            classic: written(node, "loadBalancerName", ""),
            container: written(node, "containerName", ""),
            port: written(node, "containerPort", ""),
        }
    }
}

impl RegistrationEntry {
    /// `web ← app:80`: what gets which port of which container.
    pub fn brief(&self) -> String {
        let group = if self.target_group.is_empty() { &self.classic } else { &self.target_group };
        format!("{group} ← {}:{}", self.container, self.port)
    }
}

impl Exposed {
    pub(in crate::session) fn read(node: &Node) -> Exposed {
        let definition = TaskDefinition::read(node, 1);
        let mode = definition.network_mode;
        let mut ports = Vec::new();
        for container in &definition.container_definitions {
            for mapping in container.port_mappings.iter().filter(|mapping| mapping.protocol == Protocol::Tcp)
            {
                let reached_at = match host_port(mode, *mapping) {
                    HostPort::Static(port) => port..=port,
                    HostPort::Dynamic => DYNAMIC_PORTS,
                    HostPort::OwnAddress => mapping.container_port..=mapping.container_port,
                };
                ports.push(ContainerPort {
                    container: container.name.clone(),
                    port: mapping.container_port,
                    reached_at,
                });
            }
        }
        let containers =
            definition.container_definitions.into_iter().map(|container| container.name).collect();
        Exposed { mode, containers, ports }
    }

    /// `TargetType` of a target group that tasks in this mode register with.
    pub fn target_type(&self) -> &'static str {
        if self.mode == NetworkMode::Awsvpc { "ip" } else { "instance" }
    }
}
