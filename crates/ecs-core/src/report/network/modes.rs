//! One task definition in each of the network modes. Spec: NET-52.

use super::text;
use super::way_out::{self, Exit};
use super::ways::{Names, fronts_of, wanted_of};
use super::{
    ModeCopiesReport, ModePermissionReport, ModePortReport, ModeReport, PermissionReport, RefusedReport,
};
use crate::aws::{
    AwsvpcConfiguration, LaunchType, NetworkMode, PortMapping, Protocol, Service, ServiceLoadBalancer,
    TargetGroup, TaskDefinition, Vpc,
};
use crate::engine::Engine;
use crate::finding::{Findings, Severity};
use crate::ids::{Row, ZoneRow};
use crate::json::{self, Node};
use crate::limits;
use crate::network::{
    AddressOwner, DYNAMIC_PORTS, DYNAMIC_PORTS_WINDOWS, Forwards, Front, HostPort, Missing, Permit, Ports,
    Source, address_owner, checks_from, host_port, mapping_for, missing, permits, requests_from,
    target_ports, target_type, would_permit,
};
use crate::placement::{Capacity, Ledger, Receipt, Requirement, Rows, decide, fit};
use crate::scenario::{ContainerInstanceEntry, Scenario};
use crate::validate::Document;
use serde_json::Value;
use std::collections::BTreeSet;
use std::ops::RangeInclusive;

/// The modes of a definition for Linux, in the order in which they are shown.
const LINUX: [NetworkMode; 4] =
    [NetworkMode::Awsvpc, NetworkMode::Bridge, NetworkMode::Host, NetworkMode::None];

/// The same for Windows.
const WINDOWS: [NetworkMode; 2] = [NetworkMode::Awsvpc, NetworkMode::Default];

/// A task definition, as it stands and with each of the other network modes: `definition` is its object.
/// Services of the scenario that name its family say which load balancers lead to it and which subnets it
/// stands in. Spec: NET-52.
pub fn compare_modes(definition: &Node, scenario: &Scenario) -> Vec<ModeReport> {
    let current = TaskDefinition::read(definition, 1);
    let modes = if current.windows { &WINDOWS[..] } else { &LINUX[..] };
    let compared = |mode: &NetworkMode| {
        let switched = switched(definition, *mode);
        let document = Document::read(&switched);
        let read = TaskDefinition::read(document.subject()?, 1);
        Some(
            Column { document: &document, definition: &read, scenario }.report(*mode == current.network_mode),
        )
    };
    modes.iter().filter_map(compared).collect()
}

impl Engine {
    /// The same for a definition of the scenario.
    pub(crate) fn modes_of(&self, task_definition: &str) -> Option<Vec<ModeReport>> {
        let number = self.find_task_definition(task_definition)?;
        let text = self.scenario.task_definitions.get(number)?.input.to_string();
        Some(compare_modes(&json::parse(&text, &mut Findings::new())?, &self.scenario))
    }
}

/// The text of a definition with another network mode.
fn switched(definition: &Node, mode: NetworkMode) -> String {
    let mut value = definition.to_value();
    if let Value::Object(members) = &mut value {
        match mode {
            NetworkMode::Default => {
                members.shift_remove("networkMode");
            }
            _ => {
                members.insert("networkMode".to_owned(), serde_json::json!(mode));
            }
        }
    }
    value.to_string()
}

/// A definition in one of the modes.
struct Column<'a> {
    document: &'a Document,
    definition: &'a TaskDefinition,
    scenario: &'a Scenario,
}

impl Column<'_> {
    fn report(&self, current: bool) -> ModeReport {
        let mode = self.definition.network_mode;
        let owner = address_owner(mode);
        let vpc = &self.scenario.vpc;
        let way_out = self.exit().map(|exit| way_out::internet(vpc, exit));
        ModeReport {
            network_mode: mode,
            current,
            address_owner: owner,
            address: text::address_owner(owner).to_owned(),
            ports: self.ports(),
            target_type: target_type(mode).map(|target| target.name().into()),
            copies: self.copies(),
            refused: self.refused(),
            permissions: self.permissions(),
            internet: way_out.as_ref().is_some_and(|way_out| way_out.passed),
            way_out: way_out.map_or_else(|| text::NO_WAY_OUT.to_owned(), |way_out| way_out.sentence),
        }
    }

    /// Instances of the scenario that a task could stand on, by their operating system.
    fn entries(&self) -> impl Iterator<Item = &ContainerInstanceEntry> {
        let windows = self.definition.windows;
        let fits = move |entry: &&ContainerInstanceEntry| {
            !entry.attributes.kind.external && entry.attributes.kind.windows == windows
        };
        let launched = self.scenario.auto_scaling_groups.iter().flat_map(|group| &group.launch.entries);
        self.scenario.container_instances.iter().chain(launched).filter(fits)
    }

    /// The range that an agent draws host ports from: that of the first instance.
    fn drawn_from(&self) -> RangeInclusive<u16> {
        let default = if self.definition.windows { DYNAMIC_PORTS_WINDOWS } else { DYNAMIC_PORTS };
        self.entries().next().map_or(default, |entry| entry.dynamic_ports.clone())
    }

    fn ports(&self) -> Vec<ModePortReport> {
        let mode = self.definition.network_mode;
        let report = |container: &str, mapping: PortMapping| {
            let host = host_port(mode, mapping);
            ModePortReport {
                container: container.to_owned(),
                container_port: mapping.container_port,
                count: mapping.count,
                protocol: mapping.protocol,
                host_ports: match host {
                    HostPort::Static(port) => Some((port, port.saturating_add(mapping.count - 1))),
                    HostPort::Dynamic => Some((*self.drawn_from().start(), *self.drawn_from().end())),
                    HostPort::OwnAddress => None,
                },
                sentence: text::listens(mode, host, mapping, &self.drawn_from()),
            }
        };
        let containers = self.definition.container_definitions.iter();
        containers
            .flat_map(|container| {
                container.port_mappings.iter().map(|mapping| report(&container.name, *mapping))
            })
            .collect()
    }

    fn refused(&self) -> Vec<RefusedReport> {
        let errors = self.document.findings.iter().filter(|finding| finding.severity == Severity::Error);
        errors
            .map(|finding| RefusedReport {
                code: finding.code,
                message: finding.message.clone(),
                aws_message: finding.aws_message.clone(),
                hint: finding.hint.clone(),
                pointer: finding.pointer.clone(),
            })
            .collect()
    }

    /// One line for each kind of instance: entries of `containerInstances` of the same type that offer the
    /// same are one.
    fn copies(&self) -> Vec<ModeCopiesReport> {
        let mut seen: Vec<(&str, Capacity)> = Vec::new();
        let mut found = Vec::new();
        for entry in self.entries() {
            let capacity = Capacity { placeable: true, ..Capacity::of(entry, ZoneRow::from_number(0)) };
            let kind = (entry.instance_type.name, capacity);
            if seen.contains(&kind) {
                continue;
            }
            found.push(self.copies_on(entry, &kind.1));
            seen.push(kind);
        }
        found
    }

    /// Copies on an instance that is empty but for the agent.
    fn copies_on(&self, entry: &ContainerInstanceEntry, capacity: &Capacity) -> ModeCopiesReport {
        let mut ledger = Ledger::default();
        ledger.register(capacity);
        let is_capable = entry.is_capable(&self.definition.required_attributes());
        let capable = Rows::of(1, |_| is_capable);
        let group = ledger.add_group();
        let requirement = Requirement::of(self.definition, capable, group);
        let limit = usize::try_from(limits::TASKS_PER_SERVICE).unwrap_or(usize::MAX);
        let (placed, ledger) = fit(&ledger, &requirement, &[], limit, u128::from);
        let mut receipt = Receipt::default();
        if placed.len() < limit {
            decide(&ledger, &requirement, &[], 0, &mut receipt);
        }
        let verdicts = receipt.candidates.iter().flat_map(|candidate| &candidate.verdicts);
        ModeCopiesReport {
            container_instance: entry.name.clone(),
            instance_type: entry.instance_type.name.into(),
            copies: placed.len(),
            stopped_by: verdicts
                .filter(|verdict| !verdict.passed)
                .map(super::super::text::ruled_out)
                .collect(),
        }
    }

    /// Services of the definition's family.
    fn services(&self) -> impl Iterator<Item = &Service> {
        let of_family = |service: &&Service| {
            let definition = self.scenario.task_definitions.get(service.task_definition);
            definition.is_some_and(|definition| definition.family == self.definition.family)
        };
        self.scenario.services.iter().filter(of_family)
    }

    /// The rules that load balancers of services with this family need. Spec: NET-45.
    fn permissions(&self) -> Vec<ModePermissionReport> {
        let mut found: Vec<ModePermissionReport> = Vec::new();
        for service in self.services() {
            for entry in &service.load_balancers {
                for permission in self.permissions_of(service, entry) {
                    if !found.contains(&permission) {
                        found.push(permission);
                    }
                }
            }
        }
        found
    }

    fn permissions_of(&self, service: &Service, entry: &ServiceLoadBalancer) -> Vec<ModePermissionReport> {
        let wanted = wanted_of(self.scenario, entry.with);
        let of = self.scenario.task_definitions.get(service.task_definition);
        let name = of.and_then(|of| of.container_definitions.get(entry.container)).map(|found| &found.name);
        let container = self.definition.container_definitions.iter().find(|found| Some(&found.name) == name);
        let mapping = container.and_then(|found| {
            found.port_mappings.get(mapping_for(&found.port_mappings, entry.container_port, wanted)?)
        });
        let Some(mapping) = mapping else { return Vec::new() };
        let Some(range) = target_ports(self.definition.network_mode, *mapping, &self.drawn_from()) else {
            return Vec::new();
        };
        let ports = Ports { protocol: mapping.protocol, range };
        let fronts = fronts_of(&self.scenario.account, &self.scenario.load_balancing, entry.with);
        let fronts = fronts.iter().filter(|(front, _)| !front.implied);
        fronts.flat_map(|(front, names)| self.permissions_through(service, front, names, &ports)).collect()
    }

    /// The same with the target group as the mode needs it: whose address targets see depends on its type.
    fn permissions_through(
        &self,
        service: &Service,
        front: &Front<'_>,
        names: &Names,
        ports: &Ports,
    ) -> Vec<ModePermissionReport> {
        match (front.forwards, target_type(self.definition.network_mode)) {
            (Forwards::TargetGroup(group, weight), Some(target_type)) => {
                let group = TargetGroup { target_type, ..group.clone() };
                let front = Front { forwards: Forwards::TargetGroup(&group, weight), ..*front };
                self.permissions_from(service, &front, names, ports)
            }
            _ => self.permissions_from(service, front, names, ports),
        }
    }

    /// The rules that a load balancer needs: for its clients' requests, and for its health checks where they
    /// need others. Spec: NET-44, NET-45.
    fn permissions_from(
        &self,
        service: &Service,
        front: &Front<'_>,
        names: &Names,
        ports: &Ports,
    ) -> Vec<ModePermissionReport> {
        let vpc = &self.scenario.vpc;
        let own_port = match front.forwards {
            Forwards::TargetGroup(group, _) => group.health_check.port,
            Forwards::InstancePort(_) => None,
        };
        let checked = Ports {
            protocol: Protocol::Tcp,
            range: own_port.map_or_else(|| ports.range.clone(), |port| port..=port),
        };
        let (requests, checks) = (requests_from(vpc, front), checks_from(vpc, front));
        let mut found = Vec::new();
        for groups in self.guards(service) {
            let for_requests = needed(vpc, &requests, &groups, ports);
            let will_do = match &for_requests {
                Err(missing) => would_permit(vpc, &checks, &missing.permission, &checked),
                Ok(_) => false,
            };
            let for_requests = told(vpc, for_requests);
            let mut for_checks = told(vpc, needed(vpc, &checks, &groups, &checked));
            for_checks.retain(|rule| !will_do && !for_requests.contains(rule));
            let report = |health_checks: bool| {
                move |(permission, present): (PermissionReport, bool)| ModePermissionReport {
                    service: service.service_name.clone(),
                    load_balancer: names.load_balancer.name.clone(),
                    permission,
                    health_checks,
                    present,
                }
            };
            found.extend(for_requests.into_iter().map(report(false)));
            found.extend(for_checks.into_iter().map(report(true)));
        }
        found
    }

    /// From where a task's requests leave: in the subnet of the first service with this family, else in
    /// that of the first instance.
    fn exit(&self) -> Option<Exit> {
        let vpc = &self.scenario.vpc;
        let of_instance = self.entries().next().and_then(|entry| entry.subnet);
        match address_owner(self.definition.network_mode) {
            AddressOwner::Nobody => None,
            AddressOwner::TaskInterface => {
                let service = self.services().next();
                let configuration = service.and_then(|service| service.awsvpc_configuration.as_ref());
                let subnet = configuration.and_then(|configuration| configuration.subnets.first());
                let launch_type = match service {
                    Some(service) => service.launch_type,
                    None if self.definition.is_fargate_only() => LaunchType::Fargate,
                    None => LaunchType::Ec2,
                };
                let subnet = subnet.copied().or(of_instance).unwrap_or(0);
                Some(Exit::of_interface(vpc, subnet, configuration, launch_type))
            }
            AddressOwner::Instance
            | AddressOwner::InstanceThroughDocker0
            | AddressOwner::InstanceThroughNat => Some(Exit::of_instance(vpc, of_instance)),
        }
    }

    /// Security groups of what is asked: of the task's interface, or of each kind of instance.
    fn guards(&self, service: &Service) -> BTreeSet<Vec<usize>> {
        if address_owner(self.definition.network_mode) == AddressOwner::TaskInterface {
            let groups = |configuration: &AwsvpcConfiguration| configuration.security_groups.clone();
            return BTreeSet::from([service.awsvpc_configuration.as_ref().map_or_else(Vec::new, groups)]);
        }
        self.entries().map(|entry| entry.security_groups.clone()).collect()
    }
}

/// What lets requests in, or the rule that is missing for it.
fn needed(vpc: &Vpc, source: &Source<'_>, groups: &[usize], ports: &Ports) -> Result<Permit, Missing> {
    permits(vpc, source, groups, ports).ok_or_else(|| missing(vpc, source, groups, ports.clone()))
}

/// Rules, and whether the scenario has them.
fn told(vpc: &Vpc, needed: Result<Permit, Missing>) -> Vec<(PermissionReport, bool)> {
    match needed {
        Ok(permit) => text::present(vpc, &permit).into_iter().map(|rule| (rule, true)).collect(),
        Err(missing) => vec![(text::missing(vpc, &missing), false)],
    }
}
