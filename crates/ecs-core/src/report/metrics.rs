//! CloudWatch's metrics of a run, one-minute periods. Spec: METRIC-1, METRIC-2, BAL-12.

use super::load::percent;
use crate::aws::{LoadBalancer, LoadBalancerType};
use crate::engine::Engine;
use crate::ids::Row;
use crate::load::Histogram;
use crate::scenario::TrafficTo;
use crate::traffic::{GroupTerms, Minute, Outcome, Requests, Times};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A metric with its values: an entry of GetMetricData's `MetricDataResults`. A minute without a value is left
/// out, as CloudWatch does.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct MetricReport {
    /// `m1`, `m2`, …: which of the list it is.
    pub id: String,
    /// Namespace, name, dimensions and, where it is a percentile, the statistic.
    pub label: String,
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

/// What a metric is in a minute.
type Value = Box<dyn Fn(&Minute) -> Option<f64>>;

/// A metric of the list that is being made.
struct Metric {
    label: String,
    value: Value,
}

fn metric(label: String, value: impl Fn(&Minute) -> Option<f64> + 'static) -> Metric {
    Metric { label, value: Box::new(value) }
}

#[expect(clippy::cast_precision_loss, reason = "requests of a minute are far below 2^53")]
pub(super) fn float(count: u64) -> f64 {
    count as f64
}

fn count(requests: &Requests, outcomes: &[Outcome]) -> f64 {
    let of = |outcome: &Outcome| requests.counts.get(*outcome as usize).copied().unwrap_or(0);
    float(outcomes.iter().map(of).sum())
}

/// A load balancer as CloudWatch names it.
struct Dimension {
    namespace: &'static str,
    /// `app/web-alb`.
    name: String,
    is_application: bool,
}

impl Dimension {
    fn of(balancer: &LoadBalancer) -> Dimension {
        let (namespace, prefix) = match balancer.load_balancer_type {
            LoadBalancerType::Application => ("AWS/ApplicationELB", "app"),
            LoadBalancerType::Network => ("AWS/NetworkELB", "net"),
            LoadBalancerType::Gateway => ("AWS/GatewayELB", "gwy"),
        };
        let is_application = balancer.load_balancer_type == LoadBalancerType::Application;
        Dimension { namespace, name: format!("{prefix}/{}", balancer.name), is_application }
    }
}

impl Engine {
    /// Every metric; none without traffic.
    pub(crate) fn metric_reports(&self) -> Vec<MetricReport> {
        if !self.traffic.is_measured() {
            return Vec::new();
        }
        let balancers = self.balancers();
        let of_groups = self.group_metrics(&balancers).into_iter();
        let metrics = of_groups.chain(balancer_metrics(&balancers)).chain(self.ecs_metrics());
        let status_code = if self.history.truncated() { "PartialData" } else { "Complete" };
        let report = |(number, metric): (usize, Metric)| {
            let values = self.history.minutes().filter_map(|minute| {
                let from = minute.end.as_ms().saturating_sub(crate::traffic::MINUTE.as_ms());
                let at = self.scenario.calendar.iso(crate::time::SimTime::from_ms(from));
                Some((at, (metric.value)(minute)?))
            });
            let (timestamps, values) = values.unzip();
            MetricReport {
                id: format!("m{}", number + 1),
                label: metric.label,
                timestamps,
                values,
                status_code,
            }
        };
        metrics.enumerate().map(report).collect()
    }

    /// Of each target group: `AWS/ApplicationELB` or `AWS/NetworkELB`.
    fn group_metrics(&self, balancers: &BTreeMap<usize, Dimension>) -> Vec<Metric> {
        let mut metrics = Vec::new();
        for (place, group) in self.scenario.load_balancing.target_groups.iter().enumerate() {
            let Some(Dimension { namespace, name: balancer, is_application }) = balancers.get(&place) else {
                continue;
            };
            let label = |name: &str, statistic: &str| {
                format!(
                    "{namespace} {name} TargetGroup=targetgroup/{} LoadBalancer={balancer}{statistic}",
                    group.name
                )
            };
            let mut add = |name: &str, statistic: &str, value: fn(&Requests) -> Option<f64>| {
                metrics.push(metric(label(name, statistic), move |minute| value(minute.groups.get(place)?)));
            };
            add("HealthyHostCount", "", |requests| Some(f64::from(requests.healthy)));
            add("UnHealthyHostCount", "", |requests| Some(f64::from(requests.unhealthy)));
            if !*is_application {
                add("NewFlowCount", "", |requests| Some(float(requests.routed)));
                continue;
            }
            add("RequestCount", "", |requests| Some(float(requests.routed)));
            add("RequestCountPerTarget", "", |requests| {
                let targets = f64::from(requests.registered);
                (requests.registered > 0).then(|| float(requests.routed) / targets)
            });
            add("TargetResponseTime", "", |requests| requests.times.map(|times| times.mean_s));
            add("TargetResponseTime", " p50", |requests| requests.times.map(|times| times.p50_s));
            add("TargetResponseTime", " p95", |requests| requests.times.map(|times| times.p95_s));
            add("TargetResponseTime", " p99", |requests| requests.times.map(|times| times.p99_s));
            add("HTTPCode_Target_2XX_Count", "", |requests| Some(count(requests, &[Outcome::Answered])));
            add("HTTPCode_Target_5XX_Count", "", |requests| Some(count(requests, &[Outcome::Failed])));
        }
        metrics
    }

    /// Of services and of the cluster: `AWS/ECS`.
    fn ecs_metrics(&self) -> Vec<Metric> {
        let cluster = format!("ClusterName={}", self.scenario.account.cluster);
        let mut metrics = vec![
            metric(format!("AWS/ECS CPUUtilization {cluster}"), |minute| {
                percent(minute.cluster.tasks.cpu_units, minute.cluster.cpu_units_registered)
            }),
            metric(format!("AWS/ECS MemoryUtilization {cluster}"), |minute| {
                percent(minute.cluster.tasks.memory_mib, minute.cluster.memory_mib_registered)
            }),
            metric(format!("AWS/ECS CPUReservation {cluster}"), |minute| {
                let reserved = float(minute.cluster.tasks.cpu_units_reserved);
                percent(reserved, minute.cluster.cpu_units_registered)
            }),
            metric(format!("AWS/ECS MemoryReservation {cluster}"), |minute| {
                let reserved = float(minute.cluster.tasks.memory_mib_reserved);
                percent(reserved, minute.cluster.memory_mib_registered)
            }),
        ];
        for (row, state) in self.world.services.iter() {
            let row = row.number();
            let of = format!("{cluster} ServiceName={}", state.given.service_name);
            metrics.push(metric(format!("AWS/ECS CPUUtilization {of}"), move |minute| {
                let tasks = &minute.services.get(row)?.tasks;
                percent(tasks.cpu_units, tasks.cpu_units_reserved)
            }));
            metrics.push(metric(format!("AWS/ECS MemoryUtilization {of}"), move |minute| {
                let tasks = &minute.services.get(row)?.tasks;
                percent(tasks.memory_mib, tasks.memory_mib_reserved)
            }));
        }
        metrics
    }

    /// The load balancer of each target group that has one, by the group's number.
    fn balancers(&self) -> BTreeMap<usize, Dimension> {
        let terms = self.measured_terms();
        terms.map(|(number, terms)| (number, Dimension::of(&terms.balancer))).collect()
    }

    /// The terms of each target group that has a load balancer, by the group's number: an implied one only
    /// where traffic names the group.
    pub(super) fn measured_terms(&self) -> impl Iterator<Item = (usize, GroupTerms)> {
        let balancing = &self.scenario.load_balancing;
        let is_asked =
            |group| self.scenario.traffic.iter().any(|traffic| traffic.to == TrafficTo::TargetGroup(group));
        let all = GroupTerms::all(balancing, balancing).into_iter();
        all.filter(move |(number, terms)| terms.listener.is_some() || is_asked(*number))
    }

    /// All requests so far, and those of them that got no answer of the application or a 500; none without
    /// traffic.
    pub(super) fn requests_and_errors(&self) -> Option<(u64, u64)> {
        let so_far = &self.traffic.so_far;
        let tallied = so_far.groups.values().map(|group| &group.tallied).chain([&so_far.unrouted]);
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
        for group in self.traffic.so_far.groups.values() {
            times.merge(&group.responses.histogram(group.time_out_s));
        }
        Times::of(&times).map(|times| LatencyReport {
            p50: times.p50_s * 1000.0,
            p95: times.p95_s * 1000.0,
            p99: times.p99_s * 1000.0,
        })
    }
}

/// What each Application Load Balancer answers itself.
fn balancer_metrics(balancers: &BTreeMap<usize, Dimension>) -> Vec<Metric> {
    let mut places: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (place, balancer) in balancers.iter().filter(|(_, balancer)| balancer.is_application) {
        places.entry(&balancer.name).or_default().push(*place);
    }
    let own: [(&str, &'static [Outcome]); 5] = [
        (
            "HTTPCode_ELB_5XX_Count",
            &[Outcome::BadGateway, Outcome::ServiceUnavailable, Outcome::GatewayTimeout],
        ),
        ("HTTPCode_ELB_502_Count", &[Outcome::BadGateway]),
        ("HTTPCode_ELB_503_Count", &[Outcome::ServiceUnavailable]),
        ("HTTPCode_ELB_504_Count", &[Outcome::GatewayTimeout]),
        ("HTTPCode_ELB_4XX_Count", &[Outcome::ClientClosed]),
    ];
    let of_balancer = |(balancer, places): (&str, Vec<usize>)| {
        own.map(|(name, outcomes)| {
            let places = places.clone();
            metric(format!("AWS/ApplicationELB {name} LoadBalancer={balancer}"), move |minute| {
                let groups = places.iter().filter_map(|place| minute.groups.get(*place));
                Some(groups.map(|requests| count(requests, outcomes)).sum())
            })
        })
    };
    places.into_iter().flat_map(of_balancer).collect()
}
