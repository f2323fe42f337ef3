//! The calls that change services and task definitions while a run goes on.

use super::{PlacementConstraint, Service, TaskDefinition};

/// `ecs:RegisterTaskDefinition`. Spec: DEPLOY-10.
#[derive(Clone, Debug, PartialEq)]
pub struct RegisterTaskDefinition {
    /// The number of the task definition in the scenario's list, where those of the timeline stand behind the
    /// others.
    pub number: usize,
    /// The task definition.
    pub definition: TaskDefinition,
    /// Its placement constraints.
    pub constraints: Vec<PlacementConstraint>,
}

/// `ecs:UpdateService`. Spec: DEPLOY-10.
#[derive(Clone, Debug, PartialEq)]
pub struct UpdateService {
    /// The service: its name or its ARN.
    pub service: String,
    /// The service with all that the call names. What the call leaves out is as the scenario has it, and
    /// does not count: the run may have gone back from that.
    pub with: Service,
    /// `forceNewDeployment`.
    pub force_new_deployment: bool,
    /// The call as it was given: the members that count.
    pub input: serde_json::Value,
}

/// `ecs:DeleteService`. Spec: DEPLOY-10.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeleteService {
    /// The service: its name or its ARN.
    pub service: String,
    /// Whether tasks that it is still to keep do not matter.
    pub force: bool,
}

/// `ecs:StopServiceDeployment`. Spec: DEPLOY-10.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StopServiceDeployment {
    /// The deployment: an ARN, or the service's name for the one that goes on (`web`), or with its number
    /// from 1 (`web/2`).
    pub service_deployment: String,
}

/// `ecs:ContinueServiceDeployment`. Spec: DEPLOY-19.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContinueServiceDeployment {
    /// The deployment, as [`StopServiceDeployment`] names it.
    pub service_deployment: String,
    /// `hookId`, or the name of the stage at which the deployment pauses.
    pub hook: String,
    /// Whether the action is ROLLBACK, not CONTINUE.
    pub rolls_back: bool,
}
