//! A queue of messages and those who work on it.

use super::fifo::{Fifo, Stretch};
use crate::time::SimTime;

/// Messages of a queue that no consumer has received yet. Spec: LOAD-9.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Messages {
    visible: Fifo,
}

/// What happened to a queue in a step. Spec: LOAD-9.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MessageFlow {
    /// Messages that were sent.
    pub sent: f64,
    /// Messages that consumers received and worked on.
    pub received: f64,
    /// `ApproximateNumberOfMessagesVisible` at the end.
    pub visible: f64,
    /// `ApproximateNumberOfMessagesNotVisible` on average: what consumers work on.
    pub not_visible: f64,
    /// `ApproximateAgeOfOldestMessage` at the end, in seconds; 0 for an empty queue.
    pub oldest_age_s: f64,
}

impl Messages {
    /// Messages that wait to be received.
    pub fn visible(&self) -> f64 {
        self.visible.total()
    }

    /// Lets so many messages arrive at a moment.
    pub fn send(&mut self, at: SimTime, amount: f64) {
        let (from_s, until_s) = (at.as_seconds(), at.plus_ms(1).as_seconds());
        self.visible.push(Stretch { amount, from_s, until_s });
    }

    /// Takes the oldest so many off the queue, or all of it.
    pub fn receive(&mut self, amount: f64) {
        self.visible.take(amount);
    }

    /// When the oldest message that waits was sent; none for an empty queue.
    pub fn oldest_at(&self) -> Option<SimTime> {
        let oldest_s = self.visible.oldest_s()?;
        Some(SimTime::from_seconds_nearest(oldest_s))
    }

    /// Lets `sent` messages arrive evenly between two moments while so many consumers take one after the
    /// other, each busy with one for `seconds_per_message`. Spec: LOAD-9.
    pub fn step(
        &mut self,
        from: SimTime,
        until: SimTime,
        sent: f64,
        consumers: u32,
        seconds_per_message: f64,
    ) -> MessageFlow {
        let (from_s, until_s) = (from.as_seconds(), until.max(from.plus_ms(1)).as_seconds());
        self.visible.push(Stretch { amount: sent, from_s, until_s });
        let busy_s = seconds_per_message.max(0.001);
        let can = f64::from(consumers) * (until_s - from_s) / busy_s;
        let received = if can > 0.0 { self.visible.take(can).map_or(0.0, |taken| taken.amount) } else { 0.0 };
        MessageFlow {
            sent,
            received,
            visible: self.visible.total(),
            not_visible: received * busy_s / (until_s - from_s),
            oldest_age_s: self.visible.oldest_s().map_or(0.0, |oldest_s| until_s - oldest_s),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{MessageFlow, Messages};
    use crate::time::SimTime;

    /// Seconds of 30 messages each with five consumers of two seconds a message.
    fn run(seconds: u64, sent: f64, consumers: u32) -> Vec<MessageFlow> {
        let mut messages = Messages::default();
        let step = |second| {
            let from = SimTime::from_seconds(second);
            messages.step(from, from.plus_ms(1000), sent, consumers, 2.0)
        };
        (0..seconds).map(step).collect()
    }

    /// LOAD-9: what five consumers cannot take grows, and so does the age of the oldest.
    #[test]
    fn the_backlog_is_what_the_consumers_leave() {
        let flow = run(100, 30.0, 5)[99];
        assert!((flow.visible - 2750.0).abs() < 1e-6 && (flow.received - 2.5).abs() < 1e-9);
        assert!((flow.not_visible - 5.0).abs() < 1e-9);
        assert!((flow.oldest_age_s - (100.0 - 250.0 / 30.0)).abs() < 1e-6, "{}", flow.oldest_age_s);
    }

    #[test]
    fn enough_consumers_leave_nothing() {
        let flow = run(100, 30.0, 61)[99];
        assert_eq!((flow.visible, flow.oldest_age_s), (0.0, 0.0));
        assert!((flow.not_visible - 60.0).abs() < 1e-9);
    }

    #[test]
    fn without_consumers_messages_age() {
        let flow = run(100, 30.0, 0)[99];
        assert_eq!((flow.received, flow.oldest_age_s), (0.0, 100.0));
    }

    #[test]
    fn messages_are_conserved_over_a_week_of_changing_rates() {
        let mut messages = Messages::default();
        let (mut sent, mut received) = (0.0, 0.0);
        for minute in 0..10_080u32 {
            let from = SimTime::from_seconds(u64::from(minute) * 60);
            let flow = messages.step(from, from.plus_ms(60_000), f64::from(minute % 97) * 60.0, 90, 2.0);
            sent += flow.sent;
            received += flow.received;
        }
        assert!((sent - received - messages.visible()).abs() < 1e-3);
    }
}
