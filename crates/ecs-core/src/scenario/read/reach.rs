//! Whether load balancers reach the tasks that register with them, told before a run shows it.

use super::Reader;
use super::across::Across;
use crate::aws::{
    IpPermission, LoadBalancerType, NetworkMode, Peer, PortMapping, Protocol, RegisteredWith, Service,
    ServiceLoadBalancer, TaskDefinition, shorten,
};
use crate::finding::rules;
use crate::network::{
    Balancer, ClientError, DYNAMIC_PORTS, Forwards, Front, HopKind, HostPort, Missing, Obstacle, Path,
    Target, classic_front, fronts_by_group, host_port, mapping_for, target_port, target_ports, through,
    transports,
};
use std::ops::RangeInclusive;

/// Where a task of a service may stand.
#[derive(PartialEq, Eq)]
struct Standing<'a> {
    zone: &'a str,
    security_groups: &'a [usize],
    drawn_from: RangeInclusive<u16>,
}

/// What a missing rule keeps out.
#[derive(Clone, Copy, PartialEq, Eq)]
enum KeptOut {
    /// What clients ask of the load balancer itself.
    Clients,
    /// The load balancer's requests to the tasks, and its health checks.
    All,
    /// Its requests alone.
    Requests,
    /// Its health checks alone.
    HealthChecks,
}

/// A rule that is missing between a load balancer and tasks.
struct Denied<'a> {
    load_balancer: &'a str,
    balancer: Balancer,
    missing: Missing,
    kept_out: KeptOut,
    error: Option<ClientError>,
}

impl Reader<'_> {
    /// Spec: LB-17.
    pub(super) fn check_targets_reached(&mut self, across: &Across<'_>) {
        // A rule with an error is left out: that it is missing would be no news.
        if self.vpc.security_groups.is_none() || self.findings.any_error_below("/securityGroups") {
            return;
        }
        let balancing = std::mem::take(&mut self.load_balancing);
        let fronts = fronts_by_group(&balancing);
        for (pointer, service) in across.services {
            let Some(definition) = across.definitions.get(service.task_definition) else { continue };
            if service.load_balancers.is_empty() {
                continue;
            }
            let standings = self.standings(across, service, definition);
            let mut found = Vec::new();
            for (number, entry) in service.load_balancers.iter().enumerate() {
                let leading: Vec<(&str, Front<'_>)> = match entry.with {
                    RegisteredWith::TargetGroup(group) => fronts.get(group).cloned().unwrap_or_default(),
                    RegisteredWith::Classic(number) => {
                        let classic = balancing.classic_load_balancers.get(number).into_iter();
                        let listeners = classic.flat_map(|classic| {
                            classic.listeners.iter().map(move |listener| (classic, listener))
                        });
                        let front = |(classic, listener)| classic_front(classic, listener);
                        listeners.map(|both| (both.0.name.as_str(), front(both))).collect()
                    }
                };
                let Some(mapping) = mapping(definition, entry, &leading) else { continue };
                let pointer = format!("{pointer}/loadBalancers/{number}");
                let denied = self.denied(&leading, &standings, definition.network_mode, mapping);
                found.extend(denied.into_iter().map(|denied| (pointer.clone(), mapping, denied)));
            }
            for (pointer, mapping, denied) in found {
                self.report_denied(&pointer, definition.network_mode, mapping, &denied);
            }
        }
        self.load_balancing = balancing;
    }

    /// Where tasks of a service may stand, each place once.
    fn standings<'a>(
        &'a self,
        across: &Across<'a>,
        service: &'a Service,
        definition: &TaskDefinition,
    ) -> Vec<Standing<'a>> {
        let mut standings: Vec<Standing<'a>> = Vec::new();
        let mut add = |standing: Standing<'a>| {
            if !standings.contains(&standing) {
                standings.push(standing);
            }
        };
        if definition.network_mode == NetworkMode::Awsvpc {
            let Some(configuration) = &service.awsvpc_configuration else { return standings };
            for subnet in configuration.subnets.iter().filter_map(|number| self.vpc.subnets.get(*number)) {
                add(Standing {
                    zone: &subnet.availability_zone,
                    security_groups: &configuration.security_groups,
                    drawn_from: DYNAMIC_PORTS,
                });
            }
            return standings;
        }
        for entry in across.instances_for(&self.account, service, definition) {
            add(Standing {
                zone: &entry.availability_zone,
                security_groups: &entry.security_groups,
                drawn_from: entry.dynamic_ports.clone(),
            });
        }
        standings
    }

    /// Rules that are missing, each once.
    fn denied<'a>(
        &self,
        leading: &[(&'a str, Front<'a>)],
        standings: &[Standing<'_>],
        mode: NetworkMode,
        mapping: PortMapping,
    ) -> Vec<Denied<'a>> {
        let mut all: Vec<Denied<'a>> = Vec::new();
        for (load_balancer, front) in leading {
            for standing in standings {
                let Some(target) = target(standing, mode, mapping) else { continue };
                if matches!(front.forwards, Forwards::InstancePort(port) if Some(port) != target.port) {
                    continue;
                }
                let path = through(&self.vpc, front, &target);
                for (missing, kept_out) in missing_in(&path) {
                    let is_known = |denied: &Denied<'_>| {
                        denied.missing == missing
                            && denied.kept_out == kept_out
                            && denied.load_balancer == *load_balancer
                    };
                    if !all.iter().any(is_known) {
                        let (balancer, error) = (front.balancer, path.error);
                        all.push(Denied { load_balancer, balancer, missing, kept_out, error });
                    }
                }
            }
        }
        all
    }

    fn report_denied(&mut self, pointer: &str, mode: NetworkMode, mapping: PortMapping, denied: &Denied<'_>) {
        let Some(node) = self.root.at(pointer) else { return };
        let rule = &denied.missing.permission;
        let (owner, have, key) = match (denied.kept_out, mode) {
            (KeptOut::Clients, _) => ("the load balancer", "has", "SecurityGroups"),
            (_, NetworkMode::Awsvpc) => ("the tasks", "have", "securityGroups"),
            _ => ("the container instances", "have", "securityGroupIds"),
        };
        let group = denied.missing.group.map(|group| self.group_id(group));
        let guard = match &group {
            Some(group) => format!("security group `{group}` of {owner}"),
            None => format!("the VPC's default security group, which {owner} {have} without another,"),
        };
        let name = shorten(denied.load_balancer);
        let what = match denied.kept_out {
            KeptOut::Clients => format!("clients do not reach load balancer `{name}`"),
            KeptOut::All => format!("load balancer `{name}` does not reach the tasks"),
            KeptOut::Requests => {
                format!("what clients ask of load balancer `{name}` does not reach the tasks")
            }
            KeptOut::HealthChecks => {
                format!("health checks of load balancer `{name}` do not reach the tasks")
            }
        };
        let drawn = host_port(mode, mapping) == HostPort::Dynamic && rule.ports.start() < rule.ports.end();
        let why = if drawn { ", from which the agent draws host ports" } else { "" };
        let message = format!(
            "{what}: {guard} lacks a rule that lets {} in on {}{why}; {}",
            self.named_peers(rule),
            ports(rule),
            outcome(denied)
        );
        let added = self.rule_text(rule);
        let hint = match group {
            Some(group) => format!("add to `IpPermissions` of `{group}`: {added}"),
            None => format!("name a security group under `{key}` of {owner} that has the rule {added}"),
        };
        self.report_hint(&rules::TARGETS_OUT_OF_REACH, pointer, node, message, Some(hint));
    }

    fn group_id(&self, group: usize) -> String {
        let groups = self.vpc.security_groups.as_ref();
        groups.and_then(|groups| groups.get(group)).map_or_else(String::new, |group| group.group_id.clone())
    }

    fn named_peers(&self, rule: &IpPermission) -> String {
        let name = |peer: &Peer| match peer {
            Peer::Group(group) => format!("`{}`", self.group_id(*group)),
            Peer::Block(block) => block.to_string(),
        };
        rule.peers.iter().map(name).collect::<Vec<_>>().join(" and ")
    }

    /// The rule as a scenario writes it.
    fn rule_text(&self, rule: &IpPermission) -> String {
        let groups = rule.peers.iter().filter_map(|peer| match peer {
            Peer::Group(group) => {
                Some(format!(r#"{{"GroupId": {}}}"#, serde_json::json!(self.group_id(*group))))
            }
            Peer::Block(_) => None,
        });
        let blocks = rule.peers.iter().filter_map(|peer| match peer {
            Peer::Block(block) => Some(format!(r#"{{"CidrIp": "{block}"}}"#)),
            Peer::Group(_) => None,
        });
        let listed = |key: &str, entries: Vec<String>| {
            let list = entries.join(", ");
            if list.is_empty() { String::new() } else { format!(r#", "{key}": [{list}]"#) }
        };
        format!(
            r#"{{"IpProtocol": "{}", "FromPort": {}, "ToPort": {}{}{}}}"#,
            rule.protocol.map_or("-1", Protocol::name),
            rule.ports.start(),
            rule.ports.end(),
            listed("UserIdGroupPairs", groups.collect()),
            listed("IpRanges", blocks.collect())
        )
    }
}

/// The mapping that requests of a target group or a Classic Load Balancer go to.
fn mapping(
    definition: &TaskDefinition,
    entry: &ServiceLoadBalancer,
    leading: &[(&str, Front<'_>)],
) -> Option<PortMapping> {
    let wanted = match leading.first()?.1.forwards {
        Forwards::TargetGroup(group, _) => transports(group.protocol),
        Forwards::InstancePort(_) => &[Protocol::Tcp],
    };
    let container = definition.container_definitions.get(entry.container)?;
    let number = mapping_for(&container.port_mappings, entry.container_port, wanted)?;
    container.port_mappings.get(number).copied()
}

/// A running task at a place.
fn target<'a>(standing: &'a Standing<'_>, mode: NetworkMode, mapping: PortMapping) -> Option<Target<'a>> {
    let ports = target_ports(mode, mapping, &standing.drawn_from)?;
    let is_tcp = mapping.protocol == Protocol::Tcp;
    Some(Target {
        running: true,
        mode,
        availability_zone: standing.zone,
        security_groups: standing.security_groups,
        mapping,
        port: target_port(mode, mapping, None),
        tcp_ports: is_tcp.then(|| ports.clone()).into_iter().collect(),
        ports,
        has_address: true,
    })
}

/// The rules that a path lacks. A target that is not used gets no request: LB-15 says so.
fn missing_in(path: &Path) -> Vec<(Missing, KeptOut)> {
    let denied = |obstacle: Option<&Obstacle>| match obstacle {
        Some(Obstacle::Denied(missing)) => Some(missing.clone()),
        _ => None,
    };
    let checks = path.health.as_ref().and_then(|health| health.obstacle.as_ref());
    if matches!(checks, Some(Obstacle::ZoneNotEnabled)) {
        return Vec::new();
    }
    let at = |kinds: &[HopKind]| {
        let hop = path.hops.iter().find(|hop| kinds.contains(&hop.kind));
        denied(hop.and_then(|hop| hop.obstacle.as_ref()))
    };
    let clients = at(&[HopKind::LoadBalancer]).map(|missing| (missing, KeptOut::Clients));
    let requests = at(&[HopKind::ContainerInstance, HopKind::NetworkInterface]);
    let mut all = Vec::from_iter(clients);
    match (requests, denied(checks)) {
        (Some(requests), Some(checks)) if requests == checks => all.push((requests, KeptOut::All)),
        (requests, checks) => {
            all.extend(requests.map(|missing| (missing, KeptOut::Requests)));
            all.extend(checks.map(|missing| (missing, KeptOut::HealthChecks)));
        }
    }
    all
}

fn ports(rule: &IpPermission) -> String {
    let protocol = rule.protocol.map_or("every protocol", Protocol::name);
    match (rule.ports.start(), rule.ports.end()) {
        (from, to) if from == to => format!("{protocol} {from}"),
        (from, to) => format!("{protocol} {from} to {to}"),
    }
}

/// What becomes of it. Spec: NET-48, NET-49.
fn outcome(denied: &Denied<'_>) -> String {
    let checks = match denied.balancer {
        Balancer::Elb(LoadBalancerType::Application) => {
            "health checks time out, so targets are unhealthy (Target.Timeout)"
        }
        Balancer::Elb(_) => "health checks fail, so targets are unhealthy (Target.FailedHealthChecks)",
        Balancer::Classic => "health checks fail, so instances are OutOfService",
    };
    let clients = match denied.error {
        Some(ClientError::GatewayTimeout) => "clients get 504 Gateway Timeout",
        Some(ClientError::ServiceUnavailable) => "clients get 503 Service Unavailable",
        Some(ClientError::BadGateway) => "clients get 502 Bad Gateway",
        Some(ClientError::Refused) => "connections of clients are refused",
        Some(ClientError::Timeout) | None => "connections of clients time out",
    };
    match denied.kept_out {
        KeptOut::All => format!("{checks}, and {clients}"),
        KeptOut::Clients | KeptOut::Requests => clients.to_owned(),
        KeptOut::HealthChecks => checks.to_owned(),
    }
}
