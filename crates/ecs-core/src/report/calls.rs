//! Calls of the timeline that did not do what they were made for.

use super::run::seconds;
use super::text;
use crate::engine::Engine;
use crate::ids::InstanceRow;
use crate::log::{LogEntry, LogEvent};
use crate::placement::Verdict;
use crate::world::MissingTasks;
use serde_json::{Value, json};

/// What became of calls that were refused, or that found no place for their tasks.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CallsReport {
    /// `failures[]` of RunTask, each with `atSeconds`.
    pub failures: Vec<Value>,
    /// Actions that AWS refuses.
    pub refusals: Vec<Value>,
}

impl Engine {
    pub(crate) fn calls_report(&self) -> CallsReport {
        CallsReport {
            failures: self.log.entries().flat_map(|entry| self.failures(entry)).collect(),
            refusals: self.log.entries().filter_map(|entry| self.refusal(entry)).collect(),
        }
    }

    fn failures(&self, entry: &LogEntry) -> Vec<Value> {
        let LogEvent::TasksFailed { failures, missing, .. } = &entry.event else { return Vec::new() };
        let of_nothing = |missing: &MissingTasks| {
            let failure = json!({
                "atSeconds": seconds(entry.at),
                "reason": text::missing_reason(missing.why),
            });
            std::iter::repeat_n(failure, missing.tasks as usize)
        };
        let failure = |(row, verdict): &(InstanceRow, Verdict)| {
            json!({
                "atSeconds": seconds(entry.at),
                "arn": self.container_instance_arn(*row),
                "reason": text::failure_reason(verdict.check),
            })
        };
        missing.iter().flat_map(of_nothing).chain(failures.iter().map(failure)).collect()
    }

    fn refusal(&self, entry: &LogEntry) -> Option<Value> {
        let LogEvent::Refused { action, code, message, is_aws } = &entry.event else { return None };
        let action = self.scenario.timeline.get(*action).map(|action| action.name.as_str());
        Some(json!({
            "atSeconds": seconds(entry.at),
            "action": action,
            "code": code,
            "message": message,
            "isAwsMessage": is_aws,
        }))
    }
}
