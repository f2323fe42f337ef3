//! What is said of a network, in AWS's words where it has some.

use super::PermissionReport;
use super::way_out::Exit;
use crate::aws::{
    ElbProtocol, Endpoint, IpPermission, LoadBalancerType, NetworkMode, Peer, PortMapping, Route, Vpc,
};
use crate::network::{
    AddressOwner, Balancer, ClientError, DYNAMIC_PORTS, Health, HostPort, Missing, Need, Obstacle, Permit,
    RuleNumber, Standpoint, TargetHealth,
};
use serde_json::{Value, json};
use std::ops::RangeInclusive;

/// What the VPC's default security group, which no scenario lists, is called.
pub(super) const DEFAULT_GROUP: &str = "default";

/// AWS's spelling.
pub(super) fn elb_protocol(protocol: ElbProtocol) -> &'static str {
    match protocol {
        ElbProtocol::Http => "HTTP",
        ElbProtocol::Https => "HTTPS",
        ElbProtocol::Tcp => "TCP",
        ElbProtocol::Tls => "TLS",
        ElbProtocol::Udp => "UDP",
        ElbProtocol::TcpUdp => "TCP_UDP",
        ElbProtocol::Geneve => "GENEVE",
        ElbProtocol::Quic => "QUIC",
        ElbProtocol::TcpQuic => "TCP_QUIC",
    }
}

/// AWS's spelling.
pub(super) fn balancer(balancer: Balancer) -> &'static str {
    match balancer {
        Balancer::Classic => "classic",
        Balancer::Elb(LoadBalancerType::Application) => "application",
        Balancer::Elb(LoadBalancerType::Network) => "network",
        Balancer::Elb(LoadBalancerType::Gateway) => "gateway",
    }
}

/// `GroupId` of groups by their numbers; of an empty list the default group, unless the scenario lists
/// no groups at all.
pub(super) fn group_ids(vpc: &Vpc, groups: &[usize]) -> Vec<String> {
    match &vpc.security_groups {
        None => Vec::new(),
        Some(_) if groups.is_empty() => vec![DEFAULT_GROUP.to_owned()],
        Some(_) => groups.iter().map(|group| group_id(vpc, *group)).collect(),
    }
}

fn group_id(vpc: &Vpc, group: usize) -> String {
    let listed = vpc.security_groups.as_ref().and_then(|groups| groups.get(group));
    listed.map_or_else(String::new, |group| group.group_id.clone())
}

/// Whose address a task is reached at. Spec: NET-41.
pub(super) fn address_owner(owner: AddressOwner) -> &'static str {
    match owner {
        AddressOwner::TaskInterface => {
            "the task has an elastic network interface with an address of its own, and its containers share it"
        }
        AddressOwner::InstanceThroughDocker0 => {
            "the address is the instance's: a host port of it leads over docker0 to the container"
        }
        AddressOwner::Instance => {
            "the containers stand in the instance's own network: its address, its ports"
        }
        AddressOwner::InstanceThroughNat => {
            "the address is the instance's: a host port of it leads through Windows' nat to the container"
        }
        AddressOwner::Nobody => {
            "the containers have a loopback interface and nothing else: nobody reaches them"
        }
    }
}

/// Where a mapping listens in a mode.
pub(super) fn listens(
    mode: NetworkMode,
    host_port: HostPort,
    mapping: PortMapping,
    drawn_from: &RangeInclusive<u16>,
) -> String {
    let ports = |first: u16| match mapping.count {
        1 => format!("port {first}"),
        count => format!("ports {first} to {}", first.saturating_add(count - 1)),
    };
    match host_port {
        HostPort::OwnAddress if mode == NetworkMode::None => "nowhere: there is no network".to_owned(),
        HostPort::OwnAddress => format!("{} of the task's own address", ports(mapping.container_port)),
        HostPort::Static(port) if mode == NetworkMode::Host => {
            format!("{} of the instance, where the container listens itself: once an instance", ports(port))
        }
        HostPort::Static(port) => format!("{} of the instance: once an instance", ports(port)),
        HostPort::Dynamic => {
            let drawn = match mapping.count {
                1 => "a port".to_owned(),
                count => format!("{count} ports in a row"),
            };
            format!(
                "{drawn} of the instance that the agent draws from {} to {}",
                drawn_from.start(),
                drawn_from.end()
            )
        }
    }
}

/// The rule that lets a request in; nothing where none had to.
pub(super) fn permit(vpc: &Vpc, permit: &Permit) -> Option<String> {
    match permit {
        Permit::Unguarded => None,
        Permit::DefaultGroup => {
            Some("both have the VPC's default security group, whose members reach each other".to_owned())
        }
        Permit::Rules(rules) => {
            let told: Vec<String> = rules
                .iter()
                .filter_map(|rule| {
                    let permission = ip_permission(vpc, listed(vpc, *rule)?);
                    Some(format!("{} permits {permission}", group_id(vpc, rule.group)))
                })
                .collect();
            Some(told.join(", and "))
        }
    }
}

fn listed(vpc: &Vpc, rule: RuleNumber) -> Option<&IpPermission> {
    vpc.security_groups.as_ref()?.get(rule.group)?.ip_permissions.get(rule.permission)
}

/// The rules that let a request in, as the scenario has them. Spec: NET-52.
pub(super) fn present(vpc: &Vpc, permit: &Permit) -> Vec<PermissionReport> {
    let report = |rule: &RuleNumber| {
        let permission = listed(vpc, *rule)?.clone();
        Some(missing(vpc, &Missing { group: Some(rule.group), permission }))
    };
    match permit {
        Permit::Unguarded => Vec::new(),
        Permit::DefaultGroup => vec![PermissionReport {
            group_id: None,
            ip_permission: json!({ "IpProtocol": "-1", "UserIdGroupPairs": [{ "GroupId": DEFAULT_GROUP }] }),
            sentence: format!("everything from {DEFAULT_GROUP}"),
        }],
        Permit::Rules(rules) => rules.iter().filter_map(report).collect(),
    }
}

/// What is said where a rule lets in this task and not the next. Spec: NET-45.
pub(super) fn too_narrow(vpc: &Vpc, lacking: &Missing) -> String {
    format!(
        "another task may get another port, which needs {}{}",
        ip_permission(vpc, &lacking.permission),
        of_the_guide(&lacking.permission)
    )
}

/// The guide writes a wider range than the one that is drawn from, and that is as good. Spec: NET-45.
fn of_the_guide(rule: &IpPermission) -> &'static str {
    if rule.ports == DYNAMIC_PORTS { " (the ECS guide's 32768-61000 covers it)" } else { "" }
}

/// For example `tcp 32768-60999 from sg-alb`.
fn ip_permission(vpc: &Vpc, rule: &IpPermission) -> String {
    let what = match rule.protocol {
        None => "everything".to_owned(),
        Some(protocol) if rule.ports.start() == rule.ports.end() => {
            format!("{} {}", protocol.name(), rule.ports.start())
        }
        Some(protocol) => format!("{} {}-{}", protocol.name(), rule.ports.start(), rule.ports.end()),
    };
    let peers: Vec<String> = rule
        .peers
        .iter()
        .map(|peer| match peer {
            Peer::Group(group) => group_id(vpc, *group),
            Peer::Block(block) => block.to_string(),
        })
        .collect();
    format!("{what} from {}", peers.join(", "))
}

/// A rule that one could add. Spec: NET-45.
pub(super) fn missing(vpc: &Vpc, missing: &Missing) -> PermissionReport {
    let rule = &missing.permission;
    let mut members = json!({
        "IpProtocol": rule.protocol.map_or("-1", crate::aws::Protocol::name),
        "FromPort": rule.ports.start(),
        "ToPort": rule.ports.end(),
    });
    let mut ranges: Vec<Value> = Vec::new();
    let mut pairs: Vec<Value> = Vec::new();
    for peer in &rule.peers {
        match peer {
            Peer::Block(block) => ranges.push(json!({ "CidrIp": block })),
            Peer::Group(group) => pairs.push(json!({ "GroupId": group_id(vpc, *group) })),
        }
    }
    if let Value::Object(members) = &mut members {
        let lists = [("IpRanges", ranges), ("UserIdGroupPairs", pairs)];
        let lists = lists.into_iter().filter(|(_, list)| !list.is_empty());
        members.extend(lists.map(|(name, list)| (name.to_owned(), list.into())));
    }
    PermissionReport {
        group_id: missing.group.map(|group| group_id(vpc, group)),
        ip_permission: members,
        sentence: ip_permission(vpc, rule),
    }
}

/// What is said of a task that is not RUNNING.
pub(super) const NOT_RUNNING: &str = "the task is not RUNNING";

/// What a task that is still to start does not reach. Spec: NET-24.
pub(super) fn unmet(need: Need) -> String {
    let what = match need {
        Need::Secret(Endpoint::Ssm) => "Systems Manager, which has a secret of it",
        Need::Secret(_) => "Secrets Manager, which has a secret of it",
        Need::EnvironmentFiles => "S3, which has its environment files",
        Need::RegistryAuth => "Amazon ECR, which permits it to pull its image",
        Need::EcrImage => "Amazon ECR and S3, which have its image",
        Need::PublicImage => "the internet, which has the registry of its image",
        Need::Logs => "CloudWatch Logs, which has its log group",
    };
    format!("it does not reach {what}, so it will not start")
}

/// Why a request does not get past a hop.
pub(super) fn obstacle(vpc: &Vpc, obstacle: &Obstacle) -> String {
    match obstacle {
        Obstacle::NoPublicSubnet => {
            "none of its subnets has a route to an internet gateway: it is internet-facing in name only"
                .to_owned()
        }
        Obstacle::Denied(lacking) => {
            let rule = ip_permission(vpc, &lacking.permission);
            match lacking.group {
                Some(group) => format!(
                    "{} has no rule for {rule}{}",
                    group_id(vpc, group),
                    of_the_guide(&lacking.permission)
                ),
                None => format!(
                    "it has no security group of its own, and the VPC's default one lets nothing in but its own members: give it a group with a rule for {rule}{}",
                    of_the_guide(&lacking.permission)
                ),
            }
        }
        Obstacle::NoWeight => "the target group has weight 0 here, so it gets nothing".to_owned(),
        Obstacle::ZoneNotEnabled => {
            "the load balancer has no subnet in the target's zone, so it does not use the target".to_owned()
        }
        Obstacle::NotRunning => NOT_RUNNING.to_owned(),
        Obstacle::NoAddress => {
            "its subnet had no address left for it: there is no network interface".to_owned()
        }
        Obstacle::NothingListens(port) => {
            format!(
                "the health check asks for port {port}, and no mapping of the task leads from there to a container"
            )
        }
        Obstacle::OtherProtocol => {
            "the container's port mapping is for another protocol: nothing listens for this one".to_owned()
        }
        Obstacle::OtherPort(port) => {
            format!("the listener asks for instance port {port}, and the task has another one")
        }
    }
}

/// `Reason` and `Description` of a target's health, in AWS's words. Spec: NET-48.
pub(super) fn health(balancer: Balancer, health: &Health) -> (Option<&'static str>, Option<&'static str>) {
    let Some(obstacle) = &health.obstacle else { return (None, None) };
    let (reason, description) = match (balancer, obstacle) {
        (Balancer::Classic, _) => (
            "Instance",
            "Instance has failed at least the UnhealthyThreshold number of health checks consecutively.",
        ),
        (_, Obstacle::NotRunning) => ("Target.NotRegistered", "Target is not registered to the target group"),
        (_, Obstacle::ZoneNotEnabled) => {
            ("Target.NotInUse", "Target is in an Availability Zone that is not enabled for the load balancer")
        }
        (Balancer::Elb(LoadBalancerType::Application), Obstacle::Denied(_)) => {
            ("Target.Timeout", "Request timed out")
        }
        _ => ("Target.FailedHealthChecks", "Health checks failed"),
    };
    (Some(reason), Some(description))
}

/// What ECS does about an unhealthy target. Spec: NET-48.
const REPLACED: &str = "ECS stops a task of a service for that and starts another, again and again, once the grace period is over";

/// What follows from a target's health.
pub(super) fn health_means(vpc: &Vpc, health: &Health) -> String {
    match (&health.obstacle, health.state) {
        (None, _) => "the health check passes".to_owned(),
        (Some(Obstacle::Denied(lacking)), _) => format!(
            "the health check does not get in: it needs {}; {REPLACED}",
            ip_permission(vpc, &lacking.permission)
        ),
        (Some(Obstacle::OtherProtocol), _) => {
            format!("the health check asks for TCP, and nothing listens for it there; {REPLACED}")
        }
        (Some(reason @ Obstacle::NothingListens(_)), _) => format!("{}; {REPLACED}", obstacle(vpc, reason)),
        (Some(Obstacle::NotRunning), _) => "only a RUNNING task is a target".to_owned(),
        (Some(Obstacle::ZoneNotEnabled), TargetHealth::Unused) => {
            "nothing is asked of the target: add a subnet of its zone to the load balancer".to_owned()
        }
        (Some(reason), _) => obstacle(vpc, reason),
    }
}

/// The HTTP status of an error, its name and why a client sees it. Spec: NET-49.
pub(super) fn client_error(error: ClientError) -> (Option<u16>, &'static str, &'static str) {
    match error {
        ClientError::Timeout => (None, "connection timed out", "nobody answers, and the client gives up"),
        ClientError::Refused => (None, "connection refused", "nothing listens on the port"),
        ClientError::BadGateway => {
            (Some(502), "Bad Gateway", "the target refuses the load balancer's connection")
        }
        ClientError::ServiceUnavailable => {
            (Some(503), "Service Unavailable", "the load balancer has no target that it could ask")
        }
        ClientError::GatewayTimeout => (
            Some(504),
            "Gateway Timeout",
            "the load balancer's connection to the target is not made within 10 seconds",
        ),
    }
}

/// What is said of mode none.
pub(super) const NO_WAY_OUT: &str = "there is no network, and no way out";

/// The short name of a service's endpoint.
pub(super) fn endpoint(endpoint: Endpoint) -> &'static str {
    match endpoint {
        Endpoint::EcrApi => "ecr.api",
        Endpoint::EcrDkr => "ecr.dkr",
        Endpoint::S3 => "s3",
        Endpoint::Logs => "logs",
        Endpoint::SecretsManager => "secretsmanager",
        Endpoint::Ssm => "ssm",
        Endpoint::Sqs => "sqs",
    }
}

/// How a service is reached, or why not.
pub(super) fn reaches_service(has_endpoint: bool, from: Standpoint) -> &'static str {
    match (has_endpoint, from.reaches_internet()) {
        (true, _) => "over its VPC endpoint",
        (false, true) => "over the internet",
        (false, false) => "there is no VPC endpoint for it, and no way to the internet",
    }
}

/// How the internet is reached, or why not.
pub(super) fn reaches_internet(vpc: &Vpc, exit: Exit) -> String {
    let Some(subnet) = exit.subnet.and_then(|subnet| vpc.subnets.get(subnet)) else {
        return "the instance stands outside of the VPC and has a way of its own".to_owned();
    };
    let id = &subnet.subnet_id;
    match (subnet.route, exit.standpoint.public_address) {
        (Route::Everything, _) => format!("{id} names no route, and everything is reached from it"),
        (Route::Nat, _) => format!("over the NAT gateway that {id} leads to"),
        (Route::InternetGateway, true) => {
            format!("over the internet gateway that {id} leads to, from a public address")
        }
        (Route::InternetGateway, false) if exit.may_be_public => format!(
            "{id} leads to an internet gateway, and the task has no public address: it needs assignPublicIp ENABLED, or a subnet with a NAT gateway"
        ),
        (Route::InternetGateway, false) => format!(
            "{id} leads to an internet gateway, and the network interface of a task on EC2 never has a public address: it needs a subnet with a NAT gateway"
        ),
        (Route::None, _) => format!("{id} has no route out of the VPC"),
    }
}
