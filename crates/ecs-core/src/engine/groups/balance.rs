//! Zones out of balance: instances are launched where there are few, before others end. Spec: ASG-8.

use super::Capacity;
use crate::engine::Engine;
use crate::groups::{ZoneCount, rebalances};
use crate::ids::AutoScalingGroupRow;
use crate::scenario::InZone;
use crate::world::ActivityCause;

impl Engine {
    pub(super) fn balance_zones(&mut self, group: AutoScalingGroupRow, capacity: Capacity) {
        let state = &self.world.auto_scaling_groups[group];
        if state.retry_at.is_some() || state.given.launch.zones.len() < 2 {
            return;
        }
        let launches = rebalances(&self.zone_counts(group), capacity.in_service, state.bounds.max_size);
        if launches > 0 {
            self.world.auto_scaling_groups[group].extra = Some(ActivityCause::Balance);
            self.launch_units(group, launches, &ActivityCause::Balance);
        }
    }
    /// The zones of a group, in its order.
    fn zone_counts(&self, group: AutoScalingGroupRow) -> Vec<ZoneCount> {
        let choices = self.world.auto_scaling_groups[group].given.launch.choices.len();
        let count = |(number, zone): (usize, InZone)| ZoneCount {
            instances: zone.instances,
            movable: zone.movable,
            available: (0..choices).any(|choice| self.can_launch(group, choice, number)),
        };
        self.stock(group).zones.into_iter().enumerate().map(count).collect()
    }
}
