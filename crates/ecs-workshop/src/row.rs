//! A run as a row: what `compare` and `sweep` print of it (docs/scenario.md, What the tools print).

use ecs_core::report::{DecisionTold, Divergence, JournalEntry, LatencyReport, Summary};
use serde::Serialize;
use serde_json::{Map, Value, json};

/// A run in a few figures, with what it was a run of.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Row {
    /// What was run: the scenario's name, or its file.
    pub scenario: String,
    /// What was set in it, by place.
    pub settings: Map<String, Value>,
    /// The seed.
    pub seed: u64,
    /// The moment, in seconds.
    pub at_seconds: f64,
    /// Tasks.
    pub tasks: TaskCounts,
    /// Container instances.
    pub instances: InstanceCounts,
    /// Requests so far; none without traffic.
    pub requests: Option<u64>,
    /// Those of them that got no answer of the application, or a 500.
    pub errors: Option<u64>,
    /// Response times of the run; none where nothing was answered.
    pub latency_ms: Option<LatencyReport>,
    /// What the run has cost, in dollars.
    pub cost_usd: f64,
    /// What of it was paid for and reserved by no task.
    pub unused_usd: f64,
    /// A hash of the event log, 16 hex digits.
    pub log_hash: String,
    /// Where the run first parts from the one that it is held against: in a sweep the first combination with the
    /// same seed. Null where it does not.
    pub first_difference: Value,
}

/// Tasks of a run.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TaskCounts {
    /// Started so far.
    pub started: u64,
    /// Of these RUNNING.
    pub running: u64,
    /// Of these stopped without ever having run.
    pub failed_to_start: u64,
    /// Wanted, and without a place.
    pub waiting: u64,
}

/// Container instances of a run.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct InstanceCounts {
    /// In the cluster.
    pub registered: u64,
    /// In the cluster at any time so far.
    pub registered_so_far: u64,
}

impl Row {
    /// The row of a run.
    pub fn of(scenario: String, settings: Map<String, Value>, seed: u64, summary: &Summary) -> Row {
        Row {
            scenario,
            settings,
            seed,
            at_seconds: summary.at.as_seconds(),
            tasks: TaskCounts {
                started: summary.tasks_started,
                running: summary.tasks_running,
                failed_to_start: summary.tasks_failed,
                waiting: summary.tasks_waiting,
            },
            instances: InstanceCounts {
                registered: summary.instances,
                registered_so_far: summary.instances_registered,
            },
            requests: summary.requests,
            errors: summary.errors,
            latency_ms: summary.latency_ms,
            cost_usd: summary.cost.total_usd,
            unused_usd: summary.cost.unused_usd,
            log_hash: format!("{:016x}", summary.log_hash),
            first_difference: Value::Null,
        }
    }

    /// The same, held against another run: `one` of the divergence is that one.
    #[must_use]
    pub fn against(self, divergence: Option<&Divergence>) -> Row {
        let first_difference = divergence.map(difference).unwrap_or_default();
        Row { first_difference, ..self }
    }
}

fn difference(found: &Divergence) -> Value {
    let entry = |entry: &JournalEntry| json!({"atSeconds": entry.at.as_seconds(), "text": entry.text, "plain": entry.plain, "names": entry.names()});
    let decision = found.decision.as_ref().map(|found| {
        json!({"atSeconds": found.at.as_seconds(), "there": found.one.as_ref().map(decided), "here": found.other.as_ref().map(decided)})
    });
    json!({
        "atSeconds": found.at.as_seconds(),
        "there": found.one.as_ref().map(entry),
        "here": found.other.as_ref().map(entry),
        "decision": decision,
    })
}

fn decided(decision: &DecisionTold) -> Value {
    json!({
        "atSeconds": decision.at.as_seconds(),
        "kind": decision.kind.name(),
        "of": decision.of,
        "text": decision.text,
        "plain": decision.plain,
        "arithmetic": decision.arithmetic,
    })
}
