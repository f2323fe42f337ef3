//! Pipes: one task for a batch of messages. Spec: EVENT-13.

use super::super::{Engine, Event};
use crate::bus::{BusEvent, Cause, Message};
use crate::log::LogEvent;
use serde_json::{Value, json};
use std::sync::Arc;

/// From one batch of a pipe to the next. Spec: EVENT-13.
const NEXT_BATCH_MS: u64 = 100;

impl Engine {
    /// Messages may have come: the pipes of a queue look at it.
    pub(super) fn wake_pipes(&mut self, queue: usize) {
        let pipes = self.scenario.events.pipes.iter().enumerate();
        let own = pipes.filter(|(_, pipe)| pipe.running && pipe.queue == queue).map(|(number, _)| number);
        for pipe in own.collect::<Vec<usize>>() {
            self.expect_pipe(pipe, 0);
        }
    }

    fn expect_pipe(&mut self, pipe: usize, ms: u64) {
        if let Some(state) = self.bus.pipes.get_mut(pipe)
            && !std::mem::replace(&mut state.due, true)
        {
            self.after(ms, Event::PipeDue(pipe));
        }
    }

    /// A pipe takes a batch, if there is one, and runs a task for it. Where that fails, the messages come
    /// back to the queue behind their visibility time-out. Spec: EVENT-13.
    pub(in super::super) fn pipe_due(&mut self, number: usize) {
        let scenario = Arc::clone(&self.scenario);
        let Some(pipe) = scenario.events.pipes.get(number) else { return };
        if let Some(state) = self.bus.pipes.get_mut(number) {
            state.due = false;
        }
        self.settle_queue(pipe.queue);
        let Some(queue) = self.bus.queues.get(pipe.queue) else { return };
        let waiting = u32::try_from(queue.waiting()).unwrap_or(u32::MAX);
        let Some(oldest_at) = queue.oldest_at().filter(|_| waiting > 0) else { return };
        let full_at = oldest_at.plus_ms(pipe.window_ms);
        if waiting < pipe.batch_size && full_at > self.now {
            return self.expect_pipe(number, full_at.as_ms() - self.now.as_ms());
        }
        let count = waiting.min(pipe.batch_size);
        let known = queue.known.iter().take(count as usize).cloned().collect::<Vec<Message>>();
        if self.invocations_are_over() {
            return;
        }
        let event = Arc::new(self.sqs_batch(pipe.queue, &known));
        let cause = Cause { kind: "pipe", name: pipe.name.clone(), event, overrides: None };
        let outcome = match &pipe.call {
            Ok(call) => self.run_for(call, "pipe", cause, Ok(pipe.overrides.clone())),
            Err(message) => crate::bus::Outcome::Failed { message: message.clone() },
        };
        let failed = outcome.is_failure();
        if let Some(state) = self.bus.pipes.get_mut(number) {
            state.invocations += 1;
            state.failed += u64::from(failed);
        }
        self.say(LogEvent::Bus(BusEvent::PipeInvoked { pipe: number, messages: count, outcome }));
        if failed {
            let queue = scenario.events.queues.get(pipe.queue);
            let timeout_ms = queue.map_or(0, |queue| queue.visibility_timeout_ms);
            return self.expect_pipe(number, timeout_ms.max(NEXT_BATCH_MS));
        }
        if let Some(queue) = self.bus.queues.get_mut(pipe.queue) {
            queue.receive(count);
        }
        self.expect_pipe(number, NEXT_BATCH_MS);
    }

    /// Messages as a pipe hands them over, those whose text is known.
    fn sqs_batch(&self, queue: usize, messages: &[Message]) -> Value {
        let account = &self.scenario.account;
        let name = self.scenario.events.queues.get(queue).map_or("", |queue| &queue.name);
        let message = |message: &Message| {
            let id = account.hex_id("sqs-message", &format!("{name}/{}", message.number));
            json!({
                "messageId": crate::ids::uuid(&id),
                "body": &*message.body,
                "attributes": {
                    "ApproximateReceiveCount": "1",
                    "SentTimestamp": self.scenario.calendar.timestamp(message.sent_at).as_millisecond().to_string(),
                },
                "eventSource": "aws:sqs",
                "eventSourceARN": account.arn("sqs", name),
                "awsRegion": account.region,
            })
        };
        messages.iter().map(message).collect()
    }
}
