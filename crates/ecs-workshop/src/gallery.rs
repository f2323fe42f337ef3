//! Scenarios to start from. Each is a file under `gallery`.

/// A shipped scenario.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Stable, lower case, words joined by hyphens.
    pub id: &'static str,
    /// The scenario's text. Its name and description say what it shows.
    pub text: &'static str,
}

/// All of them, in the order of the menu.
pub const ENTRIES: [Entry; 2] = [
    Entry { id: "zone-spread", text: include_str!("../gallery/zone-spread.json") },
    Entry { id: "one-host-port", text: include_str!("../gallery/one-host-port.json") },
];

#[cfg(test)]
mod tests {
    use super::ENTRIES;
    use ecs_core::{Budget, Document, Simulation};

    #[test]
    fn every_scenario_runs_without_findings() {
        for entry in ENTRIES {
            let document = Document::read(entry.text);
            assert!(document.findings.is_empty(), "{}: {:?}", entry.id, document.findings);
            let scenario = document.scenario.unwrap();
            assert!(!scenario.name.is_empty() && !scenario.description.is_empty(), "{}", entry.id);
            let mut simulation = Simulation::new(scenario);
            simulation.advance_to(simulation.duration(), Budget::UNLIMITED);
            assert!(!simulation.report().tasks.is_empty(), "{}", entry.id);
        }
    }
}
