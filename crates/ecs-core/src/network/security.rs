//! Who may reach whom on which port: security groups.

use crate::address::Ipv4Block;
use crate::aws::{IpPermission, Peer, Protocol, SecurityGroup, Vpc};
use std::net::Ipv4Addr;
use std::ops::RangeInclusive;

/// Where requests come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source<'a> {
    /// Security groups of the sender, by their numbers in the VPC: an empty list is the VPC's default
    /// group. None for a sender outside of all groups.
    pub groups: Option<&'a [usize]>,
    /// Its address.
    pub addresses: Addresses,
}

/// Addresses that requests come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Addresses {
    /// Somewhere in the internet.
    Internet,
    /// Somewhere in the VPC.
    Vpc,
    /// Any of these blocks: each has to be let in.
    Blocks(Vec<Ipv4Block>),
}

/// Ports of a protocol.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ports {
    /// TCP or UDP.
    pub protocol: Protocol,
    /// Both ends among them.
    pub range: RangeInclusive<u16>,
}

impl Ports {
    /// One port.
    pub fn one(protocol: Protocol, port: u16) -> Ports {
        Ports { protocol, range: port..=port }
    }
}

/// What lets a request in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Permit {
    /// The scenario lists no security groups: everything is allowed.
    Unguarded,
    /// Both ends have the VPC's default group, whose members reach each other.
    DefaultGroup,
    /// A rule of a group.
    Rule {
        /// The group's number in the VPC.
        group: usize,
        /// The rule's number in the group.
        permission: usize,
    },
}

/// A rule that is missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// The group to add it to, by its number in the VPC; none for the VPC's default group.
    pub group: Option<usize>,
    /// The rule.
    pub permission: IpPermission,
}

/// Whether something that has the groups `destination` lets requests in; an empty list is the VPC's
/// default group. Replies need no rule: security groups are stateful, and everything goes out.
/// Spec: NET-43, NET-44.
pub fn permits(vpc: &Vpc, source: &Source<'_>, destination: &[usize], ports: &Ports) -> Option<Permit> {
    let Some(groups) = &vpc.security_groups else { return Some(Permit::Unguarded) };
    if destination.is_empty() {
        return source.groups.is_some_and(<[usize]>::is_empty).then_some(Permit::DefaultGroup);
    }
    let rules = || rules(groups, destination).filter(|(_, _, rule)| covers(rule, ports));
    let rule_for = |is_let_in: &dyn Fn(&Peer) -> bool| {
        let (group, permission, _) = rules().find(|(_, _, rule)| rule.peers.iter().any(is_let_in))?;
        Some(Permit::Rule { group, permission })
    };
    let by_group = |peer: &Peer| matches!(peer, Peer::Group(group) if source.groups.is_some_and(|groups| groups.contains(group)));
    rule_for(&by_group).or_else(|| match &source.addresses {
        Addresses::Internet => {
            rule_for(&|peer| matches!(peer, Peer::Block(block) if reaches_internet(*block)))
        }
        Addresses::Vpc => rule_for(&|peer| match peer {
            Peer::Group(_) => true,
            Peer::Block(block) => vpc.subnets.iter().any(|subnet| block.overlaps(subnet.cidr_block)),
        }),
        Addresses::Blocks(blocks) => {
            let one = |block: &Ipv4Block| {
                rule_for(&|peer| matches!(peer, Peer::Block(rule) if holds(*rule, *block)))
            };
            let permits: Option<Vec<Permit>> = blocks.iter().map(one).collect();
            permits?.first().copied()
        }
    })
}

/// The rule that would let requests in: from the sender's group where it has one, else from its
/// addresses. Spec: NET-45.
pub fn missing(vpc: &Vpc, source: &Source<'_>, destination: &[usize], ports: Ports) -> Missing {
    let peers = match (source.groups.and_then(<[usize]>::first), &source.addresses) {
        (Some(group), _) => vec![Peer::Group(*group)],
        (None, Addresses::Internet) => {
            Ipv4Block::new(Ipv4Addr::UNSPECIFIED, 0).into_iter().map(Peer::Block).collect()
        }
        (None, Addresses::Vpc) => vpc.subnets.iter().map(|subnet| Peer::Block(subnet.cidr_block)).collect(),
        (None, Addresses::Blocks(blocks)) => blocks.iter().copied().map(Peer::Block).collect(),
    };
    Missing {
        group: destination.first().copied(),
        permission: IpPermission { protocol: Some(ports.protocol), ports: ports.range, peers },
    }
}

/// Rules of groups, with the numbers of group and rule.
fn rules<'a>(
    groups: &'a [SecurityGroup],
    of: &'a [usize],
) -> impl Iterator<Item = (usize, usize, &'a IpPermission)> {
    of.iter().filter_map(|group| Some((*group, groups.get(*group)?))).flat_map(|(number, group)| {
        group.ip_permissions.iter().enumerate().map(move |(rule, permission)| (number, rule, permission))
    })
}

/// Whether a rule is for all of the ports.
fn covers(rule: &IpPermission, ports: &Ports) -> bool {
    rule.protocol.is_none_or(|protocol| {
        protocol == ports.protocol
            && rule.ports.contains(ports.range.start())
            && rule.ports.contains(ports.range.end())
    })
}

/// Whether every address of `inner` is one of `outer`.
fn holds(outer: Ipv4Block, inner: Ipv4Block) -> bool {
    outer.prefix() <= inner.prefix() && outer.overlaps(inner)
}

/// Whether a block has an address that somebody in the internet can have.
fn reaches_internet(block: Ipv4Block) -> bool {
    let ends = [block.nth(0), block.nth(block.size() - 1)];
    !ends.into_iter().flatten().all(|address| address.is_private())
}

#[cfg(test)]
mod tests {
    use super::{Addresses, Permit, Ports, Source, missing, permits};
    use crate::address::Ipv4Block;
    use crate::aws::{IpPermission, Peer, Protocol, Route, SecurityGroup, Subnet, Vpc};

    const ALB: usize = 0;
    const HOST: usize = 1;

    fn block(text: &str) -> Ipv4Block {
        Ipv4Block::parse(text).unwrap()
    }

    fn rule(ports: std::ops::RangeInclusive<u16>, peer: Peer) -> IpPermission {
        IpPermission { protocol: Some(Protocol::Tcp), ports, peers: vec![peer] }
    }

    /// The load balancer's group lets 80 in from anywhere; the instances' has `rules`.
    fn vpc(rules: Vec<IpPermission>) -> Vpc {
        let alb = vec![rule(80..=80, Peer::Block(block("0.0.0.0/0")))];
        let group = |id: &str, ip_permissions| SecurityGroup { group_id: id.to_owned(), ip_permissions };
        let subnet = Subnet {
            subnet_id: "subnet-a".to_owned(),
            availability_zone: "us-east-1a".to_owned(),
            cidr_block: block("10.0.0.0/24"),
            route: Route::InternetGateway,
        };
        Vpc {
            subnets: vec![subnet],
            security_groups: Some(vec![group("sg-alb", alb), group("sg-host", rules)]),
            ..Vpc::default()
        }
    }

    fn from_alb() -> Source<'static> {
        Source { groups: Some(&[ALB]), addresses: Addresses::Blocks(vec![block("10.0.0.0/24")]) }
    }

    fn tcp(port: u16) -> Ports {
        Ports::one(Protocol::Tcp, port)
    }

    #[test]
    fn without_groups_in_the_scenario_everything_is_allowed() {
        let open = Vpc { security_groups: None, ..vpc(Vec::new()) };
        assert_eq!(permits(&open, &from_alb(), &[], &tcp(32768)), Some(Permit::Unguarded));
    }

    #[test]
    fn a_rule_is_for_its_group_and_its_ports() {
        let rules = vec![rule(32768..=60999, Peer::Group(ALB))];
        let permit = Some(Permit::Rule { group: HOST, permission: 0 });
        assert_eq!(permits(&vpc(rules.clone()), &from_alb(), &[HOST], &tcp(32768)), permit);
        assert_eq!(permits(&vpc(rules.clone()), &from_alb(), &[HOST], &tcp(61000)), None);
        let udp = Ports::one(Protocol::Udp, 32768);
        assert_eq!(permits(&vpc(rules.clone()), &from_alb(), &[HOST], &udp), None);
        let internet = Source { groups: None, addresses: Addresses::Internet };
        assert_eq!(permits(&vpc(rules), &internet, &[HOST], &tcp(32768)), None);
    }

    #[test]
    fn a_rule_for_addresses_lets_in_whoever_has_them() {
        let narrow = vpc(vec![rule(80..=80, Peer::Block(block("10.0.0.0/25")))]);
        assert_eq!(permits(&narrow, &from_alb(), &[HOST], &tcp(80)), None);
        let wide = vpc(vec![rule(80..=80, Peer::Block(block("10.0.0.0/16")))]);
        let permit = Some(Permit::Rule { group: HOST, permission: 0 });
        assert_eq!(permits(&wide, &from_alb(), &[HOST], &tcp(80)), permit);
        let somebody = Source { groups: None, addresses: Addresses::Vpc };
        assert_eq!(permits(&wide, &somebody, &[HOST], &tcp(80)), permit);
        let internet = Source { groups: None, addresses: Addresses::Internet };
        assert_eq!(permits(&wide, &internet, &[HOST], &tcp(80)), None);
        let permit = Some(Permit::Rule { group: ALB, permission: 0 });
        assert_eq!(permits(&wide, &internet, &[ALB], &tcp(80)), permit);
    }

    #[test]
    fn a_rule_for_every_protocol_has_no_ports() {
        let all = IpPermission { protocol: None, ports: 0..=0, peers: vec![Peer::Group(ALB)] };
        assert!(permits(&vpc(vec![all]), &from_alb(), &[HOST], &tcp(32768)).is_some());
    }

    #[test]
    fn the_default_group_lets_its_own_members_in() {
        let member = Source { groups: Some(&[]), addresses: Addresses::Vpc };
        assert_eq!(permits(&vpc(Vec::new()), &member, &[], &tcp(80)), Some(Permit::DefaultGroup));
        assert_eq!(permits(&vpc(Vec::new()), &from_alb(), &[], &tcp(80)), None);
    }

    #[test]
    fn the_missing_rule_names_the_senders_group_before_its_addresses() {
        let ports = Ports { protocol: Protocol::Tcp, range: 32768..=60999 };
        let lacking = missing(&vpc(Vec::new()), &from_alb(), &[HOST], ports.clone());
        assert_eq!((lacking.group, lacking.permission), (Some(HOST), rule(32768..=60999, Peer::Group(ALB))));
        let internet = Source { groups: None, addresses: Addresses::Internet };
        let lacking = missing(&vpc(Vec::new()), &internet, &[], ports);
        assert_eq!(lacking.group, None);
        assert_eq!(lacking.permission.peers, [Peer::Block(block("0.0.0.0/0"))]);
    }

    #[test]
    fn what_is_missing_is_let_in_once_it_is_added() {
        let ports = Ports { protocol: Protocol::Tcp, range: 32768..=60999 };
        let sources = [
            from_alb(),
            Source { groups: None, addresses: Addresses::Internet },
            Source { groups: None, addresses: Addresses::Vpc },
            Source { groups: None, addresses: Addresses::Blocks(vec![block("10.0.0.0/28")]) },
        ];
        for source in sources {
            let lacking = missing(&vpc(Vec::new()), &source, &[HOST], ports.clone());
            assert!(
                permits(&vpc(vec![lacking.permission]), &source, &[HOST], &ports).is_some(),
                "{source:?}"
            );
        }
    }
}
