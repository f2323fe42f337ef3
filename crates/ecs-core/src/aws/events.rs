//! Rules and pipes of EventBridge, queues, buckets and topics.

use super::RunTask;
use crate::cron::Schedule;
use crate::eventbridge::{Input, Pattern};
use crate::load::Shape;

/// What sends events and messages, and what they set off.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Events {
    /// `eventRules`.
    pub rules: Vec<EventRule>,
    /// `pipes`.
    pub pipes: Vec<Pipe>,
    /// `queues`.
    pub queues: Vec<QueueEntry>,
    /// `topics`.
    pub topics: Vec<Topic>,
    /// Of `simulation.traffic` what goes to queues.
    pub traffic: Vec<QueueTraffic>,
}

/// An entry of `simulation.traffic` that goes to a queue. Spec: EVENT-11.
#[derive(Clone, Debug, PartialEq)]
pub struct QueueTraffic {
    /// `name`, `traffic-<n>` where none is given.
    pub name: String,
    /// The queue, by its number.
    pub queue: usize,
    /// Messages a second.
    pub shape: Shape,
}

/// A rule of the default event bus. Spec: EVENT-1.
#[derive(Clone, Debug, PartialEq)]
pub struct EventRule {
    /// `Name`.
    pub name: String,
    /// `State`: a rule that is DISABLED does nothing.
    pub enabled: bool,
    /// `EventPattern`. Spec: EVENT-2.
    pub pattern: Option<Pattern>,
    /// `ScheduleExpression`. Spec: EVENT-3, EVENT-4.
    pub schedule: Option<Schedule>,
    /// `Targets`.
    pub targets: Vec<EventTarget>,
}

/// A target of a rule. Spec: EVENT-5.
#[derive(Clone, Debug, PartialEq)]
pub struct EventTarget {
    /// `Id`.
    pub id: String,
    /// `Arn`, and what is done there.
    pub to: Destination,
    /// What it is handed.
    pub input: Input,
}

/// What a target is. Spec: EVENT-5.
#[derive(Clone, Debug, PartialEq)]
pub enum Destination {
    /// The cluster: a task is run, or AWS refuses that with this message.
    RunTask(Result<Box<RunTask>, String>),
    /// A queue, by its number.
    Queue(usize),
    /// A topic, by its number.
    Topic(usize),
    /// A service of AWS that is not simulated.
    NotSimulated,
}

/// A pipe from a queue to tasks. Spec: EVENT-13.
#[derive(Clone, Debug, PartialEq)]
pub struct Pipe {
    /// `Name`.
    pub name: String,
    /// `DesiredState`.
    pub running: bool,
    /// The queue, by its number.
    pub queue: usize,
    /// `BatchSize`: messages that one task gets at the most.
    pub batch_size: u32,
    /// `MaximumBatchingWindowInSeconds`, in milliseconds: how long a batch may be waited for.
    pub window_ms: u64,
    /// The call, or AWS's message where it refuses that.
    pub call: Result<Box<RunTask>, String>,
    /// `Overrides`, as RunTask takes them.
    pub overrides: Option<serde_json::Value>,
}

/// A queue of SQS. Spec: EVENT-11.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueueEntry {
    /// `QueueName`.
    pub name: String,
    /// `VisibilityTimeout` in milliseconds.
    pub visibility_timeout_ms: u64,
    /// `DelaySeconds` in milliseconds.
    pub delay_ms: u64,
}

/// A topic of SNS. Spec: EVENT-14.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Topic {
    /// `Name`.
    pub name: String,
    /// `Subscriptions`.
    pub subscriptions: Vec<Subscription>,
}

/// Who gets what is published to a topic. Spec: EVENT-14.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subscription {
    /// `Protocol`, for example `email`.
    pub protocol: String,
    /// `Endpoint`.
    pub endpoint: String,
    /// The queue, by its number, where the protocol is `sqs`.
    pub queue: Option<usize>,
    /// `RawMessageDelivery`: a queue gets the message without what SNS writes around it.
    pub raw: bool,
}

/// A call of a timeline that sends an event or a message.
#[derive(Clone, Debug, PartialEq)]
pub enum EventCall {
    /// `s3:PutObject`. Spec: EVENT-8.
    PutObject {
        /// The bucket, by its number.
        bucket: usize,
        /// `Key`.
        key: String,
        /// How long the object is.
        size_bytes: u64,
    },
    /// `sqs:SendMessage`. Spec: EVENT-11.
    SendMessage {
        /// The queue, by its number.
        queue: usize,
        /// `MessageBody`.
        body: String,
        /// `DelaySeconds` in milliseconds; none where the queue's counts.
        delay_ms: Option<u64>,
    },
    /// `events:PutEvents`: what each entry is, or why it is refused. Spec: EVENT-10.
    PutEvents(Vec<Result<CustomEvent, EntryRefusal>>),
}

/// An entry of PutEvents. Spec: EVENT-10.
#[derive(Clone, Debug, PartialEq)]
pub struct CustomEvent {
    /// `Source`.
    pub source: String,
    /// `DetailType`.
    pub detail_type: String,
    /// `Detail`.
    pub detail: serde_json::Value,
    /// `Resources`.
    pub resources: Vec<String>,
}

/// `ErrorCode` and `ErrorMessage` of an entry. Spec: EVENT-10.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryRefusal {
    /// AWS's code.
    pub code: &'static str,
    /// Its message.
    pub message: &'static str,
}
