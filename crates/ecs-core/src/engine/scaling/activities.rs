//! Desired counts are set, and what comes of that. Spec: SCALE-12, SCALE-16.

use super::Engine;
use crate::ids::ServiceRow;
use crate::scaling::{ScalingCause, ScalingEvent};
use crate::world::GoingOn;
use std::sync::Arc;

impl Engine {
    /// Sets the desired count of a target's service, as an activity.
    pub(super) fn scale(&mut self, target: usize, service: ServiceRow, to: u32, cause: ScalingCause) {
        self.end_activity(target, false);
        let activity = self.next_activity();
        let from = self.world.services[service].desired_count;
        self.set_desired_count(service, to);
        Arc::make_mut(&mut self.world.services[service].given).desired_count = to;
        let policy = match cause {
            ScalingCause::Alarm { policy, .. } => Some(policy),
            ScalingCause::Minimum(_) | ScalingCause::Maximum(_) => None,
        };
        self.world.scaling.targets[target].going_on =
            Some(GoingOn { activity, to, is_out: to > from, policy });
        self.say_scaling(ScalingEvent::Began { target, activity, from, to, cause });
        self.look_at_all(service);
    }

    /// Sets the desired count to the nearest bound where it lies outside of them. Spec: SCALE-12, SCALE-15.
    pub(super) fn move_into_bounds(&mut self, target: usize) {
        let Some(service) = self.scaled_service(target) else { return };
        let state = &self.world.scaling.targets[target];
        let (min, max) = (state.min_capacity, state.max_capacity);
        let desired = self.world.services[service].desired_count;
        if desired < min {
            self.scale(target, service, min, ScalingCause::Minimum(min));
        } else if desired > max {
            self.scale(target, service, max, ScalingCause::Maximum(max));
        }
    }

    /// A service looks at what it has: the activity of its target may be over. Spec: SCALE-16.
    pub(in super::super) fn look_at_activity(&mut self, service: ServiceRow) {
        if self.world.scaling.registered.is_empty() {
            return;
        }
        let state = &self.world.services[service];
        let target = self.world.scaling.registered.get(&state.given.service_name).copied();
        let Some(target) = target.filter(|target| self.scaled_service(*target) == Some(service)) else {
            return;
        };
        let Some(going_on) = self.world.scaling.targets[target].going_on else { return };
        let reached = if going_on.is_out {
            state.running_count >= going_on.to
        } else {
            state.running_count <= going_on.to
        };
        if state.desired_count != going_on.to {
            self.end_activity(target, false);
        } else if reached {
            self.end_activity(target, true);
        }
    }

    /// The activity of a target is over, and its cooldown begins to count. Spec: SCALE-7.
    fn end_activity(&mut self, target: usize, fulfilled: bool) {
        let Some(going_on) = self.world.scaling.targets[target].going_on.take() else { return };
        let now = self.now;
        if let Some(policy) = going_on.policy.and_then(|policy| self.world.scaling.policies.get_mut(policy)) {
            policy.cooldowns.fulfilled(now);
        }
        let GoingOn { activity, to, .. } = going_on;
        self.say_scaling(ScalingEvent::Ended { target, activity, to, fulfilled });
    }
}
