//! What is said of the timeline's actions, one by one: findings of the scenario, and what became of each in the run.

use super::clock::moment;
use super::outline::sentence;
use super::timeline::TIMELINE;
use ecs_core::finding::{Finding, Severity};
use ecs_core::report::{Course, EventView};
use std::collections::BTreeMap;

/// What is said of an action.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Remark {
    /// Of how it is written.
    pub findings: Vec<Finding>,
    /// What became of it in the run.
    pub events: Vec<EventView>,
}

impl Remark {
    /// Whether it is more than a note.
    pub fn is_bad(&self) -> bool {
        let is_bad = |finding: &Finding| finding.severity != Severity::Info;
        !self.events.is_empty() || self.findings.iter().any(is_bad)
    }

    /// In words, for whoever does not see the list.
    pub fn words(&self) -> String {
        let found = self.findings.iter().map(|finding| sentence(&finding.message));
        let became = self.events.iter().map(|event| format!("{} {}", moment(event.at), event.text));
        found.chain(became).collect::<Vec<_>>().join(" ")
    }
}

/// The actions of which something is said, by their numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Remarks(BTreeMap<usize, Remark>);

impl Remarks {
    /// What these findings say of actions, and the run where it is one of the same actions.
    pub fn of(findings: &[Finding], course: Option<&Course>) -> Remarks {
        let mut remarks: BTreeMap<usize, Remark> = BTreeMap::new();
        for finding in findings {
            if let Some(number) = number_of(&finding.pointer) {
                remarks.entry(number).or_default().findings.push(finding.clone());
            }
        }
        for (number, event) in course.map_or(&[][..], |course| &course.of_actions) {
            remarks.entry(*number).or_default().events.push(event.clone());
        }
        Remarks(remarks)
    }

    /// What is said of the action of that number.
    pub fn at(&self, number: usize) -> Option<&Remark> {
        self.0.get(&number)
    }

    /// Whether an event of the run is told here.
    pub fn tells(&self, id: &str) -> bool {
        self.0.values().any(|remark| remark.events.iter().any(|event| event.id == id))
    }
}

/// The number of the action that a place is in.
fn number_of(pointer: &str) -> Option<usize> {
    let rest = pointer.strip_prefix(TIMELINE)?.strip_prefix('/')?;
    rest.split('/').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::Remarks;
    use ecs_core::{Budget, Document, Simulation};

    #[test]
    fn findings_and_refusals_stand_at_their_actions() {
        let text = r#"{"version": 1,
          "taskDefinitions": [{"family": "web", "containerDefinitions": [{"name": "a", "image": "a:1", "memory": 64}]}],
          "services": [{"serviceName": "web", "taskDefinition": "web", "desiredCount": 1}],
          "simulation": {"durationSeconds": 60, "timeline": [
            {"atSeconds": 5, "action": "ecs:UpdateService", "input": {"service": "web", "desiredCount": 2}},
            {"atSeconds": 10, "action": "ecs:UpdateService", "input": {"service": "wab", "desiredCount": 2}},
            {"atSeconds": 20, "action": "ecs:PutAccountSetting", "input": {"name": "awsvpcTrunking", "value": "enabled"}}]}}"#;
        let document = Document::read(text);
        let mut run = Simulation::new(document.scenario.unwrap());
        run.advance_to(run.duration(), Budget::UNLIMITED);
        let course = run.course();
        let remarks = Remarks::of(&document.findings, Some(&course));
        assert_eq!(remarks.at(0), None);
        let refused = remarks.at(1).unwrap();
        assert!(refused.is_bad());
        assert!(
            refused.words().starts_with("There is no service `wab` at that time. t+00:10 "),
            "{}",
            refused.words()
        );
        assert!(refused.words().contains("Service not found."), "{}", refused.words());
        assert!(remarks.tells(&refused.events[0].id));
        let noted = remarks.at(2).unwrap();
        assert!(!noted.is_bad() && noted.events.is_empty() && noted.findings.len() == 1);
        assert_eq!(Remarks::of(&document.findings, None).at(1).unwrap().events, []);
    }
}
