//! The VPC around the cluster, and the network configuration of what is started in it.

use super::Reader;
use crate::address::Ipv4Block;
use crate::aws::{AwsvpcConfiguration, Endpoint, Route, Subnet, Vpc, shorten};
use crate::finding::{nearest, rules};
use crate::json::{Node, child};
use std::collections::BTreeSet;

/// Zones of the default VPC, by their letters.
const DEFAULT_ZONES: [&str; 6] = ["a", "b", "c", "d", "e", "f"];

impl Reader<'_> {
    pub(super) fn vpc(&mut self) -> Vpc {
        let listed = self.root.list("subnets");
        let subnets = if listed.is_empty() {
            self.default_subnets()
        } else {
            let numbered = listed.iter().enumerate();
            numbered.filter_map(|(number, node)| self.subnet(node, number)).collect()
        };
        let endpoints: BTreeSet<Endpoint> = BTreeSet::new();
        Vpc { subnets, security_groups: None, endpoints }
    }

    /// A subnet of 4,096 addresses in each zone. Spec: SCN-5.
    fn default_subnets(&self) -> Vec<Subnet> {
        let subnet = |(number, letter): (usize, &str)| {
            let block = Ipv4Block::parse(&format!("172.31.{}.0/20", number * 16))?;
            Some(Subnet {
                subnet_id: format!("subnet-{letter}"),
                availability_zone: format!("{}{letter}", self.region),
                cidr_block: block,
                route: Route::Everything,
            })
        };
        DEFAULT_ZONES.into_iter().enumerate().filter_map(subnet).collect()
    }

    fn subnet(&mut self, node: &Node, number: usize) -> Option<Subnet> {
        let pointer = format!("/subnets/{number}");
        let availability_zone = self.zone(node, "AvailabilityZone", &pointer)?;
        let cidr_block = node
            .str("CidrBlock")
            .and_then(Ipv4Block::parse)
            .or_else(|| Ipv4Block::parse(&format!("172.31.{}.0/20", (number % 16) * 16)))?;
        Some(Subnet {
            subnet_id: node.str("SubnetId")?.to_owned(),
            availability_zone,
            cidr_block,
            route: Route::Everything,
        })
    }

    /// `awsvpcConfiguration`. Spec: SCN-5, SCN-9.
    pub(super) fn awsvpc_configuration(&mut self, node: &Node, pointer: &str) -> AwsvpcConfiguration {
        if node.list("subnets").is_empty() {
            self.report(&rules::AWSVPC_CONFIGURATION, pointer, node, "`subnets` names no subnet");
        }
        let mut subnets = Vec::new();
        for (number, subnet) in node.list("subnets").iter().enumerate() {
            if let Some(found) = self.subnet_reference(subnet, &format!("{pointer}/subnets/{number}"))
                && !subnets.contains(&found)
            {
                subnets.push(found);
            }
        }
        AwsvpcConfiguration { subnets, security_groups: Vec::new(), assign_public_ip: false }
    }

    /// The number of the subnet that is named. Spec: SCN-2.
    pub(super) fn subnet_reference(&mut self, node: &Node, pointer: &str) -> Option<usize> {
        let id = node.as_str()?;
        let found = self.vpc.subnet(id);
        if found.is_none() {
            let message = format!("there is no subnet `{}` in this scenario", shorten(id));
            let listed = !self.root.list("subnets").is_empty();
            let known = self.vpc.subnets.iter().map(|subnet| subnet.subnet_id.as_str());
            let hint = match nearest(id, known.filter(|_| listed)) {
                Some(name) => format!("did you mean `{name}`?"),
                None if listed => "list it under `subnets`".to_owned(),
                None => {
                    "the default VPC has subnet-a to subnet-f; or list your own under `subnets`".to_owned()
                }
            };
            self.report_hint(&rules::UNRESOLVED_REFERENCE, pointer, node, message, Some(hint));
        }
        found
    }

    /// The subnet of an instance: the one that it names, else the first of its zone. Spec: SCN-5.
    pub(super) fn instance_subnet(&mut self, node: &Node, pointer: &str, zone: &str) -> Option<usize> {
        match node.get("subnetId") {
            Some(named) => self.subnet_reference(named, &child(pointer, "subnetId")),
            None => self.vpc.subnet_of_zone(zone),
        }
    }
}
