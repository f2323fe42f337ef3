//! `CustomizedMetricSpecification`. Spec: SCALE-6.

use crate::finding::{Finding, rules};
use crate::json::{Node, child};
use crate::metrics::{MetricRef, Statistic, Watched};
use crate::scenario::read::Reader;

impl Reader<'_> {
    pub(in crate::scenario::read) fn customized_metric(
        &mut self,
        node: &Node,
        pointer: &str,
    ) -> Option<Watched> {
        if node.get("Metrics").is_some() {
            return self.tracked_math(node, pointer);
        }
        for key in ["Namespace", "MetricName", "Statistic"] {
            if node.get(key).is_none() {
                let message = format!("`{key}` is missing: a metric has a namespace, a name and a statistic");
                let finding =
                    Finding::new(&rules::TRACKED_METRIC, child(pointer, key), node.opening(), message);
                self.findings.push(finding);
            }
        }
        let metric = MetricRef::read(node)?;
        self.check_published(&metric, node, pointer);
        Some(Watched::Metric { metric, statistic: Statistic::parse(node.str("Statistic")?)? })
    }
}
