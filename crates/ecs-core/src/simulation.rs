//! The one door.

use crate::engine::{Budget, Engine, Progress};
use crate::report::{RunReport, Snapshot};
use crate::scenario::{Action, Scenario};
use crate::time::SimTime;

/// A run of a scenario, at one moment.
///
/// The same scenario gives the same run: natively, in the browser, today and next year as long as
/// [`ENGINE_VERSION`](crate::ENGINE_VERSION) is the same.
#[derive(Clone, Debug)]
pub struct Simulation {
    engine: Engine,
}

impl Simulation {
    /// The run at second 0.
    pub fn new(scenario: Scenario) -> Simulation {
        Simulation { engine: Engine::new(scenario) }
    }

    /// Runs on until `at`, or until the budget is used up. A run never goes back.
    pub fn advance_to(&mut self, at: SimTime, budget: Budget) -> Progress {
        self.engine.advance_to(at, budget)
    }

    /// Adds an action to the timeline. One that lies in the past is carried out at once.
    pub fn append(&mut self, action: Action) {
        self.engine.append(action);
    }

    /// The moment.
    pub fn now(&self) -> SimTime {
        self.engine.now
    }

    /// How far the timeline reaches.
    pub fn duration(&self) -> SimTime {
        self.engine.scenario.duration
    }

    /// Tasks created so far: what a progress bar counts.
    pub fn tasks_started(&self) -> usize {
        self.engine.world.tasks.len()
    }

    /// A hash of the event log so far: equal runs have equal hashes.
    pub fn log_hash(&self) -> u64 {
        self.engine.log.hash()
    }

    /// The state in AWS's describe shapes.
    pub fn report(&self) -> RunReport {
        self.engine.run_report()
    }

    /// The state as a picture is drawn from it, with so many of the newest events.
    pub fn snapshot(&self, newest_events: usize) -> Snapshot {
        self.engine.snapshot(newest_events)
    }
}
