//! Load balancers: Application, Network, Gateway, and Classic ones.

use super::Reader;
use super::references::{CLASSIC_LOAD_BALANCER, Kind, LOAD_BALANCER};
use crate::aws::{ClassicListener, ClassicLoadBalancer, LoadBalancer, LoadBalancerType, Route, shorten};
use crate::finding::{Finding, rules};
use crate::json::{Node, child};
use crate::limits;
use std::collections::{BTreeMap, BTreeSet};

impl Reader<'_> {
    /// Spec: LB-1, LB-2.
    pub(super) fn load_balancers(&mut self) -> Vec<LoadBalancer> {
        self.within_quota(LOAD_BALANCER.list, limits::LOAD_BALANCERS);
        self.unique_names(&LOAD_BALANCER);
        self.check_elb_names(&LOAD_BALANCER, "The load balancer");
        let mut load_balancers = Vec::new();
        for (number, node) in self.root.list("loadBalancers").iter().enumerate().take(limits::LOAD_BALANCERS)
        {
            load_balancers.push(self.load_balancer(node, &format!("/loadBalancers/{number}")));
        }
        load_balancers
    }

    fn load_balancer(&mut self, node: &Node, pointer: &str) -> LoadBalancer {
        let load_balancer_type = match node.str("Type") {
            Some("network") => LoadBalancerType::Network,
            Some("gateway") => LoadBalancerType::Gateway,
            _ => LoadBalancerType::Application,
        };
        let subnets = self.load_balancer_subnets(node, pointer);
        self.check_zones(node, pointer, load_balancer_type, &subnets);
        self.check_way_in(node, pointer, &subnets);
        LoadBalancer {
            name: node.str("Name").unwrap_or_default().to_owned(),
            load_balancer_type,
            internet_facing: node.str("Scheme") != Some("internal"),
            subnets,
            security_groups: self.security_group_references(node, "SecurityGroups", pointer),
            attributes: attributes(node),
        }
    }

    /// Names of load balancers and target groups. Spec: LB-1.
    pub(super) fn check_elb_names(&mut self, kind: &Kind, aws_title: &str) {
        for (number, node) in self.root.list(kind.list).iter().enumerate() {
            let Some((member, name)) = node.get(kind.key).and_then(|member| Some((member, member.as_str()?)))
            else {
                continue;
            };
            let is_plain = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
            let is_framed = name.is_empty() || name.starts_with('-') || name.ends_with('-');
            let is_reserved = kind.list == LOAD_BALANCER.list && name.starts_with("internal-");
            let is_long = name.chars().count() > limits::ELB_NAME_CHARACTERS;
            if is_plain && !is_framed && !is_reserved && !is_long {
                continue;
            }
            let wanted = if is_reserved {
                "it does not begin with internal-"
            } else {
                "it has 1 to 32 letters, digits and hyphens, and no hyphen first or last"
            };
            let message = format!("`{}` is no name of a {}: {wanted}", shorten(name), kind.noun);
            let pointer = format!("/{}/{number}/{}", kind.list, kind.key);
            let finding = Finding::new(&rules::LOAD_BALANCER_NAME, pointer, member.range, message);
            self.findings.push(if is_long {
                finding.aws(format!("{aws_title} name '{name}' cannot be longer than '32' characters"))
            } else {
                finding
            });
        }
    }

    /// `Subnets` and `SubnetMappings`; where neither is given, the first of each zone. Spec: LB-2.
    fn load_balancer_subnets(&mut self, node: &Node, pointer: &str) -> Vec<usize> {
        if node.list("Subnets").is_empty() && node.list("SubnetMappings").is_empty() {
            return self.a_subnet_of_each_zone();
        }
        let mut subnets = self.subnet_references(node.list("Subnets"), &child(pointer, "Subnets"));
        for (number, mapping) in node.list("SubnetMappings").iter().enumerate() {
            let Some(subnet) = mapping.get("SubnetId") else { continue };
            let found = self.subnet_reference(subnet, &format!("{pointer}/SubnetMappings/{number}/SubnetId"));
            subnets.extend(found.filter(|found| !subnets.contains(found)));
        }
        subnets
    }

    /// Spec: LB-2.
    fn check_zones(&mut self, node: &Node, pointer: &str, kind: LoadBalancerType, subnets: &[usize]) {
        let zone =
            |number: &usize| self.vpc.subnets.get(*number).map(|subnet| subnet.availability_zone.as_str());
        let zones: BTreeSet<&str> = subnets.iter().filter_map(zone).collect();
        let named = node.list("Subnets").len() + node.list("SubnetMappings").len();
        let (message, aws) = if zones.len() < subnets.len() {
            (
                "two of its subnets lie in one zone: a load balancer has one subnet a zone",
                "A load balancer cannot be attached to multiple subnets in the same Availability Zone",
            )
        } else if kind == LoadBalancerType::Application && zones.len() < 2 && subnets.len() >= named {
            (
                "an Application Load Balancer has subnets in two zones at least",
                "At least two subnets in two different Availability Zones must be specified",
            )
        } else {
            return;
        };
        let key = if node.get("SubnetMappings").is_some() { "SubnetMappings" } else { "Subnets" };
        let place = node.get(key).unwrap_or(node).range;
        let finding = Finding::new(&rules::LOAD_BALANCER_SUBNETS, child(pointer, key), place, message);
        self.findings.push(finding.aws(aws));
    }

    /// Spec: LB-16.
    fn check_way_in(&mut self, node: &Node, pointer: &str, subnets: &[usize]) {
        let closed = |number: &usize| {
            let subnet = self.vpc.subnets.get(*number)?;
            matches!(subnet.route, Route::Nat | Route::None).then_some(subnet.subnet_id.as_str())
        };
        let closed: Vec<&str> = subnets.iter().filter_map(closed).collect();
        let faces_internet = node.str("Scheme") != Some("internal") && node.str("Type") != Some("gateway");
        if closed.is_empty() || !faces_internet {
            return;
        }
        let message = format!(
            "an internet-facing load balancer is not reached in a subnet without a route to an internet gateway: `{}`",
            shorten(&closed.join("`, `"))
        );
        let hint = Some("name public subnets, or set `Scheme` to internal".to_owned());
        let place = node.get("Subnets").unwrap_or(node);
        self.report_hint(&rules::INTERNET_FACING_SUBNET, &child(pointer, "Subnets"), place, message, hint);
    }

    /// Spec: LB-7.
    pub(super) fn classic_load_balancers(&mut self) -> Vec<ClassicLoadBalancer> {
        self.within_quota(CLASSIC_LOAD_BALANCER.list, limits::LOAD_BALANCERS);
        self.unique_names(&CLASSIC_LOAD_BALANCER);
        let listed = self.root.list("classicLoadBalancers").iter().enumerate();
        let mut load_balancers = Vec::new();
        for (number, node) in listed.take(limits::LOAD_BALANCERS) {
            load_balancers.push(self.classic_load_balancer(node, &format!("/classicLoadBalancers/{number}")));
        }
        load_balancers
    }

    fn classic_load_balancer(&mut self, node: &Node, pointer: &str) -> ClassicLoadBalancer {
        let mut listeners = Vec::new();
        for (number, listener) in node.list("Listeners").iter().enumerate() {
            let pointer = format!("{pointer}/Listeners/{number}");
            let load_balancer_port = self.port(listener, "LoadBalancerPort", &pointer);
            let instance_port = self.port(listener, "InstancePort", &pointer);
            listeners.extend(load_balancer_port.zip(instance_port).map(
                |(load_balancer_port, instance_port)| ClassicListener { load_balancer_port, instance_port },
            ));
        }
        let zones: Vec<&str> = node.list("AvailabilityZones").iter().filter_map(Node::as_str).collect();
        let subnets = if node.list("Subnets").is_empty() {
            let each = self.a_subnet_of_each_zone().into_iter();
            let in_zone = |number: &usize| {
                let subnet = self.vpc.subnets.get(*number);
                zones.is_empty()
                    || subnet.is_some_and(|subnet| zones.contains(&subnet.availability_zone.as_str()))
            };
            each.filter(in_zone).collect()
        } else {
            self.subnet_references(node.list("Subnets"), &child(pointer, "Subnets"))
        };
        self.check_way_in(node, pointer, &subnets);
        ClassicLoadBalancer {
            name: node.str("LoadBalancerName").unwrap_or_default().to_owned(),
            internet_facing: node.str("Scheme") != Some("internal"),
            listeners,
            subnets,
            security_groups: self.security_group_references(node, "SecurityGroups", pointer),
        }
    }

    /// A port from 1 to 65535.
    pub(super) fn port(&mut self, node: &Node, key: &str, pointer: &str) -> Option<u16> {
        let port = self.bounded(node, key, pointer, 1..=u64::from(u16::MAX))?;
        u16::try_from(port).ok()
    }
}

/// `Attributes`, by key.
pub(super) fn attributes(node: &Node) -> BTreeMap<String, String> {
    let pair = |attribute: &Node| {
        Some((attribute.str("Key")?.to_owned(), attribute.str("Value").unwrap_or_default().to_owned()))
    };
    node.list("Attributes").iter().filter_map(pair).collect()
}
