use super::{
    Balancer, Client, ClientError, Forwards, Front, HopKind, Obstacle, Path, Target, TargetHealth, direct,
    through,
};
use crate::address::Ipv4Block;
use crate::aws::{
    ElbProtocol, IpPermission, LoadBalancerType, NetworkMode, Peer, PortMapping, Protocol, Route,
    SecurityGroup, Subnet, TargetGroup, TargetHealthCheck, TargetType, Vpc,
};
use crate::network::DYNAMIC_PORTS;
use crate::network::Missing;
use crate::time::SimTime;
use std::collections::BTreeMap;
use std::ops::RangeInclusive;

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
        tcp_ports: vec![if is_dynamic { 32768..=32768 } else { 8080..=8080 }],
        has_address: true,
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
    let wanted =
        (Some(HopKind::ContainerInstance), Some(TargetHealth::Unhealthy), Some(ClientError::GatewayTimeout));
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
    let target = Target { mapping: udp, tcp_ports: Vec::new(), ..target(NetworkMode::Host) };
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
    let wanted =
        (Some(HopKind::Listener), Some(TargetHealth::OutOfService), Some(ClientError::ServiceUnavailable));
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

#[test]
fn a_health_check_at_a_port_of_its_own_needs_a_mapping_in_bridge_mode() {
    let mut http = group(ElbProtocol::Http);
    http.health_check.port = Some(8081);
    let vpc = vpc(vec![rule(0..=65535, Peer::Group(ALB))]);
    let front = front(&http, LoadBalancerType::Application);
    let health = |target: &Target<'_>| through(&vpc, &front, target).health.unwrap();
    for mode in [NetworkMode::Bridge, NetworkMode::Default] {
        let unhealthy = health(&target(mode));
        assert_eq!(unhealthy.state, TargetHealth::Unhealthy);
        assert_eq!(unhealthy.obstacle, Some(Obstacle::NothingListens(8081)));
        let mapped = Target { tcp_ports: vec![32768..=32768, 8080..=8089], ..target(mode) };
        assert_eq!(health(&mapped).state, TargetHealth::Healthy);
    }
    for mode in [NetworkMode::Awsvpc, NetworkMode::Host] {
        assert_eq!(health(&target(mode)).state, TargetHealth::Healthy);
    }
}

#[test]
fn a_rule_for_the_drawn_port_alone_is_too_narrow_for_the_next_task() {
    let http = group(ElbProtocol::Http);
    let front = front(&http, LoadBalancerType::Application);
    let narrow = |rules: Vec<IpPermission>, mode: NetworkMode| {
        let path = through(&vpc(rules), &front, &target(mode));
        assert_eq!(path.obstacle(), None);
        path.hops.into_iter().find_map(|hop| hop.missing_for_others)
    };
    let missing = narrow(vec![rule(32768..=32768, Peer::Group(ALB))], NetworkMode::Bridge).unwrap();
    assert_eq!(missing.permission, rule(DYNAMIC_PORTS, Peer::Group(ALB)));
    assert_eq!(narrow(vec![rule(32768..=61000, Peer::Group(ALB))], NetworkMode::Bridge), None);
    assert_eq!(narrow(vec![rule(8080..=8080, Peer::Group(ALB))], NetworkMode::Host), None);
}

#[test]
fn an_interface_without_an_address_ends_the_path() {
    let target = Target { has_address: false, running: false, ..target(NetworkMode::Awsvpc) };
    let path = direct(&vpc(Vec::new()), Client::Vpc, &target);
    assert_eq!(path.obstacle(), Some(&Obstacle::NoAddress));
    assert_eq!(end(&path), (Some(HopKind::NetworkInterface), None, Some(ClientError::Timeout)));
}
