//! Entries of DescribeServices.

use super::ServiceEventReport;
use crate::aws::LaunchType;
use crate::engine::Engine;
use crate::ids::{Row, ServiceRow};
use crate::report::capacity::named_launch_type;
use crate::report::rebalancing::enabled;
use crate::world::{ServiceState, ServiceStatus};
use serde::Serialize;
use serde_json::{Value, json};

/// An entry of DescribeServices.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "the members are AWS's; its API reference describes them")]
pub struct ServiceReport {
    pub service_arn: String,
    pub service_name: String,
    pub cluster_arn: String,
    pub status: ServiceStatus,
    pub desired_count: u32,
    pub running_count: u32,
    pub pending_count: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub launch_type: Option<LaunchType>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub capacity_provider_strategy: Vec<Value>,
    pub task_definition: String,
    pub scheduling_strategy: &'static str,
    pub availability_zone_rebalancing: &'static str,
    pub load_balancers: Value,
    pub service_registries: Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub network_configuration: Option<Value>,
    pub deployments: Vec<Value>,
    pub events: Vec<ServiceEventReport>,
    pub created_at: String,
}

impl Engine {
    pub(in crate::report) fn service_reports(&self) -> Vec<ServiceReport> {
        let mut events = self.service_events();
        let report = |(row, state): (ServiceRow, &ServiceState)| {
            let service = &state.given;
            let given = |member: &str| service.input.get(member).filter(|value| !value.is_null()).cloned();
            ServiceReport {
                service_arn: self.scenario.account.in_cluster_arn("service", &service.service_name),
                service_name: service.service_name.clone(),
                cluster_arn: self.scenario.account.cluster_arn(),
                status: state.status,
                desired_count: state.desired_count,
                running_count: state.running_count,
                pending_count: state.pending_count,
                launch_type: named_launch_type(service),
                capacity_provider_strategy: self.strategy_report(&service.capacity_provider_strategy),
                task_definition: self.task_definition_arn(service.task_definition),
                scheduling_strategy: if service.daemon { "DAEMON" } else { "REPLICA" },
                availability_zone_rebalancing: enabled(service.deployment.availability_zone_rebalancing),
                load_balancers: given("loadBalancers").unwrap_or_else(|| json!([])),
                service_registries: given("serviceRegistries").unwrap_or_else(|| json!([])),
                network_configuration: given("networkConfiguration"),
                deployments: self.deployment_reports(row),
                events: events.get_mut(row.number()).map(std::mem::take).unwrap_or_default(),
                created_at: self.scenario.calendar.iso(state.created_at),
            }
        };
        self.world.services.iter().map(report).collect()
    }
}
