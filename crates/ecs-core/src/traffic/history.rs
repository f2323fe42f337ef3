//! What was measured, minute after minute: append-only, beside the state.

use super::Counts;
use crate::limits;
use crate::load::Histogram;
use crate::time::SimTime;
use std::collections::VecDeque;
use std::sync::Arc;

/// How long a row stands for: CloudWatch's minute. Spec: METRIC-1.
pub const MINUTE: SimTime = SimTime::from_seconds(60);

/// Values of a row of requests, and of one of use; about, for the bound.
const VALUES_OF_REQUESTS: usize = 18;
const VALUES_OF_USE: usize = 6;

/// Response times of a minute, in seconds. Spec: LOAD-6.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Times {
    /// The mean.
    pub mean_s: f64,
    /// The shortest.
    pub least_s: f64,
    /// What half of the answers did not exceed.
    pub p50_s: f64,
    /// What 90 % did not exceed.
    pub p90_s: f64,
    /// What 95 % did not exceed.
    pub p95_s: f64,
    /// What 99 % did not exceed.
    pub p99_s: f64,
    /// The longest.
    pub greatest_s: f64,
}

impl Times {
    /// The times of a histogram; none where nothing was answered.
    pub fn of(histogram: &Histogram) -> Option<Times> {
        Some(Times {
            mean_s: histogram.mean_s()?,
            least_s: histogram.percentile_s(0.0)?,
            p50_s: histogram.percentile_s(0.5)?,
            p90_s: histogram.percentile_s(0.9)?,
            p95_s: histogram.percentile_s(0.95)?,
            p99_s: histogram.percentile_s(0.99)?,
            greatest_s: histogram.percentile_s(1.0)?,
        })
    }
}

/// The requests of a minute, and the targets at its end.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Requests {
    /// What became of them, in the order of [`super::Outcome::ALL`].
    pub counts: Counts,
    /// Those for which a target was chosen: `RequestCount`.
    pub routed: u64,
    /// How long the answers took.
    pub times: Option<Times>,
    /// Healthy targets.
    pub healthy: u32,
    /// Unhealthy targets.
    pub unhealthy: u32,
    /// Registered targets, whatever their state, draining ones not among them.
    pub registered: u32,
}

/// What tasks use and reserve. Spec: METRIC-2.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Use {
    /// Tasks that run.
    pub tasks: u32,
    /// CPU units in use, on average over the minute.
    pub cpu_units: f64,
    /// CPU units that running tasks reserve.
    pub cpu_units_reserved: u64,
    /// Memory in MiB in use at the end of the minute.
    pub memory_mib: f64,
    /// Memory in MiB that running tasks reserve.
    pub memory_mib_reserved: u64,
}

/// The cluster's container instances. Spec: METRIC-2.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ClusterUse {
    /// What tasks on them use and reserve.
    pub tasks: Use,
    /// CPU units that they registered.
    pub cpu_units_registered: u64,
    /// Memory in MiB that they registered.
    pub memory_mib_registered: u64,
}

/// A service in a minute.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ServiceMinute {
    /// The requests of its target groups; none where it has none.
    pub requests: Option<Requests>,
    /// What its tasks use.
    pub tasks: Use,
    /// Tasks that it has at the end of the minute. Spec: METRIC-3.
    pub counts: TaskCounts,
}

/// `desiredCount`, `runningCount` and `pendingCount` of a service.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TaskCounts {
    /// How many tasks it is to have.
    pub desired: u32,
    /// How many run.
    pub running: u32,
    /// How many are to run and do not yet.
    pub pending: u32,
}

/// What was measured in a minute.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Minute {
    /// When it ended.
    pub end: SimTime,
    /// All requests together.
    pub all: Requests,
    /// The requests of each target group that is measured, in order.
    pub groups: Vec<Requests>,
    /// Each service, in order.
    pub services: Vec<ServiceMinute>,
    /// The container instances.
    pub cluster: ClusterUse,
    /// CapacityProviderReservation of each capacity provider, in percent; none of one that does not scale
    /// its group. Spec: CAP-8.
    pub reservations: Vec<Option<f64>>,
}

impl Minute {
    fn values(&self) -> usize {
        VALUES_OF_REQUESTS * (2 + self.groups.len())
            + (VALUES_OF_USE + VALUES_OF_REQUESTS) * self.services.len()
    }
}

/// The minutes of a run. A run that went back has its future in here already: the same run measures the same
/// again.
#[derive(Clone, Debug, Default)]
pub struct History {
    minutes: VecDeque<Arc<Minute>>,
    /// Minutes that were dropped from the front.
    dropped: u64,
    written: u64,
    values: usize,
}

impl History {
    /// Appends a minute. The oldest one goes where there are too many values.
    pub fn push(&mut self, minute: Minute) {
        let is_new = self.written >= self.dropped + self.minutes.len() as u64;
        self.written += 1;
        if !is_new {
            return;
        }
        self.values += minute.values();
        self.minutes.push_back(Arc::new(minute));
        while self.values > limits::METRIC_VALUES
            && let Some(oldest) = self.minutes.pop_front()
        {
            self.values -= oldest.values();
            self.dropped += 1;
        }
    }

    /// The minutes so far that are kept, oldest first.
    pub fn minutes(&self) -> impl Iterator<Item = &Arc<Minute>> {
        let known = usize::try_from(self.written.saturating_sub(self.dropped)).unwrap_or(usize::MAX);
        self.minutes.iter().take(known)
    }

    /// A minute of the past: the newest is 1. None where it was not measured, or is gone.
    pub fn ago(&self, minutes: usize) -> Option<&Arc<Minute>> {
        let known = usize::try_from(self.written.saturating_sub(self.dropped)).unwrap_or(usize::MAX);
        self.minutes.get(known.checked_sub(minutes)?)
    }

    /// How many there were so far.
    pub fn mark(&self) -> u64 {
        self.written
    }

    /// Goes to a moment that the run has been at. False where the oldest minutes are gone by now.
    pub fn go_to(&mut self, mark: u64) -> bool {
        let complete = self.dropped == 0;
        if complete {
            self.written = mark;
        }
        complete
    }

    /// Forgets what lies ahead from a moment on: the run will be another from there on.
    pub fn forget_from(&mut self, at: SimTime) {
        let known = usize::try_from(self.written.saturating_sub(self.dropped)).unwrap_or(usize::MAX);
        while self.minutes.len() > known
            && let Some(last) = self.minutes.back()
            && last.end >= at
        {
            self.values -= last.values();
            self.minutes.pop_back();
        }
    }

    /// Whether the oldest minutes are gone.
    pub fn truncated(&self) -> bool {
        self.dropped > 0
    }
}

#[cfg(test)]
mod tests {
    use super::{History, MINUTE, Minute};
    use crate::time::SimTime;

    fn minute(number: u64) -> Minute {
        Minute { end: SimTime::from_ms(number * MINUTE.as_ms()), ..Minute::default() }
    }

    fn ends(history: &History) -> Vec<u64> {
        history.minutes().map(|minute| minute.end.as_ms() / MINUTE.as_ms()).collect()
    }

    #[test]
    fn a_run_that_went_back_sees_its_past_and_keeps_its_future() {
        let mut history = History::default();
        (1..=4).for_each(|number| history.push(minute(number)));
        assert!(history.go_to(2));
        assert_eq!(ends(&history), [1, 2]);
        history.push(minute(3));
        assert_eq!(ends(&history), [1, 2, 3]);
        history.forget_from(SimTime::ZERO);
        history.push(minute(9));
        assert_eq!(ends(&history), [1, 2, 3, 9]);
    }
}
