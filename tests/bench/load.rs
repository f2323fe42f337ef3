//! A day of traffic, as a run would ask the load model for it.

use ecs_core::SimTime;
use ecs_core::balance::{Algorithm, GroupSettings, RouteTarget, Routing, TargetState, Threshold, route};
use ecs_core::load::{Capacity, Flow, Histogram, Queue, Responses, Shape, Terms, Work};

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
    fn new(number: u32) -> Group {
        let work = Work::default();
        let target = |index: u32| {
            let capacity = Capacity::of(&work, if index.is_multiple_of(2) { 0.5 } else { 1.0 });
            let state = TargetState::Healthy;
            let target = RouteTarget { zone: 0, state, slow_start_from: None, outstanding: 0.0, capacity };
            (target, Queue::default())
        };
        let period = SimTime::from_seconds(u64::from(number + 1) * 3600);
        let traffic = Shape::Wave { mean: 2500.0, amplitude: 2000.0, period };
        Group { traffic, targets: (0..50).map(target).collect(), work }
    }

    /// One step of its targets; equal targets are worked out once.
    fn step(&mut self, from: SimTime, until: SimTime, settings: &GroupSettings, responses: &mut Responses) {
        let offered = self.traffic.amount(from, until);
        let targets: Vec<RouteTarget> = self.targets.iter().map(|(target, _)| *target).collect();
        let shares = route(&targets, &[0], settings, &Routing { from, until, offered });
        let terms = Terms { error_rate: self.work.error_rate, ..Terms::default() };
        let mut known: Vec<(Capacity, Flow, u32)> = Vec::new();
        for ((target, queue), share) in self.targets.iter_mut().zip(&shares.of_targets) {
            let arrive = offered * share;
            let same = known.iter_mut().find(|(capacity, flow, _)| {
                *capacity == target.capacity && (flow.offered - arrive).abs() <= 0.0 && flow.waiting <= 0.0
            });
            if let Some((_, _, count)) = same.filter(|_| queue.keeps_up(0.0, target.capacity)) {
                *count += 1;
            } else {
                let flow = queue.step(from, until, arrive, target.capacity, &terms);
                known.push((target.capacity, flow, 1));
            }
        }
        for (_, flow, count) in known {
            responses.add(&flow, count);
        }
    }
}

/// A day of ten services with fifty targets each, one-minute metrics; the p99 of the day in seconds.
pub(crate) fn day() -> f64 {
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
    for mut group in (0..10).map(Group::new) {
        let mut now = SimTime::ZERO;
        while now < DAY {
            let minute = now.plus_ms(MINUTE.as_ms());
            let mut responses = Responses::default();
            while now < minute {
                let until = group.traffic.steady_until(now, MINUTE).min(minute);
                group.step(now, until, &settings, &mut responses);
                now = until;
            }
            run.merge(&responses.histogram(60.0));
        }
    }
    run.percentile_s(0.99).unwrap_or_default()
}
