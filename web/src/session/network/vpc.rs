//! Subnets, endpoints and security groups of a scenario.

use super::names;
use crate::session::outline::counted;
use crate::session::rows::written;
use ecs_core::json::Node;

/// The VPC.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VpcEntries {
    /// `subnets`; empty where the default VPC counts.
    pub subnets: Vec<SubnetEntry>,
    /// `vpcEndpoints`.
    pub endpoints: Vec<String>,
    /// `securityGroups`; none where the scenario lists none and everything is allowed.
    pub groups: Option<Vec<GroupEntry>>,
    /// `securityGroupIds` of each entry of container instances.
    pub(in crate::session) of_instances: Vec<Vec<String>>,
}

/// A subnet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SubnetEntry {
    /// `SubnetId`.
    pub id: String,
    /// `AvailabilityZone`.
    pub zone: String,
    /// `CidrBlock`.
    pub block: String,
    /// `simulation.route`; empty where everything is reached.
    pub route: String,
}

/// A security group.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GroupEntry {
    /// `GroupId`.
    pub id: String,
    /// `IpPermissions`.
    pub rules: Vec<RuleEntry>,
}

/// A rule of a security group.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RuleEntry {
    /// `IpProtocol`.
    pub protocol: String,
    /// `FromPort`.
    pub from: String,
    /// `ToPort`.
    pub to: String,
    /// `IpRanges`, then `UserIdGroupPairs`.
    pub sources: Vec<Source>,
}

/// Whom a rule lets in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// `CidrIp` of the range at that place.
    Block(usize, String),
    /// `GroupId` of the pair at that place.
    Group(usize, String),
}

impl VpcEntries {
    pub(in crate::session) fn read(root: &Node) -> VpcEntries {
        let groups =
            root.get("securityGroups").map(|node| node.elements().iter().map(GroupEntry::read).collect());
        VpcEntries {
            subnets: root.list("subnets").iter().map(SubnetEntry::read).collect(),
            endpoints: names(root, "vpcEndpoints"),
            groups,
            of_instances: root
                .list("containerInstances")
                .iter()
                .map(|node| names(node, "securityGroupIds"))
                .collect(),
        }
    }

    /// The security groups; empty where none are listed.
    pub fn listed_groups(&self) -> &[GroupEntry] {
        self.groups.as_deref().unwrap_or_default()
    }

    /// Ids of the security groups.
    pub fn group_ids(&self) -> impl Iterator<Item = &str> {
        self.listed_groups().iter().map(|group| group.id.as_str())
    }

    /// Ids of the subnets, with their zones: the listed ones, else those of the default VPC.
    pub fn subnet_choices(&self, region: &str) -> Vec<(String, String)> {
        if self.subnets.is_empty() {
            return default_subnets(region).into_iter().map(|subnet| (subnet.id, subnet.zone)).collect();
        }
        self.subnets.iter().map(|subnet| (subnet.id.clone(), subnet.zone.clone())).collect()
    }
}

impl SubnetEntry {
    fn read(node: &Node) -> SubnetEntry {
        SubnetEntry {
            id: written(node, "SubnetId", ""),
            zone: written(node, "AvailabilityZone", ""),
            block: written(node, "CidrBlock", ""),
            route: node.get("simulation").map(|node| written(node, "route", "")).unwrap_or_default(),
        }
    }

    /// One line: zone, route, block.
    pub fn brief(&self) -> String {
        let route = match self.route.as_str() {
            "internet-gateway" => "internet gateway",
            "nat" => "NAT gateway",
            "none" => "no way out",
            other => other,
        };
        let parts = [self.zone.as_str(), route, self.block.as_str()];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
    }
}

impl GroupEntry {
    fn read(node: &Node) -> GroupEntry {
        GroupEntry {
            id: written(node, "GroupId", ""),
            rules: node.list("IpPermissions").iter().map(RuleEntry::read).collect(),
        }
    }

    /// One line: what comes in.
    pub fn brief(&self) -> String {
        match &self.rules[..] {
            [] => "nothing comes in".to_owned(),
            [one] => one.brief(),
            several => counted(several.len() as u64, "rule"),
        }
    }
}

impl RuleEntry {
    fn read(node: &Node) -> RuleEntry {
        let blocks = node.list("IpRanges").iter().enumerate();
        let blocks = blocks.map(|(at, node)| Source::Block(at, written(node, "CidrIp", "")));
        let pairs = node.list("UserIdGroupPairs").iter().enumerate();
        let pairs = pairs.map(|(at, node)| Source::Group(at, written(node, "GroupId", "")));
        RuleEntry {
            protocol: written(node, "IpProtocol", ""),
            from: written(node, "FromPort", ""),
            to: written(node, "ToPort", ""),
            sources: blocks.chain(pairs).collect(),
        }
    }

    /// Whether its protocol has ports.
    pub fn has_ports(&self) -> bool {
        matches!(self.protocol.as_str(), "tcp" | "udp" | "6" | "17")
    }

    /// `80` or `8000-8080`.
    pub fn ports(&self) -> String {
        if self.from == self.to { self.from.clone() } else { format!("{}-{}", self.from, self.to) }
    }

    /// Whether it lets everybody in on a TCP port.
    pub(in crate::session) fn lets_everybody_in(&self, port: u16) -> bool {
        let everybody = |source: &Source| matches!(source, Source::Block(_, block) if block == "0.0.0.0/0");
        let reads = |text: &str| text.parse::<u16>().ok();
        let has_port = match (self.protocol.as_str(), reads(&self.from), reads(&self.to)) {
            ("-1", _, _) => true,
            ("tcp" | "6", Some(from), Some(to)) => (from..=to).contains(&port),
            _ => false,
        };
        has_port && self.sources.iter().any(everybody)
    }

    fn brief(&self) -> String {
        let what = match (self.protocol.as_str(), self.has_ports()) {
            ("-1", _) => "everything".to_owned(),
            (protocol, true) => format!("{protocol} {}", self.ports()),
            (protocol, false) => protocol.to_owned(),
        };
        let source = |source: &Source| match source {
            Source::Block(_, text) | Source::Group(_, text) => text.clone(),
        };
        let from: Vec<String> = self.sources.iter().map(source).collect();
        if from.is_empty() {
            format!("{what} from nobody")
        } else {
            format!("{what} from {}", from.join(", "))
        }
    }
}

/// The subnets of the default VPC, as the core has them where the scenario lists none.
pub(in crate::session) fn default_subnets(region: &str) -> Vec<SubnetEntry> {
    let subnet = |(number, letter): (usize, char)| SubnetEntry {
        id: format!("subnet-{letter}"),
        zone: format!("{region}{letter}"),
        block: format!("172.31.{}.0/20", number * 16),
        route: String::new(),
    };
    ('a'..='f').enumerate().map(subnet).collect()
}
