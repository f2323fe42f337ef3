//! Rules, pipes, queues and topics at a moment, for the page. Spec: EVENT-15.

use crate::aws::{Destination, EventRule};
use crate::bus::QueueState;
use crate::cron::Schedule;
use crate::engine::{Engine, whole};
use crate::ids::LaunchRow;
use crate::time::SimTime;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Rules, pipes, queues and topics.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BusView {
    /// Rules in the scenario's order.
    pub rules: Vec<RuleView>,
    /// Pipes in the scenario's order.
    pub pipes: Vec<PipeView>,
    /// Queues in the scenario's order.
    pub queues: Vec<QueueView>,
    /// Topics in the scenario's order.
    pub topics: Vec<TopicView>,
}

/// A rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleView {
    /// Its name.
    pub name: String,
    /// Whether it is ENABLED.
    pub enabled: bool,
    /// What it waits for, in a few words.
    pub waits_for: String,
    /// What it leads to, in a few words: `runs report:1`.
    pub targets: Vec<String>,
    /// How often it matched, or its schedule was due.
    pub matched: u64,
    /// How often it called a target.
    pub invocations: u64,
    /// How often that failed.
    pub failed: u64,
}

/// A pipe.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PipeView {
    /// Its name.
    pub name: String,
    /// Whether it is RUNNING.
    pub running: bool,
    /// The queue that it takes from.
    pub queue: String,
    /// What it runs: `family:revision`.
    pub task_definition: String,
    /// How often it ran tasks.
    pub invocations: u64,
    /// How often that failed.
    pub failed: u64,
}

/// A queue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueueView {
    /// Its name.
    pub name: String,
    /// Messages that wait.
    pub visible: u64,
    /// Messages that are worked on.
    pub not_visible: u64,
    /// The age of the oldest that waits, in seconds.
    pub oldest_age_s: u64,
    /// Messages that were sent so far.
    pub sent: u64,
    /// Containers that take messages.
    pub consumers: u32,
}

/// A topic.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TopicView {
    /// Its name.
    pub name: String,
    /// Messages that were published so far.
    pub published: u64,
    /// Who gets them: protocol and endpoint.
    pub subscriptions: Vec<(String, String)>,
}

/// What started a task.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CauseView {
    /// `rule` or `pipe`.
    pub kind: String,
    /// Its name.
    pub name: String,
    /// What happened, in a few words: an event's `detail-type`, or `messages`.
    pub what: String,
    /// The event, or the batch of messages, as JSON on one line.
    pub event: String,
}

/// A queue at a moment.
pub(super) struct QueueNow {
    pub(super) visible: u64,
    pub(super) not_visible: u64,
    pub(super) oldest_age_s: u64,
    pub(super) sent: u64,
    pub(super) consumers: u32,
}

impl Engine {
    /// A queue as it is now: it was worked out up to the last moment at which something happened to it.
    pub(super) fn queue_now(&self, number: usize) -> Option<QueueNow> {
        let mut state: QueueState = self.bus.queues.get(number)?.clone();
        state.settle(self.now);
        let age = |oldest: SimTime| self.now.as_ms().saturating_sub(oldest.as_ms()) / 1000;
        Some(QueueNow {
            visible: state.waiting(),
            not_visible: whole(state.not_visible),
            oldest_age_s: state.oldest_at().map_or(0, age),
            sent: state.sent.total(),
            consumers: state.consumers,
        })
    }

    pub(super) fn bus_view(&self) -> BusView {
        let events = &self.scenario.events;
        let rules = events.rules.iter().zip(&self.bus.rules);
        let pipes = events.pipes.iter().zip(&self.bus.pipes);
        let topics = events.topics.iter().zip(&self.bus.topics);
        let name = |number: usize| events.queues.get(number).map_or("", |queue| &queue.name).to_owned();
        BusView {
            rules: rules
                .map(|(rule, counts)| RuleView {
                    name: rule.name.clone(),
                    enabled: rule.enabled,
                    waits_for: waits_for(rule).to_owned(),
                    targets: rule.targets.iter().map(|target| self.target_text(&target.to)).collect(),
                    matched: counts.matched,
                    invocations: counts.invocations,
                    failed: counts.failed,
                })
                .collect(),
            pipes: pipes
                .map(|(pipe, state)| PipeView {
                    name: pipe.name.clone(),
                    running: pipe.running,
                    queue: name(pipe.queue),
                    task_definition: pipe
                        .call
                        .as_ref()
                        .map_or_else(|_| String::new(), |call| self.definition_short(call.task_definition)),
                    invocations: state.invocations,
                    failed: state.failed,
                })
                .collect(),
            queues: (0..events.queues.len())
                .filter_map(|number| {
                    let now = self.queue_now(number)?;
                    let QueueNow { visible, not_visible, oldest_age_s, sent, consumers } = now;
                    Some(QueueView {
                        name: name(number),
                        visible,
                        not_visible,
                        oldest_age_s,
                        sent,
                        consumers,
                    })
                })
                .collect(),
            topics: topics
                .map(|(topic, state)| TopicView {
                    name: topic.name.clone(),
                    published: state.published,
                    subscriptions: topic
                        .subscriptions
                        .iter()
                        .map(|given| (given.protocol.clone(), given.endpoint.clone()))
                        .collect(),
                })
                .collect(),
        }
    }

    fn target_text(&self, to: &Destination) -> String {
        let events = &self.scenario.events;
        match to {
            Destination::RunTask(Ok(call)) => format!("runs {}", self.definition_short(call.task_definition)),
            Destination::RunTask(Err(_)) => "runs a task, which ECS refuses".to_owned(),
            Destination::Queue(queue) => {
                format!("sends to queue {}", events.queues.get(*queue).map_or("", |queue| &queue.name))
            }
            Destination::Topic(topic) => {
                format!("tells topic {}", events.topics.get(*topic).map_or("", |topic| &topic.name))
            }
            Destination::NotSimulated => "calls a service that is not simulated".to_owned(),
        }
    }

    pub(super) fn cause_view(&self, launch: LaunchRow) -> Option<CauseView> {
        let cause = self.bus.causes.get(&launch)?;
        let what = cause.event.get("detail-type").and_then(Value::as_str);
        Some(CauseView {
            kind: cause.kind.to_owned(),
            name: cause.name.clone(),
            what: what.unwrap_or("messages").to_owned(),
            event: cause.event.to_string(),
        })
    }
}

/// What a rule waits for, in a few words.
fn waits_for(rule: &EventRule) -> &'static str {
    match (&rule.pattern, &rule.schedule) {
        (Some(_), Some(_)) => "events that match, and a schedule",
        (Some(_), None) => "events that match",
        (None, Some(Schedule::Rate { .. })) => "a rate",
        (None, Some(Schedule::Cron(_))) => "a cron schedule",
        (None, None) => "nothing",
    }
}
