//! Load balancers as the beginning of a path: through which listener requests come, and whereto.

use super::path::{Balancer, Client, Forwards, Front};
use crate::aws::{
    ClassicListener, ClassicLoadBalancer, ElbProtocol, LoadBalancer, LoadBalancerType, LoadBalancing,
    TargetGroup,
};

/// Through a listener of a load balancer, or a rule of one, to a target group with this weight.
pub fn listener_front<'a>(
    load_balancer: &'a LoadBalancer,
    listener: (ElbProtocol, u16),
    group: &'a TargetGroup,
    weight: u32,
) -> Front<'a> {
    // An Application Load Balancer always has a group; the others may do without. Spec: NET-44.
    let groups = &load_balancer.security_groups;
    let has_groups = !groups.is_empty() || load_balancer.load_balancer_type == LoadBalancerType::Application;
    Front {
        balancer: Balancer::Elb(load_balancer.load_balancer_type),
        client: client_of(load_balancer.load_balancer_type, load_balancer.internet_facing),
        subnets: &load_balancer.subnets,
        security_groups: has_groups.then_some(groups),
        implied: false,
        listener,
        forwards: Forwards::TargetGroup(group, weight),
    }
}

/// Through a listener of a Classic Load Balancer.
pub fn classic_front<'a>(classic: &'a ClassicLoadBalancer, listener: &ClassicListener) -> Front<'a> {
    Front {
        balancer: Balancer::Classic,
        client: client(classic.internet_facing),
        subnets: &classic.subnets,
        security_groups: Some(&classic.security_groups),
        implied: false,
        listener: (ElbProtocol::Tcp, listener.load_balancer_port),
        forwards: Forwards::InstancePort(listener.instance_port),
    }
}

/// The paths into each target group, by its number: load balancers' names and their listeners.
pub fn fronts_by_group(balancing: &LoadBalancing) -> Vec<Vec<(&str, Front<'_>)>> {
    let mut fronts: Vec<Vec<(&str, Front<'_>)>> = vec![Vec::new(); balancing.target_groups.len()];
    let of_listeners = balancing.listeners.iter().map(|listener| (listener, &listener.forwards));
    let of_rules = balancing
        .rules
        .iter()
        .filter_map(|rule| Some((balancing.listeners.get(rule.listener)?, &rule.forwards)));
    for (listener, forwards) in of_listeners.chain(of_rules) {
        let Some(load_balancer) = balancing.load_balancers.get(listener.load_balancer) else { continue };
        for forward in forwards {
            let group = balancing.target_groups.get(forward.target_group);
            let (Some(group), Some(list)) = (group, fronts.get_mut(forward.target_group)) else { continue };
            let asked = (listener.protocol, listener.port);
            let front = listener_front(load_balancer, asked, group, forward.weight);
            list.push((&load_balancer.name, front));
        }
    }
    fronts
}

/// Who asks a load balancer. A Gateway Load Balancer has no scheme: packets come to it from its endpoints
/// in a VPC. Spec: NET-46.
pub fn client_of(of: LoadBalancerType, internet_facing: bool) -> Client {
    client(internet_facing && of != LoadBalancerType::Gateway)
}

fn client(internet_facing: bool) -> Client {
    if internet_facing { Client::Internet } else { Client::Vpc }
}
