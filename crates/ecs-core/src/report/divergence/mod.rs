//! Where two runs part: the first decision that is not the same, and the first entry of their event logs.

mod decision;
mod decisions;

use super::journal::JournalEntry;
use crate::engine::{Budget, Engine, Progress};
use crate::time::SimTime;
use decisions::Decisions;
use serde::{Deserialize, Serialize};

pub use decision::{DecisionKind, DecisionTold};
pub use decisions::DecisionDivergence;

/// Where two runs part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Divergence {
    /// When the entries of the logs differ first: the earlier moment of the two.
    pub at: SimTime,
    /// That entry of the one run; none where its log is over.
    pub one: Option<JournalEntry>,
    /// That of the other.
    pub other: Option<JournalEntry>,
    /// The first decision that is not the same; none where both decide the same throughout.
    pub decision: Option<DecisionDivergence>,
}

impl Divergence {
    /// The moment to look at: that of the decision, or of the log where no decision differs.
    pub fn marked(&self) -> SimTime {
        self.decision.as_ref().map_or(self.at, |decision| decision.at)
    }

    /// Whether something else differs before a decision does.
    pub fn begins_in_the_log(&self) -> bool {
        self.decision.as_ref().is_none_or(|decision| self.at < decision.at)
    }
}

/// Two event logs that are read side by side, in slices. Entries are the same where they say the same at the
/// same moment of things with the same names: numbers of rows are no matter. Decisions are read from there on.
#[derive(Clone, Debug, Default)]
pub struct Comparison {
    /// Entries of each log that were read, those that are not told among them.
    read: (u64, u64),
    found: Option<Divergence>,
    decisions: Option<Decisions>,
}

impl Comparison {
    /// Reads so many entries more. What is found is known once that is [`Progress::Reached`].
    pub(crate) fn advance(&mut self, one: &Engine, other: &Engine, budget: Budget) -> Progress {
        for _ in 0..budget.events {
            let is_done = match &mut self.decisions {
                None => self.compare_entries(one, other),
                Some(decisions) => decisions.advance([one, other]),
            };
            if is_done {
                let decision = self.decisions.as_ref().and_then(Decisions::found).cloned();
                self.found = self.found.take().map(|found| Divergence { decision, ..found });
                return Progress::Reached;
            }
        }
        Progress::OutOfBudget
    }

    /// True where both logs are over and the same.
    fn compare_entries(&mut self, one: &Engine, other: &Engine) -> bool {
        let entries = (one.told_from(self.read.0), other.told_from(self.read.1));
        let (one, other) = match entries {
            (None, None) => return true,
            (Some(one), Some(other)) if says_the_same(&one, &other) => {
                self.read = (one.number + 1, other.number + 1);
                return false;
            }
            different => different,
        };
        let at = one.iter().chain(&other).map(|entry| entry.at).min().unwrap_or_default();
        self.found = Some(Divergence { at, one, other, decision: None });
        self.decisions = Some(Decisions::from(self.read));
        false
    }

    /// What was found; none where both logs are the same.
    pub fn divergence(&self) -> Option<&Divergence> {
        self.found.as_ref()
    }
}

impl Engine {
    /// The first entry from that number on that is told.
    fn told_from(&self, number: u64) -> Option<JournalEntry> {
        self.log.entries_from(number).find_map(|entry| self.journal_entry(entry))
    }
}

fn says_the_same(one: &JournalEntry, other: &JournalEntry) -> bool {
    one.at == other.at && one.text == other.text && one.names() == other.names()
}

#[cfg(test)]
mod tests {
    use crate::{Budget, Document, Progress, Simulation};

    fn run(desired_count: u32, more: &str) -> Simulation {
        let text = format!(
            r#"{{"version": 1, "taskDefinitions": [{{"family": "web", "containerDefinitions": [{{"name": "app", "image": "app:1", "memory": 64}}]}}],
              "services": [{more}{{"serviceName": "web", "taskDefinition": "web", "desiredCount": {desired_count}}}],
              "containerInstances": [{{"name": "host", "instanceType": "t3.medium", "availabilityZone": "us-east-1a"}}]}}"#
        );
        let mut run = Simulation::new(Document::read(&text).scenario.unwrap());
        run.advance_to(run.duration(), Budget::UNLIMITED);
        run
    }

    fn first_difference(
        one: &Simulation,
        other: &Simulation,
    ) -> Option<(u64, Option<String>, Option<String>)> {
        let mut comparison = super::Comparison::default();
        while one.compare(other, &mut comparison, Budget { events: 2 }) == Progress::OutOfBudget {}
        let found = comparison.divergence()?.clone();
        let words = |entry: super::JournalEntry| format!("{}: {}", entry.names().join(", "), entry.text);
        Some((found.at.as_ms(), found.one.map(words), found.other.map(words)))
    }

    #[test]
    fn equal_runs_do_not_part() {
        assert_eq!(first_difference(&run(2, ""), &run(2, "")), None);
    }

    #[test]
    fn runs_part_where_they_first_say_something_else() {
        let (at_ms, one, other) = first_difference(&run(1, ""), &run(2, "")).unwrap();
        assert_eq!(at_ms, 0);
        assert_ne!(one, other);
    }

    #[test]
    fn rows_do_not_count_and_a_log_that_is_over_does() {
        let idle = r#"{"serviceName": "idle", "taskDefinition": "web", "desiredCount": 0}, "#;
        let found = first_difference(&run(1, ""), &run(1, idle)).unwrap();
        assert!(found.2.as_ref().unwrap().contains("idle"), "{found:?}");
        let empty = Simulation::new(Document::read(r#"{"version": 1}"#).scenario.unwrap());
        assert_eq!(first_difference(&empty, &run(1, "")).unwrap().1, None);
    }
}
