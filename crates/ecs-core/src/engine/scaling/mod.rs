//! Application Auto Scaling in a run: alarms reach policies, policies and scheduled actions set desired counts, and
//! activities are fulfilled.

mod activities;
mod alarms;
mod calls;
mod decide;
mod schedule;

use super::{Engine, Event};
use crate::ids::ServiceRow;
use crate::log::LogEvent;
use crate::scaling::ScalingEvent;
use crate::world::ServiceStatus;
use std::sync::Arc;

impl Engine {
    /// Second 0 of what scales services: targets are registered, then policies and scheduled actions put. Spec:
    /// SCALE-1.
    pub(super) fn set_up_scaling(&mut self) {
        let scenario = Arc::clone(&self.scenario);
        for target in &scenario.scaling.targets {
            self.register_target(target);
        }
        for policy in &scenario.scaling.policies {
            self.put_policy(policy);
        }
        for action in &scenario.scaling.scheduled {
            self.put_scheduled(action);
        }
    }

    /// The service of a target, where it is ACTIVE and simulated.
    fn scaled_service(&self, target: usize) -> Option<ServiceRow> {
        let service = self.find_service(&self.world.scaling.targets.get(target)?.service)?;
        let state = &self.world.services[service];
        (state.status == ServiceStatus::Active && state.launch.is_some()).then_some(service)
    }

    /// The number of the next activity.
    fn next_activity(&mut self) -> u64 {
        let activity = self.world.scaling.activities;
        self.world.scaling.activities += 1;
        activity
    }

    fn say_scaling(&mut self, event: ScalingEvent) {
        self.say(LogEvent::Scaling(Box::new(event)));
    }
}
