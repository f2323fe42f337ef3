//! When a task counts as healthy.
//!
//! Source: API, DeploymentConfiguration.minimumHealthyPercent and
//! CreateServiceRequest.healthCheckGracePeriodSeconds.

use serde::Serialize;

/// How long a task without any health check runs before it counts as healthy, in milliseconds.
pub const SETTLED_AFTER_MS: u64 = 40_000;

/// What a health check says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Check {
    /// Nothing yet.
    Unknown,
    /// It passes.
    Healthy,
    /// It fails.
    Unhealthy,
}

/// What is known of a task that runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TaskHealth {
    /// How long its containers have run, in milliseconds.
    pub running_ms: u64,
    /// The health checks of its essential containers together; none where no container has one.
    pub containers: Option<Check>,
    /// What its target groups say together; none where the service has no load balancer.
    pub targets: Option<Check>,
}

/// How a task that runs counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum TaskCondition {
    /// It counts towards neither side yet.
    Unproven,
    /// It counts towards the minimum.
    Healthy,
    /// It is to be replaced.
    Unhealthy,
}

/// How a task counts. Until `grace_ms` after its start a failing check is not yet held against it; that
/// changes nothing for its target, which still gets no traffic.
pub fn task_health(task: TaskHealth, grace_ms: u64) -> TaskCondition {
    let checks: Vec<Check> = task.containers.into_iter().chain(task.targets).collect();
    if checks.contains(&Check::Unhealthy) {
        let ignored = task.running_ms < grace_ms;
        return if ignored { TaskCondition::Unproven } else { TaskCondition::Unhealthy };
    }
    let settled = if checks.is_empty() {
        task.running_ms >= SETTLED_AFTER_MS
    } else {
        checks.iter().all(|check| *check == Check::Healthy)
    };
    if settled { TaskCondition::Healthy } else { TaskCondition::Unproven }
}

#[cfg(test)]
mod tests {
    use super::{Check, TaskCondition, TaskHealth, task_health};

    fn condition(running_ms: u64, containers: Option<Check>, targets: Option<Check>) -> TaskCondition {
        task_health(TaskHealth { running_ms, containers, targets }, 60_000)
    }

    #[test]
    fn without_a_check_a_task_counts_after_forty_seconds() {
        assert_eq!(condition(39_999, None, None), TaskCondition::Unproven);
        assert_eq!(condition(40_000, None, None), TaskCondition::Healthy);
    }

    #[test]
    fn all_checks_that_there_are_have_to_pass() {
        let (healthy, unknown) = (Some(Check::Healthy), Some(Check::Unknown));
        assert_eq!(condition(0, healthy, None), TaskCondition::Healthy);
        assert_eq!(condition(0, None, healthy), TaskCondition::Healthy);
        assert_eq!(condition(90_000, healthy, unknown), TaskCondition::Unproven);
        assert_eq!(condition(90_000, healthy, healthy), TaskCondition::Healthy);
    }

    #[test]
    fn the_grace_period_hides_a_failing_check() {
        let unhealthy = Some(Check::Unhealthy);
        assert_eq!(condition(59_999, unhealthy, None), TaskCondition::Unproven);
        assert_eq!(condition(60_000, Some(Check::Healthy), unhealthy), TaskCondition::Unhealthy);
    }
}
