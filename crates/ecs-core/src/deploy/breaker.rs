//! The deployment circuit breaker.
//!
//! Source: ECS guide, deployment circuit breaker; API, DeploymentCircuitBreaker and ThresholdConfiguration.

use super::percent_of_rounded_up;
use crate::aws::{CircuitBreaker, Threshold};

/// Fewest failures of a bounded threshold. The guide of 2023 had 10.
const MIN_THRESHOLD: u32 = 3;

/// Most failures of a bounded threshold.
const MAX_THRESHOLD: u32 = 200;

/// How many failures make a deployment fail, for the desired count of the moment. At least 1: none would let
/// no deployment begin.
pub fn threshold(threshold: Threshold, desired: u32) -> u32 {
    match threshold {
        Threshold::Count(count) => count.max(1),
        Threshold::BoundedPercent(percent) => {
            percent_of_rounded_up(desired, percent).clamp(MIN_THRESHOLD, MAX_THRESHOLD)
        }
        Threshold::UnboundedPercent(percent) => percent_of_rounded_up(desired, percent).max(1),
    }
}

/// What became of a task of the deployment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TaskOutcome {
    /// It stopped, or found no place, before it was RUNNING.
    FailedToStart,
    /// It reached RUNNING.
    Running,
    /// It counts as healthy.
    Healthy,
    /// It was stopped for a failing health check: of a container, a target group or AWS Cloud Map.
    FailedHealthCheck,
}

/// What the circuit breaker has seen of one deployment.
///
/// It has two stages: until a task reaches RUNNING, tasks that do not are counted; from then on, tasks that
/// fail their health checks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Breaker {
    failed_tasks: u32,
    a_task_ran: bool,
    tripped: bool,
}

impl Breaker {
    /// `failedTasks` of the deployment.
    pub fn failed_tasks(self) -> u32 {
        self.failed_tasks
    }

    /// Whether it has called the deployment failed.
    pub fn has_tripped(self) -> bool {
        self.tripped
    }

    /// Takes note of a task, and says whether the deployment fails with it. `desired` is the service's count
    /// of the moment.
    pub fn observe(&mut self, configuration: CircuitBreaker, desired: u32, outcome: TaskOutcome) -> bool {
        match outcome {
            TaskOutcome::FailedToStart if !self.a_task_ran => self.failed_tasks += 1,
            TaskOutcome::FailedHealthCheck if self.a_task_ran => self.failed_tasks += 1,
            TaskOutcome::Running => self.a_task_ran = true,
            TaskOutcome::Healthy if configuration.reset_on_healthy_task => self.failed_tasks = 0,
            TaskOutcome::FailedToStart | TaskOutcome::FailedHealthCheck | TaskOutcome::Healthy => {}
        }
        let trips = configuration.enable
            && !self.tripped
            && self.failed_tasks >= threshold(configuration.threshold, desired);
        self.tripped |= trips;
        trips
    }
}

#[cfg(test)]
mod tests {
    use super::{Breaker, TaskOutcome, threshold};
    use crate::aws::{CircuitBreaker, Threshold};

    fn enabled(threshold: Threshold, reset_on_healthy_task: bool) -> CircuitBreaker {
        CircuitBreaker { enable: true, rollback: true, reset_on_healthy_task, threshold }
    }

    /// ECS guide, deployment circuit breaker (worked examples circuitBreaker.threshold, and
    /// circuitBreaker.threshold.archive2023, where the least was 10: a desired count of 1 gave 10).
    #[test]
    fn thresholds() {
        let bounded = Threshold::BoundedPercent(50);
        for (desired, expected) in [(1, 3), (25, 13), (400, 200), (800, 200)] {
            assert_eq!(threshold(bounded, desired), expected, "{desired}");
        }
        assert_eq!(threshold(Threshold::UnboundedPercent(50), 800), 400);
        assert_eq!(threshold(Threshold::UnboundedPercent(50), 0), 1);
        assert_eq!(threshold(Threshold::Count(7), 800), 7);
    }

    fn observe(configuration: CircuitBreaker, desired: u32, outcomes: &[TaskOutcome]) -> Option<usize> {
        let mut breaker = Breaker::default();
        outcomes.iter().position(|outcome| breaker.observe(configuration, desired, *outcome))
    }

    #[test]
    fn the_first_stage_counts_tasks_that_do_not_start() {
        use TaskOutcome::{FailedHealthCheck, FailedToStart, Running};
        let breaker = enabled(Threshold::BoundedPercent(50), true);
        assert_eq!(observe(breaker, 4, &[FailedToStart; 5]), Some(2));
        assert_eq!(observe(breaker, 4, &[FailedToStart, FailedHealthCheck, FailedToStart]), None);
        let ran = [FailedToStart, FailedToStart, Running, FailedToStart, FailedToStart, FailedHealthCheck];
        assert_eq!(observe(breaker, 4, &ran), Some(5));
        assert_eq!(observe(CircuitBreaker { enable: false, ..breaker }, 4, &[FailedToStart; 500]), None);
    }

    #[test]
    fn a_healthy_task_resets_the_count_where_it_is_told_to() {
        use TaskOutcome::{FailedHealthCheck, Healthy, Running};
        let outcomes = [
            Running,
            FailedHealthCheck,
            FailedHealthCheck,
            Healthy,
            FailedHealthCheck,
            FailedHealthCheck,
            FailedHealthCheck,
        ];
        let three = Threshold::Count(3);
        assert_eq!(observe(enabled(three, true), 1, &outcomes), Some(6));
        assert_eq!(observe(enabled(three, false), 1, &outcomes), Some(4));
    }

    #[test]
    fn it_trips_once() {
        let mut breaker = Breaker::default();
        let one = enabled(Threshold::Count(1), true);
        assert!(breaker.observe(one, 1, TaskOutcome::FailedToStart));
        assert!(!breaker.observe(one, 1, TaskOutcome::FailedToStart));
        assert_eq!((breaker.failed_tasks(), breaker.has_tripped()), (2, true));
    }
}
