//! The charts of what was measured of requests and use: minute after minute, or several together.

use super::compute::Ink;
use super::plot::{Chart, Line, Unit};
use ecs_core::report::{Latency, LoadPoint, LoadSeries};
use ecs_core::traffic::Outcome;

/// What tasks use.
const IN_USE: &str = "In use, of what is reserved";

/// The charts; none of a run in which nothing is measured.
pub(super) fn charts(load: &LoadSeries) -> Vec<Chart> {
    if load.points.is_empty() {
        return Vec::new();
    }
    let chart = |title: &str, unit, lines| Chart { title: title.to_owned(), unit, lines, bands: Vec::new() };
    if !load.has_traffic {
        return vec![chart(IN_USE, Unit::Percent, used(load))];
    }
    vec![
        chart("Requests", Unit::TenthsASecond, requests(load)),
        chart("Response time", Unit::Milliseconds, response_times(load)),
        chart(IN_USE, Unit::Percent, used(load)),
    ]
}

fn line(load: &LoadSeries, ink: Ink, name: &'static str, value: impl Fn(&LoadPoint) -> Option<u64>) -> Line {
    Line { ink, name, points: load.points.iter().map(|point| (point.from, value(point))).collect() }
}

/// What becomes of no request in most runs.
const RARE: [&str; 2] = ["no answer", "500"];

/// By what became of them, as clients see it.
fn requests(load: &LoadSeries) -> Vec<Line> {
    let of = |ink, name, outcomes: &'static [Outcome]| {
        line(load, ink, name, |point| {
            Some(a_second(point, outcomes.iter().map(|one| point.count(*one)).sum()))
        })
    };
    let mut lines = vec![
        of(Ink::Memory, "no answer", &[Outcome::ClientClosed, Outcome::Unreached]),
        of(
            Ink::Bad,
            "502, 503, 504",
            &[Outcome::BadGateway, Outcome::ServiceUnavailable, Outcome::GatewayTimeout],
        ),
        of(Ink::Pending, "500", &[Outcome::Failed]),
        of(Ink::Running, "answered", &[Outcome::Answered]),
    ];
    // What is rare has a line where it happens: a key of its own would only take the room of the others.
    let happens = |line: &Line| line.points.iter().any(|(_, value)| value.is_some_and(|value| value > 0));
    lines.retain(|line| !RARE.contains(&line.name) || happens(line));
    lines
}

/// Tenths of a request a second.
fn a_second(point: &LoadPoint, requests: u64) -> u64 {
    let ms = point.until.as_ms().saturating_sub(point.from.as_ms()).max(1);
    requests.saturating_mul(10_000) / ms
}

fn response_times(load: &LoadSeries) -> Vec<Line> {
    let of = |ink, name, value: fn(&Latency) -> f64| {
        line(load, ink, name, move |point| point.latency.as_ref().map(|latency| whole(value(latency))))
    };
    vec![
        of(Ink::Bad, "p99", |latency| latency.p99_ms),
        of(Ink::Pending, "p95", |latency| latency.p95_ms),
        of(Ink::Running, "p50", |latency| latency.p50_ms),
    ]
}

fn used(load: &LoadSeries) -> Vec<Line> {
    vec![
        line(load, Ink::Memory, "Memory", |point| point.memory_percent.map(whole)),
        line(load, Ink::Cpu, "CPU", |point| point.cpu_percent.map(whole)),
    ]
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the cast saturates")]
fn whole(value: f64) -> u64 {
    value.round() as u64
}

#[cfg(test)]
mod tests {
    use super::charts;
    use ecs_core::SimTime;
    use ecs_core::report::{Latency, LoadPoint, LoadSeries};

    #[test]
    fn a_minute_of_requests_is_told_a_second() {
        let latency = Latency { p50_ms: 20.4, p95_ms: 80.0, p99_ms: 1200.5 };
        let point = LoadPoint {
            from: SimTime::ZERO,
            until: SimTime::from_seconds(60),
            counts: [3000, 60, 0, 30, 0, 30, 0],
            latency: Some(latency),
            healthy: 3,
            not_healthy: 1,
            cpu_percent: Some(49.6),
            memory_percent: None,
        };
        let told: Vec<String> =
            charts(&LoadSeries { points: vec![point], has_traffic: true, alarms: Vec::new() })
                .iter()
                .map(|chart| {
                    let values = chart
                        .values(SimTime::from_seconds(30))
                        .map(|(line, value)| format!("{} {value}", line.name));
                    format!("{}: {}", chart.title, values.collect::<Vec<_>>().join(", "))
                })
                .collect();
        assert_eq!(
            told,
            [
                "Requests: answered 50.0/s, 500 1.0/s, 502, 503, 504 1.0/s",
                "Response time: p50 20 ms, p95 80 ms, p99 1,201 ms",
                "In use, of what is reserved: CPU 50 %, Memory —",
            ]
        );
        assert!(charts(&LoadSeries::default()).is_empty());
    }
}
