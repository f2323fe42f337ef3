//! Zones out of balance: instances are launched where there are few, before others end. Spec: ASG-8.

use super::Capacity;
use crate::engine::Engine;
use crate::groups::rebalances;
use crate::ids::AutoScalingGroupRow;
use crate::world::ActivityCause;

impl Engine {
    pub(super) fn balance_zones(&mut self, group: AutoScalingGroupRow, capacity: Capacity) {
        let state = &self.world.auto_scaling_groups[group];
        if state.retry_at.is_some() || state.given.launch.zones.len() < 2 {
            return;
        }
        let max_size = state.bounds.max_size;
        let launches = rebalances(&self.zone_counts(group), capacity.in_service, max_size);
        if launches > 0 {
            self.world.auto_scaling_groups[group].extra = Some(ActivityCause::Balance);
            self.launch_units(group, launches, &ActivityCause::Balance);
        }
    }
}
