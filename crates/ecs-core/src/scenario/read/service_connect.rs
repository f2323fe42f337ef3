//! `serviceConnectConfiguration` of a service, and what ECS refuses of it.

use super::Reader;
use super::references::NAMESPACE;
use super::refusal::Refusals;
use crate::aws::{ClientAlias, NetworkMode, ServiceConnect, ServiceConnectService, shorten};
use crate::finding::{nearest, rules};
use crate::json::{Node, child};
use std::collections::BTreeSet;

/// The task definition of a service that is connected.
pub(super) struct Connecting<'a> {
    pub(super) definition: &'a Node,
    pub(super) mode: NetworkMode,
    pub(super) refusals: &'a mut Refusals,
    /// Whether the nearest name is still looked for.
    pub(super) wants_hints: bool,
}

impl Connecting<'_> {
    fn refuse(&mut self, node: &Node, pointer: String, message: String, aws: Option<String>, hint: &str) {
        self.refusals.add(&rules::SERVICE_CONNECT, pointer, node.range, message, aws, hint);
    }

    /// `name` of every port mapping.
    fn port_names(&self) -> impl Iterator<Item = &str> {
        let containers = self.definition.list("containerDefinitions").iter();
        containers
            .flat_map(|container| container.list("portMappings"))
            .filter_map(|mapping| mapping.str("name"))
    }

    /// Spec: DISC-6.
    fn check_port_name(&mut self, node: &Node, name: &str, pointer: &str) {
        if self.port_names().any(|known| known == name) {
            return;
        }
        let near = self.wants_hints.then(|| nearest(name, self.port_names())).flatten();
        let hint = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => "give a port mapping of the task definition this `name`".to_owned(),
        };
        let message = format!("no port mapping of the task definition has the name `{}`", shorten(name));
        let aws =
            format!("portName({name}) does not refer to any named PortMapping in the container definitions");
        let member = node.get("portName").unwrap_or(node);
        self.refuse(member, child(pointer, "portName"), message, Some(aws), &hint);
    }
}

impl Reader<'_> {
    /// Nothing where it is not enabled. Spec: DISC-5.
    pub(super) fn service_connect(
        &mut self,
        service: &Node,
        pointer: &str,
        connecting: &mut Connecting<'_>,
    ) -> Option<ServiceConnect> {
        let node = service.get("serviceConnectConfiguration")?;
        if node.get("enabled").and_then(Node::as_bool) != Some(true) {
            return None;
        }
        let pointer = child(pointer, "serviceConnectConfiguration");
        if !matches!(connecting.mode, NetworkMode::Awsvpc | NetworkMode::Bridge) {
            let message = format!(
                "Service Connect needs network mode awsvpc or bridge, and the task definition has {}",
                connecting.mode.name()
            );
            connecting.refuse(
                node,
                pointer.clone(),
                message,
                None,
                "change the network mode, or leave Service Connect out",
            );
        }
        let namespace = self.connect_namespace(node);
        if namespace.is_none() {
            let message = "`namespace` is missing, and the cluster has no default one".to_owned();
            let aws = Some("Namespace is missing".to_owned());
            let hint =
                r#"add "namespace", or give the cluster "serviceConnectDefaults": {"namespace": "internal"}"#;
            connecting.refuse(node, child(&pointer, "namespace"), message, aws, hint);
        }
        let namespace = namespace?;
        let mut taken = BTreeSet::new();
        let mut services = Vec::new();
        for (number, entry) in node.list("services").iter().enumerate() {
            let pointer = format!("{pointer}/services/{number}");
            let Some(service) = self.connect_service(entry, &pointer, &namespace, connecting) else {
                continue;
            };
            if !taken.insert(service.discovery_name.clone()) {
                let message =
                    format!("this service has the name `{}` already", shorten(&service.discovery_name));
                connecting.refuse(entry, child(&pointer, "discoveryName"), message, None, "");
            }
            services.push(service);
        }
        Some(ServiceConnect { namespace, services })
    }

    /// The namespace's name: its own, else the cluster's default. Any name counts: a namespace for
    /// Service Connect alone is none of DNS, and stands in no list of the scenario.
    fn connect_namespace(&mut self, node: &Node) -> Option<String> {
        let defaults = self.root.get("cluster").and_then(|cluster| cluster.get("serviceConnectDefaults"));
        let reference = node.str("namespace").or_else(|| defaults?.str("namespace"))?;
        let short = NAMESPACE.short(reference);
        let listed = self.lookup(&NAMESPACE, short).and_then(|number| self.names(&NAMESPACE).nth(number));
        Some(listed.unwrap_or(short).to_owned())
    }

    /// Spec: DISC-6.
    fn connect_service(
        &mut self,
        node: &Node,
        pointer: &str,
        namespace: &str,
        connecting: &mut Connecting<'_>,
    ) -> Option<ServiceConnectService> {
        let port_name = node.str("portName")?.to_owned();
        connecting.check_port_name(node, &port_name, pointer);
        let discovery_name = node.str("discoveryName").unwrap_or(&port_name).to_owned();
        let aliases = node.list("clientAliases");
        let pointer = child(pointer, "clientAliases");
        match aliases.len() {
            1 => {}
            0 => {
                let message = "a name needs a port for its clients: one entry of `clientAliases`".to_owned();
                let hint = r#"add "clientAliases": [{"port": 80}]"#;
                connecting.refuse(node, pointer.clone(), message, None, hint);
            }
            count => {
                let message = format!("{count} entries; a service of Service Connect has one client alias");
                let aws = Some(format!("{count} clientAliases exceeds the max limit of 1"));
                connecting.refuse(
                    node.get("clientAliases").unwrap_or(node),
                    pointer.clone(),
                    message,
                    aws,
                    "",
                );
            }
        }
        let mut client_aliases = Vec::new();
        for (number, alias) in aliases.iter().enumerate() {
            let port = self.port(alias, "port", &child(&pointer, number));
            let dns_name = alias
                .str("dnsName")
                .map_or_else(|| format!("{discovery_name}.{namespace}"), ToOwned::to_owned);
            client_aliases.extend(port.map(|port| ClientAlias { dns_name, port }));
        }
        Some(ServiceConnectService { port_name, discovery_name, client_aliases })
    }
}
