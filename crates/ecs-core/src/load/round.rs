//! One step of many targets, in which equal ones are worked out once.

use super::{Capacity, Flow, Queue, Responses, Terms};
use crate::time::SimTime;

/// Results that are looked through: targets of a service differ by instance type and by neighbours, and
/// those that differ more are quicker worked out than found.
const LOOKED_THROUGH: usize = 16;

/// A step of the targets of one group. Under round robin most of them have the same to do and the same to
/// do it with, a backlog included, so a step of fifty targets costs little more than one of one.
#[derive(Debug)]
pub struct Round {
    from: SimTime,
    until: SimTime,
    terms: Terms,
    known: Vec<Known>,
}

/// What was worked out, and for how many targets it stands.
#[derive(Debug)]
struct Known {
    before: Queue,
    offered: f64,
    capacity: Capacity,
    error_rate: f64,
    flow: Flow,
    after: Queue,
    targets: u32,
}

impl Round {
    /// A step between two moments.
    pub fn new(from: SimTime, until: SimTime, terms: Terms) -> Round {
        Round { from, until, terms, known: Vec::new() }
    }

    /// The same as [`Queue::step`], with the share of answers of this target that are 500: revisions of a
    /// service differ in it.
    pub fn step(&mut self, queue: &mut Queue, offered: f64, capacity: Capacity, error_rate: f64) -> Flow {
        let equal = |one: f64, other: f64| (one - other).abs() <= 0.0;
        let same = |known: &&mut Known| {
            known.capacity == capacity
                && equal(known.offered, offered)
                && equal(known.error_rate, error_rate)
                && known.before == *queue
        };
        if let Some(known) = self.known.iter_mut().rev().take(LOOKED_THROUGH).find(same) {
            known.targets = known.targets.saturating_add(1);
            queue.clone_from(&known.after);
            return known.flow;
        }
        let before = queue.clone();
        let terms = Terms { error_rate, ..self.terms };
        let flow = queue.step(self.from, self.until, offered, capacity, &terms);
        self.known.push(Known {
            before,
            offered,
            capacity,
            error_rate,
            flow,
            after: queue.clone(),
            targets: 1,
        });
        flow
    }

    /// Adds the answers of all targets of the step.
    pub fn add_to(&self, responses: &mut Responses) {
        for known in &self.known {
            responses.add(&known.flow, known.targets);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Round;
    use crate::load::{Capacity, Queue, Responses, Terms};
    use crate::time::SimTime;

    #[test]
    fn equal_targets_are_worked_out_once_and_nothing_changes() {
        let capacity = |index: u32| Capacity { servers: f64::from(1 + index % 2), service_s: 0.1 };
        let mut queues: Vec<Queue> = vec![Queue::default(); 40];
        let mut alone = queues.clone();
        let (mut together, mut apart) = (Responses::default(), Responses::default());
        for second in 0..30 {
            let (from, until) = (SimTime::from_seconds(second), SimTime::from_seconds(second + 1));
            let mut round = Round::new(from, until, Terms::default());
            for (index, (queue, lone)) in (0..).zip(queues.iter_mut().zip(&mut alone)) {
                let flow = round.step(queue, 15.0, capacity(index), 0.0);
                assert_eq!(flow, lone.step(from, until, 15.0, capacity(index), &Terms::default()));
                apart.add(&flow, 1);
            }
            assert_eq!(round.known.len(), 2);
            round.add_to(&mut together);
        }
        assert_eq!(queues, alone);
        let (together, apart) = (together.histogram(60.0), apart.histogram(60.0));
        assert!((together.requests() / apart.requests() - 1.0).abs() < 1e-9);
        let p95_s = together.percentile_s(0.95).unwrap();
        assert!((p95_s / apart.percentile_s(0.95).unwrap() - 1.0).abs() < 1e-6);
    }
}
