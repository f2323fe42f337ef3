//! Queues over time: what is sent, who takes it, and the minutes that CloudWatch shows. Spec: EVENT-11, EVENT-12.

use super::super::{Engine, Event};
use crate::bus::{Message, QueueMinute, QueueState};
use crate::containers::ContainerStatus;
use crate::ids::TaskRow;
use crate::load::{Rounded, Shape};
use crate::time::SimTime;
use std::collections::BTreeSet;
use std::sync::Arc;

/// The period of CloudWatch's metrics.
const MINUTE_MS: u64 = 60_000;

const SECOND: SimTime = SimTime::from_seconds(1);

impl QueueState {
    /// Works the queue out up to a moment, with what arrives by the shapes of its traffic.
    pub(crate) fn settle(&mut self, until: SimTime) {
        if until <= self.at {
            return;
        }
        let sent: f64 = self.traffic.iter().map(|(_, shape)| shape.amount(self.at, until)).sum();
        let busy_s = if self.per_second > 0.0 { f64::from(self.consumers) / self.per_second } else { 1.0 };
        let flow = self.messages.step(self.at, until, sent, self.consumers, busy_s);
        self.at = until;
        self.sent.add(flow.sent);
        self.received.add(flow.received);
        self.not_visible = flow.not_visible;
        self.forget_received();
    }

    /// Texts of messages that are gone are not kept: the oldest go first.
    fn forget_received(&mut self) {
        let waiting = self.waiting();
        while self.known.len() as u64 > waiting {
            self.known.pop_front();
        }
    }

    /// Whole messages that wait to be received. Amounts are sums of fractions, so that one that is whole may be
    /// a hair less.
    pub(crate) fn waiting(&self) -> u64 {
        whole((self.messages.visible() - 0.499_999).max(0.0))
    }

    /// Takes messages off the queue, and those of their texts that are known.
    pub(super) fn receive(&mut self, count: u32) -> Vec<Message> {
        self.messages.receive(f64::from(count));
        self.received.add(f64::from(count));
        let known = self.known.len().min(count as usize);
        self.known.drain(..known).collect()
    }

    /// When the oldest message was sent; none where none waits.
    pub(crate) fn oldest_at(&self) -> Option<SimTime> {
        self.messages.oldest_at()
    }
}

/// The nearest whole number: amounts are sums of fractions.
pub(crate) fn whole(amount: f64) -> u64 {
    let mut rounded = Rounded::default();
    rounded.add(amount);
    rounded.total()
}

impl Engine {
    /// The next moment at which a queue is worked out: the end of a minute, or of a step of its traffic.
    pub(super) fn expect_queue(&mut self, queue: usize) {
        let events = &self.scenario.events;
        let piped = events.pipes.iter().any(|pipe| pipe.running && pipe.queue == queue);
        let minute = SimTime::from_ms(self.now.as_ms() / MINUTE_MS * MINUTE_MS);
        let Some(state) = self.bus.queues.get_mut(queue) else { return };
        // A pipe looks at what traffic has brought every second.
        let longest = if piped { SECOND } else { SimTime::from_ms(MINUTE_MS) };
        let steps = state.traffic.iter().map(|(_, shape)| shape.steady_until(self.now, longest));
        let next = steps.fold(minute.plus_ms(MINUTE_MS), SimTime::min);
        state.due = next;
        if next <= self.scenario.duration {
            self.queue.push(next, Event::QueueDue(queue));
        }
    }

    /// A traffic to queues has another shape from now on. Spec: LOAD-11.
    pub(in super::super) fn set_queue_traffic(&mut self, traffic: usize, shape: &Shape) {
        let Some(queue) = self.scenario.events.traffic.get(traffic).map(|given| given.queue) else { return };
        self.settle_queue(queue);
        let now = self.now;
        let Some(state) = self.bus.queues.get_mut(queue) else { return };
        for (number, own) in Arc::make_mut(&mut state.traffic) {
            if *number == traffic {
                own.clone_from(shape);
            }
        }
        // What is due now has the next step follow by itself.
        if state.due != now {
            self.expect_queue(queue);
        }
    }

    /// A queue is worked out, unless another moment was set since; at the end of a minute that is kept.
    pub(in super::super) fn queue_due(&mut self, queue: usize) {
        if self.bus.queues.get(queue).is_none_or(|state| state.due != self.now) {
            return;
        }
        self.settle_queue(queue);
        let now = self.now;
        if now.as_ms().is_multiple_of(MINUTE_MS)
            && let Some(state) = self.bus.queues.get_mut(queue)
        {
            let oldest =
                state.oldest_at().map_or(0, |oldest| now.as_ms().saturating_sub(oldest.as_ms()) / 1000);
            let (sent, received) = (state.sent.take(), state.received.take());
            state.minutes.push(QueueMinute {
                visible: state.waiting(),
                oldest_age_s: oldest,
                sent,
                received,
            });
        }
        self.wake_pipes(queue);
        self.expect_queue(queue);
    }

    /// Works a queue out up to now.
    pub(super) fn settle_queue(&mut self, queue: usize) {
        if let Some(state) = self.bus.queues.get_mut(queue) {
            state.settle(self.now);
        }
    }

    /// A message is sent. Spec: EVENT-11.
    pub(super) fn send_message(&mut self, queue: usize, body: &str) {
        self.settle_queue(queue);
        let now = self.now;
        let Some(state) = self.bus.queues.get_mut(queue) else { return };
        state.messages.send(now, 1.0);
        state.sent.add(1.0);
        state.numbered += 1;
        state.known.push_back(Message { sent_at: now, number: state.numbered, body: body.into() });
        if state.known.len() > crate::limits::KNOWN_MESSAGES {
            state.known.pop_front();
        }
        self.wake_pipes(queue);
    }

    /// The containers of a task that take messages: those that can serve and are not asked to stop.
    /// Spec: EVENT-12.
    pub(in super::super) fn look_at_consumers(&mut self, task: TaskRow) {
        if self.bus.queues.is_empty() {
            return;
        }
        let row = &self.world.tasks[task];
        let takes = |status: &ContainerStatus| {
            matches!(status, ContainerStatus::Running { ready: true, asked_at: None, .. })
        };
        let containers = row.plan.containers.iter().zip(row.containers.containers());
        let consumed: Vec<(usize, u64)> = containers
            .filter(|(_, container)| takes(&container.status))
            .filter_map(|(fixed, _)| {
                let consumer = fixed.behaviour.consumes.as_ref()?;
                let name = consumer.queue.rsplit([':', '/']).next()?;
                let queue = self.scenario.events.queues.iter().position(|queue| queue.name == name)?;
                Some((queue, consumer.ms_per_message))
            })
            .collect();
        let before = self.bus.consumers.get(&task).cloned().unwrap_or_default();
        if before == consumed {
            return;
        }
        let touched: BTreeSet<usize> = before.iter().chain(&consumed).map(|(queue, _)| *queue).collect();
        for queue in &touched {
            self.settle_queue(*queue);
        }
        if consumed.is_empty() {
            self.bus.consumers.remove(&task);
        } else {
            self.bus.consumers.insert(task, consumed);
        }
        for queue in touched {
            self.count_consumers(queue);
        }
    }

    fn count_consumers(&mut self, queue: usize) {
        let takers = self.bus.consumers.values().flatten().filter(|(taken, _)| *taken == queue);
        let (mut consumers, mut per_second) = (0, 0.0);
        for (_, ms) in takers {
            consumers += 1;
            per_second += 1.0 / SimTime::from_ms((*ms).max(1)).as_seconds();
        }
        if let Some(state) = self.bus.queues.get_mut(queue) {
            (state.consumers, state.per_second) = (consumers, per_second);
        }
    }
}
