//! Rules, pipes, queues and topics at a moment: for `run` in AWS's shapes, and for the page. Spec: EVENT-11, EVENT-15.

use super::metrics::{MetricReport, float};
use crate::aws::{Destination, EventRule};
use crate::bus::{QueueMinute, QueueState};
use crate::cron::Schedule;
use crate::engine::{Engine, whole};
use crate::ids::LaunchRow;
use crate::time::SimTime;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

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
struct QueueNow {
    visible: u64,
    not_visible: u64,
    oldest_age_s: u64,
    sent: u64,
    consumers: u32,
}

impl Engine {
    /// A queue as it is now: it was worked out up to the last moment at which something happened to it.
    fn queue_now(&self, number: usize) -> Option<QueueNow> {
        let mut state: QueueState = self.bus.queues.get(number)?.clone();
        state.settle(self.now, self.scenario.events.traffic_to(number));
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

    pub(super) fn event_rule_reports(&self) -> Vec<Value> {
        let rules = self.scenario.events.rules.iter().zip(&self.bus.rules).enumerate();
        let report = |(number, (rule, counts)): (usize, (&EventRule, &crate::bus::RuleCounts))| {
            json!({
                "Name": rule.name,
                "Arn": self.rule_arn(number),
                "State": if rule.enabled { "ENABLED" } else { "DISABLED" },
                "MatchedEvents": counts.matched,
                "Invocations": counts.invocations,
                "FailedInvocations": counts.failed,
            })
        };
        rules.map(report).collect()
    }

    pub(super) fn pipe_reports(&self) -> Vec<Value> {
        let pipes = self.scenario.events.pipes.iter().zip(&self.bus.pipes);
        let report = |(pipe, state): (&crate::aws::Pipe, &crate::bus::PipeState)| {
            json!({
                "Name": pipe.name,
                "Arn": self.scenario.account.arn("pipes", &format!("pipe/{}", pipe.name)),
                "CurrentState": if pipe.running { "RUNNING" } else { "STOPPED" },
                "Invocations": state.invocations,
                "ExecutionFailed": state.failed,
            })
        };
        pipes.map(report).collect()
    }

    /// Spec: EVENT-11.
    pub(super) fn queue_reports(&self) -> Vec<Value> {
        let account = &self.scenario.account;
        let report = |(number, queue): (usize, &crate::aws::QueueEntry)| {
            let now = self.queue_now(number)?;
            Some(json!({
                "QueueName": queue.name,
                "QueueUrl": format!("https://sqs.{}.amazonaws.com/{}/{}", account.region, account.account_id, queue.name),
                "Attributes": {
                    "QueueArn": account.arn("sqs", &queue.name),
                    "ApproximateNumberOfMessages": now.visible.to_string(),
                    "ApproximateNumberOfMessagesNotVisible": now.not_visible.to_string(),
                    "VisibilityTimeout": (queue.visibility_timeout_ms / 1000).to_string(),
                    "DelaySeconds": (queue.delay_ms / 1000).to_string(),
                },
            }))
        };
        self.scenario.events.queues.iter().enumerate().filter_map(report).collect()
    }

    pub(super) fn topic_reports(&self) -> Vec<Value> {
        let topics = self.scenario.events.topics.iter().zip(&self.bus.topics);
        let report = |(topic, state): (&crate::aws::Topic, &crate::bus::TopicState)| {
            json!({
                "TopicArn": self.scenario.account.arn("sns", &topic.name),
                "NumberOfMessagesPublished": state.published,
                "NumberOfNotificationsDelivered": state.published * topic.subscriptions.len() as u64,
            })
        };
        topics.map(report).collect()
    }

    /// The series of CloudWatch for queues, in periods of a minute. Spec: EVENT-11.
    pub(super) fn queue_metrics(&self) -> Vec<MetricReport> {
        type Count = fn(&QueueMinute) -> u64;
        const METRICS: [(&str, Count); 4] = [
            ("ApproximateNumberOfMessagesVisible", |minute| minute.visible),
            ("ApproximateAgeOfOldestMessage", |minute| minute.oldest_age_s),
            ("NumberOfMessagesSent", |minute| minute.sent),
            ("NumberOfMessagesReceived", |minute| minute.received),
        ];
        let mut series = Vec::new();
        for (queue, state) in self.scenario.events.queues.iter().zip(&self.bus.queues) {
            let begin = |minute: u64| self.scenario.calendar.iso(SimTime::from_seconds(minute * 60));
            let timestamps: Vec<String> = (0..state.minutes.len() as u64).map(begin).collect();
            for (name, value) in METRICS {
                series.push(MetricReport {
                    id: format!("q{}", series.len() + 1),
                    label: format!("AWS/SQS {name} QueueName={}", queue.name),
                    timestamps: timestamps.clone(),
                    values: state.minutes.iter().map(|minute| float(value(minute))).collect(),
                    status_code: "Complete",
                });
            }
        }
        series
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
