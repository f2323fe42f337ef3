//! The deployments of a service: what there is of each, within which bounds tasks are exchanged, and what fails one.

use ecs_core::deploy::RolloutState;
use ecs_core::report::{DeploymentView, ServiceView, deployment_text as text};
use yew::prelude::*;

/// Digits of an id that tell it from the others.
const DIGITS: usize = 4;

/// What there is to say of them, for the details of their service; nothing of one whose tasks are not simulated.
pub(super) fn deployments(service: &ServiceView) -> Html {
    let rollout = &service.rollout;
    if rollout.deployments.is_empty() {
        return Html::default();
    }
    let bounds = rollout.bounds_in_words(service.desired_count);
    html! {
        <section class="deployments" aria-label="Deployments">
            <h4>{ "Deployments" }</h4>
            if let Some(why) = service.halted() {
                <p class="bad-text">{ why }</p>
            }
            <p class="note"><code>{ &*rollout.strategy }</code>{ bounds.map(|bounds| format!(", {bounds}")) }</p>
            <ol>{ for rollout.deployments.iter().map(|deployment| one(service, deployment)) }</ol>
            if rollout.primary().is_some_and(|primary| primary.state != RolloutState::Completed) {
                <p class="note">{ if rollout.threshold.is_some() { text::BREAKER_COUNTS } else { text::BREAKER_IS_OFF } }</p>
            }
        </section>
    }
}

fn one(service: &ServiceView, deployment: &DeploymentView) -> Html {
    let is_bad = deployment.state == RolloutState::Failed;
    html! {
        <li key={deployment.id.clone()} class={classes!("deployment", deployment.is_primary.then_some("of-primary"))}>
            <p class="deployment-head">
                <b>{ deployment.status() }</b>
                <code>{ &deployment.task_definition }</code>
                <span class={classes!("tag", is_bad.then_some("bad"))}>{ deployment.state.name() }</span>
            </p>
            <dl class="counts">
                { count("desired", deployment.desired_count.to_string()) }
                { count("running", deployment.running_count.to_string()) }
                { count("pending", deployment.pending_count.to_string()) }
                { count("failed", failed(service, deployment)) }
            </dl>
            <p class="note"><code title={deployment.id.clone()}>{ short(&deployment.id) }</code>{ " " }{ reason(deployment) }</p>
        </li>
    }
}

fn count(term: &'static str, value: String) -> Html {
    html! { <div><dt>{ term }</dt><dd>{ value }</dd></div> }
}

/// `failedTasks`, of how many the circuit breaker lets pass.
fn failed(service: &ServiceView, deployment: &DeploymentView) -> String {
    match service.rollout.threshold.filter(|_| deployment.is_primary) {
        Some(threshold) => format!("{} of {threshold}", deployment.failed_tasks),
        None => deployment.failed_tasks.to_string(),
    }
}

/// `ecs-svc/7484…`: AWS's ids have nineteen digits.
fn short(id: &str) -> String {
    match id.split_once('/') {
        Some((kind, digits)) => format!("{kind}/{}…", digits.get(..DIGITS).unwrap_or(digits)),
        None => id.to_owned(),
    }
}

/// `rolloutStateReason`, with the id as short as it stands before it.
fn reason(deployment: &DeploymentView) -> String {
    deployment.reason.replace(&deployment.id, &short(&deployment.id))
}

#[cfg(test)]
mod tests {
    use super::{failed, reason, short};
    use ecs_core::{Budget, Document, Simulation};
    use ecs_workshop::gallery;

    #[test]
    fn ids_are_short_and_failures_stand_beside_their_threshold() {
        assert_eq!(short("ecs-svc/7484132311742063297"), "ecs-svc/7484…");
        assert_eq!(short("of another shape"), "of another shape");
        let mut run = Simulation::new(Document::read(gallery::ENTRIES[0].text).scenario.unwrap());
        run.advance_to(run.duration(), Budget::UNLIMITED);
        let mut service = run.snapshot(0).services.remove(0);
        let deployment = service.rollout.deployments[0].clone();
        assert_eq!(reason(&deployment), format!("ECS deployment {} completed.", short(&deployment.id)));
        service.rollout.threshold = Some(3);
        assert_eq!(failed(&service, &deployment), "0 of 3");
        service.rollout.threshold = None;
        assert_eq!(failed(&service, &deployment), "0");
    }
}
