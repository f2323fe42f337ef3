//! The load model against exact formulas and against a queue of single events.

use crate::seeds;
use ecs_core::SimTime;
use ecs_core::load::{Capacity, Flow, Histogram, Queue, Responses, Shape, Terms};
use ecs_tests::queueing::{Station, response_times, response_times_of_changing_load};

const LOADS: [f64; 3] = [0.5, 0.8, 0.95];
const SHARES: [f64; 3] = [0.5, 0.95, 0.99];

/// The model's answer for a station under constant traffic: ten minutes through the door that a run uses.
fn modelled(servers: f64, service_s: f64, load: f64) -> Histogram {
    let capacity = Capacity { servers, service_s };
    let traffic = Shape::Constant { per_second: capacity.per_second() * load };
    let (mut queue, mut run) = (Queue::default(), Histogram::default());
    for minute in 0..10 {
        let (from, until) = (SimTime::from_seconds(minute * 60), SimTime::from_seconds(minute * 60 + 60));
        let flow = queue.step(from, until, traffic.amount(from, until), capacity, &Terms::default());
        let mut responses = Responses::default();
        responses.add(&flow, 1);
        run.merge(&responses.histogram(60.0));
    }
    run
}

fn assert_within_5_percent(model: f64, truth: f64, what: &str) {
    assert!((model / truth - 1.0).abs() < 0.05, "{what}: {model} s, and {truth} s is right");
}

/// LOAD-6.
#[test]
fn percentiles_are_those_of_the_formula_for_one_server() {
    for load in LOADS {
        let histogram = modelled(1.0, 0.02, load);
        for share in SHARES {
            let exact = -(1.0 - share).ln() * 0.02 / (1.0 - load);
            let found = histogram.percentile_s(share).expect("requests");
            assert_within_5_percent(found, exact, &format!("p{share} at {load}"));
        }
    }
}

/// LOAD-6.
#[test]
fn percentiles_are_those_of_a_queue_of_single_events() {
    let requests = usize::try_from(seeds(4_000_000, 20_000_000).end).expect("millions");
    for (number, servers) in (1..).zip([1, 2, 4]) {
        for load in LOADS {
            let count = if load > 0.9 { requests } else { requests / 10 };
            let times = response_times(Station { servers, service_s: 0.02, load }, count, number);
            let histogram = modelled(f64::from(u32::try_from(servers).expect("few")), 0.02, load);
            for (share, from_the_end) in [(0.5, 2), (0.95, 20), (0.99, 100)] {
                let truth = times[count - count / from_the_end];
                let found = histogram.percentile_s(share).expect("requests");
                assert_within_5_percent(found, truth, &format!("{servers} servers, p{share} at {load}"));
            }
        }
    }
}

/// LOAD-4, LOAD-6: twenty seconds of twice the capacity between quiet stretches, where the fluid queue makes
/// the times.
#[test]
fn percentiles_of_a_burst_are_those_of_a_queue_of_single_events() {
    let loads = [(30.0, 0.5), (20.0, 2.0), (60.0, 0.5)];
    let times =
        response_times_of_changing_load(Station { servers: 4, service_s: 0.02, load: 0.5 }, &loads, 40, 5);
    let capacity = Capacity { servers: 4.0, service_s: 0.02 };
    let (mut queue, mut responses) = (Queue::default(), Responses::default());
    for second in 0..110 {
        let from = SimTime::from_seconds(second);
        let load = if (30..50).contains(&second) { 2.0 } else { 0.5 };
        let offered = load * capacity.per_second();
        responses.add(&queue.step(from, from.plus_ms(1000), offered, capacity, &Terms::default()), 1);
    }
    let histogram = responses.histogram(60.0);
    for (share, from_the_end) in [(0.5, 2), (0.75, 4), (0.95, 20), (0.99, 100)] {
        let truth = times[times.len() - times.len() / from_the_end];
        let found = histogram.percentile_s(share).expect("requests");
        assert_within_5_percent(found, truth, &format!("p{share} of the burst"));
    }
}

/// LOAD-7: two services of different speed, one percentile: that of all their requests together.
#[test]
fn percentiles_of_a_mixture_are_those_of_all_requests() {
    let count = 400_000;
    let fast = response_times(Station { servers: 4, service_s: 0.01, load: 0.5 }, count, 11);
    let slow = response_times(Station { servers: 1, service_s: 0.1, load: 0.5 }, count / 10, 12);
    let mut all: Vec<f64> = fast.into_iter().chain(slow).collect();
    all.sort_by(f64::total_cmp);
    let mut histogram = Histogram::default();
    // 200 requests a second for the fast one, 5 for each of the four slow ones.
    for (servers, service_s, targets) in [(4.0, 0.01, 1), (1.0, 0.1, 4)] {
        let capacity = Capacity { servers, service_s };
        let offered = capacity.per_second() * 0.5 * 60.0;
        let flow = Queue::default().step(
            SimTime::ZERO,
            SimTime::from_seconds(60),
            offered,
            capacity,
            &Terms::default(),
        );
        let mut responses = Responses::default();
        responses.add(&flow, targets);
        histogram.merge(&responses.histogram(60.0));
    }
    for (share, from_the_end) in [(0.5, 2), (0.95, 20), (0.99, 100)] {
        let truth = all[all.len() - all.len() / from_the_end];
        let found = histogram.percentile_s(share).expect("requests");
        assert_within_5_percent(found, truth, &format!("p{share}"));
    }
}

/// LOAD-4, LOAD-6: more traffic never makes a target faster, nor its errors fewer.
#[test]
fn more_traffic_is_never_better() {
    let capacity = Capacity { servers: 3.3, service_s: 0.05 };
    let minute = |per_second: f64| {
        let (mut queue, mut responses) = (Queue::default(), Responses::default());
        let mut last: Option<Flow> = None;
        let mut refused = 0.0;
        for second in 0..120 {
            let from = SimTime::from_seconds(second);
            let flow = queue.step(from, from.plus_ms(1000), per_second, capacity, &Terms::default());
            responses.add(&flow, 1);
            refused += flow.refused + flow.timed_out + flow.late;
            last = Some(flow);
        }
        let flow = last.expect("seconds");
        let p99_s = responses.histogram(60.0).percentile_s(0.99).expect("requests");
        (flow.busy, flow.in_flight, refused, p99_s)
    };
    let minutes: Vec<_> = (1..60).map(|step| minute(f64::from(step) * 2.0)).collect();
    for pair in minutes.windows(2) {
        let (one, other) = (pair[0], pair[1]);
        assert!(one.0 <= other.0 + 1e-9 && other.0 <= 1.0, "{one:?} {other:?}");
        assert!(one.1 <= other.1 + 1e-6 && one.2 <= other.2 + 1e-6, "{one:?} {other:?}");
        assert!(one.3 <= other.3 * 1.02, "{one:?} {other:?}");
    }
}
