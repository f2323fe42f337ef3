//! What arrives while a run goes on, and what changes about it.

use crate::aws::{Forward, HttpAddress, Listener, LoadBalancing};
use crate::load::Shape;
use std::collections::BTreeMap;

/// An entry of `simulation.traffic`. Spec: LOAD-1, LOAD-10.
#[derive(Clone, Debug, PartialEq)]
pub struct Traffic {
    /// `name`, `traffic-<n>` where none is given.
    pub name: String,
    /// Where it goes.
    pub to: TrafficTo,
    /// `clientTimeoutSeconds`: after how many seconds a client goes away; none where it waits for as long as
    /// the load balancer does. Spec: BAL-12.
    pub client_time_out_s: Option<f64>,
    /// How much arrives, and when.
    pub shape: Shape,
}

/// Where a traffic goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TrafficTo {
    /// To a listener, which looks at host and path.
    Listener {
        /// The listener, by its number.
        listener: usize,
        /// The host that is asked for.
        host: Option<String>,
        /// The path that is asked for.
        path: Option<String>,
    },
    /// To a target group.
    TargetGroup(usize),
}

/// What an address that a container sends to has to do with load balancers. Spec: LOAD-12.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Addressed {
    /// It is a load balancer's, and leads there.
    Balancer(TrafficTo),
    /// It is a load balancer's, which does not listen at this port.
    NoListener,
    /// It is no load balancer's.
    Other,
}

impl Addressed {
    /// A load balancer goes by its name; the one that the format implies for a target group by the group's
    /// name with `-lb` behind it.
    pub fn of(balancing: &LoadBalancing, address: &HttpAddress) -> Addressed {
        let is_asked = |name: &str| name.eq_ignore_ascii_case(&address.host);
        if let Some(balancer) = balancing.load_balancers.iter().position(|of| is_asked(&of.name)) {
            let asked =
                |listener: &Listener| listener.load_balancer == balancer && listener.port == address.port;
            let listener = balancing.listeners.iter().position(asked);
            return listener.map_or(Addressed::NoListener, |listener| {
                let path = Some(address.path.clone());
                Addressed::Balancer(TrafficTo::Listener { listener, host: None, path })
            });
        }
        let led = |group: usize| {
            let of_listeners = balancing.listeners.iter().flat_map(|listener| &listener.forwards);
            let mut all = of_listeners.chain(balancing.rules.iter().flat_map(|rule| &rule.forwards));
            all.any(|forward| forward.target_group == group)
        };
        let groups = balancing.target_groups.iter().enumerate();
        let mut implied =
            groups.filter(|(number, group)| is_asked(&format!("{}-lb", group.name)) && !led(*number));
        implied
            .next()
            .map_or(Addressed::Other, |(group, _)| Addressed::Balancer(TrafficTo::TargetGroup(group)))
    }
}

/// The number of an entry of `simulation.traffic`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TrafficNumber {
    /// Among those that go to load balancers.
    Requests(usize),
    /// Among those that go to queues.
    Messages(usize),
}

/// A call of a timeline that is about traffic.
#[derive(Clone, Debug, PartialEq)]
pub enum TrafficCall {
    /// `simulation:SetTraffic`: another shape from now on.
    Set {
        /// The traffic.
        traffic: TrafficNumber,
        /// The shape.
        shape: Shape,
    },
    /// `elasticloadbalancing:ModifyTargetGroupAttributes`.
    Attributes {
        /// The target group, by its number.
        target_group: usize,
        /// What is given, by key; the others stay.
        attributes: BTreeMap<String, String>,
    },
    /// `elasticloadbalancing:ModifyListener`, or ModifyRule of a default rule.
    Listener {
        /// The listener, by its number.
        listener: usize,
        /// Where its default action forwards to.
        forwards: Vec<Forward>,
    },
    /// `elasticloadbalancing:ModifyRule`.
    Rule {
        /// The rule, by its number.
        rule: usize,
        /// Where its action forwards to.
        forwards: Vec<Forward>,
    },
}
