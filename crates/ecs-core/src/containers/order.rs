//! What a container waits for before it starts, as the agent judges it.

use super::Plan;
use super::container::{Container, ContainerStatus};
use super::happening::{DependencyFailure, Reason};
use crate::aws::Condition;
use crate::time::SimTime;

/// How the dependencies of a container stand.
pub(super) enum Outlook {
    /// All of them hold.
    Holds,
    /// One does not hold yet.
    Waits,
    /// One never will.
    Never(Reason),
}

/// How the dependencies of `number` stand. The first that can never hold is the reason. Spec: CONT-3, CONT-4.
pub(super) fn outlook(plan: &Plan, containers: &[Container], number: usize) -> Outlook {
    let mut holds = true;
    for dependency in &plan.containers[number].depends_on {
        let on = dependency.container;
        let other = &containers[on];
        if let Some(failure) = failure(plan, other, on, dependency.condition) {
            return Outlook::Never(Reason::Dependency { on, failure, exit_code: other.exit_code });
        }
        holds &= is_met(other, dependency.condition);
    }
    if holds { Outlook::Holds } else { Outlook::Waits }
}

fn failure(plan: &Plan, other: &Container, on: usize, condition: Condition) -> Option<DependencyFailure> {
    let stopped = other.is_stopped();
    if condition == Condition::Success && stopped && other.exit_code != Some(0) {
        return Some(DependencyFailure::DidNotSucceed);
    }
    if stopped && other.first_started_at.is_none() {
        return Some(DependencyFailure::NeverStarts);
    }
    let has_check = plan.containers[on].health_check.is_some();
    (condition == Condition::Healthy && (stopped || !has_check)).then_some(DependencyFailure::NeverHealthy)
}

fn is_met(other: &Container, condition: Condition) -> bool {
    match condition {
        Condition::Create => !matches!(other.status, ContainerStatus::Waiting),
        Condition::Start => other.first_started_at.is_some(),
        Condition::Complete | Condition::Success => other.is_stopped(),
        Condition::Healthy => other.health.status == super::HealthStatus::Healthy,
    }
}

/// When a container that waits gives up: `startTimeout` of the other one after that was started. It counts
/// for every dependency but START, whether it holds or not, until the other one has stopped. Spec: CONT-5.
pub(super) fn gives_up(plan: &Plan, containers: &[Container], number: usize) -> Option<(SimTime, Reason)> {
    let dependencies = plan.containers[number].depends_on.iter();
    let limits = dependencies.filter_map(|dependency| {
        let on = dependency.container;
        let other = &containers[on];
        let counts = match dependency.condition {
            Condition::Create | Condition::Start => false,
            Condition::Complete | Condition::Success | Condition::Healthy => !other.is_stopped(),
        };
        let at = other.first_started_at.filter(|_| counts)?.plus_ms(plan.containers[on].start_timeout_ms);
        let failure = DependencyFailure::TimedOut;
        Some((at, Reason::Dependency { on, failure, exit_code: None }))
    });
    limits.min_by_key(|(at, _)| *at)
}
