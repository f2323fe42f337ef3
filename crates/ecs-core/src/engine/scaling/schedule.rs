//! Scheduled actions. Spec: SCALE-13, SCALE-15.

use super::{Engine, Event};
use crate::scaling::{ScalingEvent, ScheduledAction};
use crate::time::SimTime;
use crate::world::ScheduledState;
use std::sync::Arc;

impl Engine {
    /// Adds a scheduled action, in the place of the one of its name. Spec: SCALE-18.
    pub(super) fn put_scheduled(&mut self, given: &ScheduledAction) {
        self.delete_scheduled(&given.service, &given.name);
        let number = self.world.scaling.scheduled.len();
        let given = Arc::new(given.clone());
        self.world.scaling.scheduled.push(ScheduledState { given, next: None, deleted: false });
        self.expect_scheduled(number);
    }

    /// A target's scheduled action goes, where it has one of that name.
    pub(super) fn delete_scheduled(&mut self, service: &str, name: &str) -> bool {
        let mut actions = self.world.scaling.scheduled.iter_mut();
        let is_meant = |action: &&mut ScheduledState| {
            !action.deleted && action.given.service == service && action.given.name == name
        };
        actions.find(is_meant).map(|action| action.deleted = true).is_some()
    }

    /// Expects an action the next time that it is due in this run.
    fn expect_scheduled(&mut self, number: usize) {
        let (calendar, until) = (self.scenario.calendar, self.scenario.duration);
        let Some(action) = self.world.scaling.scheduled.get_mut(number) else { return };
        let begun = calendar.timestamp(SimTime::ZERO);
        let next = action.given.next_after(begun, calendar.timestamp(self.now), calendar.timestamp(until));
        let ms = next.map(|next| next.as_millisecond() - begun.as_millisecond());
        let at = ms.and_then(|ms| u64::try_from(ms).ok()).map(SimTime::from_ms);
        action.next = at;
        if let Some(at) = at {
            self.queue.push(at, Event::ScheduledActionsDue);
        }
    }

    /// Those that are due now are carried out, in list order.
    pub(in super::super) fn scheduled_actions_due(&mut self) {
        let now = self.now;
        let actions = self.world.scaling.scheduled.iter().enumerate();
        let due = actions.filter(|(_, action)| !action.deleted && action.next == Some(now));
        for number in due.map(|(number, _)| number).collect::<Vec<usize>>() {
            self.set_bounds(number);
            self.expect_scheduled(number);
        }
    }

    fn set_bounds(&mut self, number: usize) {
        let given = Arc::clone(&self.world.scaling.scheduled[number].given);
        let Some(target) = self.world.scaling.registered.get(&given.service).copied() else { return };
        let state = &self.world.scaling.targets[target];
        if state.suspended.scheduled {
            return;
        }
        let min = given.min_capacity.unwrap_or(state.min_capacity);
        let max = given.max_capacity.unwrap_or(state.max_capacity);
        let failed = min > max;
        if !failed {
            let state = &mut self.world.scaling.targets[target];
            (state.min_capacity, state.max_capacity) = (min, max);
        }
        let activity = self.next_activity();
        self.say_scaling(ScalingEvent::BoundsSet { target, activity, action: number, failed });
        if !failed {
            self.move_into_bounds(target);
        }
    }
}
