//! The state of events, queues and topics in a run, and what the log says of them.

use crate::ids::{LaunchRow, Row, TaskRow};
use crate::load::{Messages, Rounded, Shape};
use crate::log::LogEvent;
use crate::placement::Verdict;
use crate::time::SimTime;
use crate::world::{InstanceChange, MissingTasks, World};
use serde::Serialize;
use serde_json::Value;
use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

/// Something that happened between what sends events and what they set off. Rules, targets, pipes, queues, topics and
/// buckets are named by their number in the scenario.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) enum BusEvent {
    /// An object was put into a bucket that sends events.
    ObjectCreated {
        /// The bucket.
        bucket: usize,
        /// Its key.
        key: String,
        /// How long it is.
        size_bytes: u64,
    },
    /// An entry of PutEvents.
    Custom {
        /// The number of the action in the timeline.
        action: usize,
        /// Which of its entries.
        entry: usize,
    },
    /// A rule's schedule was due.
    Scheduled {
        /// The rule.
        rule: usize,
    },
    /// A message was sent by an action of the timeline or by a container.
    MessageSent {
        /// The queue.
        queue: usize,
    },
    /// A rule called a target for an event.
    RuleInvoked {
        /// The rule.
        rule: usize,
        /// The target.
        target: usize,
        /// Which entry of the log the event is.
        event: u64,
        /// What came of it.
        outcome: Outcome,
    },
    /// A pipe ran a task for a batch of messages.
    PipeInvoked {
        /// The pipe.
        pipe: usize,
        /// How many messages.
        messages: u32,
        /// What came of it.
        outcome: Outcome,
    },
    /// A container published to a topic.
    Published {
        /// The topic.
        topic: usize,
    },
    /// Rules and pipes have called their targets as often as they may in a run.
    InvocationsLimit,
}

impl BusEvent {
    /// Whether something is not as the scenario wants it.
    pub(crate) fn is_problem(&self) -> bool {
        match self {
            BusEvent::InvocationsLimit => true,
            BusEvent::RuleInvoked { outcome, .. } | BusEvent::PipeInvoked { outcome, .. } => {
                outcome.is_failure()
            }
            _ => false,
        }
    }

    /// Whether rules can match it: what they did themselves is no event.
    pub(crate) fn is_routed(&self) -> bool {
        matches!(self, BusEvent::ObjectCreated { .. } | BusEvent::Custom { .. })
    }
}

/// What came of calling a target.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) enum Outcome {
    /// Tasks were started.
    Started {
        /// Which.
        tasks: Vec<TaskRow>,
        /// How many more were wanted.
        missing: u32,
        /// Why they have no place: what the first instance lacks.
        lacks: Option<Verdict>,
        /// Those that no instance was there for, or no room on Fargate. They follow from the entries before,
        /// so that the hash goes without them.
        #[serde(skip)]
        unplaced: Vec<MissingTasks>,
    },
    /// A message was sent to a queue.
    Queued {
        /// The queue.
        queue: usize,
    },
    /// A message was published.
    Published {
        /// The topic.
        topic: usize,
    },
    /// The target refused the call.
    Failed {
        /// AWS's message, or ours where AWS's is not known.
        message: String,
    },
    /// The target is not simulated.
    NotSimulated,
}

impl Outcome {
    /// Whether it counts as a failed invocation.
    pub(crate) fn is_failure(&self) -> bool {
        match self {
            Outcome::Failed { .. } => true,
            Outcome::Started { missing, .. } => *missing > 0,
            Outcome::Queued { .. } | Outcome::Published { .. } | Outcome::NotSimulated => false,
        }
    }
}

/// What the events so far have said of a task.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Told {
    /// `detail.version` of the last one.
    pub(crate) version: u32,
    /// Its health.
    pub(crate) health: crate::containers::HealthStatus,
}

/// What the events so far have said.
#[derive(Clone, Debug, Default)]
pub(crate) struct ToldOfAll {
    /// Of each task.
    pub(crate) tasks: Vec<Told>,
    /// `detail.version` of the last one of each container instance.
    pub(crate) instances: Vec<u32>,
}

impl ToldOfAll {
    /// Has a place for everything that there is by now.
    pub(crate) fn make_room(&mut self, world: &World) {
        self.tasks.resize(world.tasks.len(), Told::default());
        self.instances.resize(world.instances.len(), 0);
    }

    /// Keeps what an event says of a task or a container instance.
    pub(crate) fn note(&mut self, event: &LogEvent) {
        match event {
            LogEvent::TaskStatus { task, .. } => {
                if let Some(told) = self.tasks.get_mut(task.number()) {
                    told.version += 1;
                }
            }
            LogEvent::TaskHealth { task, health } => {
                if let Some(told) = self.tasks.get_mut(task.number()) {
                    told.health = *health;
                }
            }
            LogEvent::Instance { instance, state } if state.change != InstanceChange::SpotNotice => {
                if let Some(version) = self.instances.get_mut(instance.number()) {
                    *version += 1;
                }
            }
            _ => {}
        }
    }
}

/// A target that is to be called.
#[derive(Clone, Debug)]
pub(crate) struct Invocation {
    pub(crate) rule: usize,
    pub(crate) target: usize,
    pub(crate) event: Arc<Value>,
    /// Which entry of the log the event is.
    pub(crate) sequence: u64,
}

/// Why a launch was made by a rule or a pipe.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Cause {
    /// `rule` or `pipe`.
    pub(crate) kind: &'static str,
    /// Its name.
    pub(crate) name: String,
    /// The event, or the batch of messages, as JSON.
    pub(crate) event: Arc<Value>,
    /// `overrides` of the RunTask call.
    pub(crate) overrides: Option<Value>,
}

/// How often a rule matched and what came of it: the metrics of EventBridge.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct RuleCounts {
    /// `MatchedEvents`, times that its schedule was due among them.
    pub(crate) matched: u64,
    /// `Invocations` of targets.
    pub(crate) invocations: u64,
    /// `FailedInvocations`.
    pub(crate) failed: u64,
}

/// A message whose text is known: traffic sends messages without one.
#[derive(Clone, Debug)]
pub(crate) struct Message {
    pub(crate) sent_at: SimTime,
    pub(crate) number: u64,
    pub(crate) body: Arc<str>,
}

/// A queue of SQS. Spec: EVENT-11.
#[derive(Clone, Debug, Default)]
pub(crate) struct QueueState {
    /// Up to when it is worked out.
    pub(crate) at: SimTime,
    /// What waits to be received.
    pub(crate) messages: Messages,
    /// Of that, the messages whose text is known.
    pub(crate) known: VecDeque<Message>,
    /// Messages sent, and those of them that were received.
    pub(crate) sent: Rounded,
    pub(crate) received: Rounded,
    /// How many texts it was sent.
    pub(crate) numbered: u64,
    /// Containers that take its messages, and how many they take a second together.
    pub(crate) consumers: u32,
    pub(crate) per_second: f64,
    /// What they work on.
    pub(crate) not_visible: f64,
    /// What arrives by now: the number of each traffic among those to queues, and its shape.
    pub(crate) traffic: Arc<Vec<(usize, Shape)>>,
    /// When it is worked out next.
    pub(crate) due: SimTime,
    /// Every whole minute so far.
    pub(crate) minutes: Vec<QueueMinute>,
}

/// A minute of a queue, as CloudWatch has it. Spec: EVENT-11.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct QueueMinute {
    /// `ApproximateNumberOfMessagesVisible` at its end.
    pub(crate) visible: u64,
    /// `ApproximateAgeOfOldestMessage` at its end, in whole seconds.
    pub(crate) oldest_age_s: u64,
    /// `NumberOfMessagesSent`.
    pub(crate) sent: u64,
    /// `NumberOfMessagesReceived`.
    pub(crate) received: u64,
}

/// What a pipe is about to do.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct PipeState {
    /// Whether it is due to look at its queue.
    pub(crate) due: bool,
    /// Tasks that it has started, and times that it could not.
    pub(crate) invocations: u64,
    pub(crate) failed: u64,
}

/// What a topic has been sent.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct TopicState {
    /// `NumberOfMessagesPublished`.
    pub(crate) published: u64,
}

/// Events, queues and topics of a run.
#[derive(Clone, Debug, Default)]
pub(crate) struct Bus {
    /// Whether a rule waits for events at all.
    pub(crate) listens: bool,
    /// Whether it is due to look at what was logged.
    pub(crate) due: bool,
    /// Up to which entry of the log it has looked.
    pub(crate) routed: u64,
    pub(crate) told: ToldOfAll,
    pub(crate) pending: VecDeque<Invocation>,
    pub(crate) invocations: u64,
    pub(crate) limit_said: bool,
    pub(crate) rules: Vec<RuleCounts>,
    pub(crate) pipes: Vec<PipeState>,
    pub(crate) queues: Vec<QueueState>,
    pub(crate) topics: Vec<TopicState>,
    /// What rules and pipes have started.
    pub(crate) causes: BTreeMap<LaunchRow, Arc<Cause>>,
    /// Which queues the containers of a task take messages from, and in how many milliseconds one.
    pub(crate) consumers: BTreeMap<TaskRow, Vec<(usize, u64)>>,
}

impl Bus {
    /// About how many bytes a copy takes.
    pub(crate) fn bytes(&self) -> usize {
        let minutes: usize = self.queues.iter().map(|queue| queue.minutes.len()).sum();
        minutes * size_of::<QueueMinute>() + self.causes.len() * 64
    }
}
