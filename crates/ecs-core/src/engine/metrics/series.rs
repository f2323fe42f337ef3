//! The one place that knows how a metric is worked out: from its name to what there is of it in a minute.
//! Spec: METRIC-1 to METRIC-3.

use super::super::Engine;
use super::tables::{
    OF_BALANCER, OF_CLUSTER, OF_COUNTS, OF_FLOWS, OF_QUEUE, OF_REQUESTS, OF_SERVICE, OF_TARGETS, Row,
    percentile_s,
};
use crate::aws::{LoadBalancer, LoadBalancerType};
use crate::bus::QueueMinute;
use crate::ids::{Row as _, ServiceRow};
use crate::metrics::{MetricKind, MetricRef, Samples, Statistic};
use crate::scenario::TrafficTo;
use crate::time::SimTime;
use crate::traffic::{ClusterUse, GroupTerms, MINUTE, Requests, ServiceMinute};
use std::collections::BTreeMap;

/// The namespaces that something here publishes to, without those of custom metrics.
const ECS: &str = "AWS/ECS";
const INSIGHTS: &str = "ECS/ContainerInsights";
const MANAGED_SCALING: &str = MetricKind::RESERVATION.namespace;
const SQS: &str = "AWS/SQS";
const APPLICATION: &str = "AWS/ApplicationELB";

/// Where the values of a metric come from.
pub(crate) enum Source {
    /// Target groups together, by their numbers.
    Groups(Vec<usize>, &'static Row<Requests>),
    /// The container instances.
    Cluster(&'static Row<ClusterUse>),
    /// A service.
    Service(ServiceRow, &'static Row<ServiceMinute>),
    /// CapacityProviderReservation of a capacity provider, by its number.
    Reservation(usize),
    /// A queue, by its number.
    Queue(usize, &'static Row<QueueMinute>),
    /// A metric of the scenario's own, by its number.
    Custom(usize),
}

/// A metric that there is, and the statistics of it that are listed.
pub(crate) struct Published {
    /// The metric.
    pub(crate) metric: MetricRef,
    /// Where it comes from.
    pub(crate) source: Source,
    /// What is listed of it.
    pub(crate) listed: &'static [Statistic],
}

/// A load balancer as CloudWatch names it.
struct Balancer {
    namespace: &'static str,
    /// `app/web-alb`.
    name: String,
    is_application: bool,
}

impl Balancer {
    fn of(balancer: &LoadBalancer) -> Balancer {
        let namespace = match balancer.load_balancer_type {
            LoadBalancerType::Application => APPLICATION,
            LoadBalancerType::Network => "AWS/NetworkELB",
            LoadBalancerType::Gateway => "AWS/GatewayELB",
        };
        let is_application = balancer.load_balancer_type == LoadBalancerType::Application;
        Balancer { namespace, name: balancer.dimension(), is_application }
    }

    /// What is measured of a target group behind it.
    fn rows(&self) -> impl Iterator<Item = &'static Row<Requests>> {
        let of_kind = if self.is_application { &OF_REQUESTS[..] } else { &OF_FLOWS[..] };
        OF_TARGETS.iter().chain(of_kind)
    }
}

fn named<T>(rows: &'static [Row<T>], name: &str) -> Option<&'static Row<T>> {
    rows.iter().find(|row| row.name == name)
}

/// Whether a dimension's value is this name, with or without the id that AWS puts behind it.
fn is_named(value: &str, name: &str) -> bool {
    value.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

impl Engine {
    /// Where a metric comes from; none where nothing here publishes it.
    pub(crate) fn source(&self, metric: &MetricRef) -> Option<Source> {
        let custom = self.scenario.metrics.iter().position(|custom| custom.metric.is_same(metric));
        if custom.is_some() {
            return custom.map(Source::Custom);
        }
        let mut kinds = MetricKind::of_namespace(&metric.namespace);
        if !kinds.any(|kind| kind.name == metric.name && metric.has_dimensions(kind.dimensions)) {
            return None;
        }
        match metric.namespace.as_str() {
            ECS => self.ecs_source(metric),
            MANAGED_SCALING => self.reservation_source(metric),
            INSIGHTS => {
                Some(Source::Service(self.service_measured(metric)?, named(&OF_COUNTS, &metric.name)?))
            }
            SQS => self.queue_source(metric),
            _ => self.balancer_source(metric),
        }
    }

    fn ecs_source(&self, metric: &MetricRef) -> Option<Source> {
        if metric.dimension("ServiceName").is_none() {
            let row = named(&OF_CLUSTER, &metric.name).filter(|_| self.is_of_cluster(metric));
            return row.map(Source::Cluster);
        }
        Some(Source::Service(self.service_measured(metric)?, named(&OF_SERVICE, &metric.name)?))
    }

    fn is_of_cluster(&self, metric: &MetricRef) -> bool {
        metric.dimension("ClusterName") == Some(&self.scenario.account.cluster)
    }

    fn service_measured(&self, metric: &MetricRef) -> Option<ServiceRow> {
        self.find_service(metric.dimension("ServiceName").filter(|_| self.is_of_cluster(metric))?)
    }

    /// Spec: CAP-8.
    fn reservation_source(&self, metric: &MetricRef) -> Option<Source> {
        let name = metric.dimension("CapacityProviderName").filter(|_| self.is_of_cluster(metric))?;
        let providers = &self.world.capacity.providers;
        providers.iter().position(|provider| provider.name == name).map(Source::Reservation)
    }

    fn queue_source(&self, metric: &MetricRef) -> Option<Source> {
        let name = metric.dimension("QueueName")?;
        let queue = self.scenario.events.queues.iter().position(|queue| queue.name == name)?;
        Some(Source::Queue(queue, named(&OF_QUEUE, &metric.name)?))
    }

    /// A target group behind its load balancer, or all that are behind one.
    fn balancer_source(&self, metric: &MetricRef) -> Option<Source> {
        let (balancer, group) = (metric.dimension("LoadBalancer"), metric.dimension("TargetGroup"));
        let groups = &self.scenario.load_balancing.target_groups;
        let is_meant = |(number, terms): (&usize, &GroupTerms)| {
            let own = Balancer::of(&terms.balancer);
            let name = groups.get(*number).map_or("", |group| &group.name);
            let is_meant = own.namespace == metric.namespace
                && balancer.is_none_or(|value| is_named(value, &own.name))
                && group.is_none_or(|value| is_named(value, &format!("targetgroup/{name}")));
            is_meant.then_some((*number, own))
        };
        let meant: Vec<(usize, Balancer)> = self.traffic.groups.iter().filter_map(is_meant).collect();
        let (_, own) = meant.first()?;
        let of_targets = || own.rows().find(|row| row.name == metric.name);
        let of_balancer =
            || named(&OF_BALANCER, &metric.name).filter(|_| own.is_application && group.is_none());
        let row = of_targets().or_else(of_balancer)?;
        Some(Source::Groups(meant.iter().map(|(number, _)| *number).collect(), row))
    }

    /// What there is of a metric in a minute that began so many minutes ago.
    pub(crate) fn samples(&self, source: &Source, ago: usize) -> Option<Samples> {
        let minute = || self.history.ago(ago);
        match source {
            Source::Groups(groups, row) => {
                let minute = minute()?;
                let of_groups = groups.iter().filter_map(|group| (row.samples)(minute.groups.get(*group)?));
                of_groups.reduce(Samples::and)
            }
            Source::Cluster(row) => (row.samples)(&minute()?.cluster),
            Source::Service(service, row) => (row.samples)(minute()?.services.get(service.number())?),
            Source::Reservation(number) => Some(Samples::one((*minute()?.reservations.get(*number)?)?)),
            Source::Queue(queue, row) => {
                let ended = usize::try_from(self.now.as_ms() / MINUTE.as_ms()).ok()?;
                let minutes = &self.bus.queues.get(*queue)?.minutes;
                (row.samples)(minutes.get(ended.checked_sub(ago)?)?)
            }
            Source::Custom(number) => {
                let began = (self.now.as_ms() / MINUTE.as_ms()).checked_sub(ago as u64)?;
                let from = SimTime::from_ms(began * MINUTE.as_ms());
                self.scenario.metrics.get(*number)?.over_minute(from).map(Samples::one)
            }
        }
    }

    /// What a share of the samples of that minute did not exceed. Spec: METRIC-3.
    pub(crate) fn percentile(&self, source: &Source, millionths: u32, ago: usize) -> Option<f64> {
        if let Source::Groups(groups, row) = source
            && row.name == "TargetResponseTime"
        {
            let minute = self.history.ago(ago)?;
            let times = groups.iter().filter_map(|group| minute.groups.get(*group)?.times);
            return times.map(|times| percentile_s(&times, millionths)).reduce(f64::max);
        }
        self.samples(source, ago)?.value(Statistic::Average)
    }

    /// Every metric that is listed, in order.
    pub(crate) fn published(&self) -> Vec<Published> {
        let balancers = self.balancers();
        let mut all = Vec::new();
        if self.traffic.is_measured() {
            self.publish_groups(&balancers, &mut all);
        }
        if self.traffic.is_observed() {
            self.publish_ecs(&mut all);
        }
        for (number, custom) in self.scenario.metrics.iter().enumerate() {
            let source = Source::Custom(number);
            all.push(Published { metric: custom.metric.clone(), source, listed: &[Statistic::Average] });
        }
        all
    }

    fn publish_groups(&self, balancers: &BTreeMap<usize, Balancer>, all: &mut Vec<Published>) {
        let mut of_balancer: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (number, balancer) in balancers {
            let Some(group) = self.scenario.load_balancing.target_groups.get(*number) else { continue };
            let name = format!("targetgroup/{}", group.name);
            for row in balancer.rows() {
                let dimensions = [("TargetGroup", name.as_str()), ("LoadBalancer", &balancer.name)];
                let metric = MetricRef::new(balancer.namespace, row.name, dimensions);
                all.push(Published {
                    metric,
                    source: Source::Groups(vec![*number], row),
                    listed: row.listed,
                });
            }
            if balancer.is_application {
                of_balancer.entry(&balancer.name).or_default().push(*number);
            }
        }
        for (name, groups) in of_balancer {
            for row in &OF_BALANCER {
                let metric = MetricRef::new(APPLICATION, row.name, [("LoadBalancer", name)]);
                all.push(Published {
                    metric,
                    source: Source::Groups(groups.clone(), row),
                    listed: row.listed,
                });
            }
        }
    }

    fn publish_ecs(&self, all: &mut Vec<Published>) {
        let cluster = ("ClusterName", self.scenario.account.cluster.as_str());
        for row in &OF_CLUSTER {
            let metric = MetricRef::new(ECS, row.name, [cluster]);
            all.push(Published { metric, source: Source::Cluster(row), listed: row.listed });
        }
        for (service, state) in self.world.services.iter() {
            for row in &OF_SERVICE {
                let name = ("ServiceName", state.given.service_name.as_str());
                let metric = MetricRef::new(ECS, row.name, [cluster, name]);
                all.push(Published { metric, source: Source::Service(service, row), listed: row.listed });
            }
        }
        for (number, provider) in self.world.capacity.providers.iter().enumerate() {
            if provider.managed_scaling.is_some() {
                let name = ("CapacityProviderName", provider.name.as_str());
                let metric = MetricRef::new(MANAGED_SCALING, MetricKind::RESERVATION.name, [name, cluster]);
                let source = Source::Reservation(number);
                all.push(Published { metric, source, listed: &[Statistic::Average] });
            }
        }
    }

    /// The same of queues. Spec: EVENT-11.
    pub(crate) fn published_by_queues(&self) -> Vec<Published> {
        let queues = self.scenario.events.queues.iter().enumerate();
        let of_queue = queues.flat_map(|(number, queue)| {
            OF_QUEUE.iter().map(move |row| Published {
                metric: MetricRef::new(SQS, row.name, [("QueueName", queue.name.as_str())]),
                source: Source::Queue(number, row),
                listed: row.listed,
            })
        });
        of_queue.collect()
    }

    /// The load balancer of each target group that has one, by the group's number.
    fn balancers(&self) -> BTreeMap<usize, Balancer> {
        let terms = self.measured_terms();
        terms.map(|(number, terms)| (number, Balancer::of(&terms.balancer))).collect()
    }

    /// The terms of each target group that has a load balancer, by the group's number: an implied one only
    /// where traffic names the group.
    pub(crate) fn measured_terms(&self) -> impl Iterator<Item = (usize, GroupTerms)> {
        let balancing = &self.scenario.load_balancing;
        let is_asked =
            |group| self.scenario.traffic.iter().any(|traffic| traffic.to == TrafficTo::TargetGroup(group));
        let all = GroupTerms::all(balancing, balancing).into_iter();
        all.filter(move |(number, terms)| terms.listener.is_some() || is_asked(*number))
    }
}

#[cfg(test)]
mod tests {
    use super::super::tables::{
        OF_BALANCER, OF_CLUSTER, OF_COUNTS, OF_FLOWS, OF_QUEUE, OF_REQUESTS, OF_SERVICE, OF_TARGETS,
    };
    use super::MANAGED_SCALING;
    use crate::metrics::{MetricKind, Statistic};
    use std::collections::BTreeSet;

    /// What is worked out and what is offered are the same.
    #[test]
    fn every_metric_has_a_name_and_every_name_a_metric() {
        let names = |list: Vec<&'static str>| list.into_iter().collect::<BTreeSet<&str>>();
        macro_rules! rows {
            ($($table:ident),*) => { names([$($table.iter().map(|row| row.name).collect::<Vec<_>>()),*].concat()) };
        }
        let of = |space: &str| names(MetricKind::of_namespace(space).map(|kind| kind.name).collect());
        assert_eq!(of("AWS/ECS"), rows!(OF_SERVICE, OF_CLUSTER));
        assert_eq!(of("ECS/ContainerInsights"), rows!(OF_COUNTS));
        assert_eq!(of("AWS/SQS"), rows!(OF_QUEUE));
        assert_eq!(of(MANAGED_SCALING), names(vec![MetricKind::RESERVATION.name]));
        assert_eq!(of("AWS/NetworkELB"), rows!(OF_TARGETS, OF_FLOWS));
        assert_eq!(of("AWS/ApplicationELB"), rows!(OF_TARGETS, OF_REQUESTS, OF_BALANCER));
        let spaces = MetricKind::ALL.iter().map(|kind| kind.namespace).collect();
        assert_eq!(names(MetricKind::namespaces().to_vec()), names(spaces));
        assert!(MetricKind::ALL.iter().all(|kind| Statistic::parse(kind.statistic).is_some()));
    }
}
