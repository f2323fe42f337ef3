//! The scheduler never stops a healthy task below the minimum nor starts one above the maximum; faults may lower
//! the count. Who is healthy is what the log says, not what the engine counts.

use crate::standing::{Added, Standing, Standings, service_of};
use ecs_core::SimTime;
use ecs_core::deploy::RolloutState;
use ecs_core::report::{ServiceView, Snapshot};
use serde_json::Value;

/// # Panics
///
/// Where a bound of a service is not kept, where a task is stopped for checks that do not fail, and where
/// DescribeServices counts other tasks than the log.
pub fn check(scenario: &Value, standings: &Standings, added: &Added) {
    for service in &added.after.services {
        check_minimum(standings, added, service);
        check_maximum(standings, added, service);
        check_counts(standings, &added.after, service);
        check_reasons(scenario, standings, added, service);
    }
}

/// Whether a task is of the set that comes up, where a service keeps two sets, each within its own bounds; and
/// false for all of them where it keeps one. Spec: DEPLOY-17.
fn is_green(task: &Standing, service: &ServiceView) -> bool {
    let Some(primary) = service.rollout.primary() else { return false };
    // One that has failed for good keeps both as they are. Spec: DEPLOY-22.
    let is_left = primary.state == RolloutState::Failed && service.rollout.strategy != "ROLLING";
    let shifts = service.shift.as_ref().is_some_and(|shift| shift.stage != "CLEAN_UP");
    (shifts || is_left) && task.deployment == primary.id
}

/// How many tasks the service is to have of the set that a task is of: of green none before it comes up.
fn desired(task: &Standing, service: &ServiceView) -> u64 {
    let is_early = |stage: &str| matches!(stage, "RECONCILE_SERVICE" | "PRE_SCALE_UP");
    let waits = service.shift.as_ref().is_some_and(|shift| is_early(&shift.stage));
    if waits && is_green(task, service) { 0 } else { service.desired_count.into() }
}

/// The tasks that are kept together with one, itself among them.
fn set_of<'a>(
    standings: &'a Standings,
    task: &'a Standing,
    service: &'a ServiceView,
) -> impl Iterator<Item = &'a Standing> {
    let green = is_green(task, service);
    standings.of(&service.name).filter(move |other| is_green(other, service) == green)
}

/// Spec: DEPLOY-8, DEPLOY-9.
fn check_minimum(standings: &Standings, added: &Added, service: &ServiceView) {
    let at = added.after.at;
    // What becomes healthy at this very moment may not have been looked at yet.
    let just_before = SimTime::from_ms(at.as_ms().saturating_sub(1));
    let of_service = added.stopped.iter().filter(|task| task.service == service.name);
    for victim in of_service.filter(|task| task.is_healthy(just_before)) {
        let healthy = set_of(standings, victim, service).filter(|task| task.is_healthy(at)).count() as u64;
        let percent = u64::from(service.rollout.minimum_healthy_percent);
        let minimum = (desired(victim, service) * percent).div_ceil(100);
        assert!(
            healthy >= minimum,
            "{at:?}: {victim:?} was healthy and is stopped, and of at least {minimum} {healthy} are left: {service:?}"
        );
    }
}

/// Spec: DEPLOY-9.
fn check_maximum(standings: &Standings, added: &Added, service: &ServiceView) {
    let created = added.created.iter().filter_map(|short| standings.tasks.get(short));
    for task in created.filter(|task| task.service == service.name) {
        let set = set_of(standings, task, service);
        let to_run = set.filter(|other| !is_cut_off(other, &added.after)).count() as u64;
        let maximum = desired(task, service) * u64::from(service.rollout.maximum_percent) / 100;
        assert!(
            to_run <= maximum,
            "{:?}: {task:?} is one above the maximum of {maximum}: {service:?}",
            added.after.at
        );
    }
}

/// Whether the log does not say yet that a task was asked to stop, should it have been. Spec: FAULT-8.
fn is_cut_off(task: &Standing, after: &Snapshot) -> bool {
    let instance = task.instance.and_then(|number| after.instances.get(number));
    instance.is_some_and(|instance| !instance.agent_connected)
}

/// DescribeServices counts the tasks that the log tells of.
fn check_counts(standings: &Standings, after: &Snapshot, service: &ServiceView) {
    let tasks = || standings.of(&service.name);
    if tasks().any(|task| is_cut_off(task, after)) {
        return;
    }
    let running = tasks().filter(|task| task.runs_since.is_some()).count();
    let told = (running as u64, (tasks().count() - running) as u64);
    let counted = (u64::from(service.running_count), u64::from(service.pending_count));
    assert_eq!(told, counted, "{:?}: running and pending, told and counted: {service:?}", after.at);
}

/// A task is stopped for its checks only where they fail, and not within the grace period. Spec: SVC-7, BAL-14.
fn check_reasons(scenario: &Value, standings: &Standings, added: &Added, service: &ServiceView) {
    let grace = &service_of(scenario, &service.name)["healthCheckGracePeriodSeconds"];
    let grace_ms = 1000 * grace.as_u64().unwrap_or_default();
    for entry in &added.entries {
        let says = |of: &str| entry.text.contains(of);
        if !says(" failed container health checks.") && !says(" is unhealthy in (target-group ") {
            continue;
        }
        let is_named = |task: &&Standing| task.service == service.name && says(&task.id);
        for task in standings.tasks.values().filter(is_named) {
            let over = task.runs_since.is_some_and(|since| entry.at >= since.plus_ms(grace_ms));
            assert!(task.is_unhealthy() && over, "{:?}: `{}`, and {task:?}", entry.at, entry.text);
        }
    }
}
