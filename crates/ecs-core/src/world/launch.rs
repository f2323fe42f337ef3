//! What tasks are started from.

use crate::aws::{AwsvpcConfiguration, LaunchType, PlacementConstraint, Provider};
use crate::capacity::Share;
use crate::containers::Plan;
use crate::ids::{LaunchRow, ServiceRow};
use crate::placement::{Requirement, Strategy};
use crate::time::SimTime;
use serde_json::Value;
use std::sync::Arc;

/// What a number of equal tasks are started from: a service's deployment or a RunTask call.
#[derive(Clone, Debug)]
pub struct Launch {
    /// The number of the task definition in the scenario's list.
    pub task_definition: usize,
    /// The service, if it is one's.
    pub service: Option<ServiceRow>,
    /// The number of the service's deployment.
    pub deployment: usize,
    /// The name of the task group.
    pub group: String,
    /// Where the tasks run.
    pub launch_type: LaunchType,
    /// Their capacity provider; none where a launch type was named. Spec: CAP-2.
    pub capacity_provider: Option<Provider>,
    /// How tasks of the same strategy are divided; none where it has one provider. Spec: CAP-2.
    pub shares: Option<Arc<Shares>>,
    /// What is fixed about the containers of each.
    pub plan: Arc<Plan>,
    /// What each asks of its instance.
    pub requirement: Requirement,
    /// Where their network interfaces are made; none where they have none.
    pub awsvpc_configuration: Option<AwsvpcConfiguration>,
    /// Placement constraints as they were given: one for each of the requirement's.
    pub constraints: Vec<PlacementConstraint>,
    /// How the instances that could take one are ranked.
    pub strategies: Vec<Strategy>,
    /// `startedBy`.
    pub started_by: Option<String>,
    /// `volumeConfigurations` of a call; a service's are those of its deployment. Spec: VOL-5.
    pub volume_configurations: Option<Value>,
    /// The digests that the tags of its containers were resolved to, once a task of a service has pulled
    /// them. Spec: ECR-2.
    pub digests: Vec<Option<String>>,
}

/// What the tasks of a strategy are started from: a launch for each provider, in the strategy's order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shares {
    /// The launches.
    pub launches: Vec<LaunchRow>,
    /// Their providers.
    pub providers: Vec<Provider>,
    /// The part of each.
    pub shares: Vec<Share>,
}

impl Launch {
    /// Whether its tasks run on container instances.
    pub fn runs_on_instances(&self) -> bool {
        self.launch_type != LaunchType::Fargate
    }

    /// Whether the network interfaces of its tasks have public addresses: on an instance they never do.
    /// Spec: NET-23.
    pub fn has_public_address(&self) -> bool {
        let assigned = self.awsvpc_configuration.as_ref().is_some_and(|given| given.assign_public_ip);
        assigned && !self.runs_on_instances()
    }
}

/// Whether a task definition can be used at a moment. Spec: DEPLOY-10.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Registration {
    /// It is registered later, or never.
    Unknown,
    /// It is ACTIVE.
    Active,
    /// It was deregistered then.
    Inactive(SimTime),
}
