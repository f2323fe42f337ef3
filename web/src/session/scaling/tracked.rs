//! What a target tracking policy follows.

use super::policy_fields::PolicyOf;
use crate::session::alarms::MetricChoice;
use crate::session::network::Target;
use crate::session::outline::Outline;
use crate::session::queries::{MATH, QueryRow};
use crate::session::rows::{ServiceRow, written};
use ecs_core::json::Node;
use ecs_core::metrics::MetricRef;

/// The predefined metrics of a service, and what they are called here.
const PREDEFINED: [(&str, &str); 2] = [
    ("ECSServiceAverageCPUUtilization", "CPU of its tasks, % of what they reserve"),
    ("ECSServiceAverageMemoryUtilization", "Memory of its tasks, % of what they reserve"),
];

/// The predefined metric that needs a label.
const REQUESTS: &str = "ALBRequestCountPerTarget";

/// A metric as the form shows it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tracked {
    /// What the select shows: the predefined metric with its label, the full name of a customised one, or `math`.
    pub choice: String,
    /// `Statistic` of a customised one; empty where it is none.
    pub statistic: String,
    /// The entries of an expression.
    pub queries: Vec<QueryRow>,
}

impl Tracked {
    /// Of what a policy says of target tracking, if it does.
    pub(super) fn read(configuration: Option<&Node>) -> Tracked {
        let Some(configuration) = configuration else { return Tracked::default() };
        if let Some(given) = configuration.get("PredefinedMetricSpecification") {
            let (kind, label) =
                (written(given, "PredefinedMetricType", ""), written(given, "ResourceLabel", ""));
            let choice = if label.is_empty() { kind } else { format!("{kind} {label}") };
            return Tracked { choice, ..Tracked::default() };
        }
        let Some(given) = configuration.get("CustomizedMetricSpecification") else {
            return Tracked::default();
        };
        if given.get("Metrics").is_some() {
            let queries = QueryRow::list(given.list("Metrics"));
            return Tracked { choice: MATH.to_owned(), queries, ..Tracked::default() };
        }
        let choice = MetricRef::read(given).map(|metric| metric.to_string()).unwrap_or_default();
        Tracked { choice, statistic: written(given, "Statistic", ""), queries: Vec::new() }
    }

    /// What it is called in a few words.
    pub fn brief(&self, metrics: &[MetricChoice]) -> String {
        match self.choice.as_str() {
            "ECSServiceAverageCPUUtilization" => "CPU".to_owned(),
            "ECSServiceAverageMemoryUtilization" => "memory".to_owned(),
            MATH => "an expression".to_owned(),
            "" => "no metric".to_owned(),
            other if other.starts_with(REQUESTS) => "requests per target".to_owned(),
            other => {
                let known = metrics.iter().find(|choice| choice.metric.to_string() == other);
                known.map_or_else(|| other.to_owned(), |choice| choice.words.clone())
            }
        }
    }
}

/// What a policy can follow: each value and its words. The predefined metrics are those of a service: the ones of
/// a group's machines are not simulated.
pub fn tracked_choices(
    outline: &Outline,
    of: PolicyOf,
    service: Option<&ServiceRow>,
) -> Vec<(String, String)> {
    let predefined = if of == PolicyOf::Service { &PREDEFINED[..] } else { &[] };
    let predefined = predefined.iter().map(|(name, words)| ((*name).to_owned(), (*words).to_owned()));
    let labels = service.map(|service| labels(outline, service)).unwrap_or_default();
    let requests = labels.into_iter().map(|(label, group)| {
        (format!("{REQUESTS} {label}"), format!("Requests per target of {group}, a minute"))
    });
    let customised = outline.metrics.iter().map(|choice| (choice.metric.to_string(), choice.words.clone()));
    let math = (MATH.to_owned(), "An expression of metrics".to_owned());
    predefined.chain(requests).chain([math]).chain(customised).collect()
}

/// The resource labels of the target groups that a service registers with, each with the group's name.
fn labels(outline: &Outline, service: &ServiceRow) -> Vec<(String, String)> {
    let groups = service.network.registrations.iter().map(|entry| entry.target_group.as_str());
    let label = |group: &str| {
        let leads = |target: &Target| matches!(target, Target::Group(name) if name == group);
        let mut fronts = outline.balancing.listeners.iter().filter(|listener| leads(&listener.target));
        // A group without a listener has a load balancer of that name, which nobody has listed.
        let balancer =
            fronts.next().map_or_else(|| format!("{group}-lb"), |front| front.load_balancer.clone());
        (format!("app/{balancer}/targetgroup/{group}"), group.to_owned())
    };
    groups.filter(|group| !group.is_empty()).map(label).collect()
}
