//! `loadBalancers` of a service: where its tasks register, and what ECS refuses of that.

use super::Reader;
use super::references::{CLASSIC_LOAD_BALANCER, TARGET_GROUP};
use super::refusal::Refusals;
use crate::aws::{
    ElbProtocol, LaunchType, NetworkMode, PortMapping, Protocol, RegisteredWith, ServiceLoadBalancer,
    TargetGroup, TargetType, TaskDefinition, shorten,
};
use crate::finding::{Finding, Rule, rules};
use crate::json::{Node, child};
use crate::limits;
use crate::network::{HostPort, host_port, transports};

/// A service that attaches to load balancers.
pub(super) struct Attaching<'a> {
    pub(super) definition: &'a TaskDefinition,
    pub(super) launch_type: LaunchType,
    pub(super) refusals: &'a mut Refusals,
}

/// A member of an entry of `loadBalancers`.
pub(super) struct Place<'a> {
    pub(super) entry: &'a Node,
    pub(super) pointer: &'a str,
}

impl Attaching<'_> {
    pub(super) fn refuse(&mut self, rule: &'static Rule, at: &Place<'_>, key: &str, said: Said<'_>) {
        let range = at.entry.get(key).unwrap_or(at.entry).range;
        self.refusals.add(rule, child(at.pointer, key), range, said.message, said.aws, said.hint);
    }

    /// The container and the port that are named, and the mapping of it. Spec: LB-9.
    fn container(&mut self, at: &Place<'_>) -> Option<(usize, u16, PortMapping)> {
        let (Some(name), Some(port)) = (at.entry.str("containerName"), at.entry.get("containerPort")) else {
            let key = if at.entry.get("containerName").is_none() { "containerName" } else { "containerPort" };
            let message = format!("`{key}` is missing: the load balancer sends to a port of a container");
            self.refuse(&rules::SERVICE_LOAD_BALANCER, at, key, Said { message, aws: None, hint: "" });
            return None;
        };
        let containers = &self.definition.container_definitions;
        let Some(number) = containers.iter().position(|container| container.name == name) else {
            let message =
                format!("task definition `{}` has no container `{}`", self.definition.short(), shorten(name));
            let aws = Some(format!("The container {name} does not exist in the task definition."));
            self.refuse(&rules::SERVICE_LOAD_BALANCER, at, "containerName", Said { message, aws, hint: "" });
            return None;
        };
        let port = port.as_integer()?;
        let mappings = containers.get(number).map_or(&[][..], |container| &container.port_mappings);
        let of_port: Vec<PortMapping> =
            mappings.iter().copied().filter(|mapping| i64::from(mapping.container_port) == port).collect();
        let Some(mapping) = of_port.first().copied() else {
            let message = format!("container `{}` maps no port {port}", shorten(name));
            let aws = Some(format!("The container {name} did not have a container port {port} defined."));
            let hint = match self.definition.network_mode {
                NetworkMode::None => {
                    "tasks of network mode none map no ports and register nowhere: choose another mode, or leave `loadBalancers` out"
                }
                _ => "add it to the container's `portMappings`",
            };
            self.refuse(&rules::SERVICE_LOAD_BALANCER, at, "containerPort", Said { message, aws, hint });
            return None;
        };
        if of_port.len() > 1 {
            let message = format!("container `{}` maps port {port} more than once", shorten(name));
            let aws = Some(format!(
                "Container port {port} is used in more than one port mapping for container {name}"
            ));
            let hint = "a port that a load balancer sends to is mapped once, with one protocol";
            self.refuse(&rules::SERVICE_LOAD_BALANCER, at, "containerPort", Said { message, aws, hint });
        }
        Some((number, mapping.container_port, mapping))
    }

    /// Spec: LB-10.
    pub(super) fn check_target_type(&mut self, at: &Place<'_>, key: &str, group: &TargetGroup, arn: &str) {
        let wanted = match self.definition.network_mode {
            NetworkMode::Awsvpc => TargetType::Ip,
            NetworkMode::Bridge | NetworkMode::Host | NetworkMode::Default => TargetType::Instance,
            NetworkMode::None => return,
        };
        if group.target_type == wanted {
            return;
        }
        let (mode, given) = (self.definition.network_mode.name(), group.target_type.name());
        let message = format!(
            "target group `{}` takes targets of type {given}, and tasks of network mode {mode} register as {}",
            shorten(&group.name),
            wanted.name()
        );
        // The text was seen for these two; what it says of Windows' default mode was not.
        let is_seen = matches!(group.target_type, TargetType::Instance | TargetType::Ip)
            && self.definition.network_mode != NetworkMode::Default;
        let aws = is_seen.then(|| {
            format!(
                "The provided target group {arn} has target type {given}, which is incompatible with the {mode} network mode specified in the task definition."
            )
        });
        let hint = match wanted {
            TargetType::Ip => "make a target group with `TargetType` ip",
            _ => "make a target group with `TargetType` instance",
        };
        self.refuse(&rules::TARGET_TYPE, at, key, Said { message, aws, hint });
    }

    /// Spec: LB-11.
    fn check_classic(&mut self, at: &Place<'_>, port: u16, mapping: PortMapping) {
        let key = "loadBalancerName";
        if self.launch_type == LaunchType::Fargate {
            let message = "tasks on Fargate take no Classic Load Balancer".to_owned();
            let aws = Some("Classic Load Balancers are not supported with Fargate.".to_owned());
            let hint = "use a target group of an Application or Network Load Balancer";
            self.refuse(&rules::CLASSIC_LOAD_BALANCER, at, key, Said { message, aws, hint });
        } else if self.definition.network_mode == NetworkMode::Awsvpc {
            let message = "a Classic Load Balancer sends to instances, and tasks of network mode awsvpc have addresses of their own".to_owned();
            let hint = "use a target group of an Application or Network Load Balancer";
            self.refuse(&rules::CLASSIC_LOAD_BALANCER, at, key, Said { message, aws: None, hint });
        } else if host_port(self.definition.network_mode, mapping) == HostPort::Dynamic {
            let message = format!(
                "a Classic Load Balancer sends to one port of every instance: container port {port} needs a static host port"
            );
            let aws = Some(format!("A host port mapping for the container port {port} is required."));
            let hint = "give the mapping a `hostPort`, or use a target group, which knows each task's port";
            self.refuse(&rules::CLASSIC_LOAD_BALANCER, at, "containerPort", Said { message, aws, hint });
        }
    }
}

/// What is said of a refusal.
pub(super) struct Said<'a> {
    pub(super) message: String,
    pub(super) aws: Option<String>,
    pub(super) hint: &'a str,
}

impl Reader<'_> {
    /// Spec: LB-8.
    pub(super) fn service_load_balancers(
        &mut self,
        service: &Node,
        pointer: &str,
        attaching: &mut Attaching<'_>,
    ) -> Vec<ServiceLoadBalancer> {
        let Some(list) = service.get("loadBalancers") else { return Vec::new() };
        let pointer = child(pointer, "loadBalancers");
        check_count(list, &pointer, attaching.refusals);
        let mut read = Vec::new();
        for (number, entry) in list.elements().iter().enumerate() {
            let pointer = child(&pointer, number);
            read.extend(self.service_load_balancer(&Place { entry, pointer: &pointer }, attaching));
        }
        read
    }

    fn service_load_balancer(
        &mut self,
        at: &Place<'_>,
        attaching: &mut Attaching<'_>,
    ) -> Option<ServiceLoadBalancer> {
        let (group, classic) = (at.entry.get("targetGroupArn"), at.entry.get("loadBalancerName"));
        if group.is_some() == classic.is_some() {
            let (message, aws) = match group {
                Some(_) => (
                    "an entry names a target group or a Classic Load Balancer, not both",
                    Some("loadBalancerName and targetGroupArn cannot both be specified"),
                ),
                None => ("an entry names a target group, or a Classic Load Balancer", None),
            };
            let said = Said { message: message.to_owned(), aws: aws.map(ToOwned::to_owned), hint: "" };
            attaching.refuse(&rules::SERVICE_LOAD_BALANCER, at, "targetGroupArn", said);
            return None;
        }
        let container = attaching.container(at);
        let with = match (group, classic) {
            (Some(group), _) => {
                let number = self.resolve(&TARGET_GROUP, group, &child(at.pointer, "targetGroupArn"))?;
                self.check_target_group(at, group, number, container.map(|(.., mapping)| mapping), attaching);
                RegisteredWith::TargetGroup(number)
            }
            (None, classic) => {
                let classic = classic?;
                let pointer = child(at.pointer, "loadBalancerName");
                let number = self.resolve(&CLASSIC_LOAD_BALANCER, classic, &pointer)?;
                if let Some((_, port, mapping)) = container {
                    attaching.check_classic(at, port, mapping);
                    self.check_instance_port(at, number, attaching.definition.network_mode, mapping);
                }
                RegisteredWith::Classic(number)
            }
        };
        let advanced = self.advanced_configuration(at, with, attaching);
        let (container, container_port, _) = container?;
        Some(ServiceLoadBalancer { with, container, container_port, advanced })
    }

    /// Spec: LB-10, LB-12, LB-14, LB-18.
    fn check_target_group(
        &mut self,
        at: &Place<'_>,
        reference: &Node,
        number: usize,
        mapping: Option<PortMapping>,
        attaching: &mut Attaching<'_>,
    ) {
        let Some(group) = self.load_balancing.target_groups.get(number) else { return };
        let written = reference.as_str().unwrap_or_default();
        let arn = if written.starts_with("arn:") {
            written.to_owned()
        } else {
            self.account.target_group_arn(&group.name)
        };
        attaching.check_target_type(at, "targetGroupArn", group, &arn);
        let mode = attaching.definition.network_mode;
        if let (Some(mapping), Some(port)) = (mapping, group.health_check.port)
            && host_port(mode, mapping) == HostPort::Dynamic
        {
            let message = format!(
                "the health checks of `{}` ask on port {port} of the instance, and each task listens on a port that is drawn",
                shorten(&group.name)
            );
            let finding = Finding::new(
                &rules::HEALTH_CHECK_PORT,
                child(at.pointer, "targetGroupArn"),
                reference.range,
                message,
            );
            self.findings.push(finding.hint(match group.protocol {
                // Without `HealthCheckPort` it is 80 for these, and never the port of the task.
                ElbProtocol::Geneve => {
                    "give the container a mapping for TCP with this `hostPort`, and one copy an instance"
                }
                _ => "leave `HealthCheckPort` out: it is traffic-port then, the port of each task",
            }));
        }
        if let Some((message, hint)) = mapping.and_then(|mapping| unanswered(group, mode, mapping)) {
            let pointer = child(at.pointer, "targetGroupArn");
            let finding = Finding::new(&rules::TARGET_TRANSPORT, pointer, reference.range, message);
            self.findings.push(finding.hint(hint));
        }
        if !self.is_associated(number) {
            let message = format!("no listener leads to target group `{}`", shorten(written));
            let aws = Some(format!(
                "The target group with targetGroupArn {arn} does not have an associated load balancer."
            ));
            let hint = "name it in `DefaultActions` of a listener, or in `Actions` of a rule";
            attaching.refuse(&rules::TARGET_GROUP_UNUSED, at, "targetGroupArn", Said { message, aws, hint });
        }
    }

    /// Whether a listener or a rule forwards to a target group, or traffic comes to it over the load balancer
    /// that the format puts before it. Spec: LB-12.
    fn is_associated(&self, target_group: usize) -> bool {
        let of_listeners = self.load_balancing.listeners.iter().flat_map(|listener| &listener.forwards);
        let of_rules = self.load_balancing.rules.iter().flat_map(|rule| &rule.forwards);
        let name = self.names(&TARGET_GROUP).nth(target_group);
        let traffic = self.root.get("simulation").map_or(&[][..], |simulation| simulation.list("traffic"));
        let leads =
            |traffic: &Node| traffic.str("targetGroup").map(|named| TARGET_GROUP.short(named)) == name;
        of_listeners.chain(of_rules).any(|forward| forward.target_group == target_group)
            || traffic.iter().any(leads)
    }

    /// A Classic Load Balancer sends to the ports of its listeners. Spec: LB-11.
    fn check_instance_port(
        &mut self,
        at: &Place<'_>,
        number: usize,
        mode: NetworkMode,
        mapping: PortMapping,
    ) {
        let HostPort::Static(port) = host_port(mode, mapping) else { return };
        let Some(classic) = self.load_balancing.classic_load_balancers.get(number) else { return };
        if classic.listeners.iter().any(|listener| listener.instance_port == port) {
            return;
        }
        let message =
            format!("no listener of `{}` sends to port {port} of the instances", shorten(&classic.name));
        let member = at.entry.get("loadBalancerName").unwrap_or(at.entry);
        let pointer = child(at.pointer, "loadBalancerName");
        let hint = Some(format!("give it a listener with `InstancePort` {port}"));
        self.report_hint(&rules::CLASSIC_LISTENER, &pointer, member, message, hint);
    }
}

/// What a target group asks for that nobody answers, and what to do. Spec: LB-18.
fn unanswered(
    group: &TargetGroup,
    mode: NetworkMode,
    mapping: PortMapping,
) -> Option<(String, &'static str)> {
    let (name, port) = (shorten(&group.name), mapping.container_port);
    let asked = transports(group.protocol);
    if !asked.contains(&mapping.protocol) {
        let asked = asked.first().map_or("", |protocol| protocol.name());
        let message = format!(
            "target group `{name}` asks over {asked}, and container port {port} is mapped for {}: nothing answers",
            mapping.protocol.name()
        );
        return Some((message, "map the port with that `protocol`, or make a target group for the other"));
    }
    let only_mapped = matches!(mode, NetworkMode::Bridge | NetworkMode::Default);
    if mapping.protocol == Protocol::Tcp || !only_mapped || group.health_check.port.is_some() {
        return None;
    }
    let message = format!(
        "the health checks of `{name}` ask over tcp on the port of each task, and in network mode {} only udp is mapped there: they fail",
        mode.name()
    );
    let hint = "map another port for tcp with a static host port and set `HealthCheckPort` to it, or use network mode awsvpc";
    Some((message, hint))
}

/// Spec: LB-8.
fn check_count(list: &Node, pointer: &str, refusals: &mut Refusals) {
    let entries = list.elements();
    let classic = entries.iter().filter(|entry| entry.get("loadBalancerName").is_some()).count();
    let (message, aws) = if entries.len() > limits::TARGET_GROUPS_PER_SERVICE {
        let message = format!(
            "{} entries; a service registers with at most {} target groups",
            entries.len(),
            limits::TARGET_GROUPS_PER_SERVICE
        );
        (message, Some("load balancers can have at most 5 items.".to_owned()))
    } else if classic > 0 && entries.len() > 1 {
        let message = "a service with a Classic Load Balancer has no other load balancer".to_owned();
        (message, None)
    } else {
        return;
    };
    refusals.add(&rules::SERVICE_LOAD_BALANCER, pointer.to_owned(), list.range, message, aws, "");
}
