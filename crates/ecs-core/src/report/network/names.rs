//! Names that lead to tasks.

use super::subject::Subject;
use super::{AnswerReport, NameKind, NameReport, TaskNameReport};
use crate::aws::Protocol;
use crate::aws::{PortMapping, RecordType, Service, ServiceRegistry, TaskDefinition};
use crate::engine::Engine;
use crate::ids::Row;
use crate::network::{has_service_connect, mapping_for, record};
use crate::world::TaskStatus;
use serde_json::Value;

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
    Mapping(usize, PortMapping),
}

impl Engine {
    /// Every name, in the order of the services, with the running tasks behind it.
    pub(crate) fn names(&self) -> Vec<NameReport> {
        let services = self.scenario.services.iter().enumerate();
        services.flat_map(|(number, service)| self.names_of_service(number, service)).collect()
    }

    fn names_of_service(&self, number: usize, service: &Service) -> Vec<NameReport> {
        let tasks: Vec<Subject<'_>> = self
            .world
            .tasks
            .iter()
            .filter(|(_, task)| {
                let launch = &self.world.launches[task.launch];
                task.last_status == TaskStatus::Running
                    && launch.service.is_some_and(|service| service.number() == number)
            })
            .filter_map(|(row, _)| self.subject(row))
            .collect();
        let Some(definition) = self.scenario.task_definitions.get(service.task_definition) else {
            return Vec::new();
        };
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
        self.given(service, definition).into_iter().map(told).collect()
    }

    /// Names that lead to a task now.
    pub(super) fn names_of_task(&self, subject: &Subject<'_>) -> Vec<TaskNameReport> {
        let service = subject.launch.service.and_then(|row| self.scenario.services.get(row.number()));
        let Some(service) = service.filter(|_| subject.is_running()) else { return Vec::new() };
        let told = |given: Given<'_>| {
            let (address, port) = answer(subject, &given)?;
            Some(TaskNameReport { name: given.name, kind: given.kind, address, port })
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
            let Some((container, mapping)) = named_mapping(definition, &offered.port_name) else { continue };
            given.extend(offered.client_aliases.iter().map(|alias| Given {
                name: alias.dns_name.clone(),
                kind: NameKind::ServiceConnect,
                client_port: Some(alias.port),
                leads_to: LeadsTo::Mapping(container, mapping),
            }));
        }
        given
    }
}

/// What a name says of a task: its address, and the port where it says one.
fn answer(subject: &Subject<'_>, given: &Given<'_>) -> Option<(String, Option<u16>)> {
    let address = subject.address?;
    let (address, port) = match &given.leads_to {
        LeadsTo::Record(record_type, registry) => {
            record(*record_type, subject.mode(), address, registered_port(subject, registry))?
        }
        LeadsTo::Mapping(container, mapping) => {
            let port = subject.port(*container, *mapping).filter(|_| has_service_connect(subject.mode()))?;
            (address, Some(port))
        }
    };
    Some((address.to_string(), port))
}

/// The port that a record says: `port`, or the one that the container's mapping is reached at.
fn registered_port(subject: &Subject<'_>, registry: &ServiceRegistry) -> Option<u16> {
    let mapped = registry.container.zip(registry.container_port).and_then(|(container, port)| {
        let mapping = mapping_for(subject.mappings(container), port, &[Protocol::Tcp, Protocol::Udp])?;
        subject.port(container, mapping)
    });
    mapped.or(registry.port)
}

/// The mapping with this `name`, and its container's number.
fn named_mapping(definition: &TaskDefinition, name: &str) -> Option<(usize, PortMapping)> {
    let containers = definition.input.get("containerDefinitions")?.as_array()?;
    let named = |container: &Value| {
        let mappings = container.get("portMappings")?.as_array()?;
        let mapping =
            mappings.iter().find(|mapping| mapping.get("name").is_some_and(|given| given == name))?;
        u16::try_from(mapping.get("containerPort")?.as_u64()?).ok()
    };
    let (container, port) =
        containers.iter().enumerate().find_map(|(number, container)| Some((number, named(container)?)))?;
    let mappings = &definition.container_definitions.get(container)?.port_mappings;
    Some((container, mapping_for(mappings, port, &[Protocol::Tcp])?))
}
