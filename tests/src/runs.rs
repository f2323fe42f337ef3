//! The runs that have to be the same everywhere: natively, twice, in slices and in the browser.

use crate::case::{Case, Input, cases};
use crate::{evaluate, swarm};
use ecs_core::{Budget, Document, Progress, Simulation};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::path::Path;

/// A scenario that runs, and what it is called.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Run {
    pub name: String,
    pub text: String,
}

/// A run and what became of it natively, for the browser to compare itself with.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Recorded {
    pub run: Run,
    /// [`Run::log_hash`].
    pub log_hash: u64,
}

/// The run of a scenario, at its end.
///
/// # Panics
///
/// Where the scenario has errors.
pub fn to_the_end(scenario: &Value) -> Simulation {
    let document = Document::read(&scenario.to_string());
    let read = document.scenario.unwrap_or_else(|| panic!("{scenario}: {:#?}", document.findings));
    let mut simulation = Simulation::new(read);
    simulation.advance_to(simulation.duration(), Budget::UNLIMITED);
    simulation
}

impl Run {
    /// The hash of the event log at the end of the scenario, which is reached in slices of so many events.
    ///
    /// # Panics
    ///
    /// Where the text has errors.
    pub fn log_hash(&self, events: u32) -> u64 {
        let document = Document::read(&self.text);
        let scenario = document.scenario.unwrap_or_else(|| panic!("{}: {:#?}", self.name, document.findings));
        let mut simulation = Simulation::new(scenario);
        while simulation.advance_to(simulation.duration(), Budget { events }) == Progress::OutOfBudget {}
        simulation.log_hash()
    }

    /// The same with its hash.
    pub fn record(self) -> Recorded {
        Recorded { log_hash: self.log_hash(Budget::UNLIMITED.events), run: self }
    }
}

/// Every scenario and every task definition of the suite that runs.
pub fn of_suite(suite: &Path) -> Vec<Run> {
    cases(suite).into_iter().filter_map(of_case).collect()
}

/// A random one.
pub fn of_seed(seed: u64) -> Run {
    Run { name: format!("seed {seed}"), text: swarm::scenario(seed).to_string() }
}

/// The run of a case; none where its input is a link or has errors.
fn of_case(case: Case) -> Option<Run> {
    let Input::Document(input) = case.input else { return None };
    let text = evaluate::runnable(&input)?;
    Some(Run { name: case.name, text })
}
