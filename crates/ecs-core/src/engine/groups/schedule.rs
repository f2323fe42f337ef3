//! Scheduled actions of groups. Spec: ASG-15.

use super::GroupDue;
use crate::engine::{Engine, Event};
use crate::groups::Bounds;
use crate::ids::{AutoScalingGroupRow, Row};
use crate::time::SimTime;
use crate::world::CapacityCause;

impl Engine {
    /// Expects an action the next time that it is due in this run.
    pub(super) fn expect_scheduled_action(&mut self, number: usize) {
        let (calendar, duration) = (self.scenario.calendar, self.scenario.duration);
        let Some(given) = self.scenario.group_schedules.get(number) else { return };
        let group = AutoScalingGroupRow::from_number(given.group);
        let begun = calendar.timestamp(SimTime::ZERO);
        let next = given.next_after(calendar.timestamp(self.now), calendar.timestamp(duration));
        let ms = next.and_then(|next| u64::try_from(next.as_millisecond() - begun.as_millisecond()).ok());
        if let Some(ms) = ms {
            self.queue.push(SimTime::from_ms(ms), Event::Group(group, GroupDue::Scheduled(number)));
        }
    }

    /// An action sets what it names; the desired capacity follows bounds that leave it behind.
    pub(super) fn scheduled_action_due(&mut self, number: usize) {
        let Some(given) = self.scenario.group_schedules.get(number).cloned() else { return };
        let group = AutoScalingGroupRow::from_number(given.group);
        let state = &self.world.auto_scaling_groups[group];
        let bounds = Bounds {
            min_size: given.min_size.unwrap_or(state.bounds.min_size),
            max_size: given.max_size.unwrap_or(state.bounds.max_size),
        };
        let desired = given.desired_capacity.unwrap_or(state.desired_capacity);
        if bounds.min_size <= bounds.max_size {
            self.set_capacity(group, bounds, bounds.clamp(desired), CapacityCause::Scheduled);
        }
        self.expect_scheduled_action(number);
    }
}
