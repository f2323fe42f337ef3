//! The path of a request, hop after hop, and what becomes of it.

use super::security::{Addresses, Missing, Permit, Ports, Source, missing, permits};
use super::{AddressOwner, address_owner, transports};
use crate::aws::{
    ElbProtocol, LoadBalancerType, NetworkMode, PortMapping, Protocol, Route, TargetGroup, TargetType, Vpc,
};
use serde::Serialize;
use std::ops::RangeInclusive;

/// What a hop is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
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
    /// Whether the container listens there for TCP, which health checks ask for.
    pub answers_tcp: bool,
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
    /// What stops it here.
    pub obstacle: Option<Obstacle>,
}

/// `State` of a target, once the checks have had their time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
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

/// Judges the path through a load balancer, every hop by itself. Spec: NET-46, NET-47.
pub fn through(vpc: &Vpc, front: &Front<'_>, target: &Target<'_>) -> Path {
    let at_front = [plain(client_kind(front.client)), load_balancer(vpc, front)];
    let is_kept_out = at_front.iter().any(|hop| hop.obstacle.is_some());
    let mut hops = Vec::from(at_front);
    let registered = Hop { obstacle: unforwarded(vpc, front, target), ..plain(HopKind::Listener) };
    match front.forwards {
        Forwards::InstancePort(_) => hops.push(registered),
        Forwards::TargetGroup(..) => {
            hops.push(plain(HopKind::Listener));
            hops.push(Hop { kind: HopKind::TargetGroup, ..registered });
        }
    }
    let asked = match front.forwards {
        Forwards::InstancePort(_) => &[Protocol::Tcp][..],
        Forwards::TargetGroup(group, _) => transports(group.protocol),
    };
    let source = (!front.implied).then(|| requests_from(vpc, front));
    hops.extend(at_target(vpc, source.as_ref(), target, asked));
    let health = Some(health(vpc, front, target));
    let mut path = Path { hops, health, error: None };
    path.error = path
        .obstacle()
        .map(|obstacle| if is_kept_out { ClientError::Timeout } else { error_behind(front, obstacle) });
    path
}

/// Judges the path of a client that asks the task itself. Spec: NET-46.
pub fn direct(vpc: &Vpc, client: Client, target: &Target<'_>) -> Path {
    let source = Source { groups: None, addresses: client.addresses() };
    let mut hops = vec![plain(client_kind(client))];
    hops.extend(at_target(vpc, Some(&source), target, &[target.mapping.protocol]));
    let mut path = Path { hops, health: None, error: None };
    let is_instances = address_owner(target.mode) != AddressOwner::TaskInterface;
    path.error = path.obstacle().map(|obstacle| match obstacle {
        Obstacle::NotRunning if is_instances => ClientError::Refused,
        _ => ClientError::Timeout,
    });
    path
}

fn plain(kind: HopKind) -> Hop {
    Hop { kind, permit: None, obstacle: None }
}

fn client_kind(client: Client) -> HopKind {
    match client {
        Client::Internet => HopKind::Internet,
        Client::Vpc => HopKind::Vpc,
    }
}

/// From the client to the load balancer. Spec: NET-46.
fn load_balancer(vpc: &Vpc, front: &Front<'_>) -> Hop {
    let hop = plain(HopKind::LoadBalancer);
    if front.implied {
        return hop;
    }
    let is_public = |number: &usize| {
        let route = vpc.subnets.get(*number).map(|subnet| subnet.route);
        matches!(route, Some(Route::InternetGateway | Route::Everything))
    };
    if front.client == Client::Internet && !front.subnets.iter().any(is_public) {
        return Hop { obstacle: Some(Obstacle::NoPublicSubnet), ..hop };
    }
    let Some(groups) = front.security_groups else { return hop };
    let source = Source { groups: None, addresses: front.client.addresses() };
    let (protocol, port) = front.listener;
    let judged = transports(protocol).iter().map(|protocol| {
        let ports = Ports::one(*protocol, port);
        permits(vpc, &source, groups, &ports).ok_or_else(|| missing(vpc, &source, groups, ports))
    });
    match judged.collect::<Result<Vec<Permit>, Missing>>() {
        Ok(permits) => Hop { permit: permits.first().copied(), ..hop },
        Err(missing) => Hop { obstacle: Some(Obstacle::Denied(missing)), ..hop },
    }
}

/// Why the load balancer does not send requests to the task. Spec: NET-47.
fn unforwarded(vpc: &Vpc, front: &Front<'_>, target: &Target<'_>) -> Option<Obstacle> {
    match front.forwards {
        Forwards::TargetGroup(_, 0) => Some(Obstacle::NoWeight),
        Forwards::TargetGroup(..) => unregistered(vpc, front, target),
        Forwards::InstancePort(asked) => unregistered(vpc, front, target)
            .or_else(|| (target.port != Some(asked)).then_some(Obstacle::OtherPort(asked))),
    }
}

/// Why the task is no target, or one that is not used. Spec: NET-47.
fn unregistered(vpc: &Vpc, front: &Front<'_>, target: &Target<'_>) -> Option<Obstacle> {
    if !target.running {
        return Some(Obstacle::NotRunning);
    }
    let mut nodes = front.subnets.iter().filter_map(|number| vpc.subnets.get(*number));
    let is_enabled =
        front.implied || nodes.any(|subnet| subnet.availability_zone == target.availability_zone);
    (!is_enabled).then_some(Obstacle::ZoneNotEnabled)
}

/// From whoever asks to the container. Nothing keeps a sender out of whom nothing is said.
fn at_target(vpc: &Vpc, source: Option<&Source<'_>>, target: &Target<'_>, asked: &[Protocol]) -> Vec<Hop> {
    let protocol = target.mapping.protocol;
    let obstacle = match () {
        () if !target.running => Some(Obstacle::NotRunning),
        () if !asked.contains(&protocol) => Some(Obstacle::OtherProtocol),
        () => None,
    };
    let container = Hop { obstacle, ..plain(HopKind::Container) };
    let guarded = |kind| match source {
        None => plain(kind),
        Some(source) => {
            let asked =
                if asked.contains(&protocol) { protocol } else { asked.first().copied().unwrap_or(protocol) };
            guarded(vpc, source, target, asked, kind)
        }
    };
    match address_owner(target.mode) {
        AddressOwner::TaskInterface => vec![guarded(HopKind::NetworkInterface), container],
        AddressOwner::Instance => vec![guarded(HopKind::ContainerInstance), container],
        AddressOwner::InstanceThroughDocker0 => {
            vec![guarded(HopKind::ContainerInstance), plain(HopKind::Docker0), container]
        }
        AddressOwner::InstanceThroughNat => {
            vec![guarded(HopKind::ContainerInstance), plain(HopKind::Nat), container]
        }
        AddressOwner::Nobody => vec![container],
    }
}

/// What a security group says to requests for the target's port. Spec: NET-43, NET-45.
fn guarded(vpc: &Vpc, source: &Source<'_>, target: &Target<'_>, protocol: Protocol, kind: HopKind) -> Hop {
    let may_be = Ports { protocol, range: target.ports.clone() };
    let asked = target.port.map_or_else(|| may_be.clone(), |port| Ports::one(protocol, port));
    match permits(vpc, source, target.security_groups, &asked) {
        Some(permit) => Hop { permit: Some(permit), ..plain(kind) },
        None => {
            let missing = missing(vpc, source, target.security_groups, may_be);
            Hop { obstacle: Some(Obstacle::Denied(missing)), ..plain(kind) }
        }
    }
}

/// Who asks a target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asks {
    /// A client, through the load balancer.
    Client,
    /// The load balancer itself.
    HealthCheck,
}

/// Where a client's requests through a load balancer come from, as its targets see it. Spec: NET-44.
pub fn requests_from<'a>(vpc: &Vpc, front: &Front<'a>) -> Source<'a> {
    source(vpc, front, Asks::Client)
}

/// Where requests of a load balancer come from, as its targets see it. Spec: NET-44.
fn source<'a>(vpc: &Vpc, front: &Front<'a>, asks: Asks) -> Source<'a> {
    let blocks = || {
        let subnets = front.subnets.iter().filter_map(|number| vpc.subnets.get(*number));
        Addresses::Blocks(subnets.map(|subnet| subnet.cidr_block).collect())
    };
    let addresses =
        if asks == Asks::Client && keeps_client_address(front) { front.client.addresses() } else { blocks() };
    Source { groups: front.security_groups, addresses }
}

/// Whether targets see the client's address: with a Network Load Balancer, whose
/// `preserve_client_ip.enabled` is on by default unless targets are addresses. Spec: NET-44.
fn keeps_client_address(front: &Front<'_>) -> bool {
    let Forwards::TargetGroup(group, _) = front.forwards else { return false };
    match front.balancer {
        Balancer::Classic | Balancer::Elb(LoadBalancerType::Application) => false,
        Balancer::Elb(LoadBalancerType::Gateway) => true,
        Balancer::Elb(LoadBalancerType::Network) => {
            let is_udp = transports(group.protocol).contains(&Protocol::Udp);
            let written = group.attributes.get("preserve_client_ip.enabled").map(|value| value == "true");
            is_udp || written.unwrap_or(group.target_type == TargetType::Instance)
        }
    }
}

/// What the health check says, once it has had its time. Spec: NET-48.
fn health(vpc: &Vpc, front: &Front<'_>, target: &Target<'_>) -> Health {
    let is_classic = front.balancer == Balancer::Classic;
    let bad = |state: TargetHealth, obstacle: Obstacle| Health {
        state: if is_classic { TargetHealth::OutOfService } else { state },
        obstacle: Some(obstacle),
    };
    if let Some(obstacle) = unregistered(vpc, front, target) {
        return bad(TargetHealth::Unused, obstacle);
    }
    let own_port = match front.forwards {
        Forwards::TargetGroup(group, _) => group.health_check.port,
        Forwards::InstancePort(port) if target.port != Some(port) => {
            return bad(TargetHealth::Unhealthy, Obstacle::OtherPort(port));
        }
        Forwards::InstancePort(_) => None,
    };
    let checked = Target {
        port: own_port.or(target.port),
        ports: own_port.map_or_else(|| target.ports.clone(), |port| port..=port),
        ..target.clone()
    };
    let source = source(vpc, front, Asks::HealthCheck);
    let hop = guarded(vpc, &source, &checked, Protocol::Tcp, HopKind::Container);
    match hop.obstacle {
        Some(obstacle) if !front.implied => bad(TargetHealth::Unhealthy, obstacle),
        _ if own_port.is_none() && !target.answers_tcp && !may_listen_unmapped(front, target) => {
            bad(TargetHealth::Unhealthy, Obstacle::OtherProtocol)
        }
        _ => {
            let state = if is_classic { TargetHealth::InService } else { TargetHealth::Healthy };
            Health { state, obstacle: None }
        }
    }
}

/// Whether the container of a target for UDP may listen for TCP where no mapping says so: only bridge mode
/// reaches nothing but what is mapped. Spec: NET-48.
fn may_listen_unmapped(front: &Front<'_>, target: &Target<'_>) -> bool {
    let Forwards::TargetGroup(group, _) = front.forwards else { return false };
    let owner = address_owner(target.mode);
    transports(group.protocol).contains(&Protocol::Udp)
        && matches!(owner, AddressOwner::TaskInterface | AddressOwner::Instance)
}

/// What a client gets that has reached the load balancer. Spec: NET-49.
fn error_behind(front: &Front<'_>, obstacle: &Obstacle) -> ClientError {
    match (front.balancer, obstacle) {
        (Balancer::Classic, _) => ClientError::ServiceUnavailable,
        (Balancer::Elb(LoadBalancerType::Application), Obstacle::Denied(_)) => ClientError::GatewayTimeout,
        (Balancer::Elb(LoadBalancerType::Application), Obstacle::OtherProtocol) => ClientError::BadGateway,
        (Balancer::Elb(LoadBalancerType::Application), _) => ClientError::ServiceUnavailable,
        (Balancer::Elb(_), Obstacle::OtherProtocol)
            if !transports(front.listener.0).contains(&Protocol::Udp) =>
        {
            ClientError::Refused
        }
        (Balancer::Elb(_), _) => ClientError::Timeout,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::address::Ipv4Block;
    use crate::aws::{IpPermission, Peer, SecurityGroup, Subnet, TargetHealthCheck};
    use crate::network::DYNAMIC_PORTS;
    use crate::time::SimTime;
    use std::collections::BTreeMap;

    const ALB: usize = 0;
    const HOST: usize = 1;

    fn block(text: &str) -> Ipv4Block {
        Ipv4Block::parse(text).unwrap()
    }

    fn rule(ports: RangeInclusive<u16>, peer: Peer) -> IpPermission {
        IpPermission { protocol: Some(Protocol::Tcp), ports, peers: vec![peer] }
    }

    /// A public subnet in zone a and a private one in zone b; the load balancer is open on port 80.
    fn vpc(host_rules: Vec<IpPermission>) -> Vpc {
        let subnet = |zone: &str, cidr_block: &str, route| Subnet {
            subnet_id: format!("subnet-{zone}"),
            availability_zone: zone.to_owned(),
            cidr_block: block(cidr_block),
            route,
        };
        let group = |id: &str, ip_permissions| SecurityGroup { group_id: id.to_owned(), ip_permissions };
        let open = vec![rule(80..=80, Peer::Block(block("0.0.0.0/0")))];
        Vpc {
            subnets: vec![
                subnet("a", "10.0.0.0/24", Route::InternetGateway),
                subnet("b", "10.0.1.0/24", Route::Nat),
            ],
            security_groups: Some(vec![group("sg-alb", open), group("sg-host", host_rules)]),
            ..Vpc::default()
        }
    }

    fn group(protocol: ElbProtocol) -> TargetGroup {
        TargetGroup {
            name: "web".to_owned(),
            protocol,
            port: 80,
            target_type: TargetType::Instance,
            health_check: TargetHealthCheck {
                protocol,
                port: None,
                path: "/".to_owned(),
                interval: SimTime::from_seconds(30),
                timeout: SimTime::from_seconds(5),
                healthy_threshold: 5,
                unhealthy_threshold: 2,
                matcher: "200".to_owned(),
            },
            attributes: BTreeMap::new(),
        }
    }

    fn front(group: &TargetGroup, load_balancer_type: LoadBalancerType) -> Front<'_> {
        Front {
            balancer: Balancer::Elb(load_balancer_type),
            client: Client::Internet,
            subnets: &[0],
            security_groups: (load_balancer_type == LoadBalancerType::Application).then_some(&[ALB]),
            implied: false,
            listener: (group.protocol, 80),
            forwards: Forwards::TargetGroup(group, 1),
        }
    }

    fn target(mode: NetworkMode) -> Target<'static> {
        let is_dynamic = mode == NetworkMode::Bridge;
        let protocol = Protocol::Tcp;
        Target {
            running: true,
            mode,
            availability_zone: "a",
            security_groups: &[HOST],
            mapping: PortMapping { container_port: 8080, host_port: None, protocol, count: 1 },
            port: Some(if is_dynamic { 32768 } else { 8080 }),
            ports: if is_dynamic { DYNAMIC_PORTS } else { 8080..=8080 },
            answers_tcp: true,
        }
    }

    /// Where a path ends, what the health check says, and what the client sees.
    fn end(path: &Path) -> (Option<HopKind>, Option<TargetHealth>, Option<ClientError>) {
        let failed = path.hops.iter().find(|hop| hop.obstacle.is_some()).map(|hop| hop.kind);
        (failed, path.health.as_ref().map(|health| health.state), path.error)
    }

    #[test]
    fn each_mode_has_its_hops() {
        let http = group(ElbProtocol::Http);
        let vpc = vpc(vec![rule(0..=65535, Peer::Group(ALB))]);
        let front = front(&http, LoadBalancerType::Application);
        let before = [HopKind::Internet, HopKind::LoadBalancer, HopKind::Listener, HopKind::TargetGroup];
        for (mode, behind) in [
            (NetworkMode::Awsvpc, &[HopKind::NetworkInterface, HopKind::Container][..]),
            (NetworkMode::Bridge, &[HopKind::ContainerInstance, HopKind::Docker0, HopKind::Container]),
            (NetworkMode::Host, &[HopKind::ContainerInstance, HopKind::Container]),
            (NetworkMode::Default, &[HopKind::ContainerInstance, HopKind::Nat, HopKind::Container]),
        ] {
            let path = through(&vpc, &front, &target(mode));
            let kinds: Vec<HopKind> = path.hops.iter().map(|hop| hop.kind).collect();
            assert_eq!(kinds, [&before[..], behind].concat(), "{mode:?}");
            assert_eq!(end(&path), (None, Some(TargetHealth::Healthy), None), "{mode:?}");
        }
    }

    #[test]
    fn a_missing_rule_is_a_504_and_names_the_whole_range() {
        let http = group(ElbProtocol::Http);
        let vpc = vpc(vec![rule(80..=80, Peer::Group(ALB))]);
        let path = through(&vpc, &front(&http, LoadBalancerType::Application), &target(NetworkMode::Bridge));
        let wanted = (
            Some(HopKind::ContainerInstance),
            Some(TargetHealth::Unhealthy),
            Some(ClientError::GatewayTimeout),
        );
        assert_eq!(end(&path), wanted);
        let permission = rule(32768..=60999, Peer::Group(ALB));
        let missing = Missing { group: Some(HOST), permission };
        assert_eq!(path.obstacle(), Some(&Obstacle::Denied(missing)));
    }

    #[test]
    fn a_health_check_on_another_port_is_asked_for_itself() {
        let mut http = group(ElbProtocol::Http);
        http.health_check.port = Some(9000);
        let front = front(&http, LoadBalancerType::Application);
        let traffic_only = vpc(vec![rule(8080..=8080, Peer::Group(ALB))]);
        let path = through(&traffic_only, &front, &target(NetworkMode::Awsvpc));
        assert_eq!(end(&path), (None, Some(TargetHealth::Unhealthy), None));
        let check_only = vpc(vec![rule(9000..=9000, Peer::Group(ALB))]);
        let path = through(&check_only, &front, &target(NetworkMode::Awsvpc));
        let failed = Some(HopKind::NetworkInterface);
        assert_eq!(end(&path), (failed, Some(TargetHealth::Healthy), Some(ClientError::GatewayTimeout)));
    }

    #[test]
    fn a_target_has_to_run_in_a_zone_that_is_enabled() {
        let http = group(ElbProtocol::Http);
        let vpc = vpc(vec![rule(0..=65535, Peer::Group(ALB))]);
        let front = front(&http, LoadBalancerType::Application);
        let wanted =
            (Some(HopKind::TargetGroup), Some(TargetHealth::Unused), Some(ClientError::ServiceUnavailable));
        let pending = Target { running: false, ..target(NetworkMode::Bridge) };
        assert_eq!(end(&through(&vpc, &front, &pending)), wanted);
        let elsewhere = Target { availability_zone: "b", ..target(NetworkMode::Bridge) };
        assert_eq!(end(&through(&vpc, &front, &elsewhere)), wanted);
        let without_weight = Front { forwards: Forwards::TargetGroup(&http, 0), ..front };
        let path = through(&vpc, &without_weight, &target(NetworkMode::Bridge));
        assert_eq!(path.obstacle(), Some(&Obstacle::NoWeight));
    }

    #[test]
    fn an_internet_facing_load_balancer_stands_in_a_public_subnet() {
        let http = group(ElbProtocol::Http);
        let vpc = vpc(vec![rule(0..=65535, Peer::Group(ALB))]);
        let hidden = Front { subnets: &[1], ..front(&http, LoadBalancerType::Application) };
        let there = Target { availability_zone: "b", ..target(NetworkMode::Bridge) };
        let path = through(&vpc, &hidden, &there);
        let failed = Some(HopKind::LoadBalancer);
        assert_eq!(end(&path), (failed, Some(TargetHealth::Healthy), Some(ClientError::Timeout)));
        let internal = Front { client: Client::Vpc, ..hidden };
        assert_eq!(end(&through(&vpc, &internal, &there)).0, None);
    }

    #[test]
    fn what_listens_for_udp_refuses_tcp() {
        let http = group(ElbProtocol::Http);
        let vpc = vpc(vec![rule(0..=65535, Peer::Group(ALB))]);
        let udp = PortMapping { protocol: Protocol::Udp, ..target(NetworkMode::Host).mapping };
        let target = Target { mapping: udp, answers_tcp: false, ..target(NetworkMode::Host) };
        let path = through(&vpc, &front(&http, LoadBalancerType::Application), &target);
        let failed = Some(HopKind::Container);
        assert_eq!(end(&path), (failed, Some(TargetHealth::Unhealthy), Some(ClientError::BadGateway)));
    }

    #[test]
    fn targets_of_a_network_load_balancer_see_the_client() {
        let mut tcp = group(ElbProtocol::Tcp);
        let of_subnet = vec![rule(8080..=8080, Peer::Block(block("10.0.0.0/24")))];
        let only_subnet = vpc(of_subnet);
        let judged = |group: &TargetGroup| {
            let front = front(group, LoadBalancerType::Network);
            end(&through(&only_subnet, &front, &target(NetworkMode::Host)))
        };
        let failed = Some(HopKind::ContainerInstance);
        assert_eq!(judged(&tcp), (failed, Some(TargetHealth::Healthy), Some(ClientError::Timeout)));
        tcp.attributes.insert("preserve_client_ip.enabled".to_owned(), "false".to_owned());
        assert_eq!(judged(&tcp), (None, Some(TargetHealth::Healthy), None));
    }

    #[test]
    fn a_classic_load_balancer_asks_for_an_instance_port() {
        let vpc = vpc(vec![rule(0..=65535, Peer::Group(ALB))]);
        let front = Front {
            balancer: Balancer::Classic,
            client: Client::Internet,
            subnets: &[0],
            security_groups: Some(&[ALB]),
            implied: false,
            listener: (ElbProtocol::Tcp, 80),
            forwards: Forwards::InstancePort(8080),
        };
        let path = through(&vpc, &front, &target(NetworkMode::Host));
        assert_eq!(end(&path), (None, Some(TargetHealth::InService), None));
        let other = Front { forwards: Forwards::InstancePort(8081), ..front };
        let path = through(&vpc, &other, &target(NetworkMode::Host));
        let wanted = (
            Some(HopKind::Listener),
            Some(TargetHealth::OutOfService),
            Some(ClientError::ServiceUnavailable),
        );
        assert_eq!(end(&path), wanted);
    }

    #[test]
    fn an_implied_load_balancer_is_kept_from_nothing() {
        let http = group(ElbProtocol::Http);
        let implied = Front {
            subnets: &[],
            security_groups: None,
            implied: true,
            ..front(&http, LoadBalancerType::Application)
        };
        let path = through(&vpc(Vec::new()), &implied, &target(NetworkMode::Bridge));
        assert_eq!(end(&path), (None, Some(TargetHealth::Healthy), None));
    }

    #[test]
    fn a_task_without_a_load_balancer_is_asked_for_itself() {
        let vpc = vpc(vec![rule(8080..=8080, Peer::Block(block("10.0.0.0/8")))]);
        let host = target(NetworkMode::Host);
        assert_eq!(end(&direct(&vpc, Client::Vpc, &host)), (None, None, None));
        let failed = Some(HopKind::ContainerInstance);
        assert_eq!(end(&direct(&vpc, Client::Internet, &host)), (failed, None, Some(ClientError::Timeout)));
        let pending = Target { running: false, ..host };
        let failed = Some(HopKind::Container);
        assert_eq!(end(&direct(&vpc, Client::Vpc, &pending)), (failed, None, Some(ClientError::Refused)));
    }
}
