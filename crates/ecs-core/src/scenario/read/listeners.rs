//! Listeners of load balancers, their rules, and where both forward to.

use super::Reader;
use super::references::{LOAD_BALANCER, TARGET_GROUP};
use super::target_groups::protocol;
use crate::aws::{
    ElbProtocol, Forward, Listener, ListenerRule, LoadBalancer, LoadBalancerType, TargetGroup, shorten,
};
use crate::finding::{Finding, rules};
use crate::json::{Node, child};
use crate::limits;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// What listeners and rules are read against.
pub(super) struct Around<'a> {
    pub(super) load_balancers: &'a [LoadBalancer],
    pub(super) target_groups: &'a [TargetGroup],
}

/// Members of a condition that are read, with what they hold and the field that they stand for.
const CONDITIONS: [(&str, &str); 2] =
    [("host-header", "HostHeaderConfig"), ("path-pattern", "PathPatternConfig")];

/// Fields of a condition that are not simulated yet.
const OTHER_FIELDS: [&str; 4] = ["http-header", "http-request-method", "query-string", "source-ip"];

impl Reader<'_> {
    /// Spec: LB-5.
    pub(super) fn listeners(&mut self, around: &Around<'_>) -> Vec<Listener> {
        self.within_quota("listeners", limits::LISTENERS);
        let mut taken = BTreeSet::new();
        let mut listeners = Vec::new();
        for (number, node) in self.root.list("listeners").iter().enumerate().take(limits::LISTENERS) {
            let pointer = format!("/listeners/{number}");
            let load_balancer = node.get("LoadBalancerArn").and_then(|reference| {
                self.resolve(&LOAD_BALANCER, reference, &child(&pointer, "LoadBalancerArn"))
            });
            let of = load_balancer.and_then(|number| around.load_balancers.get(number));
            let kind = of.map(|of| of.load_balancer_type);
            let protocol = self.listener_protocol(node, &pointer, kind);
            let port = self.port(node, "Port", &pointer);
            if let Some((of, port)) = of.zip(port)
                && !taken.insert((load_balancer, port))
            {
                let message = format!("there is a listener `{}:{port}` already", shorten(&of.name));
                let member = node.get("Port").unwrap_or(node);
                self.report(&rules::DUPLICATE_NAME, &child(&pointer, "Port"), member, message);
            }
            let forwards = self.forwards(node, "DefaultActions", &pointer, kind, around);
            listeners.push(Listener {
                load_balancer: load_balancer.unwrap_or(usize::MAX),
                protocol,
                port: port.unwrap_or(0),
                forwards,
            });
        }
        listeners
    }

    /// Spec: LB-5.
    fn listener_protocol(
        &mut self,
        node: &Node,
        pointer: &str,
        kind: Option<LoadBalancerType>,
    ) -> ElbProtocol {
        let given = protocol(node, "Protocol");
        let is_gateway = kind == Some(LoadBalancerType::Gateway);
        for (key, is_given) in [("Protocol", given.is_some()), ("Port", node.get("Port").is_some())] {
            let message = match (is_gateway, is_given) {
                (true, true) => {
                    format!("a listener of a Gateway Load Balancer has no `{key}`: it takes every packet")
                }
                (false, false) => format!("`{key}` is missing: a listener of this load balancer needs one"),
                _ => continue,
            };
            self.report(&rules::LISTENER, &child(pointer, key), node.get(key).unwrap_or(node), message);
        }
        if let Some((kind, protocol)) = kind.zip(given)
            && !is_gateway
            && !serves(kind, protocol)
        {
            let member = node.get("Protocol").unwrap_or(node);
            let written = member.as_str().unwrap_or_default();
            let message = format!("a listener of {} takes {}, not {written}", title(kind), protocols(kind));
            let finding = Finding::new(&rules::LISTENER, child(pointer, "Protocol"), member.range, message);
            // The list of a Network Load Balancer has grown since its text was seen.
            let is_application = kind == LoadBalancerType::Application;
            self.findings.push(if is_application {
                finding.aws(format!("Listener protocol '{written}' must be one of 'HTTP, HTTPS'"))
            } else {
                finding
            });
        }
        given.unwrap_or(if is_gateway { ElbProtocol::Geneve } else { ElbProtocol::Http })
    }

    /// Where the `forward` action of a list leads; nothing for a fixed response or a redirect.
    /// Spec: LB-5.
    pub(super) fn forwards(
        &mut self,
        node: &Node,
        key: &str,
        pointer: &str,
        kind: Option<LoadBalancerType>,
        around: &Around<'_>,
    ) -> Vec<Forward> {
        let mut forwards: Vec<Forward> = Vec::new();
        for (number, action) in node.list(key).iter().enumerate() {
            if action.str("Type") != Some("forward") {
                continue;
            }
            let pointer = format!("{pointer}/{key}/{number}");
            let mut named = Vec::new();
            if let Some(config) = action.get("ForwardConfig") {
                for (number, tuple) in config.list("TargetGroups").iter().enumerate() {
                    let pointer = format!("{pointer}/ForwardConfig/TargetGroups/{number}");
                    let weight = self.bounded(tuple, "Weight", &pointer, 0..=999).unwrap_or(1);
                    named.push((tuple, pointer, u32::try_from(weight).unwrap_or(1)));
                }
            }
            if named.is_empty() {
                named.push((action, pointer.clone(), 1));
            }
            for (node, pointer, weight) in named {
                let pointer = child(&pointer, "TargetGroupArn");
                let Some(reference) = node.get("TargetGroupArn") else {
                    let message = "an action `forward` names a target group";
                    self.report(&rules::LISTENER, &pointer, node, message);
                    continue;
                };
                let Some(target_group) = self.resolve(&TARGET_GROUP, reference, &pointer) else { continue };
                let group = around.target_groups.get(target_group);
                if let Some((kind, group)) = kind.zip(group)
                    && !serves(kind, group.protocol)
                {
                    let message = format!(
                        "{} forwards to target groups of {}, and `{}` is of another protocol",
                        title(kind),
                        protocols(kind),
                        shorten(&group.name)
                    );
                    self.report(&rules::LISTENER, &pointer, reference, message);
                }
                forwards.push(Forward { target_group, weight });
            }
        }
        forwards
    }

    /// Spec: LB-6.
    pub(super) fn rules(&mut self, listeners: &[Listener], around: &Around<'_>) -> Vec<ListenerRule> {
        self.within_quota("rules", limits::LISTENERS);
        let mut taken = BTreeSet::new();
        let mut rules = Vec::new();
        for (number, node) in self.root.list("rules").iter().enumerate().take(limits::LISTENERS) {
            let pointer = format!("/rules/{number}");
            let listener = self.listener_reference(node, "ListenerArn", &pointer);
            let of =
                listener.and_then(|number| around.load_balancers.get(listeners.get(number)?.load_balancer));
            let kind = of.map(|of| of.load_balancer_type);
            if kind.is_some_and(|kind| kind != LoadBalancerType::Application) {
                let message = "only listeners of an Application Load Balancer have rules";
                self.report(&rules::LISTENER_RULE, &pointer, node, message);
            }
            let priority = self.bounded(node, "Priority", &pointer, 1..=50_000);
            if let Some((listener, priority)) = listener.zip(priority)
                && !taken.insert((listener, priority))
            {
                let message = format!("another rule of this listener has priority {priority}");
                let member = node.get("Priority").unwrap_or(node);
                let finding =
                    Finding::new(&rules::LISTENER_RULE, child(&pointer, "Priority"), member.range, message);
                self.findings.push(finding.aws(format!("Priority '{priority}' is currently in use")));
            }
            let [hosts, paths] = self.conditions(node, &pointer);
            rules.push(ListenerRule {
                listener: listener.unwrap_or(usize::MAX),
                priority: priority.and_then(|priority| u32::try_from(priority).ok()).unwrap_or(0),
                hosts,
                paths,
                forwards: self.forwards(node, "Actions", &pointer, kind, around),
            });
        }
        rules
    }

    /// Host names and paths of a rule's conditions. Spec: LB-6.
    fn conditions(&mut self, node: &Node, pointer: &str) -> [Vec<String>; 2] {
        let mut read = [Vec::new(), Vec::new()];
        for (number, condition) in node.list("Conditions").iter().enumerate() {
            let pointer = format!("{pointer}/Conditions/{number}");
            let field = condition.str("Field").unwrap_or_default();
            for ((known, config), values) in CONDITIONS.iter().zip(&mut read) {
                let of_field = condition.list("Values").iter().filter(|_| field == *known);
                let of_config = condition.get(config).map_or(&[][..], |config| config.list("Values"));
                values.extend(of_field.chain(of_config).filter_map(Node::as_str).map(ToOwned::to_owned));
            }
            let Some(member) = condition.get("Field") else { continue };
            if OTHER_FIELDS.contains(&field) {
                let message = format!(
                    "a condition on `{field}` is not simulated yet; the rule counts as if it were met"
                );
                self.report(&rules::NOT_SIMULATED, &child(&pointer, "Field"), member, message);
            } else if !CONDITIONS.iter().any(|(known, _)| *known == field) {
                let known = CONDITIONS.iter().map(|(known, _)| *known).chain(OTHER_FIELDS);
                let hint = self.nearest(field, known).map(|name| format!("did you mean `{name}`?"));
                let message = format!("`{}` is no field of a condition", shorten(field));
                self.report_hint(&rules::LISTENER_RULE, &child(&pointer, "Field"), member, message, hint);
            }
        }
        read
    }

    /// The number of a listener: `web-alb:80`, or the ARN of a load balancer's only one. Spec: SCN-2, LB-1.
    pub(super) fn listener_reference(&mut self, node: &Node, key: &str, pointer: &str) -> Option<usize> {
        let member = node.get(key)?;
        let reference = member.as_str()?;
        let named = self.named_listeners();
        let of_arn = reference.split_once(":listener/").and_then(|(_, rest)| rest.split('/').nth(1));
        let found = match of_arn {
            Some(load_balancer) => named.only_one.get(load_balancer).copied().flatten(),
            None => named.by_name.get(reference).copied(),
        };
        if found.is_none() {
            let near = self.nearest(reference, named.by_name.keys().map(String::as_str));
            let hint = near.map_or_else(
                || "a listener is named by its load balancer and port: `web-alb:80`".to_owned(),
                |name| format!("did you mean `{name}`?"),
            );
            let message = format!("there is no listener `{}` in this scenario", shorten(reference));
            let pointer = child(pointer, key);
            self.report_hint(&rules::UNRESOLVED_REFERENCE, &pointer, member, message, Some(hint));
        }
        found
    }

    /// What the listeners are called, worked out once.
    fn named_listeners(&mut self) -> Rc<NamedListeners> {
        let root = self.root;
        let read = || Rc::new(NamedListeners::read(root.list("listeners")));
        Rc::clone(self.named_listeners.get_or_insert_with(read))
    }

    /// A target group is behind one load balancer. Spec: LB-5.
    pub(super) fn check_associations(&mut self, listeners: &[Listener], listener_rules: &[ListenerRule]) {
        let of_rules = listener_rules.iter().enumerate().filter_map(|(number, rule)| {
            Some((listeners.get(rule.listener)?.load_balancer, &rule.forwards, format!("/rules/{number}")))
        });
        let of_listeners = listeners.iter().enumerate().map(|(number, listener)| {
            (listener.load_balancer, &listener.forwards, format!("/listeners/{number}"))
        });
        let mut behind: BTreeMap<usize, usize> = BTreeMap::new();
        let mut twice = Vec::new();
        for (load_balancer, forwards, pointer) in of_listeners.chain(of_rules) {
            for forward in forwards {
                if *behind.entry(forward.target_group).or_insert(load_balancer) != load_balancer {
                    twice.push((forward.target_group, pointer.clone()));
                }
            }
        }
        for (target_group, pointer) in twice {
            let Some(node) = self.root.at(&pointer) else { continue };
            let name = self.names(&TARGET_GROUP).nth(target_group).unwrap_or_default();
            let message = format!("target group `{}` is behind another load balancer already", shorten(name));
            let aws = format!(
                "The following target groups cannot be associated with more than one load balancer: {}",
                self.account.target_group_arn(name)
            );
            self.findings.push(Finding::new(&rules::LISTENER, pointer, node.range, message).aws(aws));
        }
    }
}

/// What listeners are called.
pub(super) struct NamedListeners {
    /// By `web-alb:80`.
    by_name: BTreeMap<String, usize>,
    /// By the load balancer, where it has one listener.
    only_one: BTreeMap<String, Option<usize>>,
}

impl NamedListeners {
    fn read(nodes: &[Node]) -> NamedListeners {
        let (mut by_name, mut only_one) = (BTreeMap::new(), BTreeMap::new());
        for (number, node) in nodes.iter().enumerate() {
            let load_balancer = LOAD_BALANCER.short(node.str("LoadBalancerArn").unwrap_or_default());
            let port = node.get("Port").and_then(Node::as_integer).unwrap_or(0);
            by_name.entry(format!("{load_balancer}:{port}")).or_insert(number);
            only_one.entry(load_balancer.to_owned()).and_modify(|only| *only = None).or_insert(Some(number));
        }
        NamedListeners { by_name, only_one }
    }
}

/// Whether listeners and target groups of a protocol go with a kind of load balancer. Spec: LB-5.
fn serves(kind: LoadBalancerType, protocol: ElbProtocol) -> bool {
    match protocol {
        ElbProtocol::Http | ElbProtocol::Https => kind == LoadBalancerType::Application,
        ElbProtocol::Geneve => kind == LoadBalancerType::Gateway,
        ElbProtocol::Tcp
        | ElbProtocol::Tls
        | ElbProtocol::Udp
        | ElbProtocol::TcpUdp
        | ElbProtocol::Quic
        | ElbProtocol::TcpQuic => kind == LoadBalancerType::Network,
    }
}

fn title(kind: LoadBalancerType) -> &'static str {
    match kind {
        LoadBalancerType::Application => "an Application Load Balancer",
        LoadBalancerType::Network => "a Network Load Balancer",
        LoadBalancerType::Gateway => "a Gateway Load Balancer",
    }
}

fn protocols(kind: LoadBalancerType) -> &'static str {
    match kind {
        LoadBalancerType::Application => "HTTP and HTTPS",
        LoadBalancerType::Network => "TCP, TLS, UDP, TCP_UDP, QUIC and TCP_QUIC",
        LoadBalancerType::Gateway => "GENEVE",
    }
}
