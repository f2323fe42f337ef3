//! A deployment that fails, and the way back. Spec: DEPLOY-14.

use super::Engine;
use crate::aws::{CircuitBreaker, DeploymentStrategy, Service};
use crate::deploy::{
    AlarmWatch, Breaker, FailureCause, Past, RolloutReason, RolloutState, TaskOutcome, rollback_target,
};
use crate::ids::{ServiceRow, TaskRow};
use crate::world::Deployment;
use std::sync::Arc;

impl Engine {
    /// The circuit breaker takes note of what became of a task, as long as the PRIMARY deployment that it
    /// belongs to is IN_PROGRESS.
    pub(super) fn observe(&mut self, task: TaskRow, outcome: TaskOutcome) {
        let launch = &self.world.launches[self.world.tasks[task].launch];
        let (Some(service), number) = (launch.service, launch.deployment) else { return };
        let state = &mut self.world.services[service];
        if number != state.primary {
            return;
        }
        let (given, desired) = (state.given.deployment.configuration.circuit_breaker, state.desired_count);
        let Some(deployment) = state.deployments.get_mut(number) else { return };
        // The circuit breaker watches rolling updates alone. Spec: DEPLOY-14.
        let rolls = deployment.strategy() == DeploymentStrategy::Rolling;
        let configuration = CircuitBreaker { enable: given.enable && rolls, ..given };
        if deployment.reason.state() == RolloutState::InProgress
            && deployment.breaker.observe(configuration, desired, outcome)
        {
            self.fail_deployment(service, FailureCause::CircuitBreaker, configuration.rollback);
        }
    }

    /// The PRIMARY deployment fails. The service goes back to the last COMPLETED one where it may and there is
    /// one; else it launches no task any more.
    pub(super) fn fail_deployment(&mut self, service: ServiceRow, cause: FailureCause, goes_back: bool) {
        let failed = self.world.services[service].primary;
        self.set_rollout(service, failed, RolloutReason::Failed(cause));
        let state = &self.world.services[service];
        let history: Vec<Past> = state.deployments.iter().map(Deployment::past).collect();
        let target = rollback_target(&history).filter(|_| goes_back);
        self.shift_fails(service, failed, target.is_some());
        if let Some(target) = target {
            if let Some(deployment) = self.world.services[service].deployments.get_mut(failed) {
                deployment.gone_back_to = Some(target);
            }
            self.go_back(service, target, cause);
        }
        self.schedule_soon(service);
    }

    /// What a service revision is made of is again as that deployment had it; what is not, stays.
    fn go_back(&mut self, service: ServiceRow, target: usize, cause: FailureCause) {
        let state = &mut self.world.services[service];
        let Some(deployment) = state.deployments.get_mut(target) else { return };
        (deployment.breaker, deployment.alarms) = (Breaker::default(), AlarmWatch::default());
        let had = Arc::clone(&deployment.service);
        state.given = Arc::new(Service {
            desired_count: state.given.desired_count,
            deployment: state.given.deployment.clone(),
            ..Service::clone(&had)
        });
        self.make_primary(service, target, RolloutReason::RollingBack(cause));
    }
}
