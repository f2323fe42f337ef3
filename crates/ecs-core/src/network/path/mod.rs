//! The path of a request, hop after hop: what is known of it, and what becomes of it.

mod judge;
#[cfg(test)]
mod tests;

pub use judge::{checks_from, direct, is_kept_out, requests_from, through};

use super::security::{Addresses, Missing, Permit};
use crate::aws::{ElbProtocol, LoadBalancerType, NetworkMode, PortMapping, TargetGroup};
use serde::{Deserialize, Serialize};
use std::ops::RangeInclusive;

/// What a hop is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum HopKind {
    /// A client in the internet.
    Internet,
    /// A client in the VPC.
    Vpc,
    /// A load balancer.
    LoadBalancer,
    /// A listener of it, or a rule of one.
    Listener,
    /// A target group.
    TargetGroup,
    /// A port of a container instance.
    ContainerInstance,
    /// Docker's bridge on a Linux instance.
    Docker0,
    /// The nat network of a Windows instance.
    Nat,
    /// The elastic network interface of a task.
    NetworkInterface,
    /// A port of a container.
    Container,
}

impl HopKind {
    /// What it is called in a sentence.
    pub fn name(self) -> &'static str {
        match self {
            HopKind::Internet | HopKind::Vpc => "client",
            HopKind::LoadBalancer => "load balancer",
            HopKind::Listener => "listener",
            HopKind::TargetGroup => "target group",
            HopKind::ContainerInstance => "container instance",
            HopKind::Docker0 => "bridge",
            HopKind::Nat => "nat network",
            HopKind::NetworkInterface => "network interface",
            HopKind::Container => "container",
        }
    }
}

/// Who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Client {
    /// Somebody in the internet.
    Internet,
    /// Somebody in the VPC.
    Vpc,
}

impl Client {
    fn addresses(self) -> Addresses {
        match self {
            Client::Internet => Addresses::Internet,
            Client::Vpc => Addresses::Vpc,
        }
    }
}

/// Which kind of load balancer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Balancer {
    /// Application, network or gateway.
    Elb(LoadBalancerType),
    /// Classic.
    Classic,
}

/// The load balancer on a path.
#[derive(Clone, Copy, Debug)]
pub struct Front<'a> {
    /// Its kind.
    pub balancer: Balancer,
    /// Who asks it: the internet, where it is internet-facing.
    pub client: Client,
    /// Subnets with a node of it, by their numbers in the VPC.
    pub subnets: &'a [usize],
    /// Its security groups, by their numbers in the VPC: an empty list is the VPC's default group. None
    /// for a load balancer without any, which a Network or Gateway Load Balancer may be.
    pub security_groups: Option<&'a [usize]>,
    /// Whether the scenario does not list it: then nothing keeps it from clients and targets.
    pub implied: bool,
    /// The protocol and port of the listener.
    pub listener: (ElbProtocol, u16),
    /// Where its requests go.
    pub forwards: Forwards<'a>,
}

/// Where a listener sends requests.
#[derive(Clone, Copy, Debug)]
pub enum Forwards<'a> {
    /// To the targets of a group, with this weight.
    TargetGroup(&'a TargetGroup, u32),
    /// To this port of the instances: a Classic Load Balancer's.
    InstancePort(u16),
}

/// The task at the end of a path.
#[derive(Clone, Debug)]
pub struct Target<'a> {
    /// Whether it is RUNNING.
    pub running: bool,
    /// The network mode of its definition.
    pub mode: NetworkMode,
    /// Its zone.
    pub availability_zone: &'a str,
    /// Security groups of the interface that it is reached at, by their numbers in the VPC; an empty list
    /// is the VPC's default group.
    pub security_groups: &'a [usize],
    /// The mapping that is asked for.
    pub mapping: PortMapping,
    /// The port that it is reached at; none while it is not drawn.
    pub port: Option<u16>,
    /// Ports that it may be reached at: for a dynamic one the range that the agent draws from.
    pub ports: RangeInclusive<u16>,
    /// Ports of the same address at which its mappings have a container listen for TCP, which health
    /// checks ask for; none are needed where there is no load balancer.
    pub tcp_ports: Vec<RangeInclusive<u16>>,
    /// Whether there was an address for the network interface of its own: its subnet may have none left.
    pub has_address: bool,
}

impl Target<'_> {
    /// Whether the port is drawn anew for every task.
    fn is_drawn(&self) -> bool {
        self.ports.start() != self.ports.end()
    }
}

/// Why a request does not get past a hop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// An internet-facing load balancer has no subnet with a route to an internet gateway.
    NoPublicSubnet,
    /// A security group lacks a rule.
    Denied(Missing),
    /// The target group gets nothing: its weight is 0.
    NoWeight,
    /// No node of the load balancer is in the target's zone.
    ZoneNotEnabled,
    /// The task is not RUNNING, so it is no target and nothing listens.
    NotRunning,
    /// The subnet of the network interface had no address left for it.
    NoAddress,
    /// Nothing of the task listens on this port of the address that it is reached at.
    NothingListens(u16),
    /// The container listens on the port with another protocol.
    OtherProtocol,
    /// The listener of a Classic Load Balancer asks for this other port of the instance.
    OtherPort(u16),
}

/// A step of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hop {
    /// What it is.
    pub kind: HopKind,
    /// What lets the request in; none where nothing had to be decided.
    pub permit: Option<Permit>,
    /// The rule that lets in the next task as well, whose port may be another one; none where none is
    /// missing. Spec: NET-45.
    pub missing_for_others: Option<Missing>,
    /// What stops it here.
    pub obstacle: Option<Obstacle>,
}

/// `State` of a target, once the checks have had their time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum TargetHealth {
    /// It answers.
    #[serde(rename = "healthy")]
    Healthy,
    /// It does not.
    #[serde(rename = "unhealthy")]
    Unhealthy,
    /// Nothing is asked of it.
    #[serde(rename = "unused")]
    Unused,
    /// A Classic Load Balancer's word for healthy.
    InService,
    /// A Classic Load Balancer's word for everything else.
    OutOfService,
}

impl TargetHealth {
    /// AWS's spelling.
    pub fn name(self) -> &'static str {
        match self {
            TargetHealth::Healthy => "healthy",
            TargetHealth::Unhealthy => "unhealthy",
            TargetHealth::Unused => "unused",
            TargetHealth::InService => "InService",
            TargetHealth::OutOfService => "OutOfService",
        }
    }
}

/// What a health check says. Spec: NET-48.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Health {
    /// The state.
    pub state: TargetHealth,
    /// What stops the check; none where it passes.
    pub obstacle: Option<Obstacle>,
}

/// What a client sees of a path that fails. Spec: NET-49.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClientError {
    /// Nobody answers: the connection times out.
    Timeout,
    /// The connection is refused.
    Refused,
    /// 502 Bad Gateway.
    BadGateway,
    /// 503 Service Unavailable.
    ServiceUnavailable,
    /// 504 Gateway Timeout.
    GatewayTimeout,
}

/// A path, judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path {
    /// Its hops, from the client to the container.
    pub hops: Vec<Hop>,
    /// What the health check says; none without a load balancer.
    pub health: Option<Health>,
    /// What the client sees; none where the request arrives.
    pub error: Option<ClientError>,
}

impl Path {
    /// What stops the request.
    pub fn obstacle(&self) -> Option<&Obstacle> {
        self.hops.iter().find_map(|hop| hop.obstacle.as_ref())
    }
}
