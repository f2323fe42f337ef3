//! CloudWatch's metrics of a run, one-minute periods. Spec: METRIC-1, METRIC-2, BAL-12.

use crate::engine::{Engine, Published, Source};
use crate::load::Histogram;
use crate::metrics::Statistic;
use crate::time::SimTime;
use crate::traffic::{MINUTE, Outcome, Times};
use serde::{Deserialize, Serialize};

/// A metric with its values: an entry of GetMetricData's `MetricDataResults`. A minute without a value is left
/// out, as CloudWatch does.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct MetricReport {
    /// `m1`, `m2`, …: which of the list it is.
    pub id: String,
    /// Namespace, name, dimensions and, where it is a percentile, the statistic.
    pub label: String,
    /// The statistic: `Average`, `Sum`, `p99` and the like. GetMetricData's answer does not tell it.
    #[serde(skip)]
    pub statistic: String,
    /// When each period begins.
    pub timestamps: Vec<String>,
    /// The values, in the same order.
    pub values: Vec<f64>,
    /// `Complete`, or `PartialData` where the oldest minutes were dropped.
    pub status_code: &'static str,
}

/// Response times of a run in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct LatencyReport {
    /// What half of the answers did not exceed.
    pub p50: f64,
    /// What 95 % did not exceed.
    pub p95: f64,
    /// What 99 % did not exceed.
    pub p99: f64,
}

impl Engine {
    /// Every metric that is listed, without those of queues.
    pub(crate) fn metric_reports(&self) -> Vec<MetricReport> {
        self.reports_of(&self.published(), "m", self.history.truncated())
    }

    /// The metrics of queues. Spec: EVENT-11.
    pub(super) fn queue_metrics(&self) -> Vec<MetricReport> {
        self.reports_of(&self.published_by_queues(), "q", false)
    }

    fn reports_of(&self, published: &[Published], id: &str, truncated: bool) -> Vec<MetricReport> {
        let status_code = if truncated { "PartialData" } else { "Complete" };
        let asked =
            published.iter().flat_map(|one| one.listed.iter().map(move |statistic| (one, *statistic)));
        let report = |(number, (published, statistic)): (usize, (&Published, Statistic))| {
            let (timestamps, values) = self.minutes_of(&published.source, statistic).unzip();
            let of_statistic = if statistic.is_extended() { format!(" {statistic}") } else { String::new() };
            MetricReport {
                id: format!("{id}{}", number + 1),
                label: format!("{}{of_statistic}", published.metric),
                statistic: statistic.to_string(),
                timestamps,
                values,
                status_code,
            }
        };
        asked.enumerate().map(report).collect()
    }

    /// A statistic of every minute so far that has a value, with when it began.
    fn minutes_of<'e>(
        &'e self,
        source: &'e Source,
        statistic: Statistic,
    ) -> impl Iterator<Item = (String, f64)> + 'e {
        let minutes = self.now.as_ms() / MINUTE.as_ms();
        (0..minutes).filter_map(move |minute| {
            let ago = usize::try_from(minutes - minute).ok()?;
            let value = match statistic {
                Statistic::Percentile(millionths) => self.percentile(source, millionths, ago),
                _ => self.samples(source, ago)?.value(statistic),
            };
            let began = SimTime::from_ms(minute * MINUTE.as_ms());
            Some((self.scenario.calendar.iso(began), value?))
        })
    }

    /// All requests of clients so far, and those of them that got no answer of the application or a 500; none
    /// without traffic.
    pub(super) fn requests_and_errors(&self) -> Option<(u64, u64)> {
        let so_far = &self.traffic.so_far;
        let of_clients = so_far.groups.values().filter(|group| !group.is_inner());
        let tallied = of_clients.map(|group| &group.tallied).chain([&so_far.unrouted]);
        let (mut all, mut answered) = (0, 0);
        for counts in tallied.map(crate::traffic::Tallied::totals) {
            all += counts.iter().sum::<u64>();
            answered += counts.get(Outcome::Answered as usize).copied().unwrap_or(0);
        }
        self.traffic.is_measured().then(|| (all, all - answered))
    }

    /// Response times of the whole run so far; none where nothing was answered. Spec: LOAD-7.
    pub(super) fn latency(&self) -> Option<LatencyReport> {
        let mut times: Histogram = self.traffic.times.clone();
        for group in self.traffic.so_far.groups.values().filter(|group| !group.is_inner()) {
            times.merge(&group.responses.histogram(group.time_out_s));
        }
        Times::of(&times).map(|times| LatencyReport {
            p50: times.p50_s * 1000.0,
            p95: times.p95_s * 1000.0,
            p99: times.p99_s * 1000.0,
        })
    }
}
