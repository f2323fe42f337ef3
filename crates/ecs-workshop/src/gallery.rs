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
pub const ENTRIES: [Entry; 13] = [
    Entry { id: "zone-spread", text: include_str!("../gallery/zone-spread.json") },
    Entry { id: "one-host-port", text: include_str!("../gallery/one-host-port.json") },
    Entry { id: "spread-or-binpack", text: include_str!("../gallery/spread-or-binpack.json") },
    Entry { id: "gaps-fit-nobody", text: include_str!("../gallery/gaps-fit-nobody.json") },
    Entry { id: "distinct-instance", text: include_str!("../gallery/distinct-instance.json") },
    Entry { id: "member-of-zones", text: include_str!("../gallery/member-of-zones.json") },
    Entry { id: "two-interfaces", text: include_str!("../gallery/two-interfaces.json") },
    Entry { id: "trunk-interface", text: include_str!("../gallery/trunk-interface.json") },
    Entry { id: "small-subnet", text: include_str!("../gallery/small-subnet.json") },
    Entry { id: "no-way-out", text: include_str!("../gallery/no-way-out.json") },
    Entry { id: "two-copies", text: include_str!("../gallery/two-copies.json") },
    Entry { id: "missing-rule", text: include_str!("../gallery/missing-rule.json") },
    Entry { id: "target-types", text: include_str!("../gallery/target-types.json") },
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
