//! The deployments of a service as a picture has them: how far the exchange of its tasks is, within which bounds,
//! and why it does not go on. Spec: DEPLOY-8, DEPLOY-11, DEPLOY-13, DEPLOY-14.

use super::event_view::EventView;
use super::snapshot::ServiceView;
use super::text::deployment as text;
use crate::deploy::{Bounds, RolloutReason, RolloutState, Stall, Standstill, threshold};
use crate::engine::Engine;
use crate::ids::ServiceRow;
use crate::world::Deployment;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// How the tasks of a service are exchanged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RolloutView {
    /// The PRIMARY deployment, then those that still have tasks, the newest first.
    pub deployments: Vec<DeploymentView>,
    /// `strategy`, in AWS's spelling.
    pub strategy: Cow<'static, str>,
    /// `minimumHealthyPercent`.
    pub minimum_healthy_percent: u32,
    /// `maximumPercent`.
    pub maximum_percent: u32,
    /// What they are of the desired count.
    pub bounds: Bounds,
    /// `failedTasks` with which the circuit breaker calls the PRIMARY deployment failed; none where it is off.
    pub threshold: Option<u32>,
    /// Why nothing moves; none where something does, or nothing is to.
    pub standstill: Option<Standstill>,
}

/// A deployment that is PRIMARY, or has tasks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeploymentView {
    /// `id`, for example `ecs-svc/7484132311742063297`.
    pub id: String,
    /// Whether it is PRIMARY, and not ACTIVE.
    pub is_primary: bool,
    /// `family:revision`.
    pub task_definition: String,
    /// `rolloutState`.
    pub state: RolloutState,
    /// `rolloutStateReason`.
    pub reason: String,
    /// `desiredCount`.
    pub desired_count: u32,
    /// `pendingCount`.
    pub pending_count: u32,
    /// `runningCount`.
    pub running_count: u32,
    /// `failedTasks`.
    pub failed_tasks: u32,
}

impl DeploymentView {
    /// `status`.
    pub fn status(&self) -> &'static str {
        if self.is_primary { "PRIMARY" } else { "ACTIVE" }
    }
}

impl RolloutView {
    /// The PRIMARY deployment; none where the launch type is not simulated.
    pub fn primary(&self) -> Option<&DeploymentView> {
        self.deployments.iter().find(|deployment| deployment.is_primary)
    }

    /// Whether tasks of more than one deployment are there, or the PRIMARY one is not over.
    pub fn goes_on(&self) -> bool {
        self.deployments.len() > 1
            || self.primary().is_some_and(|primary| primary.state == RolloutState::InProgress)
    }

    /// Whether the deployments are of more than one task definition.
    pub fn is_mixed(&self) -> bool {
        let revision = |deployment: &DeploymentView| deployment.task_definition.clone();
        self.deployments.windows(2).any(|pair| pair.first().map(revision) != pair.last().map(revision))
    }

    /// The bounds and the percentages that make them, for the desired count; none where a deployment has two
    /// fleets, each of which keeps to its own.
    pub fn bounds_in_words(&self, desired: u32) -> Option<String> {
        let percent = (self.minimum_healthy_percent, self.maximum_percent);
        (self.strategy == "ROLLING").then(|| text::bounds(self.bounds, percent, desired))
    }
}

impl ServiceView {
    /// Why its deployment does not come to its end by itself: it has failed, or nothing moves. None where it does,
    /// and where tasks wait for a place and none is exchanged: that is told as [`waiting`](ServiceView::waiting).
    pub fn halted(&self) -> Option<String> {
        let primary = self.rollout.primary()?;
        if primary.state == RolloutState::Failed {
            return Some(text::has_failed(&primary.reason));
        }
        let lacks = self.waiting.as_ref().map(|waiting| waiting.reason.as_str());
        let only_waits = |one: &Standstill| one.stall == Stall::NoRoom && one.old == 0;
        let standstill = self.rollout.standstill.filter(|one| !only_waits(one))?;
        let is_deployment = primary.state == RolloutState::InProgress;
        Some(text::standstill(standstill, (self.desired_count, self.rollout.bounds), is_deployment, lacks))
    }
}

impl Engine {
    pub(super) fn rollout_view(&self, service: ServiceRow) -> RolloutView {
        let state = &self.world.services[service];
        let configuration = &state.given.deployment.configuration;
        let percent = (configuration.minimum_healthy_percent, configuration.maximum_percent);
        let breaker = &configuration.circuit_breaker;
        RolloutView {
            deployments: self
                .present_deployments(service)
                .into_iter()
                .map(|(number, deployment)| self.deployment_of_picture(service, number, deployment))
                .collect(),
            strategy: configuration.strategy.name().into(),
            minimum_healthy_percent: percent.0,
            maximum_percent: percent.1,
            bounds: Bounds::new(state.desired_count, percent.0, percent.1),
            threshold: breaker.enable.then(|| threshold(breaker.threshold, state.desired_count)),
            standstill: self.standstill(service),
        }
    }

    /// The newest of what a service has said, newest first. Spec: SVC-4.
    pub(crate) fn service_said(&self, service: ServiceRow, newest: usize) -> Vec<EventView> {
        let entries = self.log.entries().rev();
        let said =
            entries.filter(|entry| self.service_message(&entry.event).is_some_and(|(of, _)| of == service));
        said.filter_map(|entry| self.event_view(entry, &[])).take(newest).collect()
    }

    fn deployment_of_picture(
        &self,
        service: ServiceRow,
        number: usize,
        deployment: &Deployment,
    ) -> DeploymentView {
        let state = &self.world.services[service];
        let is_primary = number == state.primary;
        let (id, tally) = (self.deployment_id(service, number), deployment.tally());
        let reason: RolloutReason = deployment.reason;
        DeploymentView {
            id: id.to_owned(),
            is_primary,
            task_definition: self.revision_of(service, number),
            state: reason.state(),
            reason: text::rollout_state_reason(id, reason),
            desired_count: if is_primary { state.desired_count } else { tally.active() },
            pending_count: tally.pending,
            running_count: tally.active() - tally.pending,
            failed_tasks: deployment.breaker.failed_tasks(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{DeploymentView, RolloutView};
    use crate::report::ServiceView;
    use crate::{Budget, Document, SimTime, Simulation};
    use serde_json::{Value, json};

    const BOTH: [&str; 2] = ["app:1", "app:2"];

    /// Four tasks on Fargate; 60 seconds in, they are to be of a revision with another image, which may be missing.
    fn service_at(at_seconds: u64, percent: (u32, u32), images: &[&str]) -> ServiceView {
        let definition = |image: &str| {
            json!({"family": "web", "networkMode": "awsvpc", "requiresCompatibilities": ["FARGATE"], "cpu": "256", "memory": "512",
                "containerDefinitions": [{"name": "app", "image": image}]})
        };
        let images: Vec<Value> = images.iter().map(|image| json!({"image": image, "sizeMiB": 70})).collect();
        let scenario = json!({
            "version": 1,
            "taskDefinitions": [definition("app:1"), definition("app:2")],
            "images": images,
            "services": [{"serviceName": "web", "taskDefinition": "web:1", "desiredCount": 4, "launchType": "FARGATE",
                "networkConfiguration": {"awsvpcConfiguration": {"subnets": ["subnet-a"]}},
                "deploymentConfiguration": {"minimumHealthyPercent": percent.0, "maximumPercent": percent.1,
                    "deploymentCircuitBreaker": {"enable": true, "rollback": false}}}],
            "simulation": {"timeline": [{"atSeconds": 60, "action": "ecs:UpdateService",
                "input": {"service": "web", "taskDefinition": "web:2"}}]},
        });
        let document = Document::read(&scenario.to_string());
        let mut run = Simulation::new(document.scenario.expect("a scenario"));
        run.advance_to(SimTime::from_seconds(at_seconds), Budget::UNLIMITED);
        run.snapshot(0).services.remove(0)
    }

    fn told(rollout: &RolloutView) -> Vec<String> {
        let tell = |one: &DeploymentView| {
            let (status, state) = (one.status(), one.state.name());
            format!("{status} {} {state} {}/{}", one.task_definition, one.running_count, one.desired_count)
        };
        rollout.deployments.iter().map(tell).collect()
    }

    #[test]
    fn old_and_new_are_told_until_the_old_ones_are_gone() {
        let going = service_at(70, (50, 150), &BOTH);
        assert!(going.rollout.goes_on() && going.rollout.is_mixed() && going.halted().is_none());
        assert_eq!(told(&going.rollout).len(), 2);
        assert_eq!(
            going.rollout.bounds_in_words(going.desired_count).as_deref(),
            Some("between 2 and 6 tasks: 50 % and 150 % of 4")
        );
        let over = service_at(1_800, (50, 150), &BOTH);
        assert_eq!(told(&over.rollout), ["PRIMARY web:2 COMPLETED 4/4"]);
        assert!(!over.rollout.goes_on() && !over.rollout.is_mixed() && over.halted().is_none());
    }

    #[test]
    fn a_deadlock_says_what_keeps_it() {
        let stuck = service_at(1_800, (100, 100), &BOTH);
        assert_eq!(told(&stuck.rollout), ["PRIMARY web:2 IN_PROGRESS 0/4", "ACTIVE web:1 COMPLETED 4/4"]);
        assert_eq!(
            stuck.halted().as_deref(),
            Some(
                "The deployment has stalled at 0 of 4 new tasks, with 4 old ones left, because 4 tasks have to stay healthy (minimumHealthyPercent) and 4 may run (maximumPercent), so none can stop and none can start."
            )
        );
    }

    #[test]
    fn a_failed_deployment_is_what_the_service_is_left_with() {
        let failed = service_at(1_800, (100, 200), &["app:1"]);
        assert_eq!(failed.rollout.primary().map(|primary| primary.failed_tasks >= 3), Some(true));
        assert_eq!(failed.rollout.threshold, Some(3));
        let said = failed.halted().expect("why it does not go on");
        assert!(
            said.starts_with(
                "ECS deployment circuit breaker: tasks failed to start. The deployment has failed"
            ),
            "{said}"
        );
    }
}
