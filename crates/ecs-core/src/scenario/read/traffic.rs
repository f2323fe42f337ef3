//! `simulation.traffic`: what arrives, and where it goes. Spec: LOAD-1, LOAD-10.

use super::Reader;
use super::references::TARGET_GROUP;
use crate::aws::{DeploymentStrategy, ForwardingRule, Service, ServiceLoadBalancer, shorten};
use crate::finding::rules;
use crate::json::{Node, child};
use crate::limits;
use crate::scenario::{Traffic, TrafficNumber, TrafficTo};
use std::collections::BTreeSet;

/// Members that say where a traffic goes.
const DESTINATIONS: [&str; 3] = ["listener", "targetGroup", "queue"];

impl<'a> Reader<'a> {
    /// The entries of `simulation.traffic`.
    pub(super) fn traffic_nodes(&self) -> &'a [Node] {
        self.root.get("simulation").map_or(&[][..], |simulation| simulation.list("traffic"))
    }
}

impl Reader<'_> {
    /// What arrives at load balancers. `services` tells whether anybody is behind them.
    pub(super) fn traffic(&mut self, services: &[(String, Service)]) -> Vec<Traffic> {
        let nodes = self.traffic_nodes();
        if let Some(node) = nodes.get(limits::TRAFFIC) {
            let message = format!("{} entries of `traffic`; {} are the most", nodes.len(), limits::TRAFFIC);
            self.report(&rules::QUOTA_EXCEEDED, &pointer_of(limits::TRAFFIC), node, message);
        }
        let served = served_groups(services);
        let mut names = BTreeSet::new();
        let mut traffic = Vec::new();
        for (number, node) in nodes.iter().enumerate().take(limits::TRAFFIC) {
            let pointer = pointer_of(number);
            let name = name_of(number, node);
            if !names.insert(name.clone()) {
                let message = format!("there is a traffic `{}` already", shorten(&name));
                let place = node.get("name").unwrap_or(node);
                self.report(&rules::DUPLICATE_NAME, &child(&pointer, "name"), place, message);
            }
            let to = self.destination(node, &pointer);
            // What goes to queues is read with them.
            if node.get("queue").is_some() {
                continue;
            }
            if let Some(to) = &to {
                self.check_served(node, &pointer, to, &served);
                self.check_shifted(node, &pointer, to, services);
            }
            let client_time_out_s = self.client_time_out_s(node, &pointer);
            let shape = self.traffic_shape(node, &pointer);
            let read = to.zip(shape).map(|(to, shape)| Traffic { name, to, client_time_out_s, shape });
            traffic.extend(read);
        }
        traffic
    }

    /// A traffic by its name. Spec: SCN-2.
    pub(super) fn traffic_reference(&mut self, input: &Node, pointer: &str) -> Option<TrafficNumber> {
        let member = input.get("name")?;
        let name = member.as_str()?;
        let named: Vec<(String, bool)> = self
            .traffic_nodes()
            .iter()
            .enumerate()
            .map(|(number, node)| (name_of(number, node), node.get("queue").is_some()))
            .collect();
        if let Some(found) = named.iter().position(|(known, _)| known == name) {
            let before = named.get(..found).unwrap_or_default();
            let (_, is_queued) = *named.get(found)?;
            let number = before.iter().filter(|(_, other)| *other == is_queued).count();
            let kind = if is_queued { TrafficNumber::Messages } else { TrafficNumber::Requests };
            return Some(kind(number));
        }
        let near = self.nearest(name, named.iter().map(|(name, _)| name.as_str()));
        let hint = near.map(|name| format!("did you mean `{name}`?"));
        let message = format!("there is no traffic `{}` in this scenario", shorten(name));
        self.report_hint(&rules::UNRESOLVED_REFERENCE, &child(pointer, "name"), member, message, hint);
        None
    }

    fn destination(&mut self, node: &Node, pointer: &str) -> Option<TrafficTo> {
        let given: Vec<&str> = DESTINATIONS.into_iter().filter(|key| node.get(key).is_some()).collect();
        if given.len() != 1 {
            let message = match given.len() {
                0 => "a traffic names where it goes: a `listener`, a `targetGroup` or a `queue`".to_owned(),
                _ => format!("a traffic goes to one place, and this one names `{}`", given.join("` and `")),
            };
            self.report(&rules::TRAFFIC, pointer, node, message);
            return None;
        }
        if let Some(reference) = node.get("targetGroup") {
            let group = self.resolve(&TARGET_GROUP, reference, &child(pointer, "targetGroup"))?;
            return Some(TrafficTo::TargetGroup(group));
        }
        let listener = self.listener_reference(node, "listener", pointer)?;
        let text = |key: &str| node.str(key).map(ToOwned::to_owned);
        Some(TrafficTo::Listener { listener, host: text("host"), path: text("path") })
    }

    /// Nobody answers where no service registers. Spec: LOAD-10.
    fn check_served(&mut self, node: &Node, pointer: &str, to: &TrafficTo, served: &BTreeSet<usize>) {
        let balancing = &self.load_balancing;
        let (key, groups): (&str, Vec<usize>) = match to {
            TrafficTo::TargetGroup(group) => ("targetGroup", vec![*group]),
            TrafficTo::Listener { listener, .. } => {
                let of_listener = balancing.listeners.get(*listener).map(|listener| &listener.forwards);
                let of_rules = balancing.rules.iter().filter(|rule| rule.listener == *listener);
                let forwards = of_listener.into_iter().chain(of_rules.map(|rule| &rule.forwards)).flatten();
                ("listener", forwards.map(|forward| forward.target_group).collect())
            }
        };
        if groups.is_empty() || groups.iter().any(|group| served.contains(group)) {
            return;
        }
        let message = "no service registers its tasks behind this: every request is answered with 503";
        let hint = Some("name the target group in `loadBalancers` of a service".to_owned());
        let place = node.get(key).unwrap_or(node);
        self.report_hint(&rules::TRAFFIC_UNSERVED, &child(pointer, key), place, message.to_owned(), hint);
    }

    /// What names a target group itself is not asked which of two has the weight. Spec: LOAD-10.
    fn check_shifted(&mut self, node: &Node, pointer: &str, to: &TrafficTo, services: &[(String, Service)]) {
        let TrafficTo::TargetGroup(group) = to else { return };
        let shifts = |service: &Service| {
            let is_rolling = service.deployment.configuration.strategy == DeploymentStrategy::Rolling;
            let mut shifted = service.load_balancers.iter().filter(|entry| entry.advanced.is_some());
            !is_rolling && shifted.any(|entry| entry.target_groups().any(|own| own == *group))
        };
        let Some((_, service)) = services.iter().find(|(_, service)| shifts(service)) else { return };
        let message = format!(
            "this goes to one of the two target groups of service `{}`, and past the listener whose weights its deployments shift: while the other group is in production it meets tasks that are on their way out, or none",
            shorten(&service.service_name)
        );
        let entry = service.load_balancers.iter().find_map(|entry| entry.advanced);
        let through = entry.and_then(|entry| self.listener_of_rule(entry.production));
        let hint = through.map(|name| format!("write \"listener\": \"{name}\" instead of `targetGroup`"));
        let place = node.get("targetGroup").unwrap_or(node);
        self.report_hint(&rules::TRAFFIC_PAST_SHIFT, &child(pointer, "targetGroup"), place, message, hint);
    }

    /// What a rule's listener is called: `web-alb:80`.
    fn listener_of_rule(&self, rule: ForwardingRule) -> Option<String> {
        let balancing = &self.load_balancing;
        let listener = balancing.listeners.get(balancing.listener_of(rule)?)?;
        let balancer = balancing.load_balancers.get(listener.load_balancer)?;
        Some(format!("{}:{}", balancer.name, listener.port))
    }

    fn client_time_out_s(&mut self, node: &Node, pointer: &str) -> Option<f64> {
        let given = node.get("clientTimeoutSeconds")?;
        // What is no number has been reported as such.
        let within = Some(given.as_number()?).filter(|seconds| (0.001..=4000.0).contains(seconds));
        if within.is_none() {
            let message = "`clientTimeoutSeconds` has to be from 0.001 to 4000";
            self.report(&rules::OUT_OF_RANGE, &child(pointer, "clientTimeoutSeconds"), given, message);
        }
        within
    }
}

/// Target groups that services register with.
fn served_groups(services: &[(String, Service)]) -> BTreeSet<usize> {
    let entries = services.iter().flat_map(|(_, service)| &service.load_balancers);
    entries.flat_map(ServiceLoadBalancer::target_groups).collect()
}

fn pointer_of(number: usize) -> String {
    format!("/simulation/traffic/{number}")
}

pub(super) fn name_of(number: usize, node: &Node) -> String {
    node.str("name").map_or_else(|| format!("traffic-{}", number + 1), ToOwned::to_owned)
}
