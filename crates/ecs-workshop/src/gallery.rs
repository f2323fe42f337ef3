//! Scenarios to start from. Each is a file under `gallery`.

/// A shipped scenario.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Stable, lower case, words joined by hyphens.
    pub id: &'static str,
    /// The scenario's text. Its name and description say what it shows.
    pub text: &'static str,
    /// Code of the finding for which ECS refuses it, where that is what it shows; all others run.
    pub refused: Option<&'static str>,
}

/// A scenario that runs.
const fn runs(id: &'static str, text: &'static str) -> Entry {
    Entry { id, text, refused: None }
}

/// All of them, in the order of the menu.
pub const ENTRIES: [Entry; 13] = [
    runs("zone-spread", include_str!("../gallery/zone-spread.json")),
    runs("one-host-port", include_str!("../gallery/one-host-port.json")),
    runs("spread-or-binpack", include_str!("../gallery/spread-or-binpack.json")),
    runs("gaps-fit-nobody", include_str!("../gallery/gaps-fit-nobody.json")),
    runs("distinct-instance", include_str!("../gallery/distinct-instance.json")),
    runs("member-of-zones", include_str!("../gallery/member-of-zones.json")),
    runs("two-interfaces", include_str!("../gallery/two-interfaces.json")),
    runs("trunk-interface", include_str!("../gallery/trunk-interface.json")),
    runs("small-subnet", include_str!("../gallery/small-subnet.json")),
    runs("no-way-out", include_str!("../gallery/no-way-out.json")),
    runs("two-copies", include_str!("../gallery/two-copies.json")),
    runs("missing-rule", include_str!("../gallery/missing-rule.json")),
    Entry {
        id: "target-type-mismatch",
        text: include_str!("../gallery/target-type-mismatch.json"),
        refused: Some("target-type"),
    },
];

#[cfg(test)]
mod tests {
    use super::ENTRIES;
    use ecs_core::{Budget, Document, Simulation};

    #[test]
    fn every_scenario_runs_without_findings_unless_it_shows_one() {
        for entry in ENTRIES {
            let document = Document::read(entry.text);
            let found: Vec<&str> = document.findings.iter().map(|finding| finding.code).collect();
            assert_eq!(found, entry.refused.as_slice(), "{}", entry.id);
            let Some(scenario) = document.scenario else { continue };
            assert!(!scenario.name.is_empty() && !scenario.description.is_empty(), "{}", entry.id);
            let mut simulation = Simulation::new(scenario);
            simulation.advance_to(simulation.duration(), Budget::UNLIMITED);
            assert!(!simulation.report().tasks.is_empty(), "{}", entry.id);
        }
    }
}
