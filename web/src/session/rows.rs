//! Services and container instances, as the forms show them. Values are texts, as they are written:
//! also one that cannot be used stays in its input.

use super::deployment::DeploymentRow;
use super::network::ServiceNetwork;
use super::placement::Placement;
use super::revisions::Registry;
use super::strategy::{BY_STRATEGY, StrategyItem};
use ecs_core::json::{Node, Value};

/// A service.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ServiceRow {
    /// `serviceName`.
    pub name: String,
    /// `desiredCount`.
    pub desired_count: String,
    /// `taskDefinition`.
    pub task_definition: String,
    /// The number of the definition that it names.
    pub runs: Option<usize>,
    /// `launchType`, with its default.
    pub launch_type: String,
    /// `capacityProviderStrategy`; empty where a launch type counts, or the cluster's default.
    pub strategy: Vec<StrategyItem>,
    /// `deploymentConfiguration`.
    pub deployment: DeploymentRow,
    /// `schedulingStrategy`, with its default.
    pub scheduling_strategy: String,
    /// `placementStrategy` and `placementConstraints`.
    pub placement: Placement,
    /// What it names of the network.
    pub network: ServiceNetwork,
}

/// An entry of container instances.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InstanceRow {
    /// `instanceType`.
    pub instance_type: String,
    /// `availabilityZone`.
    pub zone: String,
    /// `count`.
    pub count: String,
    /// `status`, with its default.
    pub status: String,
    /// `operatingSystemFamily`, with its default.
    pub operating_system: String,
    /// `simulation.registeredMemoryMiB`; empty where the catalog's figure counts.
    pub registered_memory: String,
    /// `attributes`: names and values.
    pub attributes: Vec<(String, String)>,
}

impl ServiceRow {
    pub(super) fn read(node: &Node, registry: &Registry<'_>) -> ServiceRow {
        let task_definition = written(node, "taskDefinition", "");
        ServiceRow {
            name: written(node, "serviceName", ""),
            desired_count: written(node, "desiredCount", ""),
            runs: registry.resolve(&task_definition),
            task_definition,
            launch_type: written(node, "launchType", "EC2"),
            strategy: StrategyItem::read_list(node.list("capacityProviderStrategy")),
            deployment: DeploymentRow::read(node),
            scheduling_strategy: written(node, "schedulingStrategy", "REPLICA"),
            placement: Placement::read(node),
            network: ServiceNetwork::read(node),
        }
    }

    /// Whether its tasks run on Fargate, which places them by itself.
    pub fn on_fargate(&self) -> bool {
        self.strategy.first().map_or(self.launch_type == "FARGATE", StrategyItem::is_fargate)
    }

    /// What the select of launch types shows.
    pub fn launch_choice(&self) -> &str {
        if self.strategy.is_empty() { &self.launch_type } else { BY_STRATEGY }
    }

    /// Whether it keeps one task on every instance.
    pub fn is_daemon(&self) -> bool {
        self.scheduling_strategy == "DAEMON"
    }

    /// One line: what kind of service it is.
    pub fn brief(&self) -> String {
        let place = match self.launch_choice() {
            BY_STRATEGY => {
                self.strategy.iter().map(|item| item.provider.as_str()).collect::<Vec<_>>().join(", ")
            }
            "FARGATE" => "Fargate".to_owned(),
            other => other.to_owned(),
        };
        format!("{place} · {}", self.scheduling_strategy)
    }
}

impl InstanceRow {
    pub(super) fn read(node: &Node) -> InstanceRow {
        let attribute = |node: &Node| (written(node, "name", ""), written(node, "value", ""));
        let simulation = node.get("simulation");
        InstanceRow {
            instance_type: written(node, "instanceType", ""),
            zone: written(node, "availabilityZone", ""),
            count: written(node, "count", "1"),
            status: written(node, "status", "ACTIVE"),
            operating_system: written(node, "operatingSystemFamily", "LINUX"),
            registered_memory: simulation
                .map(|node| written(node, "registeredMemoryMiB", ""))
                .unwrap_or_default(),
            attributes: node.list("attributes").iter().map(attribute).collect(),
        }
    }

    /// One line: what is not as it is by default, else the attributes that it has.
    pub fn brief(&self) -> String {
        let mut parts = Vec::new();
        if self.status != "ACTIVE" {
            parts.push(self.status.clone());
        }
        if self.operating_system != "LINUX" {
            parts.push(self.operating_system.clone());
        }
        if !self.registered_memory.is_empty() {
            parts.push(format!("{} MiB", self.registered_memory));
        }
        let attribute = |(name, value): &(String, String)| {
            if value.is_empty() { name.clone() } else { format!("{name}={value}") }
        };
        parts.extend(self.attributes.iter().map(attribute));
        if parts.is_empty() { "no attributes of its own".to_owned() } else { parts.join(" · ") }
    }
}

/// What is written down: a number or a text; the default where there is neither.
pub(super) fn written(node: &Node, key: &str, default: &str) -> String {
    match node.get(key).map(|member| &member.value) {
        Some(Value::Number(text) | Value::String(text)) => text.clone(),
        _ => default.to_owned(),
    }
}
