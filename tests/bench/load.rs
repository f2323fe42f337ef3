//! A day of traffic, as a run would ask the load model for it.

use ecs_core::SimTime;
use ecs_core::balance::{Algorithm, GroupSettings, RouteTarget, Routing, TargetState, Threshold, route};
use ecs_core::load::{Capacity, Histogram, Queue, Responses, Round, Shape, Terms, Work};

const DAY: SimTime = SimTime::from_seconds(86_400);
const MINUTE: SimTime = SimTime::from_seconds(60);

/// What a service needs for the day: its traffic, and its targets with the queue before each.
struct Group {
    traffic: Shape,
    targets: Vec<(RouteTarget, Queue)>,
    work: Work,
}

impl Group {
    /// Fifty targets; half of them may use more processors than the others.
    fn new(number: u32, mean: f64) -> Group {
        let work = Work::default();
        let target = |index: u32| {
            let capacity = Capacity::of(&work, if index.is_multiple_of(2) { 0.5 } else { 1.0 });
            let state = TargetState::Healthy;
            let target = RouteTarget { zone: 0, state, slow_start_from: None, outstanding: 0.0, capacity };
            (target, Queue::default())
        };
        let period = SimTime::from_seconds(u64::from(number + 1) * 3600);
        let traffic = Shape::Wave { mean, amplitude: 2000.0, period };
        Group { traffic, targets: (0..50).map(target).collect(), work }
    }

    /// The end of the step that begins now: a second where requests wait or will.
    fn step_end(&self, now: SimTime) -> SimTime {
        let each = self.traffic.rate_at(now) / 50.0;
        let keep_up = self.targets.iter().all(|(target, queue)| queue.keeps_up(each, target.capacity));
        self.traffic.steady_until(now, if keep_up { MINUTE } else { SimTime::from_seconds(1) })
    }

    /// One step of its targets.
    fn step(&mut self, from: SimTime, until: SimTime, settings: &GroupSettings, responses: &mut Responses) {
        let offered = self.traffic.amount(from, until);
        let targets: Vec<RouteTarget> = self.targets.iter().map(|(target, _)| *target).collect();
        let shares = route(&targets, &[0], settings, &Routing { from, until, offered });
        let mut round = Round::new(from, until, Terms::default());
        for ((target, queue), share) in self.targets.iter_mut().zip(&shares.of_targets) {
            target.outstanding =
                round.step(queue, offered * share, target.capacity, self.work.error_rate).outstanding();
        }
        round.add_to(responses);
    }
}

/// A day of ten services with fifty targets each, one-minute metrics; the p99 of the day in seconds.
///
/// Half of the targets can do 100 requests a second: a mean of 2,500 they can do, one of 6,000 piles up.
pub(crate) fn day(mean: f64) -> f64 {
    let threshold = Threshold { count: Some(1), percentage: None };
    let settings = GroupSettings {
        deregistration_delay: SimTime::from_seconds(300),
        slow_start: SimTime::ZERO,
        algorithm: Algorithm::RoundRobin,
        sticky_for: None,
        cross_zone: true,
        dns_failover: threshold,
        routing_failover: threshold,
    };
    let mut run = Histogram::default();
    for mut group in (0..10).map(|number| Group::new(number, mean)) {
        let mut now = SimTime::ZERO;
        while now < DAY {
            let minute = now.plus_ms(MINUTE.as_ms());
            let mut responses = Responses::default();
            while now < minute {
                let until = group.step_end(now).min(minute);
                group.step(now, until, &settings, &mut responses);
                now = until;
            }
            run.merge(&responses.histogram(60.0));
        }
    }
    run.percentile_s(0.99).unwrap_or_default()
}
