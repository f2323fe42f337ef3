//! The restart throttle: a service whose tasks fail to start waits longer and longer. Spec: SVC-6.

use super::scheduler::REPEAT_MS;
use super::{Engine, Event};
use crate::deploy::RolloutState;
use crate::ids::{ServiceRow, TaskRow};
use crate::log::LogEvent;
use crate::time::SimTime;
use crate::world::Fleet;

/// How long a service waits after the first attempt that failed; after each further one twice as long.
const FIRST_WAIT_MS: u64 = 10_000;

/// How long it waits at the most.
const LONGEST_WAIT_MS: u64 = 27 * 60 * 1000;

/// Attempts in a row that fail before a service says that its tasks do not start.
const SAID_AFTER: u32 = 3;

impl Engine {
    /// Whether the last attempt of a service started no task that ran.
    pub(super) fn is_impaired(&self, service: ServiceRow) -> bool {
        self.world.services[service].starts.failed_attempts > 0
    }

    /// Whether a task is of a deployment that tasks are started for: of a fleet's own, or of one that makes way and
    /// replaces what it loses. What becomes of the tasks of one that has FAILED says nothing of the next attempt.
    /// Spec: DEPLOY-12.
    fn is_of_attempt(&self, service: ServiceRow, task: TaskRow) -> bool {
        let number = self.world.launches[self.world.tasks[task].launch].deployment;
        let state = &self.world.services[service];
        let has_failed =
            state.deployments.get(number).is_some_and(|one| one.reason.state() == RolloutState::Failed);
        let is_own = |fleet: &Fleet| fleet.home == number || (!has_failed && fleet.to_go.contains(&number));
        state.fleets().iter().any(is_own)
    }

    /// A task of a service failed to start. Those that were started together are one attempt.
    pub(super) fn start_failed(&mut self, service: ServiceRow, task: TaskRow) {
        if !self.is_of_attempt(service, task) {
            return;
        }
        self.world.services[service].starts.last_failed = Some(task);
        self.attempt_failed(service);
    }

    /// An attempt to start tasks of a service came to nothing.
    pub(super) fn attempt_failed(&mut self, service: ServiceRow) {
        let now = self.now;
        let starts = &mut self.world.services[service].starts;
        if now < starts.next_attempt {
            return;
        }
        let wait_ms = wait_ms(starts.failed_attempts);
        starts.failed_attempts += 1;
        starts.next_attempt = now.plus_ms(wait_ms);
        let silent_until = starts.impaired_said.map_or(SimTime::ZERO, |said| said.plus_ms(REPEAT_MS));
        let says = starts.failed_attempts >= SAID_AFTER && now >= silent_until;
        if says {
            starts.impaired_said = Some(now);
        }
        self.after(wait_ms, Event::Schedule(service));
        if says {
            self.say(LogEvent::ServiceImpaired { service });
        }
    }

    /// A task of a service runs: what failed before counts no longer, and what was held back starts.
    pub(super) fn starts_again(&mut self, service: ServiceRow, task: TaskRow) {
        if self.is_impaired(service) && self.is_of_attempt(service, task) {
            self.world.services[service].starts = crate::world::Starts::default();
            self.schedule_soon(service);
        }
    }
}

/// How long a service waits that has failed so many times before.
fn wait_ms(failed_before: u32) -> u64 {
    let doublings = failed_before.min(LONGEST_WAIT_MS.ilog2());
    (FIRST_WAIT_MS << doublings).min(LONGEST_WAIT_MS)
}

#[cfg(test)]
mod tests {
    use super::wait_ms;

    #[test]
    fn the_wait_doubles_up_to_27_minutes() {
        let seconds: Vec<u64> = (0..10).map(|failed| wait_ms(failed) / 1000).collect();
        assert_eq!(seconds, [10, 20, 40, 80, 160, 320, 640, 1280, 1620, 1620]);
        assert_eq!(wait_ms(u32::MAX) / 1000, 1620);
    }
}
