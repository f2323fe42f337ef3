//! The VPC around the cluster: subnets, their blocks of addresses and routes, endpoints.

use super::Reader;
use super::references::SUBNET;
use crate::address::Ipv4Block;
use crate::aws::{Endpoint, Route, Subnet, Vpc, shorten};
use crate::finding::{Finding, rules};
use crate::json::{Node, child};
use crate::limits;
use std::collections::BTreeSet;

/// Zones of the default VPC, by their letters.
const DEFAULT_ZONES: [&str; 6] = ["a", "b", "c", "d", "e", "f"];

/// The sizes of a subnet that EC2 takes, as bits of the prefix.
const SUBNET_PREFIXES: std::ops::RangeInclusive<u8> = 16..=28;

/// What a name stands for under `vpcEndpoints`.
const ENDPOINTS: [(&str, Endpoint); 7] = [
    ("ecr.api", Endpoint::EcrApi),
    ("ecr.dkr", Endpoint::EcrDkr),
    ("s3", Endpoint::S3),
    ("logs", Endpoint::Logs),
    ("secretsmanager", Endpoint::SecretsManager),
    ("ssm", Endpoint::Ssm),
    ("sqs", Endpoint::Sqs),
];

/// What an endpoint is called under `vpcEndpoints`.
pub(super) fn endpoint_name(endpoint: Endpoint) -> &'static str {
    ENDPOINTS.iter().find(|(_, known)| *known == endpoint).map_or("", |(name, _)| name)
}

impl Reader<'_> {
    pub(super) fn vpc(&mut self) -> Vpc {
        let subnets =
            if self.root.list("subnets").is_empty() { self.default_subnets() } else { self.subnets() };
        let security_groups = self.security_groups();
        Vpc { subnets, security_groups, endpoints: self.vpc_endpoints() }
    }

    /// A subnet of 4,096 addresses in each zone. Spec: SCN-5.
    fn default_subnets(&self) -> Vec<Subnet> {
        let subnet = |(letter, cidr_block): (&str, Ipv4Block)| Subnet {
            subnet_id: format!("subnet-{letter}"),
            availability_zone: format!("{}{letter}", self.region),
            cidr_block,
            route: Route::Everything,
        };
        DEFAULT_ZONES.into_iter().zip(default_blocks()).map(subnet).collect()
    }

    /// Spec: NET-10, NET-11.
    fn subnets(&mut self) -> Vec<Subnet> {
        self.within_quota(SUBNET.list, limits::SUBNETS);
        self.unique_names(&SUBNET);
        let listed = self.root.list("subnets").iter().take(limits::SUBNETS);
        let blocks = self.cidr_blocks();
        let mut subnets = Vec::new();
        for ((number, node), cidr_block) in listed.enumerate().zip(blocks) {
            let pointer = format!("/subnets/{number}");
            subnets.push(Subnet {
                subnet_id: node.str("SubnetId").unwrap_or_default().to_owned(),
                availability_zone: self.zone(node, "AvailabilityZone", &pointer).unwrap_or_default(),
                cidr_block,
                route: route(node),
            });
        }
        subnets
    }

    /// A block for each subnet: its own, else the first of the default VPC's that nobody has.
    fn cidr_blocks(&mut self) -> Vec<Ipv4Block> {
        let listed = self.root.list("subnets").iter().take(limits::SUBNETS);
        let mut given: Vec<Option<Ipv4Block>> = Vec::new();
        for (number, node) in listed.enumerate() {
            let block = self.cidr_block(node, &format!("/subnets/{number}/CidrBlock"), &given);
            given.push(block);
        }
        let mut free = default_blocks();
        let taken: Vec<Ipv4Block> = given.iter().copied().flatten().collect();
        let mut next = || free.find(|block| !taken.iter().any(|other| other.overlaps(*block)));
        given.iter().filter_map(|block| block.or_else(&mut next)).collect()
    }

    /// Spec: NET-10.
    fn cidr_block(&mut self, node: &Node, pointer: &str, before: &[Option<Ipv4Block>]) -> Option<Ipv4Block> {
        let member = node.get("CidrBlock")?;
        let text = member.as_str()?;
        let finding = |message: String| Finding::new(&rules::SUBNET_BLOCK, pointer, member.range, message);
        let Some(block) = Ipv4Block::parse_canonical(text) else {
            let message = format!("`{}` is no block of IPv4 addresses such as 10.0.1.0/24", shorten(text));
            self.findings.push(finding(message));
            return None;
        };
        let mut overlapped =
            before.iter().enumerate().filter(|(_, other)| other.is_some_and(|other| other.overlaps(block)));
        if !SUBNET_PREFIXES.contains(&block.prefix()) {
            let message =
                format!("{block} has {} addresses; a subnet has from 16 (/28) to 65,536 (/16)", block.size());
            self.findings.push(finding(message).aws(format!("The CIDR '{text}' is invalid.")));
        } else if let Some((number, Some(other))) = overlapped.next() {
            let message = format!("{block} shares addresses with {other} of entry {}", number + 1);
            let aws = format!("The CIDR '{block}' conflicts with another subnet");
            self.findings.push(finding(message).aws(aws));
        } else if block.to_string() != text {
            let message =
                format!("EC2 makes {block} of `{}`: the bits behind the prefix are dropped", shorten(text));
            self.findings.push(Finding::new(&rules::CANONICAL_BLOCK, pointer, member.range, message));
        }
        Some(block)
    }

    /// Spec: NET-12.
    fn vpc_endpoints(&mut self) -> BTreeSet<Endpoint> {
        let mut endpoints = BTreeSet::new();
        for (number, node) in self.root.list("vpcEndpoints").iter().enumerate() {
            let Some(name) = node.as_str() else { continue };
            let full = name.strip_prefix("com.amazonaws.");
            let short =
                full.map_or(Some(name), |full| full.strip_prefix(self.region.as_str())?.strip_prefix('.'));
            let known = ENDPOINTS.iter().find(|(known, _)| short == Some(known));
            if let Some((_, endpoint)) = known {
                endpoints.insert(*endpoint);
                continue;
            }
            let message = match short {
                None => format!(
                    "`{}` is an endpoint of another Region than {}; nothing goes through it",
                    shorten(name),
                    self.region
                ),
                Some(_) => {
                    format!("`{}` is no endpoint that is simulated; nothing goes through it", shorten(name))
                }
            };
            let names = ENDPOINTS.iter().map(|(name, _)| *name);
            let near = short.and_then(|short| self.nearest(short, names.clone()));
            let hint = near.map_or_else(
                || format!("those that are simulated: {}", names.collect::<Vec<_>>().join(", ")),
                |name| format!("did you mean `{name}`?"),
            );
            let pointer = format!("/vpcEndpoints/{number}");
            self.report_hint(&rules::VPC_ENDPOINT, &pointer, node, message, Some(hint));
        }
        endpoints
    }

    /// The number of the subnet that is named. Spec: SCN-2.
    pub(super) fn subnet_reference(&mut self, node: &Node, pointer: &str) -> Option<usize> {
        if !self.root.list("subnets").is_empty() {
            return self.resolve(&SUBNET, node, pointer).filter(|number| *number < self.vpc.subnets.len());
        }
        let id = node.as_str()?;
        let found = self.vpc.subnet(id);
        if found.is_none() {
            let message = format!("there is no subnet `{}` in this scenario", shorten(id));
            let hint =
                "the default VPC has subnet-a to subnet-f; or list your own under `subnets`".to_owned();
            self.report_hint(&rules::UNRESOLVED_REFERENCE, pointer, node, message, Some(hint));
        }
        found
    }

    /// The subnets that a list names, each once.
    pub(super) fn subnet_references(&mut self, nodes: &[Node], pointer: &str) -> Vec<usize> {
        let mut subnets = Vec::new();
        for (number, node) in nodes.iter().enumerate() {
            let found = self.subnet_reference(node, &child(pointer, number));
            subnets.extend(found.filter(|found| !subnets.contains(found)));
        }
        subnets
    }

    /// The first subnet of every zone that has one.
    pub(super) fn a_subnet_of_each_zone(&self) -> Vec<usize> {
        let mut zones = BTreeSet::new();
        let numbered = self.vpc.subnets.iter().enumerate();
        numbered
            .filter(|(_, subnet)| zones.insert(&subnet.availability_zone))
            .map(|(number, _)| number)
            .collect()
    }

    /// The subnet of an instance: the one that it names, else the first of its zone. Spec: SCN-5, NET-13.
    pub(super) fn instance_subnet(&mut self, node: &Node, pointer: &str, zone: &str) -> Option<usize> {
        let Some(named) = node.get("subnetId") else { return self.vpc.subnet_of_zone(zone) };
        let pointer = child(pointer, "subnetId");
        let number = self.subnet_reference(named, &pointer)?;
        let subnet = self.vpc.subnets.get(number)?;
        if subnet.availability_zone != zone && !subnet.availability_zone.is_empty() {
            let message = format!(
                "subnet `{}` lies in {}, and this entry in {zone}",
                shorten(&subnet.subnet_id),
                subnet.availability_zone
            );
            let hint = Some("name a subnet of the zone, or leave `subnetId` out".to_owned());
            self.report_hint(&rules::SUBNET_ZONE, &pointer, named, message, hint);
        }
        Some(number)
    }
}

/// Where the routes of a subnet lead; a subnet that says nothing reaches everything, as one of the
/// default VPC does. Spec: NET-11.
fn route(node: &Node) -> Route {
    match node.get("simulation").and_then(|simulation| simulation.str("route")) {
        Some("internet-gateway") => Route::InternetGateway,
        Some("nat") => Route::Nat,
        Some("none") => Route::None,
        _ => Route::Everything,
    }
}

/// Blocks of 4,096 addresses: those of the default VPC, 172.31.0.0/16, and behind them those of 10.0.0.0/8,
/// more than there are subnets.
fn default_blocks() -> impl Iterator<Item = Ipv4Block> {
    let of = |second: (u8, u8), third: u8| Ipv4Block::new([second.0, second.1, third * 16, 0].into(), 20);
    let default = (0..16).filter_map(move |third| of((172, 31), third));
    let further =
        (0..=u8::MAX).flat_map(move |second| (0..16).filter_map(move |third| of((10, second), third)));
    default.chain(further)
}
