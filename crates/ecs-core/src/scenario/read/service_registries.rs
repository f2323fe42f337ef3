//! `serviceRegistries` of a service: its names in Cloud Map, and what ECS refuses of them.

use super::Reader;
use super::references::DISCOVERY_SERVICE;
use super::refusal::Refusals;
use crate::aws::{ContainerDefinition, NetworkMode, RecordType, ServiceRegistry, TaskDefinition, shorten};
use crate::finding::rules;
use crate::json::{Node, child};

impl Reader<'_> {
    /// Spec: DISC-2.
    pub(super) fn service_registries(
        &mut self,
        service: &Node,
        pointer: &str,
        definition: &TaskDefinition,
        refusals: &mut Refusals,
    ) -> Vec<ServiceRegistry> {
        let Some(list) = service.get("serviceRegistries").filter(|list| !list.elements().is_empty()) else {
            return Vec::new();
        };
        let pointer = child(pointer, "serviceRegistries");
        if list.elements().len() > 1 {
            let message = format!("{} entries; a service has one service registry", list.elements().len());
            let aws = Some("service registries can have at most 1 items.".to_owned());
            refusals.add(&rules::SERVICE_REGISTRY, pointer.clone(), list.range, message, aws, "");
        }
        let classic =
            service.list("loadBalancers").iter().any(|entry| entry.get("loadBalancerName").is_some());
        if classic {
            let message = "a service with a Classic Load Balancer has no service registry".to_owned();
            refusals.add(&rules::SERVICE_REGISTRY, pointer.clone(), list.range, message, None, "");
        }
        let mut read = Vec::new();
        for (number, entry) in list.elements().iter().enumerate() {
            read.extend(self.service_registry(entry, &child(&pointer, number), definition, refusals));
        }
        read
    }

    fn service_registry(
        &mut self,
        entry: &Node,
        pointer: &str,
        definition: &TaskDefinition,
        refusals: &mut Refusals,
    ) -> Option<ServiceRegistry> {
        let Some(reference) = entry.get("registryArn") else {
            let message = "`registryArn` is missing: the service of Cloud Map".to_owned();
            refusals.add(
                &rules::SERVICE_REGISTRY,
                child(pointer, "registryArn"),
                entry.range,
                message,
                None,
                "",
            );
            return None;
        };
        let service = self.resolve(&DISCOVERY_SERVICE, reference, &child(pointer, "registryArn"))?;
        let container_port = self.port(entry, "containerPort", pointer);
        let port = self.port(entry, "port", pointer);
        let registered = self.service_discovery.services.get(service)?;
        let written = reference.as_str().unwrap_or_default();
        let arn = if written.starts_with("arn:") {
            written.to_owned()
        } else {
            self.account.discovery_service_arn(&registered.name)
        };
        let name = entry.str("containerName");
        let container = name.and_then(|name| {
            definition.container_definitions.iter().position(|container| container.name == name)
        });
        let mut request = Registering { entry, pointer, arn: &arn, mode: definition.network_mode, refusals };
        if let (Some(name), None) = (name, container) {
            let message =
                format!("task definition `{}` has no container `{}`", definition.short(), shorten(name));
            request.refuse("containerName", message, None, "");
        }
        let has_port = request.mode != NetworkMode::Awsvpc || registered.records.contains(&RecordType::Srv);
        let container_of = |number: usize| definition.container_definitions.get(number);
        if let (Some(container), Some(port)) =
            (container.and_then(container_of), container_port.filter(|_| has_port))
        {
            request.check_mapped(container, port);
        }
        request.check(&registered.records);
        Some(ServiceRegistry { service, container, container_port, port })
    }
}

/// An entry that is held against what the network mode allows.
struct Registering<'a> {
    entry: &'a Node,
    pointer: &'a str,
    arn: &'a str,
    mode: NetworkMode,
    refusals: &'a mut Refusals,
}

impl Registering<'_> {
    fn refuse(&mut self, key: &str, message: String, aws: Option<String>, hint: &str) {
        let range = self.entry.get(key).unwrap_or(self.entry).range;
        self.refusals.add(&rules::SERVICE_REGISTRY, child(self.pointer, key), range, message, aws, hint);
    }

    fn has(&self, key: &str) -> bool {
        self.entry.get(key).is_some()
    }

    /// The port that a name leads to is one that the container maps. Spec: DISC-3.
    fn check_mapped(&mut self, container: &ContainerDefinition, port: u16) {
        if self.mode == NetworkMode::None
            || container.port_mappings.iter().any(|mapping| mapping.container_port == port)
        {
            return;
        }
        let name = &container.name;
        let message = format!("container `{}` maps no port {port}", shorten(name));
        self.refuse("containerPort", message, None, "add it to the container's `portMappings`");
    }

    fn check(&mut self, records: &[RecordType]) {
        let (a, srv) = (records.contains(&RecordType::A), records.contains(&RecordType::Srv));
        match self.mode {
            NetworkMode::None => {
                let message =
                    "tasks of network mode none have no address that a name could lead to".to_owned();
                self.refuse(
                    "registryArn",
                    message,
                    None,
                    "leave `serviceRegistries` out, or choose another network mode",
                );
            }
            NetworkMode::Bridge | NetworkMode::Host | NetworkMode::Default => self.check_shared_address(a),
            NetworkMode::Awsvpc if srv => self.check_srv(),
            NetworkMode::Awsvpc => self.check_a(),
        }
    }

    /// Where tasks share the address of their instance, a name needs their ports. Spec: DISC-3.
    fn check_shared_address(&mut self, a: bool) {
        let mode = self.mode.name();
        let is_seen = self.mode != NetworkMode::Default;
        if a {
            let message = format!(
                "tasks of network mode {mode} share their instance's address: an A record cannot tell them apart"
            );
            let aws = is_seen.then(|| {
                "serviceRegistries value is configured to use a type 'A' DNS record, which is not supported when specifying 'host' or 'bridge' for networkMode".to_owned()
            });
            self.refuse(
                "registryArn",
                message,
                aws,
                "give the Cloud Map service a record of type SRV, and no A",
            );
        }
        if !self.has("containerName") || !self.has("containerPort") {
            let message = format!("in network mode {mode} a name needs `containerName` and `containerPort`");
            let aws = is_seen.then(|| {
                format!(
                    "When specifying 'host' or 'bridge' for networkMode, values for 'containerName' and 'containerPort' must be specified from the task definition. Registry: {}",
                    self.arn
                )
            });
            let key = if self.has("containerName") { "containerPort" } else { "containerName" };
            self.refuse(key, message, aws, "");
        }
    }

    /// Spec: DISC-3.
    fn check_srv(&mut self) {
        let (by_name, by_port) = (self.has("containerName"), self.has("containerPort"));
        if self.has("port") && (by_name || by_port) {
            let message = "`port`, or `containerName` with `containerPort`: not both".to_owned();
            let aws = "Specify a value for either 'port' or the 'containerName' and 'containerPort' combination, but not both. Remove one and retry.";
            self.refuse("port", message, Some(aws.to_owned()), "");
        } else if !(self.has("port") || by_name && by_port) {
            let message =
                "an SRV record needs a port: `port`, or `containerName` with `containerPort`".to_owned();
            self.refuse("port", message, None, "");
        }
    }

    /// Spec: DISC-3.
    fn check_a(&mut self) {
        for key in ["containerName", "containerPort", "port"] {
            if self.has(key) {
                let message = format!("an A record has no port: `{key}` is not needed");
                let aws = (key == "containerPort").then(|| {
                    format!("The values specified for serviceRegistries do not require a value for 'containerPort'. Remove the value and retry. Registry: {}", self.arn)
                });
                self.refuse(
                    key,
                    message,
                    aws,
                    "leave it out, or give the Cloud Map service an SRV record too",
                );
            }
        }
    }
}
