//! Load balancers, their listeners and target groups, and what a service names of them.

use crate::time::SimTime;
use std::collections::BTreeMap;

/// `Type` of a load balancer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LoadBalancerType {
    /// Application: HTTP.
    Application,
    /// Network: TCP, TLS and UDP.
    Network,
    /// Gateway: every packet, to appliances.
    Gateway,
}

/// `elbv2:CreateLoadBalancer`.
#[derive(Clone, Debug, PartialEq)]
pub struct LoadBalancer {
    /// Its name.
    pub name: String,
    /// Application, network or gateway.
    pub load_balancer_type: LoadBalancerType,
    /// Whether `Scheme` is internet-facing, else internal.
    pub internet_facing: bool,
    /// Subnets with a node of it, by their numbers in the VPC.
    pub subnets: Vec<usize>,
    /// Security groups, by their numbers in the VPC; empty where none is named.
    pub security_groups: Vec<usize>,
    /// `Attributes` by key.
    pub attributes: BTreeMap<String, String>,
}

/// `Protocol` of a listener or of a target group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are AWS's; its API reference describes them")]
pub enum ElbProtocol {
    Http,
    Https,
    Tcp,
    Tls,
    Udp,
    TcpUdp,
    Geneve,
    Quic,
    TcpQuic,
}

/// `TargetType`: what a target is named by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TargetType {
    /// An instance and a port of it.
    Instance,
    /// An address and a port.
    Ip,
    /// A Lambda function.
    Lambda,
    /// An Application Load Balancer.
    Alb,
}

impl TargetType {
    /// AWS's spelling.
    pub fn name(self) -> &'static str {
        match self {
            TargetType::Instance => "instance",
            TargetType::Ip => "ip",
            TargetType::Lambda => "lambda",
            TargetType::Alb => "alb",
        }
    }
}

/// How a target group asks whether a target is well.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TargetHealthCheck {
    /// `HealthCheckProtocol`.
    pub protocol: ElbProtocol,
    /// `HealthCheckPort`; none for `traffic-port`.
    pub port: Option<u16>,
    /// `HealthCheckPath`.
    pub path: String,
    /// `HealthCheckIntervalSeconds`.
    pub interval: SimTime,
    /// `HealthCheckTimeoutSeconds`.
    pub timeout: SimTime,
    /// `HealthyThresholdCount`.
    pub healthy_threshold: u32,
    /// `UnhealthyThresholdCount`.
    pub unhealthy_threshold: u32,
    /// `Matcher`: the codes that count as well, as they were given.
    pub matcher: String,
}

/// `elbv2:CreateTargetGroup`.
#[derive(Clone, Debug, PartialEq)]
pub struct TargetGroup {
    /// Its name.
    pub name: String,
    /// The protocol to targets.
    pub protocol: ElbProtocol,
    /// The port that a target has where none is named for it.
    pub port: u16,
    /// What its targets are named by.
    pub target_type: TargetType,
    /// Its health check.
    pub health_check: TargetHealthCheck,
    /// `Attributes` by key.
    pub attributes: BTreeMap<String, String>,
}

/// A target group of a forward action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Forward {
    /// Its number in the scenario's list.
    pub target_group: usize,
    /// Its weight.
    pub weight: u32,
}

/// `elbv2:CreateListener`.
#[derive(Clone, Debug, PartialEq)]
pub struct Listener {
    /// Its load balancer, by the number in the scenario's list.
    pub load_balancer: usize,
    /// Its protocol.
    pub protocol: ElbProtocol,
    /// Its port.
    pub port: u16,
    /// Where its default action forwards to; empty for a fixed response or a redirect.
    pub forwards: Vec<Forward>,
}

/// `elbv2:CreateRule`.
#[derive(Clone, Debug, PartialEq)]
pub struct ListenerRule {
    /// Its listener, by the number in the scenario's list.
    pub listener: usize,
    /// Its priority: the lowest that matches counts.
    pub priority: u32,
    /// Host names that it is for, with wildcards; empty for all.
    pub hosts: Vec<String>,
    /// Paths that it is for, with wildcards; empty for all.
    pub paths: Vec<String>,
    /// Where it forwards to; empty for a fixed response or a redirect.
    pub forwards: Vec<Forward>,
}

/// A port of a Classic Load Balancer and the instances' port behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClassicListener {
    /// `LoadBalancerPort`.
    pub load_balancer_port: u16,
    /// `InstancePort`.
    pub instance_port: u16,
}

/// `elb:CreateLoadBalancer`: a Classic Load Balancer.
#[derive(Clone, Debug, PartialEq)]
pub struct ClassicLoadBalancer {
    /// Its name.
    pub name: String,
    /// Whether it is internet-facing.
    pub internet_facing: bool,
    /// Its listeners.
    pub listeners: Vec<ClassicListener>,
    /// Subnets with a node of it, by their numbers in the VPC.
    pub subnets: Vec<usize>,
    /// Security groups, by their numbers in the VPC; empty where none is named.
    pub security_groups: Vec<usize>,
}

/// The load balancers of a scenario.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LoadBalancing {
    /// `loadBalancers`.
    pub load_balancers: Vec<LoadBalancer>,
    /// `classicLoadBalancers`.
    pub classic_load_balancers: Vec<ClassicLoadBalancer>,
    /// `targetGroups`.
    pub target_groups: Vec<TargetGroup>,
    /// `listeners`.
    pub listeners: Vec<Listener>,
    /// `rules`.
    pub rules: Vec<ListenerRule>,
}

impl LoadBalancing {
    /// The number of the load balancer that a target group is behind: the one whose listeners or rules
    /// forward to it.
    pub fn load_balancer_of(&self, target_group: usize) -> Option<usize> {
        let leads =
            |forwards: &[Forward]| forwards.iter().any(|forward| forward.target_group == target_group);
        let of_rule =
            |rule: &ListenerRule| leads(&rule.forwards).then(|| self.listeners.get(rule.listener)).flatten();
        let listener = self.listeners.iter().find(|listener| leads(&listener.forwards));
        Some(listener.or_else(|| self.rules.iter().find_map(of_rule))?.load_balancer)
    }
}

/// Where a service registers its tasks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RegisteredWith {
    /// A target group, by its number.
    TargetGroup(usize),
    /// A Classic Load Balancer, by its number.
    Classic(usize),
}

/// An entry of a service's `loadBalancers`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ServiceLoadBalancer {
    /// With what.
    pub with: RegisteredWith,
    /// `containerName`, by the container's number in the task definition.
    pub container: usize,
    /// `containerPort`.
    pub container_port: u16,
}
