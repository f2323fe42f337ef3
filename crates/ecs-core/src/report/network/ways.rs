//! The ways that lead to a task: through each listener of each target group, or straight to it.

use super::LoadBalancerReport;
use super::subject::{Mapped, Subject};
use super::text;
use crate::aws::{
    ClassicListener, ClassicLoadBalancer, ElbProtocol, Forward, LoadBalancer, LoadBalancerType,
    LoadBalancing, Protocol, RegisteredWith, ServiceLoadBalancer, TargetGroup,
};
use crate::ids::Account;
use crate::network::{
    Balancer, Client, Forwards, Front, classic_front, client_of, listener_front, transports,
};
use crate::scenario::Scenario;
use std::collections::BTreeMap;

/// A way to a mapping of a container.
pub(super) struct Way<'a> {
    /// What it leads through; none where a client asks the task itself.
    pub(super) front: Option<&'a (Front<'a>, Names)>,
    pub(super) mapped: Mapped,
}

/// What things are called on the way through a load balancer.
pub(super) struct Names {
    pub(super) load_balancer: LoadBalancerReport,
    /// None for a Gateway Load Balancer, which is found through its endpoints.
    pub(super) dns_name: Option<String>,
    /// `web-alb:80`, of a rule `web-alb:80/10`; of a Gateway Load Balancer, which listens for every packet,
    /// its name.
    pub(super) listener: String,
    pub(super) target_group: Option<String>,
}

/// What leads to every task of a service, for an entry of its `loadBalancers`.
pub(super) struct Entrance<'a> {
    entry: ServiceLoadBalancer,
    fronts: Vec<(Front<'a>, Names)>,
}

/// What leads to tasks that register by these entries, as listeners forward by now. Spec: NET-40.
pub(super) fn entrances<'a>(
    account: &Account,
    balancing: &'a LoadBalancing,
    entries: &[ServiceLoadBalancer],
) -> Vec<Entrance<'a>> {
    let entrance = |entry: &ServiceLoadBalancer| Entrance {
        entry: *entry,
        fronts: fronts_of(account, balancing, entry.with),
    };
    entries.iter().map(entrance).collect()
}

/// The ways to a task of the service.
pub(super) fn through_load_balancers<'a>(
    scenario: &Scenario,
    entrances: &'a [Entrance<'a>],
    subject: &Subject<'_>,
) -> Vec<Way<'a>> {
    entrances.iter().flat_map(|entrance| through_load_balancer(scenario, entrance, subject)).collect()
}

fn through_load_balancer<'a>(
    scenario: &Scenario,
    entrance: &'a Entrance<'a>,
    subject: &Subject<'_>,
) -> Vec<Way<'a>> {
    let Entrance { entry, fronts } = entrance;
    let wanted = wanted_of(scenario, entry.with);
    let Some(mapped) = subject.mapping_for(entry.container, entry.container_port, wanted) else {
        return Vec::new();
    };
    let mut fronts = &fronts[..];
    if matches!(entry.with, RegisteredWith::Classic(_)) {
        // The listener that asks for the task's port; where none does, the first shows what is wrong.
        let port = subject.port(mapped);
        let asks = |front: &Front<'_>| matches!(front.forwards, Forwards::InstancePort(asked) if Some(asked) == port);
        let fitting = fronts.iter().position(|(front, _)| asks(front)).unwrap_or(0);
        fronts = fronts.get(fitting..).and_then(|from| from.get(..1)).unwrap_or_default();
    }
    fronts.iter().map(|front| Way { front: Some(front), mapped }).collect()
}

/// The ways of a client that asks each mapping of the task itself.
pub(super) fn straight(subject: &Subject<'_>) -> Vec<Way<'static>> {
    subject.mappings().map(|mapped| Way { front: None, mapped }).collect()
}

/// Protocols of the mappings that are registered, in the order in which one is looked for.
pub(super) fn wanted_of(scenario: &Scenario, with: RegisteredWith) -> &'static [Protocol] {
    let group = match with {
        RegisteredWith::Classic(_) => None,
        RegisteredWith::TargetGroup(number) => scenario.load_balancing.target_groups.get(number),
    };
    group.map_or(&[Protocol::Tcp][..], |group| transports(group.protocol))
}

/// What leads to tasks that are registered with a target group or a Classic Load Balancer.
pub(super) fn fronts_of<'a>(
    account: &Account,
    balancing: &'a LoadBalancing,
    with: RegisteredWith,
) -> Vec<(Front<'a>, Names)> {
    match with {
        RegisteredWith::Classic(number) => {
            let classic = balancing.classic_load_balancers.get(number);
            classic.map(|classic| classic_fronts(account, classic)).unwrap_or_default()
        }
        RegisteredWith::TargetGroup(number) => {
            let Some(group) = balancing.target_groups.get(number) else { return Vec::new() };
            let fronts = listener_fronts(account, balancing, number, group);
            if fronts.is_empty() { vec![implied_front(account, group)] } else { fronts }
        }
    }
}

/// Through every listener and rule that names the target group.
fn listener_fronts<'a>(
    account: &Account,
    balancing: &'a LoadBalancing,
    number: usize,
    group: &'a TargetGroup,
) -> Vec<(Front<'a>, Names)> {
    let weight_in = |forwards: &[Forward]| {
        forwards.iter().find(|forward| forward.target_group == number).map(|forward| forward.weight)
    };
    let mut of_rules: BTreeMap<usize, Vec<(u32, u32)>> = BTreeMap::new();
    for rule in &balancing.rules {
        if let Some(weight) = weight_in(&rule.forwards) {
            of_rules.entry(rule.listener).or_default().push((rule.priority, weight));
        }
    }
    let mut found = Vec::new();
    for (listener_number, listener) in balancing.listeners.iter().enumerate() {
        let Some(load_balancer) = balancing.load_balancers.get(listener.load_balancer) else { continue };
        let (own, rules) = (weight_in(&listener.forwards), of_rules.remove(&listener_number));
        if own.is_none() && rules.is_none() {
            continue;
        }
        let short = listener_name(load_balancer.load_balancer_type, &load_balancer.name, listener.port);
        let of_rules = rules.into_iter().flatten();
        let of_rules = of_rules.map(|(priority, weight)| (format!("{short}/{priority}"), weight));
        let own = own.map(|weight| (short.clone(), weight));
        found.extend(own.into_iter().chain(of_rules).map(|(name, weight)| {
            let asked = (listener.protocol, listener.port);
            elb_front(account, load_balancer, asked, name, group, weight)
        }));
    }
    found
}

/// What a listener is called.
fn listener_name(of: LoadBalancerType, load_balancer: &str, port: u16) -> String {
    match of {
        LoadBalancerType::Gateway => load_balancer.to_owned(),
        LoadBalancerType::Application | LoadBalancerType::Network => format!("{load_balancer}:{port}"),
    }
}

fn elb_front<'a>(
    account: &Account,
    load_balancer: &'a LoadBalancer,
    listener: (ElbProtocol, u16),
    listener_name: String,
    group: &'a TargetGroup,
    weight: u32,
) -> (Front<'a>, Names) {
    let front = listener_front(load_balancer, listener, group, weight);
    let names = Names {
        dns_name: dns_name(account, &load_balancer.name, front.balancer, front.client),
        load_balancer: report(&load_balancer.name, front.balancer, front.client, false),
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
    let client = client_of(load_balancer_type, true);
    let front = Front {
        balancer,
        client,
        subnets: &[],
        security_groups: None,
        implied: true,
        listener: (group.protocol, port),
        forwards: Forwards::TargetGroup(group, 1),
    };
    let names = Names {
        dns_name: dns_name(account, &name, balancer, client),
        load_balancer: report(&name, balancer, client, true),
        listener: listener_name(load_balancer_type, &name, port),
        target_group: Some(group.name.clone()),
    };
    (front, names)
}

/// Through each listener of a Classic Load Balancer.
fn classic_fronts<'a>(account: &Account, classic: &'a ClassicLoadBalancer) -> Vec<(Front<'a>, Names)> {
    let front_and_names = |listener: &ClassicListener| {
        let front = classic_front(classic, listener);
        let names = Names {
            dns_name: dns_name(account, &classic.name, front.balancer, front.client),
            load_balancer: report(&classic.name, front.balancer, front.client, false),
            listener: format!("{}:{}", classic.name, listener.load_balancer_port),
            target_group: None,
        };
        (front, names)
    };
    classic.listeners.iter().map(front_and_names).collect()
}

fn report(name: &str, balancer: Balancer, client: Client, implied: bool) -> LoadBalancerReport {
    LoadBalancerReport {
        name: name.to_owned(),
        load_balancer_type: text::balancer(balancer).into(),
        scheme: match (balancer, client) {
            (Balancer::Elb(LoadBalancerType::Gateway), _) => None,
            (_, Client::Internet) => Some("internet-facing".into()),
            (_, Client::Vpc) => Some("internal".into()),
        },
        implied,
    }
}

/// The name under which a load balancer is found, in the form of AWS's; none for a Gateway Load Balancer.
/// Spec: NET-40.
fn dns_name(account: &Account, name: &str, balancer: Balancer, client: Client) -> Option<String> {
    let id = account.hex_id("load-balancer", name);
    let region = &account.region;
    let internal = if client == Client::Vpc { "internal-" } else { "" };
    match balancer {
        Balancer::Elb(LoadBalancerType::Gateway) => None,
        Balancer::Elb(LoadBalancerType::Network) => {
            Some(format!("{name}-{}.elb.{region}.amazonaws.com", id.get(..16).unwrap_or_default()))
        }
        Balancer::Elb(LoadBalancerType::Application) | Balancer::Classic => {
            let number = u64::from_str_radix(id.get(..8).unwrap_or_default(), 16).unwrap_or_default();
            Some(format!("{internal}{name}-{number:010}.{region}.elb.amazonaws.com"))
        }
    }
}
