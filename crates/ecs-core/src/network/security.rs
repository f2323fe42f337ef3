//! Who may reach whom on which port: security groups.

use crate::address::Ipv4Block;
use crate::aws::{IpPermission, Peer, Protocol, SecurityGroup, Vpc};
use std::cmp::Reverse;
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
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Permit {
    /// The scenario lists no security groups: everything is allowed.
    Unguarded,
    /// Both ends have the VPC's default group, whose members reach each other.
    DefaultGroup,
    /// Rules of groups: one, or several that together let in every port from every address.
    Rules(Vec<RuleNumber>),
}

/// A rule of a security group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RuleNumber {
    /// The group's number in the VPC.
    pub group: usize,
    /// The rule's number in the group.
    pub permission: usize,
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
    together(vpc, source, &rules(groups, destination, ports), ports).map(Permit::Rules)
}

/// Whether this rule alone would let requests in.
pub fn would_permit(vpc: &Vpc, source: &Source<'_>, rule: &IpPermission, ports: &Ports) -> bool {
    let number = RuleNumber { group: 0, permission: 0 };
    let rules: Vec<Rule<'_>> = Rule::about(number, rule, ports).into_iter().collect();
    together(vpc, source, &rules, ports).is_some()
}

/// The rules that let requests in on all of the ports.
fn together(vpc: &Vpc, source: &Source<'_>, rules: &[Rule<'_>], ports: &Ports) -> Option<Vec<RuleNumber>> {
    let mut used: Vec<RuleNumber> = Vec::new();
    let mut port = *ports.range.start();
    loop {
        let admission = Admission::of(vpc, source, rules, port)?;
        used.extend(admission.rules.iter().filter(|rule| !used.contains(rule)).copied().collect::<Vec<_>>());
        if admission.last_port >= *ports.range.end() {
            return Some(used);
        }
        port = admission.last_port + 1;
    }
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

/// A rule, as far as it is about the ports that are asked for.
struct Rule<'a> {
    number: RuleNumber,
    /// Up to the last port that is asked for.
    ports: RangeInclusive<u16>,
    peers: &'a [Peer],
}

impl<'a> Rule<'a> {
    /// A rule, if it is about the protocol of these ports.
    fn about(number: RuleNumber, rule: &'a IpPermission, asked: &Ports) -> Option<Rule<'a>> {
        let last = *asked.range.end();
        let ports = match rule.protocol {
            None => 0..=last,
            Some(protocol) if protocol == asked.protocol => *rule.ports.start()..=last.min(*rule.ports.end()),
            Some(_) => return None,
        };
        Some(Rule { number, ports, peers: &rule.peers })
    }

    fn blocks(&self) -> impl Iterator<Item = Ipv4Block> {
        self.peers.iter().filter_map(|peer| match peer {
            Peer::Block(block) => Some(*block),
            Peer::Group(_) => None,
        })
    }

    fn last_port(&self) -> u16 {
        *self.ports.end()
    }
}

/// The rules of groups that are about the protocol of these ports.
fn rules<'a>(groups: &'a [SecurityGroup], of: &[usize], asked: &Ports) -> Vec<Rule<'a>> {
    let of_group = |group: usize| {
        let permissions = groups.get(group).map_or(&[][..], |group| &group.ip_permissions);
        permissions
            .iter()
            .enumerate()
            .filter_map(move |(permission, rule)| Rule::about(RuleNumber { group, permission }, rule, asked))
    };
    of.iter().flat_map(|group| of_group(*group)).collect()
}

/// Rules that let a sender in on a port, and on all ports from there to another one.
struct Admission {
    rules: Vec<RuleNumber>,
    last_port: u16,
}

impl Admission {
    /// On this port: of the rules that will do, those that reach the farthest; where they reach equally
    /// far, one that names the sender's group, and else the first.
    fn of(vpc: &Vpc, source: &Source<'_>, rules: &[Rule<'_>], port: u16) -> Option<Admission> {
        let rules: Vec<&Rule<'_>> = rules.iter().filter(|rule| rule.ports.contains(&port)).collect();
        let by_group = Admission::by_peer(&rules, |peer| match peer {
            Peer::Group(group) => source.groups.is_some_and(|groups| groups.contains(group)),
            Peer::Block(_) => false,
        });
        let by_address = match &source.addresses {
            Addresses::Internet => Admission::by_peer(&rules, |peer| match peer {
                Peer::Group(_) => false,
                Peer::Block(block) => reaches_internet(*block),
            }),
            Addresses::Vpc => Admission::by_peer(&rules, |peer| match peer {
                Peer::Group(_) => true,
                Peer::Block(block) => vpc.subnets.iter().any(|subnet| block.overlaps(subnet.cidr_block)),
            }),
            Addresses::Blocks(blocks) => Admission::by_blocks(&rules, blocks),
        };
        match (by_group, by_address) {
            (Some(group), Some(address)) if address.last_port > group.last_port => Some(address),
            (group, address) => group.or(address),
        }
    }

    /// By one rule that has such a peer.
    fn by_peer(rules: &[&Rule<'_>], is_let_in: impl Fn(&Peer) -> bool) -> Option<Admission> {
        let fitting = rules.iter().filter(|rule| rule.peers.iter().any(&is_let_in));
        let rule = fitting.min_by_key(|rule| Reverse(rule.last_port()))?;
        Some(Admission { rules: vec![rule.number], last_port: rule.last_port() })
    }

    /// By rules whose blocks together have every address of these.
    fn by_blocks(rules: &[&Rule<'_>], blocks: &[Ipv4Block]) -> Option<Admission> {
        let mut admission = Admission { rules: Vec::new(), last_port: u16::MAX };
        for block in blocks {
            let mut next = 0;
            while let Some(address) = block.nth(next) {
                // Blocks lie within each other or apart, so the one that reaches the farthest is the widest.
                let fitting = rules.iter().filter_map(|rule| {
                    let widest =
                        rule.blocks().filter(|of| of.contains(address)).min_by_key(|of| of.prefix())?;
                    Some((rule, widest))
                });
                let (rule, widest) = fitting
                    .min_by_key(|(rule, of)| (of.prefix().max(block.prefix()), Reverse(rule.last_port())))?;
                if !admission.rules.contains(&rule.number) {
                    admission.rules.push(rule.number);
                }
                admission.last_port = admission.last_port.min(rule.last_port());
                next += widest.size() - widest.position(address).unwrap_or(0);
            }
        }
        (!admission.rules.is_empty()).then_some(admission)
    }
}

/// Whether a block has an address that somebody in the internet can have.
fn reaches_internet(block: Ipv4Block) -> bool {
    let ends = [block.nth(0), block.nth(block.size() - 1)];
    !ends.into_iter().flatten().all(|address| address.is_private())
}

#[cfg(test)]
mod tests {
    use super::{Addresses, Permit, Ports, RuleNumber, Source, missing, permits};
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

    /// The first rule of a group, and no other.
    fn only(group: usize) -> Permit {
        Permit::Rules(vec![RuleNumber { group, permission: 0 }])
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
        let permit = Some(only(HOST));
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
        let permit = Some(only(HOST));
        assert_eq!(permits(&wide, &from_alb(), &[HOST], &tcp(80)), permit);
        let somebody = Source { groups: None, addresses: Addresses::Vpc };
        assert_eq!(permits(&wide, &somebody, &[HOST], &tcp(80)), permit);
        let internet = Source { groups: None, addresses: Addresses::Internet };
        assert_eq!(permits(&wide, &internet, &[HOST], &tcp(80)), None);
        let permit = Some(only(ALB));
        assert_eq!(permits(&wide, &internet, &[ALB], &tcp(80)), permit);
    }

    #[test]
    fn rules_let_in_together_what_none_lets_in_alone() {
        let both = |numbers: &[usize]| {
            let rules = numbers.iter().map(|permission| RuleNumber { group: HOST, permission: *permission });
            Some(Permit::Rules(rules.collect()))
        };
        let drawn = Ports { protocol: Protocol::Tcp, range: 32768..=60999 };
        let adjacent = vec![
            rule(32768..=50000, Peer::Group(ALB)),
            rule(1..=40000, Peer::Group(ALB)),
            rule(50001..=61000, Peer::Block(block("10.0.0.0/16"))),
        ];
        assert_eq!(permits(&vpc(adjacent), &from_alb(), &[HOST], &drawn), both(&[0, 2]));
        let gap = vec![rule(32768..=50000, Peer::Group(ALB)), rule(50002..=61000, Peer::Group(ALB))];
        assert_eq!(permits(&vpc(gap), &from_alb(), &[HOST], &drawn), None);
        let halves = vec![
            rule(80..=80, Peer::Block(block("10.0.0.0/25"))),
            rule(80..=80, Peer::Block(block("10.0.0.128/25"))),
        ];
        assert_eq!(permits(&vpc(halves), &from_alb(), &[HOST], &tcp(80)), both(&[0, 1]));
        let most = vec![
            rule(80..=80, Peer::Block(block("10.0.0.0/25"))),
            rule(80..=80, Peer::Block(block("10.0.0.128/26"))),
        ];
        assert_eq!(permits(&vpc(most), &from_alb(), &[HOST], &tcp(80)), None);
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
