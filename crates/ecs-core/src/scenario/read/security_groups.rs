//! Security groups, and who names them.

use super::Reader;
use super::references::{SECURITY_GROUP, SECURITY_GROUP_BY_NAME};
use crate::address::Ipv4Block;
use crate::aws::{IpPermission, Peer, Protocol, SecurityGroup, shorten};
use crate::finding::{Finding, rules};
use crate::json::{Node, child};
use crate::limits;
use std::ops::RangeInclusive;

/// `IpProtocol`, as far as traffic of tasks is concerned.
enum IpProtocol {
    Every,
    One(Protocol),
    /// ICMP: no task is reached by it.
    Icmp,
}

impl Reader<'_> {
    /// The security groups; nothing where the scenario lists none. Spec: NET-16.
    pub(super) fn security_groups(&mut self) -> Option<Vec<SecurityGroup>> {
        self.root.get("securityGroups").filter(|node| !node.elements().is_empty())?;
        self.within_quota(SECURITY_GROUP.list, limits::SECURITY_GROUPS);
        self.unique_names(&SECURITY_GROUP);
        let listed = self.root.list("securityGroups").iter().take(limits::SECURITY_GROUPS);
        let mut groups = Vec::new();
        for (number, node) in listed.enumerate() {
            let pointer = format!("/securityGroups/{number}/IpPermissions");
            let mut ip_permissions = Vec::new();
            for (number, node) in node.list("IpPermissions").iter().enumerate() {
                ip_permissions.extend(self.ip_permission(node, &child(&pointer, number)));
            }
            let group_id = node.str("GroupId").unwrap_or_default().to_owned();
            groups.push(SecurityGroup { group_id, ip_permissions });
        }
        Some(groups)
    }

    /// A rule; nothing where it lets no traffic of tasks in.
    fn ip_permission(&mut self, node: &Node, pointer: &str) -> Option<IpPermission> {
        // Every part is read, whatever is wrong with another.
        let peers = self.peers(node, pointer);
        let (protocol, ports) = match self.ip_protocol(node, pointer)? {
            IpProtocol::Every => (None, 0..=u16::MAX),
            IpProtocol::One(protocol) => (Some(protocol), self.ports(node, pointer)?),
            IpProtocol::Icmp => return None,
        };
        Some(IpPermission { protocol, ports, peers })
    }

    /// Whom a rule lets in.
    fn peers(&mut self, node: &Node, pointer: &str) -> Vec<Peer> {
        let mut peers = Vec::new();
        for (number, range) in node.list("IpRanges").iter().enumerate() {
            peers.extend(self.ip_range(range, &format!("{pointer}/IpRanges/{number}/CidrIp")));
        }
        for (number, pair) in node.list("UserIdGroupPairs").iter().enumerate() {
            // Whoever it names: a group may name itself, and two each other.
            for kind in [&SECURITY_GROUP, &SECURITY_GROUP_BY_NAME] {
                let Some(group) = pair.get(kind.key) else { continue };
                let pointer = format!("{pointer}/UserIdGroupPairs/{number}/{}", kind.key);
                peers.extend(self.resolve(kind, group, &pointer).map(Peer::Group));
            }
        }
        peers
    }

    fn refuse(&mut self, node: &Node, pointer: String, message: String, aws: Option<String>) {
        let finding = Finding::new(&rules::SECURITY_GROUP_RULE, pointer, node.range, message);
        self.findings.push(match aws {
            Some(aws) => finding.aws(aws),
            None => finding,
        });
    }

    fn ip_protocol(&mut self, node: &Node, pointer: &str) -> Option<IpProtocol> {
        let Some(member) = node.get("IpProtocol") else {
            let message = "`IpProtocol` is missing: tcp, udp, or -1 for every protocol".to_owned();
            self.refuse(node, child(pointer, "IpProtocol"), message, None);
            return None;
        };
        match member.as_str()? {
            "-1" => Some(IpProtocol::Every),
            "tcp" | "6" => Some(IpProtocol::One(Protocol::Tcp)),
            "udp" | "17" => Some(IpProtocol::One(Protocol::Udp)),
            "icmp" | "1" | "icmpv6" | "58" => Some(IpProtocol::Icmp),
            other => {
                let message =
                    format!("`{}` is no protocol: tcp, udp, or -1 for every protocol", shorten(other));
                let aws = format!("Invalid value '{other}' for IP protocol. Unknown protocol.");
                self.refuse(member, child(pointer, "IpProtocol"), message, Some(aws));
                None
            }
        }
    }

    fn ports(&mut self, node: &Node, pointer: &str) -> Option<RangeInclusive<u16>> {
        let bounds = 0..=u64::from(u16::MAX);
        let mut port =
            |key: &str| Some(self.bounded(node, key, pointer, bounds.clone())?.try_into().unwrap_or(0));
        if node.get("FromPort").is_none() || node.get("ToPort").is_none() {
            let message = "a rule for TCP or UDP has `FromPort` and `ToPort`".to_owned();
            let aws =
                "Invalid value for portRange. Must specify both from and to ports with TCP/UDP.".to_owned();
            self.refuse(node, pointer.to_owned(), message, Some(aws));
            return None;
        }
        let (from, to): (Option<u16>, Option<u16>) = (port("FromPort"), port("ToPort"));
        let (from, to) = (from?, to?);
        if from > to {
            let message = format!("`FromPort` {from} lies behind `ToPort` {to}");
            self.refuse(node.get("FromPort")?, child(pointer, "FromPort"), message, None);
            return None;
        }
        Some(from..=to)
    }

    fn ip_range(&mut self, node: &Node, pointer: &str) -> Option<Peer> {
        let member = node.get("CidrIp")?;
        let text = member.as_str()?;
        let block = Ipv4Block::parse_canonical(text);
        if block.is_none() {
            let message = format!("`{}` is no block of IPv4 addresses such as 10.0.1.0/24", shorten(text));
            let aws = format!("CIDR block {text} is malformed");
            self.refuse(member, pointer.to_owned(), message, Some(aws));
        }
        block.map(Peer::Block)
    }

    /// The security groups that a list names, each once. Where the scenario lists none, everything is
    /// allowed, whatever is named. Spec: NET-16.
    pub(super) fn security_group_references(
        &mut self,
        parent: &Node,
        key: &str,
        pointer: &str,
    ) -> Vec<usize> {
        if self.root.list("securityGroups").is_empty() {
            return Vec::new();
        }
        self.resolve_all(&SECURITY_GROUP, parent, key, pointer)
    }
}
