//! What a target group's attributes say about routing.

use super::{RouteTarget, TargetState};
use crate::aws::{LoadBalancer, LoadBalancerType, TargetGroup};
use crate::time::SimTime;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// `load_balancing.algorithm.type`, or what a Network Load Balancer does. Spec: BAL-7.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Algorithm {
    /// One target after the other.
    RoundRobin,
    /// The target with the fewest requests in flight.
    LeastOutstandingRequests,
    /// Any target, drawn.
    WeightedRandom,
    /// The target that the hash of a connection names.
    FlowHash,
}

impl Algorithm {
    /// In a few words, as Elastic Load Balancing's documentation calls it.
    pub fn words(self) -> &'static str {
        match self {
            Algorithm::RoundRobin => "round robin",
            Algorithm::LeastOutstandingRequests => "least outstanding requests",
            Algorithm::WeightedRandom => "weighted random",
            Algorithm::FlowHash => "flow hash",
        }
    }
}

/// How many targets have to be healthy. Spec: BAL-6.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Threshold {
    /// `minimum_healthy_targets.count`; none for `off`.
    pub count: Option<u32>,
    /// `minimum_healthy_targets.percentage`; none for `off`.
    pub percentage: Option<u32>,
}

impl Threshold {
    /// Whether so many healthy of so many registered targets are enough: where count and percentage are
    /// both given, both have to be met. Spec: BAL-6.
    pub fn met(&self, healthy: u32, registered: u32) -> bool {
        let share = u64::from(healthy) * 100;
        self.count.is_none_or(|count| healthy >= count)
            && self.percentage.is_none_or(|percent| share >= u64::from(percent) * u64::from(registered))
    }
}

/// A target group's attributes, with AWS's defaults.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GroupSettings {
    /// `deregistration_delay.timeout_seconds`.
    pub deregistration_delay: SimTime,
    /// `slow_start.duration_seconds`; zero for off.
    pub slow_start: SimTime,
    /// How a target is chosen.
    pub algorithm: Algorithm,
    /// How long a session stays with its target; none without stickiness.
    pub sticky_for: Option<SimTime>,
    /// Whether the nodes of all zones reach the targets of all zones.
    pub cross_zone: bool,
    /// Below it a zone's node is taken out of DNS.
    pub dns_failover: Threshold,
    /// Below it unhealthy targets get requests too.
    pub routing_failover: Threshold,
}

impl GroupSettings {
    /// The settings of a group behind a load balancer. A value that cannot be read counts as not given.
    /// Spec: BAL-4, BAL-6, BAL-7, BAL-8, BAL-9, BAL-10.
    pub fn of(group: &TargetGroup, balancer: &LoadBalancer) -> GroupSettings {
        let attributes = &group.attributes;
        let get = |key: &str| attributes.get(key).map(String::as_str);
        let network = balancer.load_balancer_type == LoadBalancerType::Network;
        let algorithm = match get("load_balancing.algorithm.type") {
            _ if network => Algorithm::FlowHash,
            Some("least_outstanding_requests") => Algorithm::LeastOutstandingRequests,
            Some("weighted_random") => Algorithm::WeightedRandom,
            _ => Algorithm::RoundRobin,
        };
        let cross_zone = match get("load_balancing.cross_zone.enabled") {
            Some("true") => true,
            Some("false") => false,
            _ if network => is_true(&balancer.attributes, "load_balancing.cross_zone.enabled"),
            _ => true,
        };
        let slow_start = match algorithm {
            Algorithm::RoundRobin => seconds(attributes, "slow_start.duration_seconds").unwrap_or_default(),
            _ => SimTime::ZERO,
        };
        GroupSettings {
            deregistration_delay: seconds(attributes, "deregistration_delay.timeout_seconds")
                .unwrap_or(SimTime::from_seconds(300)),
            slow_start,
            algorithm,
            sticky_for: sticky_for(attributes, algorithm),
            cross_zone,
            dns_failover: threshold(attributes, "target_group_health.dns_failover"),
            routing_failover: threshold(attributes, "target_group_health.unhealthy_state_routing"),
        }
    }

    /// Whether a target that turns healthy begins slowly: only where another one is healthy and past its
    /// own slow start, so that the first targets of a group begin at once. Spec: BAL-8.
    pub fn starts_slowly(&self, at: SimTime, others: &[RouteTarget]) -> bool {
        let carries = |target: &RouteTarget| {
            let end = target.slow_start_from.map(|from| from.plus_ms(self.slow_start.as_ms()));
            target.state == TargetState::Healthy && end.is_none_or(|end| end <= at)
        };
        self.slow_start > SimTime::ZERO && others.iter().any(carries)
    }
}

/// After how long a request without an answer is given up: an Application Load Balancer's
/// `idle_timeout.timeout_seconds`, or a Network Load Balancer's 350 seconds of a silent connection.
/// Spec: BAL-12.
pub fn idle_time_out(balancer: &LoadBalancer) -> SimTime {
    if balancer.load_balancer_type == LoadBalancerType::Network {
        return SimTime::from_seconds(350);
    }
    seconds(&balancer.attributes, "idle_timeout.timeout_seconds").unwrap_or(SimTime::from_seconds(60))
}

fn seconds(attributes: &BTreeMap<String, String>, key: &str) -> Option<SimTime> {
    attributes.get(key)?.parse().ok().map(SimTime::from_seconds)
}

fn is_true(attributes: &BTreeMap<String, String>, key: &str) -> bool {
    attributes.get(key).is_some_and(|value| value == "true")
}

/// Weighted random takes no stickiness; `source_ip` of a Network Load Balancer has no duration, and gets the
/// cookies' default.
fn sticky_for(attributes: &BTreeMap<String, String>, algorithm: Algorithm) -> Option<SimTime> {
    const DAY: SimTime = SimTime::from_seconds(86_400);
    if !is_true(attributes, "stickiness.enabled") || algorithm == Algorithm::WeightedRandom {
        return None;
    }
    let kind = attributes.get("stickiness.type").map_or("lb_cookie", String::as_str);
    let lasts = seconds(attributes, &format!("stickiness.{kind}.duration_seconds")).unwrap_or(DAY);
    Some(lasts.max(SimTime::from_seconds(1)))
}

fn threshold(attributes: &BTreeMap<String, String>, action: &str) -> Threshold {
    let get = |unit: &str| attributes.get(&format!("{action}.minimum_healthy_targets.{unit}"));
    let number = |value: &String| value.parse().ok();
    let count = get("count").map_or(Some(1), number);
    Threshold { count, percentage: get("percentage").and_then(number) }
}

#[cfg(test)]
mod tests {
    use super::{Algorithm, GroupSettings, Threshold, idle_time_out};
    use crate::aws::{
        ElbProtocol, LoadBalancer, LoadBalancerType, TargetGroup, TargetHealthCheck, TargetType,
    };
    use crate::time::SimTime;
    use std::collections::BTreeMap;

    fn attributes(given: &[(&str, &str)]) -> BTreeMap<String, String> {
        given.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
    }

    fn balancer(load_balancer_type: LoadBalancerType, given: &[(&str, &str)]) -> LoadBalancer {
        LoadBalancer {
            name: "lb".to_owned(),
            load_balancer_type,
            internet_facing: true,
            subnets: vec![0, 1],
            security_groups: Vec::new(),
            attributes: attributes(given),
        }
    }

    fn settings(balancer: &LoadBalancer, given: &[(&str, &str)]) -> GroupSettings {
        let health_check = TargetHealthCheck {
            protocol: ElbProtocol::Http,
            port: None,
            path: "/".to_owned(),
            interval: SimTime::from_seconds(30),
            timeout: SimTime::from_seconds(5),
            healthy_threshold: 5,
            unhealthy_threshold: 2,
            matcher: "200".to_owned(),
        };
        let group = TargetGroup {
            name: "web".to_owned(),
            protocol: ElbProtocol::Http,
            port: 80,
            target_type: TargetType::Ip,
            health_check,
            attributes: attributes(given),
        };
        GroupSettings::of(&group, balancer)
    }

    /// BAL-4, BAL-6, BAL-7, BAL-9: what AWS does where nothing is said.
    #[test]
    fn defaults_are_those_of_aws() {
        let application = balancer(LoadBalancerType::Application, &[]);
        let one = Threshold { count: Some(1), percentage: None };
        let expected = GroupSettings {
            deregistration_delay: SimTime::from_seconds(300),
            slow_start: SimTime::ZERO,
            algorithm: Algorithm::RoundRobin,
            sticky_for: None,
            cross_zone: true,
            dns_failover: one,
            routing_failover: one,
        };
        assert_eq!(settings(&application, &[]), expected);
        assert_eq!(idle_time_out(&application), SimTime::from_seconds(60));
        let network = balancer(LoadBalancerType::Network, &[]);
        let hashed = GroupSettings { algorithm: Algorithm::FlowHash, cross_zone: false, ..expected };
        assert_eq!(settings(&network, &[]), hashed);
        assert_eq!(idle_time_out(&network), SimTime::from_seconds(350));
    }

    #[test]
    fn attributes_are_read_where_they_apply() {
        let application = balancer(LoadBalancerType::Application, &[("idle_timeout.timeout_seconds", "5")]);
        assert_eq!(idle_time_out(&application), SimTime::from_seconds(5));
        let least = settings(
            &application,
            &[
                ("load_balancing.algorithm.type", "least_outstanding_requests"),
                ("slow_start.duration_seconds", "30"),
                ("stickiness.enabled", "true"),
                ("stickiness.lb_cookie.duration_seconds", "3600"),
                ("load_balancing.cross_zone.enabled", "false"),
                ("target_group_health.dns_failover.minimum_healthy_targets.count", "off"),
                ("target_group_health.dns_failover.minimum_healthy_targets.percentage", "50"),
            ],
        );
        assert_eq!(least.algorithm, Algorithm::LeastOutstandingRequests);
        assert_eq!((least.slow_start, least.cross_zone), (SimTime::ZERO, false));
        assert_eq!(least.sticky_for, Some(SimTime::from_seconds(3600)));
        assert_eq!(least.dns_failover, Threshold { count: None, percentage: Some(50) });
        let key = "load_balancing.cross_zone.enabled";
        let network = balancer(LoadBalancerType::Network, &[(key, "true")]);
        assert!(settings(&network, &[(key, "use_load_balancer_configuration")]).cross_zone);
        assert!(!settings(&network, &[(key, "false")]).cross_zone);
    }
}
