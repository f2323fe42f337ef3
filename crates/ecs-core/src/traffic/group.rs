//! On which terms a target group's requests are routed.

use crate::aws::{ElbProtocol, Forward, LoadBalancer, LoadBalancerType, LoadBalancing, TargetGroup};
use crate::balance::{Failure, GroupSettings, idle_time_out};
use std::collections::BTreeMap;

/// Who gives up first on a request, and when. Spec: BAL-12.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Patience {
    /// What becomes of the request then.
    pub failure: Failure,
    /// After how many seconds.
    pub seconds: f64,
}

impl Default for Patience {
    /// An Application Load Balancer's idle time-out.
    fn default() -> Patience {
        Patience { failure: Failure::IdleTimedOut, seconds: 60.0 }
    }
}

/// Where a traffic goes by now.
#[derive(Clone, Debug, Default)]
pub struct Route {
    /// Whether its clients do not reach the load balancer.
    pub kept_out: bool,
    /// Whether the listener forwards at all; else it answers itself.
    pub forwards: bool,
    /// The share of each target group, by number; empty where all weights are 0.
    pub groups: Vec<(usize, f64)>,
}

/// What routing asks of a target group and of the load balancer before it.
#[derive(Clone, Debug)]
pub struct GroupTerms {
    /// The load balancer: the format's own where no listener names the group. Spec: NET-40.
    pub balancer: LoadBalancer,
    /// The listener that leads to it, by its number; none where the load balancer is implied.
    pub listener: Option<usize>,
    /// The group's attributes.
    pub settings: GroupSettings,
    /// After how many seconds the load balancer gives a request up.
    pub idle_s: f64,
    /// Who gives up first: the load balancer, or the least patient clients of the group.
    pub patience: Patience,
}

impl Route {
    /// Whether requests come to a target group at all.
    pub fn arrives(&self) -> bool {
        self.forwards && !self.kept_out && !self.groups.is_empty()
    }
}

impl GroupTerms {
    /// The terms of every group that something leads to, by number. One that no listener led to when the run
    /// began is behind an implied load balancer.
    pub fn all(balancing: &LoadBalancing, initial: &LoadBalancing) -> BTreeMap<usize, GroupTerms> {
        let (leading, led) = (leading(balancing), leading(initial));
        let terms = |(number, group): (usize, &TargetGroup)| {
            let listener = leading.get(&number).copied();
            let balancer = match listener.and_then(|listener| balancing.listeners.get(listener)) {
                Some(listener) => balancing.load_balancers.get(listener.load_balancer)?.clone(),
                None if led.contains_key(&number) => return None,
                None => implied_balancer(group),
            };
            let settings = GroupSettings::of(group, &balancer);
            let idle_s = idle_time_out(&balancer).as_seconds();
            let patience = Patience { failure: Failure::IdleTimedOut, seconds: idle_s };
            Some((number, GroupTerms { balancer, listener, settings, idle_s, patience }))
        };
        balancing.target_groups.iter().enumerate().filter_map(terms).collect()
    }
}

/// The first listener that leads to each group, by itself or by a rule.
fn leading(balancing: &LoadBalancing) -> BTreeMap<usize, usize> {
    let of_listeners =
        balancing.listeners.iter().enumerate().map(|(number, listener)| (number, &listener.forwards));
    let of_rules = balancing.rules.iter().map(|rule| (rule.listener, &rule.forwards));
    let mut leading = BTreeMap::new();
    for (listener, forwards) in of_listeners.chain(of_rules) {
        for Forward { target_group, .. } in forwards {
            leading.entry(*target_group).or_insert(listener);
        }
    }
    leading
}

/// The load balancer before a group that only traffic names. It is in every zone, so that clients are not
/// sent where no target is. Spec: NET-40.
fn implied_balancer(group: &TargetGroup) -> LoadBalancer {
    let is_application = matches!(group.protocol, ElbProtocol::Http | ElbProtocol::Https);
    let cross_zone = ("load_balancing.cross_zone.enabled".to_owned(), "true".to_owned());
    LoadBalancer {
        name: format!("{}-lb", group.name),
        load_balancer_type: match group.protocol {
            ElbProtocol::Geneve => LoadBalancerType::Gateway,
            _ if is_application => LoadBalancerType::Application,
            _ => LoadBalancerType::Network,
        },
        internet_facing: true,
        subnets: Vec::new(),
        security_groups: Vec::new(),
        attributes: BTreeMap::from([cross_zone]),
    }
}
