//! A deployment that fails, and the way back. Spec: DEPLOY-14.

use super::Engine;
use crate::aws::Service;
use crate::deploy::{FailureCause, Past, RolloutReason, rollback_target};
use crate::ids::ServiceRow;
use crate::world::Deployment;
use std::sync::Arc;

impl Engine {
    /// The PRIMARY deployment fails. The service goes back to the last COMPLETED one where it may and there is
    /// one; else it launches no task any more.
    pub(super) fn fail_deployment(&mut self, service: ServiceRow, cause: FailureCause, goes_back: bool) {
        let failed = self.world.services[service].primary;
        self.set_rollout(service, failed, RolloutReason::Failed(cause));
        let state = &self.world.services[service];
        let history: Vec<Past> = state.deployments.iter().map(Deployment::past).collect();
        if let Some(target) = rollback_target(&history).filter(|_| goes_back) {
            self.go_back(service, target, cause);
        }
        self.schedule_soon(service);
    }

    /// What a service revision is made of is again as that deployment had it; what is not, stays.
    fn go_back(&mut self, service: ServiceRow, target: usize, cause: FailureCause) {
        let state = &mut self.world.services[service];
        let Some(deployment) = state.deployments.get(target) else { return };
        let had = Arc::clone(&deployment.service);
        state.given = Arc::new(Service {
            desired_count: state.given.desired_count,
            deployment: state.given.deployment.clone(),
            ..Service::clone(&had)
        });
        self.make_primary(service, target, RolloutReason::RollingBack(cause));
    }
}
