//! Names that lead to tasks.

use super::subject::{Mapped, Subject};
use super::{AnswerReport, NameKind, NameReport, TaskNameReport};
use crate::aws::{Protocol, RecordType, Service, ServiceRegistry, TaskDefinition};
use crate::engine::{Engine, named_mapping};
use crate::ids::{Row, TaskRow};
use crate::network::{has_service_connect, record};
use crate::world::TaskStatus;

/// A name that a service gives its tasks.
struct Given<'a> {
    name: String,
    kind: NameKind,
    client_port: Option<u16>,
    leads_to: LeadsTo<'a>,
}

/// What a name is about.
enum LeadsTo<'a> {
    /// A record of an entry of `serviceRegistries`.
    Record(RecordType, &'a ServiceRegistry),
    /// A mapping of a container.
    Mapping(Mapped),
}

impl Engine {
    /// Every name, in the order of the services, with the running tasks behind it.
    pub(crate) fn names(&self) -> Vec<NameReport> {
        let mut running: Vec<Vec<TaskRow>> = self.world.services.iter().map(|_| Vec::new()).collect();
        for (row, task) in self.world.tasks.iter() {
            let service = self.world.launches[task.launch].service;
            let tasks = service.and_then(|service| running.get_mut(service.number()));
            if let Some(tasks) = tasks.filter(|_| task.last_status == TaskStatus::Running) {
                tasks.push(row);
            }
        }
        let services = self.world.services.iter().zip(&running);
        services.flat_map(|((_, state), tasks)| self.names_of_service(&state.given, tasks)).collect()
    }

    fn names_of_service(&self, service: &Service, tasks: &[TaskRow]) -> Vec<NameReport> {
        let Some(definition) = self.scenario.task_definitions.get(service.task_definition) else {
            return Vec::new();
        };
        let given = self.given(service, definition);
        if given.is_empty() {
            return Vec::new();
        }
        let tasks: Vec<Subject<'_>> = tasks.iter().filter_map(|row| self.subject(*row)).collect();
        let told = |given: Given<'_>| NameReport {
            answers: tasks
                .iter()
                .filter_map(|task| {
                    let (address, port) = answer(task, &given)?;
                    Some(AnswerReport { task: self.world.task_short(task.task), address, port })
                })
                .collect(),
            name: given.name,
            kind: given.kind,
            client_port: given.client_port,
        };
        given.into_iter().map(told).collect()
    }

    /// Names that lead to a task now.
    pub(super) fn names_of_task(&self, subject: &Subject<'_>) -> Vec<TaskNameReport> {
        let service = subject.launch.service.map(|row| self.service(row));
        let Some(service) = service.filter(|_| subject.is_running()) else { return Vec::new() };
        let told = |given: Given<'_>| {
            let (address, port) = answer(subject, &given)?;
            let (name, kind, client_port) = (given.name, given.kind, given.client_port);
            Some(TaskNameReport { name, kind, client_port, address, port })
        };
        self.given(service, subject.definition).into_iter().filter_map(told).collect()
    }

    /// The names that a service gives its tasks. Spec: NET-50, NET-51.
    fn given<'a>(&'a self, service: &'a Service, definition: &TaskDefinition) -> Vec<Given<'a>> {
        let mut given = Vec::new();
        let discovery = &self.scenario.service_discovery;
        for registry in &service.service_registries {
            let Some(found) = discovery.services.get(registry.service) else { continue };
            let namespace = discovery.namespaces.get(found.namespace).map_or("", String::as_str);
            for record_type in &found.records {
                given.push(Given {
                    name: format!("{}.{namespace}", found.name),
                    kind: match record_type {
                        RecordType::A => NameKind::A,
                        RecordType::Srv => NameKind::Srv,
                    },
                    client_port: None,
                    leads_to: LeadsTo::Record(*record_type, registry),
                });
            }
        }
        for offered in service.service_connect.iter().flat_map(|connect| &connect.services) {
            let Some((container, number)) = named_mapping(definition, &offered.port_name) else { continue };
            let Some(mapped) = mapping_of(definition, container, number) else { continue };
            given.extend(offered.client_aliases.iter().map(|alias| Given {
                name: alias.dns_name.clone(),
                kind: NameKind::ServiceConnect,
                client_port: Some(alias.port),
                leads_to: LeadsTo::Mapping(mapped),
            }));
        }
        given
    }
}

fn mapping_of(definition: &TaskDefinition, container: usize, number: usize) -> Option<Mapped> {
    let mapping = *definition.container_definitions.get(container)?.port_mappings.get(number)?;
    Some(Mapped { container, number, mapping })
}

/// What a name says of a task: its address, and the port where it says one.
fn answer(subject: &Subject<'_>, given: &Given<'_>) -> Option<(String, Option<u16>)> {
    let address = subject.address?;
    let (address, port) = match &given.leads_to {
        LeadsTo::Record(record_type, registry) => {
            record(*record_type, subject.mode(), address, registered_port(subject, registry))?
        }
        LeadsTo::Mapping(mapped) => {
            let port = subject.port(*mapped).filter(|_| has_service_connect(subject.mode()))?;
            (address, Some(port))
        }
    };
    Some((address.to_string(), port))
}

/// The port that a record says: `port`, or the one that the container's mapping is reached at.
fn registered_port(subject: &Subject<'_>, registry: &ServiceRegistry) -> Option<u16> {
    let named = registry.container.zip(registry.container_port);
    let mapped = named.and_then(|(container, port)| {
        subject.port(subject.mapping_for(container, port, &[Protocol::Tcp, Protocol::Udp])?)
    });
    mapped.or(registry.port)
}
