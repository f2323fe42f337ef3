//! The calls that a timeline makes.

use super::LaunchType;

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
    /// Zones of the subnets that `networkConfiguration` names, each once.
    pub zones: Vec<String>,
    /// `startedBy`.
    pub started_by: Option<String>,
}

/// `ecs:StopTask`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StopTask {
    /// The task: its ARN, its id or its short form (`service:web/1`).
    pub task: String,
    /// What `stoppedReason` will say.
    pub reason: Option<String>,
}
