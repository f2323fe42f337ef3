//! Alarms as the forms show them, what there is to watch, and what a value would do. Values are texts, as they
//! are written.

use super::queries::{MATH, QueryRow};
use super::rows::written;
use ecs_core::SimTime;
use ecs_core::json::Node;
use ecs_core::metrics::{
    AlarmRule, AlarmState, Comparison, Datapoint, MetricKind, MetricRef, MissingData, evaluate,
};

/// Choices that a select lists: more are no easier to find anything in.
const CHOICES: usize = 300;

/// An entry of `alarms`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AlarmRow {
    /// `AlarmName`.
    pub name: String,
    /// What the select shows: the metric by its full name, or `math` where an expression is watched.
    pub metric: String,
    /// The entries of the expression.
    pub queries: Vec<QueryRow>,
    /// `Statistic` or `ExtendedStatistic`.
    pub statistic: String,
    /// `Period` in seconds, which all metrics of an expression have alike.
    pub period: String,
    /// `EvaluationPeriods`.
    pub periods: String,
    /// `DatapointsToAlarm`; empty where all of them count.
    pub datapoints: String,
    /// `Threshold`.
    pub threshold: String,
    /// `ComparisonOperator`.
    pub comparison: String,
    /// `TreatMissingData`, with its default.
    pub missing: String,
}

/// A metric that can be watched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MetricChoice {
    /// The metric.
    pub metric: MetricRef,
    /// What it is called in a list.
    pub words: String,
    /// The statistic that tells most.
    pub statistic: &'static str,
}

impl AlarmRow {
    pub(super) fn read(node: &Node) -> AlarmRow {
        let extended = written(node, "ExtendedStatistic", "");
        let queries = QueryRow::list(node.list("Metrics"));
        let is_math = node.get("Metrics").is_some();
        let metric = MetricRef::read(node).map(|metric| metric.to_string()).unwrap_or_default();
        AlarmRow {
            name: written(node, "AlarmName", ""),
            metric: if is_math { MATH.to_owned() } else { metric },
            statistic: if extended.is_empty() { written(node, "Statistic", "") } else { extended },
            period: if is_math {
                QueryRow::period_of(&queries).to_owned()
            } else {
                written(node, "Period", "")
            },
            queries,
            periods: written(node, "EvaluationPeriods", ""),
            datapoints: written(node, "DatapointsToAlarm", ""),
            threshold: written(node, "Threshold", ""),
            comparison: written(node, "ComparisonOperator", ""),
            missing: written(node, "TreatMissingData", MissingData::default().name()),
        }
    }

    /// Whether an expression is watched.
    pub fn is_math(&self) -> bool {
        self.metric == MATH
    }

    /// `Period`, and a minute where it has none yet.
    pub(super) fn period_or_minute(&self) -> &str {
        if self.period.is_empty() { "60" } else { &self.period }
    }

    /// One line: what is compared with what, and how often.
    pub fn brief(&self, choices: &[MetricChoice]) -> String {
        let choice = choices.iter().find(|choice| choice.metric.to_string() == self.metric);
        let what = match choice {
            Some(choice) => choice.words.as_str(),
            None if self.is_math() => "an expression",
            None => self.metric.as_str(),
        };
        format!("{what} {} {}", sign(&self.comparison), self.threshold)
    }

    pub(super) fn rule(&self) -> Option<AlarmRule> {
        let number =
            |text: &str| text.trim().parse::<u32>().ok().filter(|number| (1..=1440).contains(number));
        let periods = number(&self.periods)?;
        let datapoints = if self.datapoints.is_empty() { None } else { Some(number(&self.datapoints)?) };
        Some(AlarmRule {
            evaluation_periods: periods,
            datapoints_to_alarm: datapoints.filter(|datapoints| *datapoints <= periods),
            threshold: value_of(&self.threshold)?,
            comparison: Comparison::ALL.into_iter().find(|(name, _)| *name == self.comparison)?.1,
            treat_missing: MissingData::ALL.into_iter().find(|(name, _)| *name == self.missing)?.1,
        })
    }

    /// What would follow from a value that the metric has from now on, and from no value at all. None where
    /// something is not a number yet.
    pub fn preview(&self, value: &str) -> Option<[String; 2]> {
        let (rule, value) = (self.rule()?, value_of(value)?);
        let period_s: u32 = self.period.trim().parse().unwrap_or(60);
        let breaches = rule.breaches(value);
        let before = opposite(&rule, breaches);
        let to = if breaches { AlarmState::Alarm } else { AlarmState::Ok };
        let reached = (1..=rule.evaluation_periods)
            .find(|periods| state_after(&rule, value, before, *periods) == Some(to));
        let seconds = u64::from(reached.unwrap_or(rule.evaluation_periods)) * u64::from(period_s);
        let after = if seconds.is_multiple_of(60) {
            super::outline::counted(seconds / 60, "minute")
        } else {
            super::outline::counted(seconds, "second")
        };
        let told = if breaches {
            format!("{value} is beyond the threshold: an alarm that is OK goes to ALARM after {after}.")
        } else {
            format!("{value} is within the threshold: an alarm that is in ALARM is OK again after {after}.")
        };
        let nothing = Datapoint { at: SimTime::ZERO, value: None };
        let without = match evaluate(&rule, &vec![nothing; rule.range() as usize]).state {
            Some(state) => format!("Without any data it goes to {}.", state.name()),
            None => "Without any data it keeps its state.".to_owned(),
        };
        Some([told, without])
    }
}

/// The state where so many of the newest datapoints have a value, and those before another.
fn state_after(rule: &AlarmRule, value: f64, before: f64, periods: u32) -> Option<AlarmState> {
    let point =
        |age: u32| Datapoint { at: SimTime::ZERO, value: Some(if age < periods { value } else { before }) };
    evaluate(rule, &(0..rule.range()).map(point).collect::<Vec<Datapoint>>()).state
}

/// A value on the other side of the threshold.
fn opposite(rule: &AlarmRule, breaches: bool) -> f64 {
    let [below, above] = [rule.threshold - 1.0, rule.threshold + 1.0];
    if rule.breaches(below) == breaches { above } else { below }
}

fn value_of(text: &str) -> Option<f64> {
    text.trim().parse().ok().filter(|value: &f64| value.is_finite())
}

/// An operator as a sign.
fn sign(comparison: &str) -> &'static str {
    match comparison {
        "GreaterThanThreshold" => ">",
        "GreaterThanOrEqualToThreshold" => "≥",
        "LessThanThreshold" => "<",
        "LessThanOrEqualToThreshold" => "≤",
        _ => "?",
    }
}

/// What can be watched in a scenario.
pub(super) fn choices(root: &Node) -> Vec<MetricChoice> {
    let names = |list: &str, key: &str| -> Vec<&str> {
        root.list(list).iter().filter_map(|entry| entry.str(key)).collect()
    };
    let cluster = root.get("cluster").and_then(|node| node.str("clusterName")).unwrap_or("default");
    let mut all: Vec<MetricChoice> = Vec::new();
    let mut offer = |kind: &'static MetricKind, words: String, dimensions: Vec<(&str, String)>| {
        let dimensions = dimensions.iter().map(|(name, value)| (*name, value.as_str()));
        let metric = MetricRef::new(kind.namespace, kind.name, dimensions);
        all.push(MetricChoice {
            metric,
            words: format!("{} of {words}", kind.name),
            statistic: kind.statistic,
        });
    };
    for kind in &MetricKind::ALL {
        match kind.dimensions {
            ["ClusterName"] => offer(kind, "the cluster".into(), vec![("ClusterName", cluster.into())]),
            ["ClusterName", "ServiceName"] => {
                for name in names("services", "serviceName") {
                    let dimensions = vec![("ClusterName", cluster.into()), ("ServiceName", name.into())];
                    offer(kind, format!("service {name}"), dimensions);
                }
            }
            ["TargetGroup"] => {
                for name in names("targetGroups", "Name") {
                    let dimensions = vec![("TargetGroup", format!("targetgroup/{name}"))];
                    offer(kind, format!("target group {name}"), dimensions);
                }
            }
            ["LoadBalancer"] => {
                for (name, prefix) in balancers(root, kind.namespace) {
                    let dimensions = vec![("LoadBalancer", format!("{prefix}/{name}"))];
                    offer(kind, format!("load balancer {name}"), dimensions);
                }
            }
            ["QueueName"] => {
                for name in names("queues", "QueueName") {
                    offer(kind, format!("queue {name}"), vec![("QueueName", name.into())]);
                }
            }
            ["CapacityProviderName", "ClusterName"] => {
                for name in names("capacityProviders", "name") {
                    let dimensions =
                        vec![("CapacityProviderName", name.into()), ("ClusterName", cluster.into())];
                    offer(kind, format!("capacity provider {name}"), dimensions);
                }
            }
            // Which load balancer is before a group the core knows: such metrics are written as JSON.
            _ => {}
        }
    }
    let own = root.get("simulation").map_or(&[][..], |simulation| simulation.list("metrics"));
    all.extend(own.iter().filter_map(MetricRef::read).map(|metric| MetricChoice {
        words: format!("{} ({})", metric.name, metric.namespace),
        metric,
        statistic: "Average",
    }));
    all.truncate(CHOICES);
    all
}

/// The load balancers that publish to a namespace, with what CloudWatch puts before their names.
fn balancers<'n>(root: &'n Node, namespace: &str) -> Vec<(&'n str, &'static str)> {
    let is_network = namespace == "AWS/NetworkELB";
    let prefix = if is_network { "net" } else { "app" };
    let of_kind = |node: &&Node| (node.str("Type") == Some("network")) == is_network;
    let nodes = root.list("loadBalancers").iter().filter(of_kind);
    nodes.filter_map(|node| Some((node.str("Name")?, prefix))).collect()
}

#[cfg(test)]
mod tests {
    use super::AlarmRow;

    fn row(periods: &str, datapoints: &str, missing: &str) -> AlarmRow {
        AlarmRow {
            threshold: "70".to_owned(),
            comparison: "GreaterThanThreshold".to_owned(),
            period: "60".to_owned(),
            periods: periods.to_owned(),
            datapoints: datapoints.to_owned(),
            missing: missing.to_owned(),
            ..AlarmRow::default()
        }
    }

    #[test]
    fn a_value_is_followed_to_the_next_state() {
        let told = |row: AlarmRow, value| row.preview(value).unwrap().join(" ");
        assert_eq!(
            told(row("3", "", "missing"), "82"),
            "82 is beyond the threshold: an alarm that is OK goes to ALARM after 3 minutes. Without any data it goes to INSUFFICIENT_DATA."
        );
        assert_eq!(
            told(row("3", "2", "ignore"), "70"),
            "70 is within the threshold: an alarm that is in ALARM is OK again after 2 minutes. Without any data it keeps its state."
        );
        assert_eq!(
            told(row("1", "1", "breaching"), "70.5"),
            "70.5 is beyond the threshold: an alarm that is OK goes to ALARM after 1 minute. Without any data it goes to ALARM."
        );
    }

    #[test]
    fn what_is_no_number_yet_has_no_preview() {
        assert_eq!(row("3", "", "missing").preview("x"), None);
        assert_eq!(row("", "", "missing").preview("1"), None);
        assert_eq!(row("3", "", "later").preview("1"), None);
    }
}
