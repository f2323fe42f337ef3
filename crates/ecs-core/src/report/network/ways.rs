//! The ways that lead to a task: through each listener of each target group, or straight to it.

use super::LoadBalancerReport;
use super::subject::Subject;
use super::text;
use crate::aws::{
    ClassicListener, ClassicLoadBalancer, ElbProtocol, Forward, LoadBalancer, LoadBalancerType, PortMapping,
    Protocol, RegisteredWith, ServiceLoadBalancer, TargetGroup,
};
use crate::ids::Account;
use crate::network::{Balancer, Client, Forwards, Front, mapping_for, transports};
use crate::scenario::Scenario;

/// A way to a mapping of a container.
pub(super) struct Way<'a> {
    /// What it leads through; none where a client asks the task itself.
    pub(super) front: Option<(Front<'a>, Names)>,
    /// The container, by its number in the task definition.
    pub(super) container: usize,
    pub(super) mapping: PortMapping,
}

/// What things are called on the way through a load balancer.
pub(super) struct Names {
    pub(super) load_balancer: LoadBalancerReport,
    pub(super) dns_name: String,
    /// `web-alb:80`, of a rule `web-alb:80/10`.
    pub(super) listener: String,
    pub(super) target_group: Option<String>,
}

/// The ways to a task that its service registers with load balancers. Spec: NET-40.
pub(super) fn through_load_balancers<'a>(
    scenario: &'a Scenario,
    registered: &[ServiceLoadBalancer],
    subject: &Subject<'_>,
) -> Vec<Way<'a>> {
    registered.iter().flat_map(|entry| through_load_balancer(scenario, entry, subject)).collect()
}

fn through_load_balancer<'a>(
    scenario: &'a Scenario,
    entry: &ServiceLoadBalancer,
    subject: &Subject<'_>,
) -> Vec<Way<'a>> {
    let group = match entry.with {
        RegisteredWith::Classic(_) => None,
        RegisteredWith::TargetGroup(number) => scenario.load_balancing.target_groups.get(number),
    };
    let wanted = group.map_or(&[Protocol::Tcp][..], |group| transports(group.protocol));
    let container = entry.container;
    let Some(mapping) = mapping_for(subject.mappings(container), entry.container_port, wanted) else {
        return Vec::new();
    };
    let mut fronts = fronts_of(scenario, entry.with);
    if matches!(entry.with, RegisteredWith::Classic(_)) {
        // The listener that asks for the task's port; where none does, the first shows what is wrong.
        let port = subject.port(container, mapping);
        let asks = |front: &Front<'_>| matches!(front.forwards, Forwards::InstancePort(asked) if Some(asked) == port);
        let fitting = fronts.iter().position(|(front, _)| asks(front)).unwrap_or(0);
        fronts = fronts.into_iter().skip(fitting).take(1).collect();
    }
    fronts.into_iter().map(|front| Way { front: Some(front), container, mapping }).collect()
}

/// The ways of a client that asks each mapping of the task itself.
pub(super) fn straight<'a>(subject: &Subject<'_>) -> Vec<Way<'a>> {
    let containers = subject.definition.container_definitions.iter().enumerate();
    let mappings = containers.flat_map(|(number, container)| {
        container.port_mappings.iter().map(move |mapping| (number, *mapping))
    });
    mappings.map(|(container, mapping)| Way { front: None, container, mapping }).collect()
}

/// What leads to tasks that are registered with a target group or a Classic Load Balancer.
pub(super) fn fronts_of(scenario: &Scenario, with: RegisteredWith) -> Vec<(Front<'_>, Names)> {
    let balancing = &scenario.load_balancing;
    match with {
        RegisteredWith::Classic(number) => {
            let classic = balancing.classic_load_balancers.get(number);
            classic.map(|classic| classic_fronts(scenario, classic)).unwrap_or_default()
        }
        RegisteredWith::TargetGroup(number) => {
            let Some(group) = balancing.target_groups.get(number) else { return Vec::new() };
            let fronts = listener_fronts(scenario, number, group);
            if fronts.is_empty() { vec![implied_front(&scenario.account, group)] } else { fronts }
        }
    }
}

/// Through every listener and rule that names the target group.
fn listener_fronts<'a>(
    scenario: &'a Scenario,
    number: usize,
    group: &'a TargetGroup,
) -> Vec<(Front<'a>, Names)> {
    let balancing = &scenario.load_balancing;
    let weight_in = |forwards: &[Forward]| {
        forwards.iter().find(|forward| forward.target_group == number).map(|forward| forward.weight)
    };
    let mut found = Vec::new();
    for (listener_number, listener) in balancing.listeners.iter().enumerate() {
        let Some(load_balancer) = balancing.load_balancers.get(listener.load_balancer) else { continue };
        let short = format!("{}:{}", load_balancer.name, listener.port);
        let own = weight_in(&listener.forwards).map(|weight| (short.clone(), weight));
        let rules = balancing.rules.iter().filter(|rule| rule.listener == listener_number);
        let of_rules =
            rules.filter_map(|rule| Some((format!("{short}/{}", rule.priority), weight_in(&rule.forwards)?)));
        found.extend(own.into_iter().chain(of_rules).map(|(name, weight)| {
            let asked = (listener.protocol, listener.port);
            elb_front(&scenario.account, load_balancer, asked, name, group, weight)
        }));
    }
    found
}

fn elb_front<'a>(
    account: &Account,
    load_balancer: &'a LoadBalancer,
    listener: (ElbProtocol, u16),
    listener_name: String,
    group: &'a TargetGroup,
    weight: u32,
) -> (Front<'a>, Names) {
    let balancer = Balancer::Elb(load_balancer.load_balancer_type);
    // An Application Load Balancer always has a group; the others may do without. Spec: NET-44.
    let groups = &load_balancer.security_groups;
    let has_groups = !groups.is_empty() || load_balancer.load_balancer_type == LoadBalancerType::Application;
    let client = client(load_balancer.internet_facing);
    let front = Front {
        balancer,
        client,
        subnets: &load_balancer.subnets,
        security_groups: has_groups.then_some(groups),
        implied: false,
        listener,
        forwards: Forwards::TargetGroup(group, weight),
    };
    let names = Names {
        dns_name: dns_name(account, &load_balancer.name, balancer, client),
        load_balancer: report(&load_balancer.name, balancer, client, false),
        listener: listener_name,
        target_group: Some(group.name.clone()),
    };
    (front, names)
}

/// The load balancer of a target group that no listener names: application for HTTP, else network; every
/// zone is enabled, and nothing keeps it from clients and targets. Spec: NET-40.
fn implied_front<'a>(account: &Account, group: &'a TargetGroup) -> (Front<'a>, Names) {
    let (load_balancer_type, port) = match group.protocol {
        ElbProtocol::Http => (LoadBalancerType::Application, 80),
        ElbProtocol::Https => (LoadBalancerType::Application, 443),
        ElbProtocol::Geneve => (LoadBalancerType::Gateway, group.port),
        _ => (LoadBalancerType::Network, group.port),
    };
    let name = format!("{}-lb", group.name);
    let balancer = Balancer::Elb(load_balancer_type);
    let front = Front {
        balancer,
        client: Client::Internet,
        subnets: &[],
        security_groups: None,
        implied: true,
        listener: (group.protocol, port),
        forwards: Forwards::TargetGroup(group, 1),
    };
    let names = Names {
        dns_name: dns_name(account, &name, balancer, Client::Internet),
        load_balancer: report(&name, balancer, Client::Internet, true),
        listener: format!("{name}:{port}"),
        target_group: Some(group.name.clone()),
    };
    (front, names)
}

/// Through each listener of a Classic Load Balancer.
fn classic_fronts<'a>(scenario: &Scenario, classic: &'a ClassicLoadBalancer) -> Vec<(Front<'a>, Names)> {
    let client = client(classic.internet_facing);
    let front = |listener: &ClassicListener| Front {
        balancer: Balancer::Classic,
        client,
        subnets: &classic.subnets,
        security_groups: Some(&classic.security_groups),
        implied: false,
        listener: (ElbProtocol::Tcp, listener.load_balancer_port),
        forwards: Forwards::InstancePort(listener.instance_port),
    };
    let names = |listener: &ClassicListener| Names {
        dns_name: dns_name(&scenario.account, &classic.name, Balancer::Classic, client),
        load_balancer: report(&classic.name, Balancer::Classic, client, false),
        listener: format!("{}:{}", classic.name, listener.load_balancer_port),
        target_group: None,
    };
    classic.listeners.iter().map(|listener| (front(listener), names(listener))).collect()
}

fn client(internet_facing: bool) -> Client {
    if internet_facing { Client::Internet } else { Client::Vpc }
}

fn report(name: &str, balancer: Balancer, client: Client, implied: bool) -> LoadBalancerReport {
    LoadBalancerReport {
        name: name.to_owned(),
        load_balancer_type: text::balancer(balancer),
        scheme: if client == Client::Internet { "internet-facing" } else { "internal" },
        implied,
    }
}

/// The name under which a load balancer is found, in the form of AWS's. Spec: NET-40.
fn dns_name(account: &Account, name: &str, balancer: Balancer, client: Client) -> String {
    let id = account.hex_id("load-balancer", name);
    let region = &account.region;
    let internal = if client == Client::Vpc { "internal-" } else { "" };
    match balancer {
        Balancer::Elb(LoadBalancerType::Network | LoadBalancerType::Gateway) => {
            format!("{name}-{}.elb.{region}.amazonaws.com", id.get(..16).unwrap_or_default())
        }
        Balancer::Elb(LoadBalancerType::Application) | Balancer::Classic => {
            let number = u64::from_str_radix(id.get(..8).unwrap_or_default(), 16).unwrap_or_default();
            format!("{internal}{name}-{number:010}.{region}.elb.amazonaws.com")
        }
    }
}
