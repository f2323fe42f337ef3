//! The VPC around a cluster: subnets and their routes, security groups, endpoints, and what
//! `networkConfiguration` says of them.

use super::Protocol;
use crate::address::Ipv4Block;
use std::collections::BTreeSet;

/// What a subnet's route table leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Route {
    /// Whatever a task asks for is there: a subnet of the default VPC, or one that says nothing of its route.
    Everything,
    /// An internet gateway: what has a public address reaches the internet.
    InternetGateway,
    /// A NAT gateway: whatever stands in the subnet reaches the internet.
    Nat,
    /// The VPC alone, and its endpoints.
    None,
}

/// A subnet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subnet {
    /// `SubnetId`.
    pub subnet_id: String,
    /// Its zone.
    pub availability_zone: String,
    /// Its addresses.
    pub cidr_block: Ipv4Block,
    /// Where its routes lead.
    pub route: Route,
}

/// A service that tasks call over a VPC endpoint or the internet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Endpoint {
    /// `ecr.api`.
    EcrApi,
    /// `ecr.dkr`.
    EcrDkr,
    /// `s3`.
    S3,
    /// `logs`.
    Logs,
    /// `secretsmanager`.
    SecretsManager,
    /// `ssm`.
    Ssm,
    /// `sqs`.
    Sqs,
}

/// Whom a rule of a security group lets in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Peer {
    /// Addresses.
    Block(Ipv4Block),
    /// Whatever has this security group, by its number in the scenario's list.
    Group(usize),
}

/// A rule for incoming traffic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IpPermission {
    /// TCP or UDP; none for every protocol.
    pub protocol: Option<Protocol>,
    /// Ports, both ends among them.
    pub ports: std::ops::RangeInclusive<u16>,
    /// Who may come.
    pub peers: Vec<Peer>,
}

/// A security group: what comes in; everything goes out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecurityGroup {
    /// `GroupId`.
    pub group_id: String,
    /// Its rules.
    pub ip_permissions: Vec<IpPermission>,
}

/// The VPC of a scenario.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Vpc {
    /// Its subnets: those that are listed, else the default ones.
    pub subnets: Vec<Subnet>,
    /// Its security groups; none where the scenario lists none and everything is allowed.
    pub security_groups: Option<Vec<SecurityGroup>>,
    /// Its endpoints.
    pub endpoints: BTreeSet<Endpoint>,
}

impl Vpc {
    /// The number of the subnet with this id.
    pub fn subnet(&self, subnet_id: &str) -> Option<usize> {
        self.subnets.iter().position(|subnet| subnet.subnet_id == subnet_id)
    }

    /// Zones of the subnets of a network configuration, each once; empty where there is none.
    pub fn zones(&self, configuration: Option<&AwsvpcConfiguration>) -> Vec<String> {
        let mut zones: Vec<String> = Vec::new();
        let subnets = configuration.into_iter().flat_map(|configuration| &configuration.subnets);
        for subnet in subnets.filter_map(|number| self.subnets.get(*number)) {
            if !zones.contains(&subnet.availability_zone) {
                zones.push(subnet.availability_zone.clone());
            }
        }
        zones
    }

    /// The number of the first subnet of a zone.
    pub fn subnet_of_zone(&self, availability_zone: &str) -> Option<usize> {
        self.subnets.iter().position(|subnet| subnet.availability_zone == availability_zone)
    }
}

/// `awsvpcConfiguration`: where the network interfaces of tasks are made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AwsvpcConfiguration {
    /// Subnets, by their numbers in the VPC, each once.
    pub subnets: Vec<usize>,
    /// Security groups, by their numbers in the VPC; empty where none is named.
    pub security_groups: Vec<usize>,
    /// Whether `assignPublicIp` is ENABLED.
    pub assign_public_ip: bool,
}
