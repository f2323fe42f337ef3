//! What tasks and load balancers have of the network: ports, interfaces and addresses.

use crate::aws::Protocol;
use std::net::Ipv4Addr;

/// A node of a load balancer. Spec: NET-20.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoadBalancerNode {
    /// The load balancer's name.
    pub name: String,
    /// Its subnet, by the number in the VPC.
    pub subnet: usize,
    /// Its address.
    pub private_address: Ipv4Addr,
}

/// A port of a container, bound to one of its instance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NetworkBinding {
    /// The number of the container in the task definition.
    pub container: usize,
    /// The number of the mapping in the container's `portMappings`.
    pub mapping: usize,
    /// The container's port.
    pub container_port: u16,
    /// The instance's port.
    pub host_port: u16,
    /// TCP or UDP.
    pub protocol: Protocol,
    /// How many ports from these on are bound, each to its neighbour.
    pub count: u16,
    /// Whether it was drawn when the container started.
    pub dynamic: bool,
}

/// The elastic network interface of a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NetworkInterface {
    /// Its subnet, by the number in the VPC.
    pub subnet: usize,
    /// Its address, also after it was given back; none where the subnet had none left.
    pub private_address: Option<Ipv4Addr>,
}
