//! What actions of the timeline and containers send. Spec: EVENT-8, EVENT-10, EVENT-11, EVENT-14.

use super::super::{Engine, Event};
use crate::aws::{AwsCall, CallOn, EventCall, WhenDenied};
use crate::bus::BusEvent;
use crate::ids::TaskRow;
use crate::log::LogEvent;
use std::sync::Arc;

/// How long an object is that a container puts: nothing says it.
const RESULT_BYTES: u64 = 1024;

impl Engine {
    /// An action of the timeline.
    pub(in super::super) fn event_called(&mut self, number: usize, call: &EventCall) {
        match call {
            EventCall::PutObject { bucket, key, size_bytes } => self.put_object(*bucket, key, *size_bytes),
            EventCall::SendMessage { queue, body, delay_ms } => {
                self.say(LogEvent::Bus(BusEvent::MessageSent { queue: *queue }));
                let own = self.scenario.events.queues.get(*queue).map_or(0, |queue| queue.delay_ms);
                match delay_ms.unwrap_or(own) {
                    0 => self.send_message(*queue, body),
                    ms => self.after(ms, Event::DelayedMessage(number)),
                }
            }
            EventCall::PutEvents(entries) => {
                for (entry, event) in entries.iter().enumerate() {
                    match event {
                        Ok(_) => self.say(LogEvent::Bus(BusEvent::Custom { action: number, entry })),
                        Err(refusal) => {
                            let message = refusal.message.to_owned();
                            self.say(LogEvent::Refused {
                                action: number,
                                code: refusal.code,
                                message,
                                is_aws: true,
                            });
                        }
                    }
                }
            }
        }
    }

    /// A message of the timeline whose delay is over.
    pub(in super::super) fn delayed_message(&mut self, number: usize) {
        let scenario = Arc::clone(&self.scenario);
        if let Some(crate::scenario::Call::Event(EventCall::SendMessage { queue, body, .. })) =
            scenario.timeline.get(number).map(|action| &action.call)
        {
            self.send_message(*queue, body);
        }
    }

    fn put_object(&mut self, bucket: usize, key: &str, size_bytes: u64) {
        if self.scenario.iam.buckets.get(bucket).is_some_and(|bucket| bucket.sends_events) {
            let key = key.to_owned();
            self.say(LogEvent::Bus(BusEvent::ObjectCreated { bucket, key, size_bytes }));
        }
    }

    /// A container is ready: it makes the calls that it makes once, as far as its role may. Spec: EVENT-8,
    /// ROLE-7.
    pub(in super::super) fn container_calls(&mut self, task: TaskRow, container: usize) {
        let plan = Arc::clone(&self.world.tasks[task].plan);
        let Some(fixed) = plan.containers.get(container) else { return };
        self.look_at_request_calls(task, container);
        for call in fixed.behaviour.calls.iter().filter(|call| call.on == CallOn::Start) {
            if !self.is_denied(task, container, call) {
                self.container_calls_aws(task, call);
            } else if call.denied == WhenDenied::Exit {
                // What else happens in the task at this moment happens first.
                return self.after(0, Event::CallDenied(task, container));
            }
        }
    }

    fn container_calls_aws(&mut self, task: TaskRow, call: &AwsCall) {
        let Some(resource) = call.resource.as_deref() else { return };
        let id = || self.task_id(task);
        let events = &self.scenario.events;
        let last = resource.rsplit([':', '/']).next().unwrap_or(resource);
        match call.call.as_str() {
            "s3:PutObject" => {
                let Some((name, key)) = call.object() else { return };
                let buckets = &self.scenario.iam.buckets;
                let Some(bucket) = buckets.iter().position(|bucket| bucket.name == name) else { return };
                let key = key.replace('*', &id());
                self.put_object(bucket, &key, RESULT_BYTES);
            }
            "sqs:SendMessage" => {
                let Some(queue) = events.queues.iter().position(|queue| queue.name == last) else { return };
                let body = format!("from task {}", id());
                self.say(LogEvent::Bus(BusEvent::MessageSent { queue }));
                self.send_message(queue, &body);
            }
            "sns:Publish" => {
                let Some(topic) = events.topics.iter().position(|topic| topic.name == last) else { return };
                let message = format!("from task {}", id());
                self.say(LogEvent::Bus(BusEvent::Published { topic }));
                self.publish(topic, &message);
            }
            _ => {}
        }
    }
}
