//! Scenarios to start from. Each is a file under `gallery`.

/// A shipped scenario.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Stable, lower case, words joined by hyphens.
    pub id: &'static str,
    /// The scenario's text. Its name and description say what it shows.
    pub text: &'static str,
    /// Code of the finding that it shows, where it shows one.
    pub finding: Option<&'static str>,
    /// Whether it runs: ECS refuses the others.
    pub runs: bool,
}

/// A scenario that runs.
const fn runs(id: &'static str, text: &'static str) -> Entry {
    Entry { id, text, finding: None, runs: true }
}

/// A scenario that runs, and shows a warning before it does.
const fn warns(id: &'static str, finding: &'static str, text: &'static str) -> Entry {
    Entry { id, text, finding: Some(finding), runs: true }
}

/// All of them, in the order of the menu.
pub const ENTRIES: [Entry; 25] = [
    runs("zone-spread", include_str!("../gallery/zone-spread.json")),
    runs("one-host-port", include_str!("../gallery/one-host-port.json")),
    runs("spread-or-binpack", include_str!("../gallery/spread-or-binpack.json")),
    runs("gaps-fit-nobody", include_str!("../gallery/gaps-fit-nobody.json")),
    runs("distinct-instance", include_str!("../gallery/distinct-instance.json")),
    runs("member-of-zones", include_str!("../gallery/member-of-zones.json")),
    runs("two-interfaces", include_str!("../gallery/two-interfaces.json")),
    runs("trunk-interface", include_str!("../gallery/trunk-interface.json")),
    runs("small-subnet", include_str!("../gallery/small-subnet.json")),
    warns("no-way-out", "no-way-out", include_str!("../gallery/no-way-out.json")),
    runs("two-copies", include_str!("../gallery/two-copies.json")),
    warns("missing-rule", "targets-out-of-reach", include_str!("../gallery/missing-rule.json")),
    runs("upload-starts-task", include_str!("../gallery/upload-starts-task.json")),
    runs("nightly-task", include_str!("../gallery/nightly-task.json")),
    runs("queue-worker", include_str!("../gallery/queue-worker.json")),
    runs("stopped-task-topic", include_str!("../gallery/stopped-task-topic.json")),
    runs("rolling-update", include_str!("../gallery/rolling-update.json")),
    warns("breaker-rolls-back", "image-unlisted", include_str!("../gallery/breaker-rolls-back.json")),
    runs("lost-instance", include_str!("../gallery/lost-instance.json")),
    runs("blue-green-canary", include_str!("../gallery/blue-green-canary.json")),
    runs("empty-cluster-two", include_str!("../gallery/empty-cluster-two.json")),
    runs("two-providers-flapping", include_str!("../gallery/two-providers-flapping.json")),
    runs("spread-keeps-instances", include_str!("../gallery/spread-keeps-instances.json")),
    runs("queue-depth-backlog", include_str!("../gallery/queue-depth-backlog.json")),
    Entry {
        id: "target-type-mismatch",
        text: include_str!("../gallery/target-type-mismatch.json"),
        finding: Some("target-type"),
        runs: false,
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
            assert_eq!(found, entry.finding.as_slice(), "{}", entry.id);
            assert_eq!(document.scenario.is_some(), entry.runs, "{}", entry.id);
            let Some(scenario) = document.scenario else { continue };
            assert!(!scenario.name.is_empty() && !scenario.description.is_empty(), "{}", entry.id);
            let mut simulation = Simulation::new(scenario);
            simulation.advance_to(simulation.duration(), Budget::UNLIMITED);
            assert!(!simulation.report().tasks.is_empty(), "{}", entry.id);
        }
    }
}
