//! The fluid queue before a target, step by step.

use super::fifo::{Fifo, Stretch};
use super::{Capacity, Sojourn};
use crate::limits;
use crate::time::SimTime;

/// Parts that a piece of requests with different waits is looked at in.
const PARTS: u32 = 8;

/// On what terms requests wait. Spec: LOAD-5.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Terms {
    /// Seconds after which an answer comes too late: the load balancer's idle time-out.
    pub time_out_s: f64,
    /// Requests that may wait before a target; more are refused.
    pub waiting_most: f64,
    /// The share of answers that are 500.
    pub error_rate: f64,
}

impl Default for Terms {
    /// An Application Load Balancer's 60 seconds, the backlog of a Linux socket, and no errors.
    fn default() -> Self {
        Terms { time_out_s: 60.0, waiting_most: f64::from(limits::WAITING_REQUESTS), error_rate: 0.0 }
    }
}

/// Requests that found from so much to so much work before them, evenly spread.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Piece {
    /// How many.
    pub requests: f64,
    /// Seconds that the first of them waited.
    pub wait_from_s: f64,
    /// Seconds that the last of them waited.
    pub wait_until_s: f64,
}

impl Piece {
    /// The piece as a few parts, each with its requests and their wait in seconds.
    pub(super) fn parts(self) -> impl Iterator<Item = (f64, f64)> {
        let span = self.wait_until_s - self.wait_from_s;
        let count = if self.requests <= 0.0 {
            0
        } else if span.abs() > 0.0 {
            PARTS
        } else {
            1
        };
        let requests = self.requests / f64::from(count.max(1));
        (0..count).map(move |part| {
            let middle = (f64::from(part) + 0.5) / f64::from(count);
            (requests, (self.wait_from_s + span * middle).max(0.0))
        })
    }
}

/// What became of a target's requests in a step.
///
/// Conserved: what waited before and `offered` are `served`, `timed_out`, `refused` and `waiting`.
/// Spec: LOAD-4, LOAD-5.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Flow {
    /// Requests that arrived.
    pub offered: f64,
    /// Requests that the container worked on to the end, late and failed ones among them.
    pub served: f64,
    /// Of `served`: answered after the time-out, when nobody waited any more (504).
    pub late: f64,
    /// Of `served`, in time: answered 500 by the application.
    pub failed: f64,
    /// Given up while they waited (504).
    pub timed_out: f64,
    /// Found the backlog full (502).
    pub refused: f64,
    /// Requests that wait at the end.
    pub waiting: f64,
    /// The share of the capacity that was in use, 0 to 1.
    pub busy: f64,
    /// Requests in flight: worked on, and either waiting at random or waiting at the end, as for times
    /// whichever is more.
    pub in_flight: f64,
    /// The random part of the time that requests took.
    pub sojourn: Sojourn,
    /// The served requests by the wait that they found.
    pub pieces: [Piece; 3],
}

impl Flow {
    /// Requests that are worked on or wait, without those that wait at random: what a load balancer that
    /// goes by outstanding requests evens out. Spec: BAL-7.
    pub fn outstanding(&self) -> f64 {
        self.busy * self.sojourn.capacity().servers + self.waiting
    }
}

/// What waits before one target. Spec: LOAD-4.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Queue {
    waiting: Fifo,
}

impl Queue {
    /// Whether nothing waits and nothing will at this rate: then a step may be as long as the rate is
    /// steady. Otherwise steps of a second show time-outs when they happen.
    pub fn keeps_up(&self, per_second: f64, capacity: Capacity) -> bool {
        self.waiting.is_empty() && per_second <= capacity.per_second()
    }

    /// Requests that wait.
    pub fn waiting(&self) -> f64 {
        self.waiting.total()
    }

    /// Seconds of work before a request that comes now: a health check waits like any other. Spec: BAL-3.
    pub fn wait_s(&self, capacity: Capacity) -> f64 {
        self.waiting() / capacity.per_second()
    }

    /// Ends every wait at once, because the target is gone, and says how many requests that were.
    pub fn break_off(&mut self) -> f64 {
        std::mem::take(&mut self.waiting).total()
    }

    /// Lets `offered` requests arrive evenly from one moment to a later one, and serves what it can.
    /// Spec: LOAD-4.
    pub fn step(
        &mut self,
        from: SimTime,
        until: SimTime,
        offered: f64,
        capacity: Capacity,
        terms: &Terms,
    ) -> Flow {
        let step = Step::new(from, until, offered, capacity);
        let timed_out = self.waiting.remove_before(step.until_s - terms.time_out_s);
        let before = self.waiting.total();
        let waited = self.serve_waiting(&step);
        let busy_arrivals = step.busy_arrivals(before);
        let fresh = step.served_arrivals(before);
        let direct = Piece { requests: (fresh - busy_arrivals.requests).max(0.0), ..Piece::default() };
        let refused = self.keep(&step, offered - fresh, terms);
        let served = waited.requests + fresh;
        let sojourn = Sojourn::new(capacity, step.load());
        let pieces = [waited, busy_arrivals, direct];
        let late = late(&pieces, &sojourn, terms);
        let waiting = self.waiting.total();
        let busy = (served / step.can).min(1.0);
        let at_random = if served > 0.0 { sojourn.waiting() } else { 0.0 };
        Flow {
            offered,
            served,
            late,
            failed: (served - late).max(0.0) * terms.error_rate,
            timed_out,
            refused,
            waiting,
            busy,
            in_flight: busy * capacity.servers + at_random.max(waiting),
            sojourn,
            pieces,
        }
    }

    /// Works on what waited before the step.
    fn serve_waiting(&mut self, step: &Step) -> Piece {
        match self.waiting.take(step.can) {
            Some(taken) => Piece {
                requests: taken.amount,
                wait_from_s: step.from_s - taken.from_s,
                wait_until_s: step.from_s + taken.amount / step.per_second - taken.until_s,
            },
            None => Piece::default(),
        }
    }

    /// Puts the arrivals that were not reached behind the others, as far as there is room; the rest is
    /// refused.
    fn keep(&mut self, step: &Step, unserved: f64, terms: &Terms) -> f64 {
        if unserved <= 0.0 {
            return 0.0;
        }
        let kept = unserved.min((terms.waiting_most - self.waiting.total()).max(0.0));
        let from_s = step.until_s - step.seconds * (unserved / step.offered);
        self.waiting.push(Stretch { amount: kept, from_s, until_s: step.until_s });
        unserved - kept
    }
}

/// The numbers of a step.
#[derive(Clone, Copy, Debug)]
struct Step {
    from_s: f64,
    until_s: f64,
    seconds: f64,
    offered: f64,
    /// What the target can serve a second, and in the step.
    per_second: f64,
    can: f64,
}

impl Step {
    /// A step lasts a millisecond at the least.
    fn new(from: SimTime, until: SimTime, offered: f64, capacity: Capacity) -> Step {
        let from_s = from.as_seconds();
        let until_s = until.max(from.plus_ms(1)).as_seconds();
        let (seconds, per_second) = (until_s - from_s, capacity.per_second());
        Step { from_s, until_s, seconds, offered, per_second, can: per_second * seconds }
    }

    fn load(&self) -> f64 {
        self.offered / self.can
    }

    /// Arrivals of the step that are served in it, behind the `before` requests that waited.
    fn served_arrivals(&self, before: f64) -> f64 {
        self.offered.min((self.can - before).max(0.0))
    }

    /// Those of them that find work before them: until the queue is empty, or to the end.
    fn busy_arrivals(&self, before: f64) -> Piece {
        let served = self.served_arrivals(before);
        let rate = self.offered / self.seconds;
        let all = served >= self.offered;
        if served <= 0.0 || (all && before <= 0.0) {
            return Piece::default();
        }
        let (requests, wait_until_s) = if all {
            let empty_after_s = (before / (self.per_second - rate)).min(self.seconds);
            (rate * empty_after_s, 0.0)
        } else {
            (served, self.seconds - served / rate)
        };
        Piece { requests, wait_from_s: before / self.per_second, wait_until_s }
    }
}

/// Of what was served, what came after the time-out.
fn late(pieces: &[Piece; 3], sojourn: &Sojourn, terms: &Terms) -> f64 {
    let of_part = |(requests, wait_s): (f64, f64)| {
        if sojourn.surely_before(wait_s, terms.time_out_s) {
            0.0
        } else {
            requests * sojourn.later_than(wait_s, terms.time_out_s)
        }
    };
    pieces.iter().flat_map(|piece| piece.parts()).map(of_part).sum()
}

#[cfg(test)]
mod tests {
    use super::{Capacity, Flow, Queue, Terms};
    use crate::time::SimTime;

    const TEN_A_SECOND: Capacity = Capacity { servers: 1.0, service_s: 0.1 };

    fn second(queue: &mut Queue, second: u64, offered: f64) -> Flow {
        let from = SimTime::from_seconds(second);
        queue.step(from, from.plus_ms(1000), offered, TEN_A_SECOND, &Terms::default())
    }

    /// LOAD-4: below the capacity nothing waits but at random, however long the step.
    #[test]
    fn below_its_capacity_a_target_serves_what_arrives() {
        let mut queue = Queue::default();
        let until = SimTime::from_seconds(3600);
        let flow = queue.step(SimTime::ZERO, until, 18_000.0, TEN_A_SECOND, &Terms::default());
        assert_eq!((flow.served, flow.waiting, flow.busy), (18_000.0, 0.0, 0.5));
        assert!((flow.in_flight - 1.0).abs() < 1e-9, "L of M/M/1 at one half is 1: {}", flow.in_flight);
        assert!(queue.keeps_up(10.0, TEN_A_SECOND) && !queue.keeps_up(10.1, TEN_A_SECOND));
    }

    #[test]
    fn a_burst_waits_and_drains() {
        let mut queue = Queue::default();
        let burst = second(&mut queue, 0, 40.0);
        assert_eq!((burst.served, burst.waiting, burst.busy), (10.0, 30.0, 1.0));
        assert_eq!((burst.pieces[1].wait_from_s, burst.pieces[1].wait_until_s), (0.0, 0.75));
        assert!((queue.wait_s(TEN_A_SECOND) - 3.0).abs() < 1e-9);
        let drain = second(&mut queue, 1, 0.0);
        assert!((drain.pieces[0].wait_from_s - 0.75).abs() < 1e-9);
        assert!((drain.pieces[0].wait_until_s - 1.5).abs() < 1e-9);
        second(&mut queue, 2, 5.0);
        let last = second(&mut queue, 3, 2.0);
        assert!((last.served - 10.0).abs() < 1e-9 && (last.waiting - 7.0).abs() < 1e-9, "{last:?}");
    }

    /// LOAD-5: who has waited 60 seconds gives up; who finds 4,096 before him is refused.
    #[test]
    fn waiting_ends_at_the_time_out_and_the_backlog_at_its_bound() {
        let mut queue = Queue::default();
        let flows: Vec<Flow> = (0..200).map(|at| second(&mut queue, at, 20.0)).collect();
        assert!(flows[..59].iter().all(|flow| flow.timed_out <= 0.0));
        assert!((flows[199].timed_out - 10.0).abs() < 1e-6, "{}", flows[199].timed_out);
        assert!(flows[199].pieces[0].wait_from_s <= 60.0);
        let mut queue = Queue::default();
        let flood = second(&mut queue, 0, 5000.0);
        assert_eq!((flood.served, flood.waiting, flood.refused), (10.0, 4096.0, 894.0));
        assert!((queue.break_off() - 4096.0).abs() < 1e-9);
        assert_eq!(queue, Queue::default());
    }

    #[test]
    fn answers_after_the_time_out_are_late() {
        let slow = Capacity { servers: 50.0, service_s: 60.0 };
        let mut queue = Queue::default();
        let flow = queue.step(SimTime::ZERO, SimTime::from_seconds(60), 1.0, slow, &Terms::default());
        assert!((flow.late - 1.0 / core::f64::consts::E).abs() < 1e-6, "{}", flow.late);
    }

    #[test]
    fn errors_of_the_application_are_a_share_of_its_answers() {
        let terms = Terms { error_rate: 0.25, ..Terms::default() };
        let flow = Queue::default().step(SimTime::ZERO, SimTime::from_seconds(1), 8.0, TEN_A_SECOND, &terms);
        assert_eq!((flow.served, flow.failed), (8.0, 2.0));
    }

    /// LOAD-4: whatever arrives, and however the capacity changes, every request is accounted for once.
    #[test]
    fn requests_are_conserved() {
        let mut state = 1u32;
        let mut draw = |below: u32| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            f64::from((state >> 16) % below)
        };
        for _ in 0..60 {
            let (mut queue, mut now) = (Queue::default(), SimTime::ZERO);
            for _ in 0..400 {
                let capacity =
                    Capacity { servers: 1.0 + draw(40) / 7.0, service_s: 0.001 + draw(90) / 300.0 };
                let offered = if draw(3) > 1.0 { 0.0 } else { draw(900) * draw(20) / 10.0 };
                let before = queue.waiting();
                let until = now.plus_ms(if draw(5) > 3.0 { 7000 } else { 1000 });
                let flow = queue.step(now, until, offered, capacity, &Terms::default());
                let out = flow.served + flow.timed_out + flow.refused + flow.waiting;
                assert!((before + offered - out).abs() < 1e-6, "{before} + {offered} = {out}");
                assert!((0.0..=1.0).contains(&flow.busy) && flow.late <= flow.served);
                let pieces: f64 = flow.pieces.iter().map(|piece| piece.requests).sum();
                assert!((pieces - flow.served).abs() < 1e-6, "{flow:?}");
                let waits = flow.pieces.iter().flat_map(|piece| [piece.wait_from_s, piece.wait_until_s]);
                assert!(waits.into_iter().all(|wait| (-1e-9..68.0).contains(&wait)), "{flow:?}");
                now = until;
            }
        }
    }
}
