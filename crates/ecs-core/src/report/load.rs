//! Requests, response times and use over time: what charts are drawn from.

use super::alarm_series::AlarmSeries;
use crate::engine::Engine;
use crate::time::SimTime;
use crate::traffic::{Counts, MINUTE, Minute, Outcome, Requests, Use};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// What was measured in a run so far, from which a [`LoadSeries`] is made for any service.
///
/// A run without traffic measures nothing: it is empty then.
#[derive(Clone, Debug, Default)]
pub struct LoadTally {
    minutes: Vec<Arc<Minute>>,
    services: Vec<String>,
    has_traffic: bool,
    alarms: Vec<AlarmSeries>,
}

/// Requests, response times and use over time. A point stands for the time from its `from` to its `until`;
/// without a gap the points cover the run up to the last whole minute.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct LoadSeries {
    /// The points, in order.
    pub points: Vec<LoadPoint>,
    /// Whether anything arrives in the run: without, what is in use is measured where an alarm watches it.
    pub has_traffic: bool,
    /// Alarms, whatever service is asked for.
    pub alarms: Vec<AlarmSeries>,
}

/// A minute, or several together where a picture has less room.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct LoadPoint {
    /// When it begins.
    pub from: SimTime,
    /// When it ends.
    pub until: SimTime,
    /// Requests by what became of them, in the order of [`Outcome::ALL`].
    pub counts: Counts,
    /// Response times; none where nothing was answered. Of several minutes the longest.
    pub latency: Option<Latency>,
    /// Healthy targets at the end; of several minutes the fewest.
    pub healthy: u32,
    /// Targets that are registered and not healthy; of several minutes the most.
    pub not_healthy: u32,
    /// CPU in use, of what the tasks reserve; none where they reserve none. Of several minutes the highest.
    pub cpu_percent: Option<f64>,
    /// Memory in use, likewise.
    pub memory_percent: Option<f64>,
}

/// Response times in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Latency {
    /// What half of the answers did not exceed.
    pub p50_ms: f64,
    /// What 95 % did not exceed.
    pub p95_ms: f64,
    /// What 99 % did not exceed.
    pub p99_ms: f64,
}

impl LoadPoint {
    /// Requests with an outcome.
    pub fn count(&self, outcome: Outcome) -> u64 {
        self.counts.get(outcome as usize).copied().unwrap_or(0)
    }

    /// All requests.
    pub fn requests(&self) -> u64 {
        self.counts.iter().sum()
    }

    /// Requests that got no answer of the application, or a 500.
    pub fn errors(&self) -> u64 {
        self.requests() - self.count(Outcome::Answered)
    }

    /// Requests a second.
    pub fn per_second(&self) -> f64 {
        let seconds = self.until.as_seconds() - self.from.as_seconds();
        #[expect(clippy::cast_precision_loss, reason = "a picture has fewer digits")]
        let requests = self.requests() as f64;
        if seconds > 0.0 { requests / seconds } else { 0.0 }
    }

    fn of(end: SimTime, requests: &Requests, used: &Use) -> LoadPoint {
        let from = SimTime::from_ms(end.as_ms().saturating_sub(MINUTE.as_ms()));
        let latency = requests.times.map(|times| Latency {
            p50_ms: times.p50_s * 1000.0,
            p95_ms: times.p95_s * 1000.0,
            p99_ms: times.p99_s * 1000.0,
        });
        LoadPoint {
            from,
            until: end,
            counts: requests.counts,
            latency,
            healthy: requests.healthy,
            not_healthy: requests.registered.saturating_sub(requests.healthy),
            cpu_percent: percent(used.cpu_units, used.cpu_units_reserved),
            memory_percent: percent(used.memory_mib, used.memory_mib_reserved),
        }
    }

    /// Both together.
    fn with(self, next: &LoadPoint) -> LoadPoint {
        let longest = |one: Latency, other: Latency| Latency {
            p50_ms: one.p50_ms.max(other.p50_ms),
            p95_ms: one.p95_ms.max(other.p95_ms),
            p99_ms: one.p99_ms.max(other.p99_ms),
        };
        let mut counts = self.counts;
        for (count, more) in counts.iter_mut().zip(next.counts) {
            *count += more;
        }
        LoadPoint {
            from: self.from,
            until: next.until,
            counts,
            latency: either(self.latency, next.latency, longest),
            healthy: self.healthy.min(next.healthy),
            not_healthy: self.not_healthy.max(next.not_healthy),
            cpu_percent: either(self.cpu_percent, next.cpu_percent, f64::max),
            memory_percent: either(self.memory_percent, next.memory_percent, f64::max),
        }
    }
}

fn either<T: Copy>(one: Option<T>, other: Option<T>, both: fn(T, T) -> T) -> Option<T> {
    one.zip(other).map(|(one, other)| both(one, other)).or(one).or(other)
}

/// A part of a whole in percent; none where the whole is nothing.
fn percent(part: f64, whole: u64) -> Option<f64> {
    #[expect(clippy::cast_precision_loss, reason = "CPU units and MiB of a cluster are far below 2^53")]
    let of = whole as f64;
    (whole > 0).then(|| part * 100.0 / of)
}

impl LoadTally {
    /// Whether nothing was measured.
    pub fn is_empty(&self) -> bool {
        self.minutes.is_empty() && self.alarms.is_empty()
    }

    /// The series of one service, or of all requests with the use of all services. Neighbours are put
    /// together until there are no more points than `columns`.
    pub fn series(&self, service: Option<&str>, columns: u32) -> LoadSeries {
        let row = service.map(|name| self.services.iter().position(|other| other == name));
        let point = |minute: &Arc<Minute>| match row {
            None => Some(LoadPoint::of(minute.end, &minute.all, &all_services(minute))),
            Some(row) => {
                let of = minute.services.get(row?)?;
                Some(LoadPoint::of(minute.end, &of.requests.unwrap_or_default(), &of.tasks))
            }
        };
        let together = self.minutes.len().div_ceil(columns.max(1) as usize).max(1);
        let merged = |minutes: &[Arc<Minute>]| {
            let points = minutes.iter().filter_map(point);
            points.reduce(|before, next| before.with(&next))
        };
        LoadSeries {
            points: self.minutes.chunks(together).filter_map(merged).collect(),
            has_traffic: self.has_traffic,
            alarms: self.alarms.iter().map(|alarm| alarm.in_columns(columns)).collect(),
        }
    }
}

fn all_services(minute: &Minute) -> Use {
    minute.services.iter().fold(Use::default(), |sum, service| Use {
        tasks: sum.tasks + service.tasks.tasks,
        cpu_units: sum.cpu_units + service.tasks.cpu_units,
        cpu_units_reserved: sum.cpu_units_reserved + service.tasks.cpu_units_reserved,
        memory_mib: sum.memory_mib + service.tasks.memory_mib,
        memory_mib_reserved: sum.memory_mib_reserved + service.tasks.memory_mib_reserved,
    })
}

impl Engine {
    /// Of what was measured so far.
    pub(crate) fn load_tally(&self) -> LoadTally {
        LoadTally {
            minutes: self.history.minutes().cloned().collect(),
            services: self.world.services.iter().map(|(_, state)| state.given.service_name.clone()).collect(),
            has_traffic: self.traffic.is_measured(),
            alarms: self.alarm_series(),
        }
    }
}
