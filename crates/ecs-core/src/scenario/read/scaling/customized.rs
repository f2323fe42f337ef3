//! `CustomizedMetricSpecification`. Spec: SCALE-6.

use crate::finding::{Finding, rules};
use crate::json::{Node, child};
use crate::metrics::{Dimension, MetricRef, Statistic, Watched};
use crate::scenario::read::Reader;

impl Reader<'_> {
    pub(super) fn customized_metric(&mut self, node: &Node, pointer: &str) -> Option<Watched> {
        let mut given = |key: &str| {
            let text = node.str(key);
            if text.is_none() && node.get(key).is_none() {
                let message = format!("`{key}` is missing: a metric has a namespace, a name and a statistic");
                let finding =
                    Finding::new(&rules::TRACKED_METRIC, child(pointer, key), node.opening(), message);
                self.findings.push(finding);
            }
            text.map(ToOwned::to_owned)
        };
        let (namespace, name, statistic) = (given("Namespace"), given("MetricName"), given("Statistic"));
        let statistic = Statistic::parse(&statistic?);
        let metric = MetricRef { namespace: namespace?, name: name?, dimensions: dimensions(node) };
        Some(Watched::Metric { metric, statistic: statistic? })
    }
}

/// `Dimensions`.
fn dimensions(node: &Node) -> Vec<Dimension> {
    let text = |node: &Node, key: &str| node.str(key).map(ToOwned::to_owned);
    let dimension = |node: &Node| Some(Dimension { name: text(node, "Name")?, value: text(node, "Value")? });
    node.list("Dimensions").iter().filter_map(dimension).collect()
}
