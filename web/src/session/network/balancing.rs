//! Load balancers, listeners and target groups of a scenario.

use super::{named, names};
use crate::session::outline::counted;
use crate::session::rows::written;
use ecs_core::json::Node;

/// Everything in front of services.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Balancing {
    /// `loadBalancers`.
    pub load_balancers: Vec<LoadBalancerEntry>,
    /// `listeners`.
    pub listeners: Vec<ListenerEntry>,
    /// `targetGroups`.
    pub target_groups: Vec<TargetGroupEntry>,
}

/// A load balancer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LoadBalancerEntry {
    /// `Name`.
    pub name: String,
    /// `Type`, with its default.
    pub kind: String,
    /// `Scheme`, with its default.
    pub scheme: String,
    /// `Subnets`.
    pub subnets: Vec<String>,
    /// `SecurityGroups`.
    pub groups: Vec<String>,
}

/// A listener.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListenerEntry {
    /// The name of its load balancer.
    pub load_balancer: String,
    /// `Protocol`.
    pub protocol: String,
    /// `Port`.
    pub port: String,
    /// What its default action does.
    pub target: Target,
}

/// What a listener does with a request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Target {
    /// No action is written down.
    #[default]
    Nothing,
    /// It goes to the target group of that name.
    Group(String),
    /// Something that the form does not show: a redirect, weights, several actions.
    Other(String),
}

/// A target group.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TargetGroupEntry {
    /// `Name`.
    pub name: String,
    /// `Protocol`.
    pub protocol: String,
    /// `Port`.
    pub port: String,
    /// `TargetType`, with its default.
    pub target_type: String,
    /// `HealthCheckPath`; empty where `/` counts.
    pub health_check_path: String,
}

impl Balancing {
    pub(in crate::session) fn read(root: &Node) -> Balancing {
        Balancing {
            load_balancers: root.list("loadBalancers").iter().map(LoadBalancerEntry::read).collect(),
            listeners: root.list("listeners").iter().map(ListenerEntry::read).collect(),
            target_groups: root.list("targetGroups").iter().map(TargetGroupEntry::read).collect(),
        }
    }

    /// The listeners of a load balancer, with their numbers.
    pub fn listeners_of<'a>(&'a self, name: &'a str) -> impl Iterator<Item = (usize, &'a ListenerEntry)> {
        self.listeners.iter().enumerate().filter(move |(_, listener)| listener.load_balancer == name)
    }

    /// Listeners whose load balancer is not there, with their numbers.
    pub fn stray_listeners(&self) -> impl Iterator<Item = (usize, &ListenerEntry)> {
        let is_there = |name: &str| self.load_balancers.iter().any(|balancer| balancer.name == name);
        self.listeners.iter().enumerate().filter(move |(_, listener)| !is_there(&listener.load_balancer))
    }

    /// Names of the target groups.
    pub fn target_group_names(&self) -> impl Iterator<Item = &str> {
        self.target_groups.iter().map(|group| group.name.as_str())
    }

    /// Names of the load balancers.
    pub(in crate::session) fn load_balancer_names(&self) -> impl Iterator<Item = &str> {
        self.load_balancers.iter().map(|balancer| balancer.name.as_str())
    }
}

impl LoadBalancerEntry {
    fn read(node: &Node) -> LoadBalancerEntry {
        LoadBalancerEntry {
            name: written(node, "Name", ""),
            kind: written(node, "Type", "application"),
            scheme: written(node, "Scheme", "internet-facing"),
            subnets: names(node, "Subnets"),
            groups: names(node, "SecurityGroups"),
        }
    }

    /// One line: what kind it is and how many listeners it has.
    pub fn brief(&self, listeners: usize) -> String {
        format!("{} · {} · {}", self.kind, self.scheme, counted(listeners as u64, "listener"))
    }
}

impl ListenerEntry {
    fn read(node: &Node) -> ListenerEntry {
        ListenerEntry {
            load_balancer: named(&written(node, "LoadBalancerArn", "")).to_owned(),
            protocol: written(node, "Protocol", ""),
            port: written(node, "Port", ""),
            target: Target::read(node.list("DefaultActions")),
        }
    }

    /// `HTTP:80`.
    pub fn name(&self) -> String {
        format!("{}:{}", self.protocol, self.port)
    }
}

impl Target {
    fn read(actions: &[Node]) -> Target {
        let kind = |action: &Node| written(action, "Type", "");
        match actions {
            [] => Target::Nothing,
            [action] if kind(action) == "forward" => match action.str("TargetGroupArn") {
                Some(group) => Target::Group(named(group).to_owned()),
                None => Target::Other("forward, with weights".to_owned()),
            },
            [action] => Target::Other(kind(action)),
            several => Target::Other(counted(several.len() as u64, "action")),
        }
    }
}

impl TargetGroupEntry {
    fn read(node: &Node) -> TargetGroupEntry {
        TargetGroupEntry {
            name: written(node, "Name", ""),
            protocol: written(node, "Protocol", ""),
            port: written(node, "Port", ""),
            target_type: written(node, "TargetType", "instance"),
            health_check_path: written(node, "HealthCheckPath", ""),
        }
    }

    /// One line: protocol, port, what its targets are named by.
    pub fn brief(&self) -> String {
        format!("{}:{} · {}", self.protocol, self.port, self.target_type)
    }
}
