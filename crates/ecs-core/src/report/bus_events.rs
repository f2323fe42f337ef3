//! Events that are not of ECS, and what rules and pipes did, as data and as sentences. Spec: EVENT-8, EVENT-10, EVENT-15.

use super::event_view::{Subject, Tone};
use super::run::seconds;
use super::text;
use crate::aws::{EventCall, TaskDefinition};
use crate::bus::{BusEvent, Outcome};
use crate::engine::Engine;
use crate::ids::{Row, TaskRow};
use crate::log::{LogEntry, LogEvent};
use crate::scenario::Call;
use serde_json::{Value, json};

impl Engine {
    /// `source` and `detail-type`; none of what is no event.
    pub(super) fn kind_of_bus_event(&self, event: &BusEvent) -> Option<(&str, &str)> {
        match event {
            BusEvent::ObjectCreated { .. } => Some(("aws.s3", "Object Created")),
            BusEvent::Scheduled { .. } => Some(("aws.events", "Scheduled Event")),
            BusEvent::Custom { action, entry } => {
                let custom = self.custom_event(*action, *entry)?;
                Some((&custom.source, &custom.detail_type))
            }
            _ => None,
        }
    }

    fn custom_event(&self, action: usize, entry: usize) -> Option<&crate::aws::CustomEvent> {
        match &self.scenario.timeline.get(action)?.call {
            Call::Event(EventCall::PutEvents(entries)) => entries.get(entry)?.as_ref().ok(),
            _ => None,
        }
    }

    /// `resources` and `detail`.
    pub(super) fn bus_event_detail(
        &self,
        entry: &LogEntry,
        event: &BusEvent,
    ) -> Option<(Vec<String>, Value)> {
        let account = &self.scenario.account;
        match event {
            BusEvent::ObjectCreated { bucket, key, size_bytes } => {
                let name = &self.scenario.iam.buckets.get(*bucket)?.name;
                let id = account.hex_id("object", &format!("{name}/{key}/{}", entry.sequence));
                let part = |from: usize, to: usize| id.get(from..to).unwrap_or_default().to_uppercase();
                let detail = json!({
                    "version": "0",
                    "bucket": {"name": name},
                    "object": {"key": key, "size": size_bytes, "etag": id, "sequencer": part(0, 18)},
                    "request-id": part(16, 32),
                    "requester": account.account_id,
                    "source-ip-address": "192.0.2.1",
                    "reason": "PutObject",
                });
                Some((vec![account.bucket_arn(name)], detail))
            }
            BusEvent::Scheduled { rule } => Some((vec![self.rule_arn(*rule)], json!({}))),
            BusEvent::Custom { action, entry } => {
                let custom = self.custom_event(*action, *entry)?;
                Some((custom.resources.clone(), custom.detail.clone()))
            }
            _ => None,
        }
    }

    /// What a rule or a pipe did, of an entry that is that.
    pub(super) fn delivery(&self, entry: &LogEntry) -> Option<Value> {
        let LogEvent::Bus(event) = &entry.event else { return None };
        let events = &self.scenario.events;
        let at = seconds(entry.at);
        let (mut delivery, outcome) = match event {
            BusEvent::RuleInvoked { rule, target, event, outcome } => {
                let rule = events.rules.get(*rule)?;
                let id = rule.targets.get(*target).map(|target| target.id.as_str());
                let event = self.event_id(*event);
                (json!({"atSeconds": at, "rule": rule.name, "target": id, "eventId": event}), outcome)
            }
            BusEvent::PipeInvoked { pipe, messages, outcome } => {
                let name = events.pipes.get(*pipe).map(|pipe| pipe.name.as_str());
                (json!({"atSeconds": at, "pipe": name, "messages": messages}), outcome)
            }
            _ => return None,
        };
        if let (Value::Object(members), Value::Object(more)) = (&mut delivery, self.outcome(outcome)) {
            members.extend(more);
        }
        Some(delivery)
    }

    fn outcome(&self, outcome: &Outcome) -> Value {
        let events = &self.scenario.events;
        match outcome {
            Outcome::Started { tasks, missing, lacks, unplaced } => {
                let arns: Vec<String> = tasks.iter().map(|task| self.task_arn(*task)).collect();
                let of_nothing = unplaced.iter().map(|missing| text::missing_reason(missing.why));
                let of_instance = lacks.map(|verdict| text::failure_reason(verdict.check));
                let reasons: Vec<&str> = of_nothing.chain(of_instance).collect();
                match missing {
                    0 => json!({ "tasks": arns }),
                    _ if reasons.is_empty() => json!({ "tasks": arns, "error": "there is no place" }),
                    _ => json!({ "tasks": arns, "error": reasons.join("; ") }),
                }
            }
            Outcome::Queued { queue } => json!({"queue": events.queues.get(*queue).map(|queue| &queue.name)}),
            Outcome::Published { topic } => {
                let topic = events.topics.get(*topic);
                let subscriptions = topic.map_or(&[][..], |topic| &topic.subscriptions).iter();
                let to: Vec<Value> = subscriptions
                    .map(|subscription| json!({"Protocol": subscription.protocol, "Endpoint": subscription.endpoint}))
                    .collect();
                json!({"topic": topic.map(|topic| &topic.name), "deliveredTo": to})
            }
            Outcome::Failed { message } => json!({ "error": message }),
            Outcome::NotSimulated => json!({ "error": "the target is not simulated" }),
        }
    }

    /// What the page's list of events says.
    pub(super) fn bus_event_view(
        &self,
        event: &BusEvent,
        numbers: &[Option<usize>],
    ) -> (Subject, String, Tone) {
        let events = &self.scenario.events;
        let subject = subject_of(event, numbers);
        let tone = if event.is_problem() { Tone::Bad } else { Tone::Neutral };
        let name = |name: Option<&String>| name.cloned().unwrap_or_default();
        let told = match event {
            BusEvent::ObjectCreated { bucket, key, .. } => {
                let bucket = name(self.scenario.iam.buckets.get(*bucket).map(|bucket| &bucket.name));
                format!("s3://{bucket}/{key} was created")
            }
            BusEvent::Custom { action, entry } => {
                let custom = self.custom_event(*action, *entry);
                format!(
                    "PutEvents: {} of {}",
                    name(custom.map(|event| &event.detail_type)),
                    name(custom.map(|event| &event.source))
                )
            }
            BusEvent::Scheduled { rule } => {
                format!(
                    "The schedule of rule {} is due",
                    name(events.rules.get(*rule).map(|rule| &rule.name))
                )
            }
            BusEvent::MessageSent { queue } => {
                format!(
                    "A message was sent to queue {}",
                    name(events.queues.get(*queue).map(|queue| &queue.name))
                )
            }
            BusEvent::Published { topic } => {
                format!(
                    "A message was published to topic {}",
                    name(events.topics.get(*topic).map(|topic| &topic.name))
                )
            }
            BusEvent::RuleInvoked { rule, outcome, .. } => {
                let rule = name(events.rules.get(*rule).map(|rule| &rule.name));
                format!("Rule {rule} {}", self.outcome_text(outcome))
            }
            BusEvent::PipeInvoked { pipe, messages, outcome } => {
                let pipe = name(events.pipes.get(*pipe).map(|pipe| &pipe.name));
                let plural = if *messages == 1 { "" } else { "s" };
                format!("Pipe {pipe} took {messages} message{plural} and {}", self.outcome_text(outcome))
            }
            BusEvent::InvocationsLimit => text::invocations_limit(),
        };
        (subject, told, tone)
    }

    fn outcome_text(&self, outcome: &Outcome) -> String {
        let events = &self.scenario.events;
        match outcome {
            Outcome::Started { tasks, missing, lacks, unplaced } => {
                let shorts: Vec<String> =
                    tasks.iter().map(|task| self.world.task_short(&self.world.tasks[*task])).collect();
                let of_instance = lacks.map(|verdict| {
                    format!("{} ({})", text::ruled_out(&verdict), text::failure_reason(verdict.check))
                });
                let causes: Vec<String> = self.told_missing(unplaced).chain(of_instance).collect();
                let why = if causes.is_empty() { String::new() } else { format!(": {}", causes.join("; ")) };
                match (shorts.is_empty(), missing) {
                    (false, 0) => format!("started {}", shorts.join(", ")),
                    (false, _) => format!("started {}, and {missing} found no place{why}", shorts.join(", ")),
                    (true, _) => format!("started no task{why}"),
                }
            }
            Outcome::Queued { queue } => {
                format!(
                    "sent a message to queue {}",
                    events.queues.get(*queue).map_or("", |queue| &queue.name)
                )
            }
            Outcome::Published { topic } => {
                let topic = events.topics.get(*topic);
                let name = topic.map_or("", |topic| &topic.name);
                match topic.map_or(0, |topic| topic.subscriptions.len()) {
                    0 => format!("told topic {name}, which nobody has subscribed to"),
                    1 => format!("told topic {name}: 1 subscription"),
                    count => format!("told topic {name}: {count} subscriptions"),
                }
            }
            Outcome::Failed { message } => format!("could not call its target. {message}"),
            Outcome::NotSimulated => "matched; its target is not simulated".to_owned(),
        }
    }

    /// `family:revision` of a target's task definition.
    pub(super) fn definition_short(&self, number: usize) -> String {
        self.scenario.task_definitions.get(number).map(TaskDefinition::short).unwrap_or_default()
    }
}

/// What an event is about: the task that was started, where there is one.
fn subject_of(event: &BusEvent, numbers: &[Option<usize>]) -> Subject {
    let (BusEvent::RuleInvoked { outcome, .. } | BusEvent::PipeInvoked { outcome, .. }) = event else {
        return Subject::Bus;
    };
    match outcome {
        Outcome::Started { tasks, .. } => {
            let number = |task: &TaskRow| numbers.get(task.number()).copied().flatten();
            tasks.first().map_or(Subject::Bus, |task| Subject::Task(number(task)))
        }
        _ => Subject::Bus,
    }
}
