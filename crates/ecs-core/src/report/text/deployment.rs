//! What is said of deployments: AWS's texts, to the letter, and our sentences.
//!
//! Source: ECS guide, service event messages, service deployment state change events; public service-event logs and describe-services output.

use super::named;
use crate::deploy::{Bounds, FailureCause, Forecast, RolloutReason, Stall, Standstill};

/// `rolloutStateReason` of a deployment. `deployment_id` is its own id.
pub fn rollout_state_reason(deployment_id: &str, reason: RolloutReason) -> String {
    match reason {
        RolloutReason::InProgress => format!("ECS deployment {deployment_id} in progress."),
        RolloutReason::RollingBack(cause) => {
            format!("{}: rolling back to deploymentId {deployment_id}.", detector(cause))
        }
        RolloutReason::Completed => format!("ECS deployment {deployment_id} completed."),
        RolloutReason::Failed(FailureCause::Stopped) => {
            format!("ECS deployment {deployment_id} stopped.")
        }
        RolloutReason::Failed(cause) => format!("{}: {}.", detector(cause), why(cause)),
    }
}

/// Who called a deployment failed. AWS's wording is known of the circuit breaker alone.
fn detector(cause: FailureCause) -> &'static str {
    match cause {
        FailureCause::CircuitBreaker => "ECS deployment circuit breaker",
        FailureCause::Alarm => "ECS deployment alarms",
        FailureCause::Stopped => "ECS deployment stopped",
        FailureCause::Hook | FailureCause::HookTimedOut => "ECS deployment lifecycle hook",
        FailureCause::StageTimedOut => "ECS deployment lifecycle stage",
    }
}

/// What has happened. AWS's wording is known of the circuit breaker and of hooks.
fn why(cause: FailureCause) -> &'static str {
    match cause {
        FailureCause::CircuitBreaker => "tasks failed to start",
        FailureCause::Alarm => "alarm detected",
        FailureCause::Stopped => "it was stopped",
        FailureCause::Hook => "hook execution failure(s) detected",
        FailureCause::HookTimedOut => "a lifecycle hook timed out",
        FailureCause::StageTimedOut => "the new tasks did not become healthy in time",
    }
}

/// `eventName` of the EventBridge event "ECS Deployment State Change" for a deployment that is in a state for a
/// reason.
pub fn event_name(reason: RolloutReason) -> &'static str {
    match reason {
        RolloutReason::InProgress | RolloutReason::RollingBack(_) => "SERVICE_DEPLOYMENT_IN_PROGRESS",
        RolloutReason::Completed => "SERVICE_DEPLOYMENT_COMPLETED",
        RolloutReason::Failed(_) => "SERVICE_DEPLOYMENT_FAILED",
    }
}

/// Service event: a deployment is over.
pub fn completed(service: &str, deployment_id: &str) -> String {
    format!("(service {service}) (deployment {deployment_id}) deployment completed.")
}

/// Service event: a deployment has failed.
pub fn failed(service: &str, deployment_id: &str, cause: FailureCause) -> String {
    format!("(service {service}) (deployment {deployment_id}) deployment failed: {}.", why(cause))
}

/// Service event: the service goes back to a deployment.
pub fn rolling_back(service: &str, deployment_id: &str) -> String {
    format!("(service {service}) rolling back to deployment {deployment_id}.")
}

/// `stoppedReason` of a task that is one too many, or of another revision than its service goes over to.
pub fn scaling_activity(deployment_id: &str) -> String {
    format!("Scaling activity initiated by (deployment {deployment_id})")
}

/// Service event: tasks that run were asked to stop.
pub fn stopped(service: &str, task_ids: &[String]) -> String {
    format!("(service {service}) has stopped {} running tasks: {}.", task_ids.len(), named(task_ids))
}

/// Service event: tasks that did not run yet were stopped.
pub fn stopped_pending(service: &str, tasks: u32) -> String {
    format!("(service {service}) stopped {tasks} pending tasks.")
}

/// Service event: the percentages let nothing stop and nothing start.
pub fn deadlock(service: &str) -> String {
    format!(
        "(service {service}) was unable to stop or start tasks during a deployment because of the service deployment configuration. Update the minimumHealthyPercent or maximumPercent value and try again."
    )
}

/// Service event: protected tasks keep a deployment, or a smaller count, from its end.
pub fn protected(service: &str, deployment_id: &str, tasks: u32) -> String {
    format!(
        "(service {service}) was unable to reach steady state because (taskSet {deployment_id}) was unable to scale in due to (reason {tasks} tasks under protection)"
    )
}

/// What is foreseen of a service whose deployment has failed. Spec: DEPLOY-14.
pub const FAILED_LAUNCHES_NONE: &str =
    "The deployment has failed, so the service launches no task until it is updated.";

/// One sentence before a deployment: where it will end, and why. `lacks` is why the task has no place that
/// finds none.
pub fn forecast(forecast: &Forecast, lacks: Option<&str>) -> String {
    let (old, new) = forecast.end();
    let desired = forecast.desired;
    let was_old = forecast.trace.first().is_some_and(|(old, _)| *old > 0);
    let tasks = if was_old { "new tasks" } else { "tasks" };
    let Some(stall) = forecast.stall else {
        return match forecast.trace.len().saturating_sub(1) {
            0 => format!("There is nothing to do: {new} of {desired} tasks are there."),
            1 => format!("This will come to its end, with {new} {tasks} after 1 step."),
            steps => format!("This will come to its end, with {new} {tasks} after {steps} steps."),
        };
    };
    format!(
        "This will stall at {}, because {}.",
        place((old, new), desired, tasks),
        stalls(stall, (old, new), (desired, forecast.bounds), lacks)
    )
}

/// Where a service stands that does not move, and why. `is_deployment` is whether a deployment is kept from its
/// end by that; `lacks` is why the task has no place that finds none.
pub fn standstill(
    standstill: Standstill,
    (desired, bounds): (u32, Bounds),
    is_deployment: bool,
    lacks: Option<&str>,
) -> String {
    let Standstill { stall, old, new } = standstill;
    let what = if is_deployment { "The deployment" } else { "The service" };
    let tasks = if old > 0 { "new tasks" } else { "tasks" };
    format!(
        "{what} has stalled at {}, because {}.",
        place((old, new), desired, tasks),
        stalls(stall, (old, new), (desired, bounds), lacks)
    )
}

/// Why a failed deployment is what the service is left with. `reason` is its `rolloutStateReason`.
pub fn has_failed(reason: &str) -> String {
    format!("{reason} {FAILED_LAUNCHES_NONE}")
}

/// How many tasks there are while some are exchanged. `percent` are the minimum and the maximum.
pub fn bounds(bounds: Bounds, percent: (u32, u32), desired: u32) -> String {
    let Bounds { min_healthy, max_tasks } = bounds;
    let (minimum, maximum) = percent;
    format!("between {min_healthy} and {max_tasks} tasks: {minimum} % and {maximum} % of {desired}")
}

/// What the circuit breaker counts, for whoever wonders why it does not act.
pub const BREAKER_COUNTS: &str = "Counted are tasks that stop before they are RUNNING, and once one was RUNNING those that fail health checks: a task that exits after it was RUNNING is not counted.";

/// What there is to say where it is off.
pub const BREAKER_IS_OFF: &str =
    "The deployment circuit breaker is off: however many tasks fail, the deployment goes on.";

/// `0 of 4 new tasks, with 4 old ones left`.
fn place((old, new): (u32, u32), desired: u32, tasks: &str) -> String {
    let left = if old > 0 { format!(", with {old} old ones left") } else { String::new() };
    format!("{new} of {desired} {tasks}{left}")
}

fn stalls(
    stall: Stall,
    (old, new): (u32, u32),
    (desired, bounds): (u32, Bounds),
    lacks: Option<&str>,
) -> String {
    let Bounds { min_healthy, max_tasks } = bounds;
    match stall {
        Stall::Deadlock => format!(
            "{min_healthy} tasks have to stay healthy (minimumHealthyPercent) and {max_tasks} may run (maximumPercent), so none can stop and none can start"
        ),
        Stall::NoRoom => {
            let lacks = lacks.map(|lacks| format!(" ({lacks})")).unwrap_or_default();
            let none_to_stop = if old > 0 {
                format!(
                    ", and the {min_healthy} healthy tasks that minimumHealthyPercent keeps leave none to stop"
                )
            } else {
                String::new()
            };
            format!("the cluster has no room for another task{lacks}{none_to_stop}")
        }
        Stall::Protection if old > 0 => format!("{old} old tasks are under scale-in protection"),
        Stall::Protection => {
            format!("{} tasks too many are under scale-in protection", new.saturating_sub(desired))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{forecast, rollout_state_reason};
    use crate::deploy::{Bounds, FailureCause, RolloutReason, Room, Situation, Tally, foresee};

    #[test]
    fn reasons_of_rollout_states_are_awss() {
        let reason = |reason| rollout_state_reason("ecs-svc/1", reason);
        assert_eq!(reason(RolloutReason::InProgress), "ECS deployment ecs-svc/1 in progress.");
        assert_eq!(reason(RolloutReason::Completed), "ECS deployment ecs-svc/1 completed.");
        assert_eq!(
            reason(RolloutReason::Failed(FailureCause::CircuitBreaker)),
            "ECS deployment circuit breaker: tasks failed to start."
        );
        assert_eq!(
            reason(RolloutReason::RollingBack(FailureCause::CircuitBreaker)),
            "ECS deployment circuit breaker: rolling back to deploymentId ecs-svc/1."
        );
    }

    #[test]
    fn a_forecast_names_where_it_stalls_and_why() {
        let source = |protected_healthy| Tally { healthy: 4, protected_healthy, ..Tally::default() };
        let say = |minimum, maximum, protected, places: u32| {
            let room = |old: u32, new: u32| Room::Known(places.saturating_sub(old + new));
            let begin = Situation::begin(4, Bounds::new(4, minimum, maximum), source(protected));
            forecast(&foresee(&begin, room), None)
        };
        assert_eq!(say(100, 200, 0, 5), "This will come to its end, with 4 new tasks after 8 steps.");
        assert_eq!(
            say(100, 100, 0, 9),
            "This will stall at 0 of 4 new tasks, with 4 old ones left, because 4 tasks have to stay healthy (minimumHealthyPercent) and 4 may run (maximumPercent), so none can stop and none can start."
        );
        assert_eq!(
            say(100, 200, 0, 4),
            "This will stall at 0 of 4 new tasks, with 4 old ones left, because the cluster has no room for another task, and the 4 healthy tasks that minimumHealthyPercent keeps leave none to stop."
        );
        assert_eq!(
            say(100, 200, 2, 9),
            "This will stall at 4 of 4 new tasks, with 2 old ones left, because 2 old tasks are under scale-in protection."
        );
    }
}
