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

impl LoadBalancer {
    /// What CloudWatch calls it: `app/web-alb`. AWS puts an id behind that. Spec: METRIC-3.
    pub fn dimension(&self) -> String {
        let prefix = match self.load_balancer_type {
            LoadBalancerType::Application => "app",
            LoadBalancerType::Network => "net",
            LoadBalancerType::Gateway => "gwy",
        };
        format!("{prefix}/{}", self.name)
    }
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
    /// The listener of what forwards, by its number.
    pub fn listener_of(&self, rule: ForwardingRule) -> Option<usize> {
        match rule {
            ForwardingRule::Listener(listener) => Some(listener),
            ForwardingRule::Rule(rule) => self.rules.get(rule).map(|rule| rule.listener),
        }
    }

    /// Whether what forwards is a Network Load Balancer's.
    pub fn is_network(&self, rule: ForwardingRule) -> bool {
        let listener = self.listener_of(rule).and_then(|listener| self.listeners.get(listener));
        let balancer = listener.and_then(|listener| self.load_balancers.get(listener.load_balancer));
        balancer.is_some_and(|balancer| balancer.load_balancer_type == LoadBalancerType::Network)
    }

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
    /// `advancedConfiguration`; none with a Classic Load Balancer, and where it is left out.
    pub advanced: Option<AdvancedConfiguration>,
}

impl ServiceLoadBalancer {
    /// The target group that tasks register with, where they register with one: of a service that shifts
    /// traffic, the one of the place that their deployment has. Spec: DEPLOY-18.
    pub fn target_group(&self, alternate: bool) -> Option<usize> {
        match (self.with, self.advanced) {
            (RegisteredWith::TargetGroup(_), Some(advanced)) if alternate => Some(advanced.alternate),
            (RegisteredWith::TargetGroup(group), _) => Some(group),
            (RegisteredWith::Classic(_), _) => None,
        }
    }

    /// Every target group that tasks may register with, each once.
    pub fn target_groups(&self) -> impl Iterator<Item = usize> {
        let alternate = self.advanced.and_then(|_| self.target_group(true));
        self.target_group(false).into_iter().chain(alternate)
    }

    /// The entry as tasks register by it. Spec: DEPLOY-18.
    #[must_use]
    pub fn in_place(self, alternate: bool) -> ServiceLoadBalancer {
        let with = self.target_group(alternate).map_or(self.with, RegisteredWith::TargetGroup);
        ServiceLoadBalancer { with, ..self }
    }
}

/// What forwards requests to target groups.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ForwardingRule {
    /// A listener's own action, by the listener's number: the only rule that a Network Load Balancer has.
    Listener(usize),
    /// A rule, by its number.
    Rule(usize),
}

/// `advancedConfiguration`: what ECS shifts traffic with. Spec: DEPLOY-18.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AdvancedConfiguration {
    /// `alternateTargetGroupArn`, by the group's number.
    pub alternate: usize,
    /// `productionListenerRule`.
    pub production: ForwardingRule,
    /// `testListenerRule`.
    pub test: Option<ForwardingRule>,
}
