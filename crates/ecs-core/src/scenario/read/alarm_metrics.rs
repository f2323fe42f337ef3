//! What an alarm looks at: metrics, statistics and metric math. Spec: METRIC-3, METRIC-4.

use super::Reader;
use crate::aws::shorten;
use crate::finding::{Finding, rules};
use crate::json::{Node, child};
use crate::metrics::{Expression, MathFailure, MetricKind, MetricRef, Query, QueryOf, Statistic, Watched};

/// Members that go with `MetricName` and not with `Metrics`.
const OF_ONE_METRIC: [&str; 7] =
    ["MetricName", "Namespace", "Dimensions", "Period", "Unit", "Statistic", "ExtendedStatistic"];

impl Reader<'_> {
    /// One of `Statistic` and `ExtendedStatistic`.
    pub(super) fn alarm_statistic(&mut self, node: &Node, pointer: &str) -> Option<Statistic> {
        let (simple, extended) = (node.get("Statistic"), node.get("ExtendedStatistic"));
        let ((Some(given), None) | (None, Some(given))) = (simple, extended) else {
            let message = "an alarm on a metric has `Statistic` or `ExtendedStatistic`, and not both";
            self.findings.push(Finding::new(&rules::ALARM, pointer, node.opening(), message));
            return None;
        };
        let statistic = Statistic::parse(given.as_str()?);
        if statistic.is_none() && extended.is_some() {
            self.no_statistic(given, &child(pointer, "ExtendedStatistic"));
        }
        statistic
    }

    fn no_statistic(&mut self, node: &Node, pointer: &str) {
        let message = format!(
            "`{}` is no statistic that is simulated: percentiles such as `p95` are, and `Average`, `Sum`, `Minimum`, `Maximum` and `SampleCount`",
            shorten(node.as_str().unwrap_or_default())
        );
        self.report(&rules::ALARM, pointer, node, message);
    }

    /// `Metrics`: which entry returns data is watched, in the period that all have.
    pub(super) fn watched_math(&mut self, node: &Node, pointer: &str) -> Option<(Watched, u32)> {
        for key in OF_ONE_METRIC {
            if let Some(given) = node.get(key) {
                let message = format!("`{key}` goes with one metric, and not with `Metrics`");
                let finding = Finding::new(&rules::ALARM, child(pointer, key), given.range, message);
                self.findings
                    .push(finding.aws(format!("{key} should not be set if list of Metrics is set.")));
            }
        }
        let pointer = child(pointer, "Metrics");
        let nodes = node.list("Metrics");
        let (queries, period) = self.metric_queries(nodes, &pointer, true)?;
        let returned = self.returned_query(node, &pointer)?;
        Some((Watched::Math { queries, returned }, period?))
    }

    /// `Metrics` of a policy, whose entries have no period of their own. Spec: SCALE-6.
    pub(super) fn tracked_math(&mut self, node: &Node, pointer: &str) -> Option<Watched> {
        let pointer = child(pointer, "Metrics");
        let (queries, _) = self.metric_queries(node.list("Metrics"), &pointer, false)?;
        let returned = self.returned_query(node, &pointer)?;
        Some(Watched::Math { queries, returned })
    }

    /// The number of the one entry of `Metrics` that returns data.
    fn returned_query(&mut self, node: &Node, pointer: &str) -> Option<usize> {
        let returning =
            |(_, node): &(usize, &Node)| node.get("ReturnData").and_then(Node::as_bool).unwrap_or(true);
        let nodes = node.list("Metrics").iter().enumerate();
        let returned: Vec<usize> = nodes.filter(returning).map(|(number, _)| number).collect();
        let [returned] = returned[..] else {
            let message = "one entry of `Metrics` is watched: give all others `\"ReturnData\": false`";
            let place = node.get("Metrics").unwrap_or(node);
            let finding = Finding::new(&rules::ALARM, pointer, place.range, message);
            self.findings.push(finding.aws("Exactly one element of the metrics list should return data."));
            return None;
        };
        Some(returned)
    }

    /// The entries of `Metrics`, and the period of those that are metrics, where they have one.
    fn metric_queries(
        &mut self,
        nodes: &[Node],
        pointer: &str,
        has_period: bool,
    ) -> Option<(Vec<Query>, Option<u32>)> {
        let ids: Vec<&str> = nodes.iter().filter_map(|node| node.str("Id")).collect();
        let (mut queries, mut period, mut is_whole) = (Vec::new(), None, true);
        for (number, node) in nodes.iter().enumerate() {
            let pointer = child(pointer, number);
            let Some((query, own)) =
                self.metric_query(node, &pointer, (ids.get(..number).unwrap_or_default(), &ids), has_period)
            else {
                is_whole = false;
                continue;
            };
            if let (Some(own), Some(period)) = (own, period)
                && own != period
            {
                let message = "all metrics of an alarm have the same `Period`";
                let place = node.get("MetricStat").unwrap_or(node);
                self.report(&rules::ALARM, &child(&pointer, "MetricStat"), place, message);
            }
            period = period.or(own);
            queries.push(query);
        }
        is_whole.then_some((queries, period))
    }

    fn metric_query(
        &mut self,
        node: &Node,
        pointer: &str,
        (before, ids): (&[&str], &[&str]),
        has_period: bool,
    ) -> Option<(Query, Option<u32>)> {
        let id = node.get("Id")?;
        let name = id.as_str()?;
        let is_valid = name.starts_with(|first: char| first.is_ascii_lowercase())
            && name.chars().all(|own| own.is_ascii_alphanumeric() || own == '_');
        if !is_valid || before.contains(&name) {
            let message = if is_valid {
                format!("there is an `{}` already", shorten(name))
            } else {
                "an id begins with a small letter, and goes on with letters, digits and `_`".to_owned()
            };
            let finding = Finding::new(&rules::ALARM, child(pointer, "Id"), id.range, message);
            self.findings.push(finding.aws("Invalid metrics list"));
            return None;
        }
        let label = node.str("Label").map(ToOwned::to_owned);
        let (of, period) = match (node.get("MetricStat"), node.get("Expression")) {
            (Some(stat), None) => self.metric_stat(stat, &child(pointer, "MetricStat"), has_period)?,
            (None, Some(expression)) => (
                QueryOf::Expression(self.expression(expression, name, &child(pointer, "Expression"), ids)?),
                None,
            ),
            _ => {
                let message = "an entry of `Metrics` has a `MetricStat` or an `Expression`, and not both";
                let finding = Finding::new(&rules::ALARM, pointer, node.opening(), message);
                self.findings.push(finding.aws("Invalid metrics list"));
                return None;
            }
        };
        Some((Query { id: name.to_owned(), label, of }, period))
    }

    fn metric_stat(
        &mut self,
        node: &Node,
        pointer: &str,
        has_period: bool,
    ) -> Option<(QueryOf, Option<u32>)> {
        let period = has_period.then(|| self.alarm_period(node, node, "Period", pointer)).flatten();
        let given = node.get("Stat")?;
        let statistic = Statistic::parse(given.as_str()?);
        if statistic.is_none() {
            self.no_statistic(given, &child(pointer, "Stat"));
        }
        let (metric_node, metric_pointer) = (node.get("Metric")?, child(pointer, "Metric"));
        let metric = MetricRef::read(metric_node)?;
        self.check_published(&metric, metric_node, &metric_pointer);
        Some((QueryOf::Metric { metric, statistic: statistic? }, period))
    }

    /// An expression that names entries which are there. Spec: METRIC-4.
    fn expression(&mut self, node: &Node, id: &str, pointer: &str, ids: &[&str]) -> Option<Expression> {
        let (message, aws) = match Expression::parse(node.as_str()?) {
            Ok(expression) => {
                let unknown = expression.ids().into_iter().find(|name| *name == id || !ids.contains(name));
                let Some(unknown) = unknown.map(ToOwned::to_owned) else { return Some(expression) };
                let message = if unknown == id {
                    format!("`{id}` cannot be worked out from itself")
                } else {
                    format!("no entry of `Metrics` has the id `{}`", shorten(&unknown))
                };
                (message, "Invalid metrics list".to_owned())
            }
            Err(MathFailure::Function(name)) => (
                format!("`{}` is no function of metric math that is simulated", shorten(&name)),
                format!("Error in expression '{id}': Function '{name}' not found"),
            ),
            Err(MathFailure::Syntax { at, expected }) => {
                let before =
                    node.as_str().and_then(|text| text.get(..at)).map_or(0, |before| before.chars().count());
                (
                    format!("{expected} was expected behind character {before}"),
                    "Invalid metrics list".to_owned(),
                )
            }
            Err(MathFailure::TooLong) => (
                "the expression is too long, or nested too deeply".to_owned(),
                "Invalid metrics list".to_owned(),
            ),
        };
        let finding = Finding::new(&rules::METRIC_MATH, pointer, node.range, message).aws(aws);
        self.findings.push(finding.hint(
            "simulated are + - * /, comparisons, ABS, CEIL, FLOOR, FILL, IF, and AVG, MAX, MIN and SUM of a list such as `[m1, m2]`",
        ));
        None
    }

    /// Nothing publishes a metric of another name, or of something that is not there. Spec: METRIC-3.
    pub(super) fn check_published(&mut self, metric: &MetricRef, node: &Node, pointer: &str) {
        let custom = self.root.get("simulation").map_or(&[][..], |simulation| simulation.list("metrics"));
        let is_own = |node: &Node| MetricRef::read(node).is_some_and(|own| own.is_same(metric));
        if custom.iter().any(is_own) {
            return;
        }
        let names: Vec<&str> = MetricKind::of_namespace(&metric.namespace).map(|kind| kind.name).collect();
        let (key, message, near) = if names.is_empty() {
            let spaces = MetricKind::namespaces().into_iter();
            let spaces = spaces.chain(custom.iter().filter_map(|node| node.str("Namespace")));
            let message = format!("nothing here publishes to the namespace `{}`", shorten(&metric.namespace));
            ("Namespace", message, self.nearest(&metric.namespace, spaces).map(ToOwned::to_owned))
        } else if !names.contains(&metric.name.as_str()) {
            let message =
                format!("nothing here publishes `{}` to `{}`", shorten(&metric.name), metric.namespace);
            ("MetricName", message, self.nearest(&metric.name, names).map(ToOwned::to_owned))
        } else if let Some((message, near)) = self.unknown_dimension(metric) {
            ("Dimensions", message, near)
        } else {
            return;
        };
        let hint = near.map_or_else(
            || "give the metric values in `simulation.metrics`, or watch another".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        let place = node.get(key).map_or(node.opening(), |place| place.range);
        let message = format!("{message}: all datapoints will be missing");
        self.findings
            .push(Finding::new(&rules::METRIC_UNPUBLISHED, child(pointer, key), place, message).hint(hint));
    }

    /// What is wrong with the dimensions of a metric whose name is known, and what may have been meant.
    fn unknown_dimension(&self, metric: &MetricRef) -> Option<(String, Option<String>)> {
        let kinds = || MetricKind::of_namespace(&metric.namespace).filter(|kind| kind.name == metric.name);
        if !kinds().any(|kind| metric.has_dimensions(kind.dimensions)) {
            let known: Vec<String> = kinds().map(|kind| kind.dimensions.join(" and ")).collect();
            return Some((format!("`{}` has the dimensions {}", metric.name, known.join(", or ")), None));
        }
        metric.dimensions.iter().find_map(|own| {
            let known = self.dimension_values(&own.name);
            let is_known = known.iter().any(|name| {
                own.value
                    .strip_prefix(name.as_str())
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
            });
            let near = || self.nearest(&own.value, known.iter().map(String::as_str)).map(ToOwned::to_owned);
            (!is_known).then(|| (format!("there is no `{}` for `{}`", shorten(&own.value), own.name), near()))
        })
    }

    /// The values that a dimension has in this scenario, with what its timeline makes.
    fn dimension_values(&self, dimension: &str) -> Vec<String> {
        let names = |list: &str, key: &str| {
            let entries = self.root.list(list).iter().filter_map(|entry| entry.str(key));
            entries.map(ToOwned::to_owned).collect::<Vec<String>>()
        };
        match dimension {
            "ClusterName" => vec![self.account.cluster.clone()],
            "ServiceName" => {
                let timeline = self.root.get("simulation").map_or(&[][..], |own| own.list("timeline"));
                let created =
                    timeline.iter().filter(|action| action.str("action") == Some("ecs:CreateService"));
                let created = created.filter_map(|action| action.get("input")?.str("serviceName"));
                names("services", "serviceName").into_iter().chain(created.map(ToOwned::to_owned)).collect()
            }
            "QueueName" => names("queues", "QueueName"),
            "CapacityProviderName" => names("capacityProviders", "name"),
            "TargetGroup" => {
                names("targetGroups", "Name").iter().map(|name| format!("targetgroup/{name}")).collect()
            }
            _ => {
                let balancing = &self.load_balancing;
                let all = crate::traffic::GroupTerms::all(balancing, balancing);
                all.values().map(|terms| terms.balancer.dimension()).collect()
            }
        }
    }
}
