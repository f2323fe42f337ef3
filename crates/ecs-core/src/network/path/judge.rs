//! What becomes of a request on its path.

use super::{
    Balancer, Client, ClientError, Forwards, Front, Health, Hop, HopKind, Obstacle, Path, Target,
    TargetHealth,
};
use crate::aws::{LoadBalancerType, Protocol, Route, TargetType, Vpc};
use crate::network::security::{Addresses, Missing, Permit, Ports, Source, missing, permits};
use crate::network::{AddressOwner, address_owner, transports};

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

/// Whether clients do not reach the load balancer itself. Spec: NET-46.
pub fn is_kept_out(vpc: &Vpc, front: &Front<'_>) -> bool {
    load_balancer(vpc, front).obstacle.is_some()
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
    Hop { kind, permit: None, missing_for_others: None, obstacle: None }
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
        Ok(permits) => Hop { permit: permits.into_iter().next(), ..hop },
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
        AddressOwner::TaskInterface if !target.has_address => {
            let obstacle = Some(Obstacle::NoAddress);
            vec![Hop { obstacle, ..plain(HopKind::NetworkInterface) }, container]
        }
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
    let permits = |ports: &Ports| permits(vpc, source, target.security_groups, ports);
    let may_be = Ports { protocol, range: target.ports.clone() };
    let asked = target.port.map_or_else(|| may_be.clone(), |port| Ports::one(protocol, port));
    let permit = permits(&asked);
    let is_narrow = permit.is_some() && target.is_drawn() && permits(&may_be).is_none();
    let is_denied = permit.is_none();
    let missing = missing(vpc, source, target.security_groups, may_be);
    Hop {
        permit,
        missing_for_others: is_narrow.then(|| missing.clone()),
        obstacle: is_denied.then_some(Obstacle::Denied(missing)),
        ..plain(kind)
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

/// Where a load balancer's health checks come from. Spec: NET-44.
pub fn checks_from<'a>(vpc: &Vpc, front: &Front<'a>) -> Source<'a> {
    source(vpc, front, Asks::HealthCheck)
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
        Balancer::Classic | Balancer::Elb(LoadBalancerType::Application | LoadBalancerType::Gateway) => false,
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
    let hop = guarded(vpc, &checks_from(vpc, front), &checked, Protocol::Tcp, HopKind::Container);
    match hop.obstacle {
        Some(obstacle) if !front.implied => bad(TargetHealth::Unhealthy, obstacle),
        _ if !listens(front, target, own_port) => {
            let obstacle = own_port.map_or(Obstacle::OtherProtocol, Obstacle::NothingListens);
            bad(TargetHealth::Unhealthy, obstacle)
        }
        _ => {
            let state = if is_classic { TargetHealth::InService } else { TargetHealth::Healthy };
            Health { state, obstacle: None }
        }
    }
}

/// Whether something of the task listens for TCP where the health check asks: at a port of its own, else
/// at the target's. What no mapping says is taken to listen where no mapping is needed for it: not in
/// bridge mode and behind Windows' nat, and for a target for TCP at a port of its own only. Spec: NET-48.
fn listens(front: &Front<'_>, target: &Target<'_>, own_port: Option<u16>) -> bool {
    let is_udp = match front.forwards {
        Forwards::TargetGroup(group, _) => transports(group.protocol).contains(&Protocol::Udp),
        Forwards::InstancePort(_) => false,
    };
    let needs_mapping =
        !matches!(address_owner(target.mode), AddressOwner::TaskInterface | AddressOwner::Instance);
    let asked = own_port.or(target.port);
    let is_mapped = asked.is_some_and(|port| target.tcp_ports.iter().any(|ports| ports.contains(&port)));
    is_mapped || (!needs_mapping && (own_port.is_some() || is_udp))
}

/// What a client gets that has reached the load balancer. Spec: NET-49.
fn error_behind(front: &Front<'_>, obstacle: &Obstacle) -> ClientError {
    let is_tcp = !transports(front.listener.0).contains(&Protocol::Udp);
    match front.balancer {
        Balancer::Elb(LoadBalancerType::Application) => match obstacle {
            Obstacle::Denied(_) => ClientError::GatewayTimeout,
            Obstacle::OtherProtocol => ClientError::BadGateway,
            _ => ClientError::ServiceUnavailable,
        },
        Balancer::Classic => ClientError::ServiceUnavailable,
        Balancer::Elb(_) if is_tcp && *obstacle == Obstacle::OtherProtocol => ClientError::Refused,
        Balancer::Elb(_) => ClientError::Timeout,
    }
}
