//! Tasks that send requests, and those that stand behind the names that they send to. Spec: LOAD-12.

use super::super::ports::port_of;
use super::super::{Engine, named_mapping};
use super::reach::Registration;
use crate::aws::{HttpAddress, NetworkMode, Protocol, RecordType, Service};
use crate::balance::TargetHealth;
use crate::ids::{LaunchRow, TaskRow};
use crate::network::{has_service_connect, mapping_for};
use crate::scenario::Addressed;
use crate::time::SimTime;
use crate::traffic::{Destination, Leads, Name, Reach, Route, Sender, Sends, TargetId};
use std::sync::Arc;

impl Engine {
    /// A task runs: it sends what its containers send, and is found by the names of its service.
    pub(super) fn joins_chain(&mut self, task: TaskRow) {
        self.look_at_sender(task);
        for number in 0..self.traffic.chain.names.len() {
            self.stands_behind(task, number);
        }
    }

    /// What a task sends, as its containers behave now.
    pub(in super::super) fn look_at_sender(&mut self, task: TaskRow) {
        if !self.traffic.running.contains(&task) {
            return;
        }
        let row = &self.world.tasks[task];
        let (launch, plan) = (row.launch, Arc::clone(&row.plan));
        let containers = plan.containers.iter().enumerate();
        let asked = containers.flat_map(|(container, fixed)| {
            fixed.behaviour.requests.iter().map(move |requests| (container, requests))
        });
        let namespace = self.namespace_of(launch);
        let sends: Vec<Sends> = asked
            .filter(|(_, requests)| requests.thousandths_per_request > 0)
            .map(|(container, requests)| Sends {
                container,
                destination: self.destination(namespace.clone(), &requests.to),
                per_request: SimTime::from_ms(requests.thousandths_per_request).as_seconds(),
            })
            .collect();
        if sends.is_empty() {
            self.traffic.islands.may_part |= self.traffic.chain.senders.remove(&task).is_some();
        } else {
            let sender = Sender { origin: self.origin_of(task), sends };
            self.traffic.chain.senders.insert(task, Arc::new(sender));
            self.join_around(task);
        }
    }

    /// The service of a launch as its deployment has it.
    fn deployed_as(&self, launch: LaunchRow) -> Option<&Service> {
        let launch = &self.world.launches[launch];
        let deployments = &self.world.services[launch.service?].deployments;
        deployments.get(launch.deployment).map(|deployment| &*deployment.service)
    }

    fn namespace_of(&self, launch: LaunchRow) -> Option<String> {
        Some(self.deployed_as(launch)?.service_connect.as_ref()?.namespace.clone())
    }

    /// The number of a destination, which is known from now on.
    fn destination(&mut self, namespace: Option<String>, address: &HttpAddress) -> usize {
        let known = &self.traffic.chain.destinations;
        let same = |known: &Destination| known.namespace == namespace && known.address == *address;
        if let Some(number) = known.iter().position(same) {
            return number;
        }
        let leads = self.leads_to(namespace.as_deref(), address);
        let route = self.route_of(&leads);
        let destinations = Arc::make_mut(&mut self.traffic.chain.destinations);
        destinations.push(Destination { namespace, address: address.clone(), leads, route });
        destinations.len() - 1
    }

    /// What an address is: a load balancer by its name, else a name of Cloud Map or Service Connect.
    fn leads_to(&mut self, namespace: Option<&str>, address: &HttpAddress) -> Leads {
        match Addressed::of(&self.scenario.load_balancing, address) {
            Addressed::Balancer(to) => Leads::Balancer(to),
            Addressed::NoListener => Leads::NoListener,
            Addressed::Other => Leads::Name(self.name_front(namespace, address)),
        }
    }

    fn name_front(&mut self, namespace: Option<&str>, address: &HttpAddress) -> usize {
        let chain = &mut self.traffic.chain;
        let same = |name: &Name| {
            name.namespace.as_deref() == namespace && name.host == address.host && name.port == address.port
        };
        if let Some(number) = chain.names.iter().position(same) {
            return chain.first_name + number;
        }
        let (namespace, host) = (namespace.map(ToOwned::to_owned), address.host.clone());
        Arc::make_mut(&mut chain.names).push(Name { namespace, host, port: address.port, service: None });
        let number = chain.names.len() - 1;
        let running: Vec<TaskRow> = self.traffic.running.iter().copied().collect();
        for task in running {
            self.stands_behind(task, number);
        }
        self.traffic.chain.first_name + number
    }

    /// Where load balancers send what goes to each destination, anew.
    pub(super) fn read_destinations(&mut self) {
        let mut destinations = (*self.traffic.chain.destinations).clone();
        for destination in &mut destinations {
            destination.route = self.route_of(&destination.leads);
        }
        self.traffic.chain.destinations = Arc::new(destinations);
    }

    fn route_of(&self, leads: &Leads) -> Route {
        match leads {
            Leads::Balancer(to) => self.route_to(to),
            Leads::NoListener | Leads::Name(_) => Route::default(),
        }
    }

    /// A task that a name leads to takes requests that are sent to it.
    fn stands_behind(&mut self, task: TaskRow, number: usize) {
        let Some(name) = self.traffic.chain.names.get(number) else { return };
        let Some((container, port)) = self.found_by(task, name) else { return };
        let Some(service) = self.world.launches[self.world.tasks[task].launch].service else { return };
        let front = self.traffic.chain.first_name + number;
        let row = &self.world.tasks[task];
        let address = row.network_interface.and_then(|found| found.private_address);
        let id = row.instance.map_or(TargetId::Ip(address), TargetId::Instance);
        let reach = Reach::default();
        let registration = Registration { group: front, container, id, port, reach, unused: None };
        let row = self.add_target(task, service, &registration, TargetHealth::unchecked());
        let chain = &mut self.traffic.chain;
        chain.of_task.entry(task).or_default().push(row);
        if let Some(name) = Arc::make_mut(&mut chain.names).get_mut(number) {
            name.service = Some(service);
        }
        self.join_around(task);
    }

    /// The container of a task that a name leads to, by its number, and the task's port. Spec: NET-50, NET-51.
    fn found_by(&self, task: TaskRow, name: &Name) -> Option<(usize, u16)> {
        let row = &self.world.tasks[task];
        let definition =
            self.scenario.task_definitions.get(self.world.launches[row.launch].task_definition)?;
        let service = self.deployed_as(row.launch)?;
        let mode = definition.network_mode;
        let connect = service.service_connect.as_ref();
        let connect = connect.filter(|connect| Some(&connect.namespace) == name.namespace.as_ref());
        for offered in connect.iter().flat_map(|connect| &connect.services) {
            let mut aliases = offered.client_aliases.iter();
            let is_asked = aliases
                .any(|alias| alias.port == name.port && alias.dns_name.eq_ignore_ascii_case(&name.host));
            if is_asked && has_service_connect(mode) {
                let (container, number) = named_mapping(definition, &offered.port_name)?;
                return Some((container, port_of(definition, row, container, number)?));
            }
        }
        let discovery = &self.scenario.service_discovery;
        for registry in &service.service_registries {
            let Some(found) = discovery.services.get(registry.service) else { continue };
            let namespace = discovery.namespaces.get(found.namespace).map_or("", String::as_str);
            if !format!("{}.{namespace}", found.name).eq_ignore_ascii_case(&name.host) {
                continue;
            }
            // An SRV record says the port, an A record the address alone.
            let says_port = !(mode == NetworkMode::Awsvpc && found.records.contains(&RecordType::A));
            let asked = if says_port { registry.container_port.or(registry.port)? } else { name.port };
            let containers = definition.container_definitions.iter().enumerate();
            let mapped = containers
                .filter(|(number, _)| !says_port || registry.container.is_none_or(|named| named == *number));
            let mapped = mapped.filter_map(|(number, container)| {
                let mapping = mapping_for(&container.port_mappings, asked, &[Protocol::Tcp])?;
                Some((number, port_of(definition, row, number, mapping)?))
            });
            return mapped.into_iter().next();
        }
        None
    }

    /// A task is asked to stop: its names lead elsewhere, and it works off what waits.
    pub(super) fn leaves_names(&mut self, task: TaskRow) {
        let rows = self.traffic.chain.of_task.get(&task).cloned().unwrap_or_default();
        if rows.is_empty() {
            return;
        }
        self.settle_around(task);
        for row in rows {
            if let Some(target) = self.traffic.targets.get_mut(&row) {
                target.health.deregister(self.now, SimTime::ZERO);
            }
        }
        self.unsettle_around(task);
    }

    /// A task is over: it sends nothing, and nothing waits before it.
    pub(super) fn leaves_chain(&mut self, task: TaskRow) {
        self.traffic.islands.may_part |= self.traffic.chain.senders.remove(&task).is_some();
        for row in self.traffic.chain.of_task.remove(&task).unwrap_or_default() {
            self.break_off(row);
            let Some(target) = self.traffic.targets.remove(&row) else { continue };
            self.traffic.islands.may_part = true;
            if let Some(rows) = self.traffic.of_group.get_mut(&target.group) {
                rows.retain(|other| *other != row);
            }
        }
    }
}
