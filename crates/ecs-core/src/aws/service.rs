//! `ecs:CreateService`, as far as a run reads it.

use super::{
    AwsvpcConfiguration, DeploymentSettings, Placement, ServiceConnect, ServiceLoadBalancer, ServiceRegistry,
    StrategyItem,
};
use crate::json::Node;
use serde::{Deserialize, Serialize};

/// Where tasks run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum LaunchType {
    /// On the cluster's container instances.
    Ec2,
    /// On AWS Fargate.
    Fargate,
    /// On registered on-premises hosts.
    External,
    /// On ECS Managed Instances.
    ManagedInstances,
}

impl LaunchType {
    /// AWS's spelling.
    pub fn name(self) -> &'static str {
        match self {
            LaunchType::Ec2 => "EC2",
            LaunchType::Fargate => "FARGATE",
            LaunchType::External => "EXTERNAL",
            LaunchType::ManagedInstances => "MANAGED_INSTANCES",
        }
    }

    /// Reads `launchType`; what is left out means EC2.
    pub fn read(node: &Node) -> LaunchType {
        match node.str("launchType") {
            Some("FARGATE") => LaunchType::Fargate,
            Some("EXTERNAL") => LaunchType::External,
            Some("MANAGED_INSTANCES") => LaunchType::ManagedInstances,
            _ => LaunchType::Ec2,
        }
    }
}

/// A service as it is created.
#[derive(Clone, Debug, PartialEq)]
pub struct Service {
    /// Its name.
    pub service_name: String,
    /// The number of its task definition in the scenario's list.
    pub task_definition: usize,
    /// How many tasks it keeps.
    pub desired_count: u32,
    /// Where they run.
    pub launch_type: LaunchType,
    /// Its capacity provider strategy, its own or the cluster's; empty where its launch type counts.
    pub capacity_provider_strategy: Vec<StrategyItem>,
    /// Whether `schedulingStrategy` is DAEMON, else REPLICA.
    pub daemon: bool,
    /// `networkConfiguration`; none where it is left out.
    pub awsvpc_configuration: Option<AwsvpcConfiguration>,
    /// `loadBalancers`.
    pub load_balancers: Vec<ServiceLoadBalancer>,
    /// `serviceRegistries`.
    pub service_registries: Vec<ServiceRegistry>,
    /// `serviceConnectConfiguration`, where it is enabled.
    pub service_connect: Option<ServiceConnect>,
    /// Where its tasks may and should land.
    pub placement: Placement,
    /// How its tasks are exchanged.
    pub deployment: DeploymentSettings,
    /// The service as it was given.
    pub input: serde_json::Value,
}
