//! The calls that a timeline makes.

use super::{AwsvpcConfiguration, Behaviour, LaunchType, Placement, StrategyItem};
use serde_json::Value;

/// `ecs:RunTask`.
#[derive(Clone, Debug, PartialEq)]
pub struct RunTask {
    /// The number of the task definition in the scenario's list.
    pub task_definition: usize,
    /// How many tasks, 1 to 10.
    pub count: u32,
    /// The task group; `family:<family>` where none is given.
    pub group: String,
    /// Where they run.
    pub launch_type: LaunchType,
    /// Its capacity provider strategy, its own or the cluster's; empty where its launch type counts.
    pub capacity_provider_strategy: Vec<StrategyItem>,
    /// `networkConfiguration`; none where it is left out.
    pub awsvpc_configuration: Option<AwsvpcConfiguration>,
    /// Where they may and should land.
    pub placement: Placement,
    /// `startedBy`.
    pub started_by: Option<String>,
    /// `volumeConfigurations`; none where it is left out. Spec: VOL-5.
    pub volume_configurations: Option<Value>,
}

/// `ecs:StartTask`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StartTask {
    /// The number of the task definition in the scenario's list.
    pub task_definition: usize,
    /// The instances, 1 to 10: the ARN, the id or the short form (`host/1`) of each.
    pub container_instances: Vec<String>,
    /// `networkConfiguration`; none where it is left out.
    pub awsvpc_configuration: Option<AwsvpcConfiguration>,
    /// The task group; `family:<family>` where none is given.
    pub group: String,
    /// `startedBy`.
    pub started_by: Option<String>,
    /// `volumeConfigurations`; none where it is left out. Spec: VOL-5.
    pub volume_configurations: Option<Value>,
}

/// `ecs:StopTask`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StopTask {
    /// The task: its ARN, its id or its short form (`service:web/1`).
    pub task: String,
    /// What `stoppedReason` will say.
    pub reason: Option<String>,
}

/// `simulation:SetBehaviour`, which is ours: a container does something else from now on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetBehaviour {
    /// The task: its ARN, its id or its short form (`service:web/1`).
    pub task: String,
    /// The name of the container.
    pub container: String,
    /// What it does from now on.
    pub behaviour: Behaviour,
}
