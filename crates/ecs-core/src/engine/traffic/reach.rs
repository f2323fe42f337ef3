//! What keeps requests and health checks from a task, as the security groups, zones and ports of its target
//! group have it.

use super::super::Engine;
use super::super::ports::{port_of, tcp_ports};
use crate::aws::{
    ElbProtocol, LoadBalancerType, LoadBalancing, NetworkMode, Protocol, RegisteredWith, ServiceLoadBalancer,
    TargetGroup, Vpc,
};
use crate::balance::{Answer, Failure, Reason};
use crate::ids::TaskRow;
use crate::network::{
    self, Addresses, Balancer, Client, DYNAMIC_PORTS, Forwards, Front, Obstacle, Ports, Source,
    is_kept_out as kept_out, listener_front, mapping_for, permits, target_ports, through, transports,
};
use crate::traffic::{GroupTerms, Origin, Reach, TargetId};

/// A task as it registers with a target group.
#[derive(Clone, Copy)]
pub(super) struct Registration {
    pub(super) group: usize,
    pub(super) container: usize,
    pub(super) id: TargetId,
    pub(super) port: u16,
    pub(super) reach: Reach,
    /// Why the load balancer has nothing to do with it, where that is so.
    pub(super) unused: Option<Reason>,
}

impl Engine {
    /// How a task registers for an entry of its service's `loadBalancers`; nothing with a Classic Load
    /// Balancer, and where it has no port. Spec: BAL-13, NET-42.
    pub(super) fn registration(&self, task: TaskRow, entry: &ServiceLoadBalancer) -> Option<Registration> {
        let RegisteredWith::TargetGroup(number) = entry.with else { return None };
        let group = self.scenario.load_balancing.target_groups.get(number)?;
        let row = &self.world.tasks[task];
        let launch = &self.world.launches[row.launch];
        let definition = self.scenario.task_definitions.get(launch.task_definition)?;
        let mappings = &definition.container_definitions.get(entry.container)?.port_mappings;
        let mapping = mapping_for(mappings, entry.container_port, transports(group.protocol))?;
        let port = port_of(definition, row, entry.container, mapping)?;
        let host = row.instance.map(|instance| self.instance_entry(instance));
        let is_own = definition.network_mode == NetworkMode::Awsvpc;
        let configured = launch.awsvpc_configuration.as_ref().map(|given| &given.security_groups[..]);
        let of_host = host.map(|entry| &entry.security_groups[..]);
        let drawn_from = host.map_or(DYNAMIC_PORTS, |entry| entry.dynamic_ports.clone());
        let mapping = *mappings.get(mapping)?;
        let target = network::Target {
            running: true,
            mode: definition.network_mode,
            availability_zone: &self.world.zones[row.zone],
            security_groups: if is_own { configured } else { of_host }.unwrap_or_default(),
            mapping,
            port: Some(port),
            ports: target_ports(definition.network_mode, mapping, &drawn_from).unwrap_or(0..=0),
            tcp_ports: tcp_ports(definition, row),
            has_address: true,
        };
        let id = match (row.instance, is_own) {
            (Some(instance), false) => TargetId::Instance(instance),
            _ => TargetId::Ip(row.network_interface.and_then(|interface| interface.private_address)),
        };
        let (reach, unused) = self.reach(number, group, &target);
        Some(Registration { group: number, container: entry.container, id, port, reach, unused })
    }

    fn reach(
        &self,
        number: usize,
        group: &TargetGroup,
        target: &network::Target<'_>,
    ) -> (Reach, Option<Reason>) {
        let Some(terms) = self.traffic.groups.get(&number) else {
            return (Reach::default(), Some(Reason::NotInUse));
        };
        let path = through(&self.scenario.vpc, &front(&self.traffic.balancing, terms, group), target);
        let health = path.health.as_ref().and_then(|health| health.obstacle.as_ref());
        let unused = (health == Some(&Obstacle::ZoneNotEnabled)).then_some(Reason::ZoneNotEnabled);
        // What keeps clients from the load balancer is no matter of the target's.
        let behind = path.hops.iter().skip(2).find_map(|hop| hop.obstacle.as_ref());
        let requests = behind.map(|obstacle| match obstacle {
            Obstacle::OtherProtocol | Obstacle::NothingListens(_) => Failure::ConnectionRefused,
            _ => Failure::ConnectionTimedOut,
        });
        let checks = health.map(|obstacle| match obstacle {
            Obstacle::Denied(_) => Answer::TimedOut,
            _ => Answer::Refused,
        });
        (Reach { requests, checks }, unused)
    }
}

/// The load balancer before a group, as the beginning of a path.
fn front<'a>(balancing: &'a LoadBalancing, terms: &'a GroupTerms, group: &'a TargetGroup) -> Front<'a> {
    match terms.listener.and_then(|listener| balancing.listeners.get(listener)) {
        Some(listener) => listener_front(&terms.balancer, (listener.protocol, listener.port), group, 1),
        None => Front {
            balancer: Balancer::Elb(terms.balancer.load_balancer_type),
            client: Client::Internet,
            subnets: &[],
            security_groups: None,
            implied: true,
            listener: (group.protocol, group.port),
            forwards: Forwards::TargetGroup(group, 1),
        },
    }
}

/// Whether clients do not reach the load balancer before a group. Spec: NET-46.
pub(super) fn is_kept_out(vpc: &Vpc, balancing: &LoadBalancing, terms: &GroupTerms) -> bool {
    terms.listener.is_some_and(|listener| is_kept_out_of(vpc, balancing, listener))
}

impl Engine {
    /// Where the requests of a task come from.
    pub(super) fn origin_of(&self, task: TaskRow) -> Origin {
        let row = &self.world.tasks[task];
        let launch = &self.world.launches[row.launch];
        let mode = self.scenario.task_definitions.get(launch.task_definition).map(|of| of.network_mode);
        match (row.instance, mode) {
            (Some(instance), mode) if mode != Some(NetworkMode::Awsvpc) => {
                let entry = self.instance_entry(instance);
                Origin {
                    security_groups: entry.security_groups.clone(),
                    subnets: entry.subnet.into_iter().collect(),
                }
            }
            _ => {
                let configuration = launch.awsvpc_configuration.as_ref();
                configuration.map_or_else(Origin::default, |given| Origin {
                    security_groups: given.security_groups.clone(),
                    subnets: given.subnets.clone(),
                })
            }
        }
    }

    /// Whether security groups let a sender reach a listener of a load balancer: an internal one by its own
    /// groups and addresses, one in the internet by that alone. Spec: NET-44, NET-46.
    pub(super) fn is_open_to(&self, listener: usize, origin: &Origin) -> bool {
        let balancing = &self.traffic.balancing;
        let Some(found) = balancing.listeners.get(listener) else { return false };
        let Some(balancer) = balancing.load_balancers.get(found.load_balancer) else { return false };
        let vpc = &self.scenario.vpc;
        if balancer.internet_facing {
            return !is_kept_out_of(vpc, balancing, listener);
        }
        // A Network Load Balancer without security groups lets everybody in.
        let is_application = balancer.load_balancer_type == LoadBalancerType::Application;
        if balancer.security_groups.is_empty() && !is_application {
            return true;
        }
        self.lets_in(origin, &balancer.security_groups, found.port)
    }

    /// Whether security groups let a sender reach a port for TCP. Spec: NET-44.
    pub(super) fn lets_in(&self, origin: &Origin, security_groups: &[usize], port: u16) -> bool {
        let vpc = &self.scenario.vpc;
        let blocks = origin.subnets.iter().filter_map(|subnet| vpc.subnets.get(*subnet));
        let addresses = Addresses::Blocks(blocks.map(|subnet| subnet.cidr_block).collect());
        let source = Source { groups: Some(&origin.security_groups), addresses };
        permits(vpc, &source, security_groups, &Ports::one(Protocol::Tcp, port)).is_some()
    }
}

/// Whether clients do not reach a listener. Spec: NET-46.
pub(super) fn is_kept_out_of(vpc: &Vpc, balancing: &LoadBalancing, listener: usize) -> bool {
    let Some(listener) = balancing.listeners.get(listener) else { return true };
    let Some(balancer) = balancing.load_balancers.get(listener.load_balancer) else { return true };
    let asked: (ElbProtocol, u16) = (listener.protocol, listener.port);
    // Where its requests go on to is no matter of the way in.
    balancing.target_groups.first().is_some_and(|any| kept_out(vpc, &listener_front(balancer, asked, any, 1)))
}
