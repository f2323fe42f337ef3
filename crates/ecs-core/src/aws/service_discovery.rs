//! Names that lead to tasks: Cloud Map and Service Connect.

/// `Type` of a DNS record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RecordType {
    /// An address.
    A,
    /// A host and a port.
    Srv,
}

/// `servicediscovery:CreateService`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DiscoveryService {
    /// Its name.
    pub name: String,
    /// Its namespace, by the number in the scenario's list.
    pub namespace: usize,
    /// Its records.
    pub records: Vec<RecordType>,
}

/// The namespaces of a scenario and the names in them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ServiceDiscovery {
    /// Names of `namespaces`.
    pub namespaces: Vec<String>,
    /// `serviceDiscoveryServices`.
    pub services: Vec<DiscoveryService>,
}

/// An entry of a service's `serviceRegistries`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ServiceRegistry {
    /// The Cloud Map service, by its number in the scenario's list.
    pub service: usize,
    /// `containerName`, by the container's number in the task definition.
    pub container: Option<usize>,
    /// `containerPort`.
    pub container_port: Option<u16>,
    /// `port`.
    pub port: Option<u16>,
}

/// A name by which clients of Service Connect reach a port.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientAlias {
    /// `dnsName`; the discovery name with its namespace where none is given.
    pub dns_name: String,
    /// `port`.
    pub port: u16,
}

/// A port that a service offers through Service Connect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceConnectService {
    /// `portName` of a port mapping.
    pub port_name: String,
    /// `discoveryName`; the port's name where none is given.
    pub discovery_name: String,
    /// Its aliases.
    pub client_aliases: Vec<ClientAlias>,
}

/// `serviceConnectConfiguration`, where it is enabled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceConnect {
    /// Its namespace's name.
    pub namespace: String,
    /// What the service offers; empty where it is a client alone.
    pub services: Vec<ServiceConnectService>,
}
