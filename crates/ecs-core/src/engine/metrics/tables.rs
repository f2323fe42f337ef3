//! What each metric is in a minute that was taken down. Spec: METRIC-1 to METRIC-3.

use crate::bus::QueueMinute;
use crate::metrics::{Samples, Statistic};
use crate::traffic::{ClusterUse, Outcome, Requests, ServiceMinute, Times};

/// A metric of something that is measured as a `T`.
#[derive(Debug)]
pub(crate) struct Row<T> {
    /// `MetricName`.
    pub(crate) name: &'static str,
    /// The statistics that tell most, and are listed.
    pub(crate) listed: &'static [Statistic],
    /// Its samples; none where CloudWatch has no datapoint.
    pub(crate) samples: fn(&T) -> Option<Samples>,
}

const fn row<T>(
    name: &'static str,
    listed: &'static [Statistic],
    samples: fn(&T) -> Option<Samples>,
) -> Row<T> {
    Row { name, listed, samples }
}

const AVERAGE: &[Statistic] = &[Statistic::Average];
const SUM: &[Statistic] = &[Statistic::Sum];
const TIMES: &[Statistic] = &[
    Statistic::Average,
    Statistic::Percentile(500_000),
    Statistic::Percentile(950_000),
    Statistic::Percentile(990_000),
];

/// Of a target group behind a load balancer of either kind.
pub(super) const OF_TARGETS: [Row<Requests>; 2] = [
    row("HealthyHostCount", AVERAGE, |requests| of_registered(requests, f64::from(requests.healthy))),
    row("UnHealthyHostCount", AVERAGE, |requests| of_registered(requests, f64::from(requests.unhealthy))),
];

/// Of a target group behind a Network Load Balancer: a request is a flow. Spec: BAL-7.
pub(super) const OF_FLOWS: [Row<Requests>; 1] = [row("NewFlowCount", SUM, routed)];

/// Of a target group behind an Application Load Balancer.
pub(super) const OF_REQUESTS: [Row<Requests>; 5] = [
    row("RequestCount", SUM, routed),
    row("RequestCountPerTarget", SUM, |requests| {
        of_registered(requests, float(requests.routed) / f64::from(requests.registered))
    }),
    row("TargetResponseTime", TIMES, response_times),
    row("HTTPCode_Target_2XX_Count", SUM, |requests| answered(requests, &[Outcome::Answered])),
    row("HTTPCode_Target_5XX_Count", SUM, |requests| answered(requests, &[Outcome::Failed])),
];

/// What an Application Load Balancer answers itself.
pub(super) const OF_BALANCER: [Row<Requests>; 5] = [
    row("HTTPCode_ELB_5XX_Count", SUM, |requests| {
        answered(requests, &[Outcome::BadGateway, Outcome::ServiceUnavailable, Outcome::GatewayTimeout])
    }),
    row("HTTPCode_ELB_502_Count", SUM, |requests| answered(requests, &[Outcome::BadGateway])),
    row("HTTPCode_ELB_503_Count", SUM, |requests| answered(requests, &[Outcome::ServiceUnavailable])),
    row("HTTPCode_ELB_504_Count", SUM, |requests| answered(requests, &[Outcome::GatewayTimeout])),
    row("HTTPCode_ELB_4XX_Count", SUM, |requests| answered(requests, &[Outcome::ClientClosed])),
];

/// Of the cluster's container instances. Spec: METRIC-2.
pub(super) const OF_CLUSTER: [Row<ClusterUse>; 4] = [
    row("CPUUtilization", AVERAGE, |cluster| percent(cluster.tasks.cpu_units, cluster.cpu_units_registered)),
    row("MemoryUtilization", AVERAGE, |cluster| {
        percent(cluster.tasks.memory_mib, cluster.memory_mib_registered)
    }),
    row("CPUReservation", AVERAGE, |cluster| {
        percent(float(cluster.tasks.cpu_units_reserved), cluster.cpu_units_registered)
    }),
    row("MemoryReservation", AVERAGE, |cluster| {
        percent(float(cluster.tasks.memory_mib_reserved), cluster.memory_mib_registered)
    }),
];

/// Of a service. Its tasks are the samples, each as the mean of all. Spec: METRIC-2.
pub(super) const OF_SERVICE: [Row<ServiceMinute>; 2] = [
    row("CPUUtilization", AVERAGE, |service| {
        of_tasks(service, service.tasks.cpu_units, service.tasks.cpu_units_reserved)
    }),
    row("MemoryUtilization", AVERAGE, |service| {
        of_tasks(service, service.tasks.memory_mib, service.tasks.memory_mib_reserved)
    }),
];

/// Of a service, by Container Insights. Spec: METRIC-3.
pub(super) const OF_COUNTS: [Row<ServiceMinute>; 3] = [
    row("DesiredTaskCount", AVERAGE, |service| Some(Samples::one(f64::from(service.counts.desired)))),
    row("RunningTaskCount", AVERAGE, |service| Some(Samples::one(f64::from(service.counts.running)))),
    row("PendingTaskCount", AVERAGE, |service| Some(Samples::one(f64::from(service.counts.pending)))),
];

/// Of a queue. Spec: EVENT-11.
pub(super) const OF_QUEUE: [Row<QueueMinute>; 4] = [
    row("ApproximateNumberOfMessagesVisible", AVERAGE, |minute| Some(Samples::one(float(minute.visible)))),
    row("ApproximateAgeOfOldestMessage", AVERAGE, |minute| Some(Samples::one(float(minute.oldest_age_s)))),
    row("NumberOfMessagesSent", SUM, |minute| Some(Samples::one(float(minute.sent)))),
    row("NumberOfMessagesReceived", SUM, |minute| Some(Samples::one(float(minute.received)))),
];

#[expect(clippy::cast_precision_loss, reason = "counts of a minute are far below 2^53")]
fn float(count: u64) -> f64 {
    count as f64
}

fn percent(part: f64, whole: u64) -> Option<Samples> {
    (whole > 0).then(|| Samples::one(part * 100.0 / float(whole)))
}

fn of_tasks(service: &ServiceMinute, part: f64, whole: u64) -> Option<Samples> {
    Samples::equal(f64::from(service.tasks.tasks), percent(part, whole)?.sum)
}

/// A group without registered targets has no datapoint.
fn of_registered(requests: &Requests, value: f64) -> Option<Samples> {
    (requests.registered > 0).then(|| Samples::one(value))
}

/// Each request is a sample of 1; a minute without one is a sample of 0.
#[expect(clippy::unnecessary_wraps, reason = "it stands in tables of what may have no datapoint")]
fn routed(requests: &Requests) -> Option<Samples> {
    Some(Samples::equal(float(requests.routed), 1.0).unwrap_or(Samples::one(0.0)))
}

/// CloudWatch has no datapoint of answers that nobody got.
fn answered(requests: &Requests, outcomes: &[Outcome]) -> Option<Samples> {
    let of = |outcome: &Outcome| requests.counts.get(*outcome as usize).copied().unwrap_or(0);
    Samples::equal(float(outcomes.iter().map(of).sum()), 1.0)
}

fn response_times(requests: &Requests) -> Option<Samples> {
    let times = requests.times?;
    let count =
        answered(requests, &[Outcome::Answered, Outcome::Failed]).map_or(1.0, |answers| answers.count);
    Some(Samples { count, sum: times.mean_s * count, minimum: times.least_s, maximum: times.greatest_s })
}

/// What so many millionths of the answers did not exceed, in seconds: of the percentiles that a minute keeps
/// the next one. Spec: METRIC-3.
pub(super) fn percentile_s(times: &Times, millionths: u32) -> f64 {
    let kept = [
        (0, times.least_s),
        (500_000, times.p50_s),
        (900_000, times.p90_s),
        (950_000, times.p95_s),
        (990_000, times.p99_s),
    ];
    kept.into_iter().find(|(share, _)| millionths <= *share).map_or(times.greatest_s, |(_, value)| value)
}
