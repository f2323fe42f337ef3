//! `simulation.metrics`: metrics whose values are given. Spec: METRIC-3.

use super::Reader;
use crate::finding::rules;
use crate::json::{Node, Value, child};
use crate::limits;
use crate::load::{RateStep, Shape};
use crate::metrics::MetricRef;
use crate::scenario::CustomMetric;
use crate::time::SimTime;

impl Reader<'_> {
    pub(super) fn custom_metrics(&mut self) -> Vec<CustomMetric> {
        let nodes = self.root.get("simulation").map_or(&[][..], |simulation| simulation.list("metrics"));
        if let Some(node) = nodes.get(limits::CUSTOM_METRICS) {
            let message =
                format!("{} entries of `metrics`; {} are the most", nodes.len(), limits::CUSTOM_METRICS);
            let pointer = format!("/simulation/metrics/{}", limits::CUSTOM_METRICS);
            self.report(&rules::QUOTA_EXCEEDED, &pointer, node, message);
        }
        let mut metrics: Vec<CustomMetric> = Vec::new();
        for (number, node) in nodes.iter().enumerate().take(limits::CUSTOM_METRICS) {
            let pointer = format!("/simulation/metrics/{number}");
            let Some(metric) = MetricRef::read(node) else { continue };
            if metrics.iter().any(|other| other.metric.is_same(&metric)) {
                let message = format!("there is a metric `{metric}` already");
                let place = node.get("MetricName").unwrap_or(node);
                self.report(&rules::DUPLICATE_NAME, &child(&pointer, "MetricName"), place, message);
            }
            if metric.namespace.starts_with("AWS/") {
                let message =
                    "namespaces that begin with `AWS/` belong to AWS: a metric of your own is in another";
                let place = node.get("Namespace").unwrap_or(node);
                self.report(&rules::CUSTOM_METRIC, &child(&pointer, "Namespace"), place, message);
            }
            if let Some((shape, gaps)) = self.metric_shape(node, &pointer) {
                metrics.push(CustomMetric { metric, shape, gaps });
            }
        }
        metrics
    }

    /// A shape of traffic; steps may be `null`, from where on there is no value, and there is none before the
    /// first.
    fn metric_shape(&mut self, node: &Node, pointer: &str) -> Option<(Shape, Vec<(SimTime, SimTime)>)> {
        let steps = node.get("shape").and_then(|shape| shape.get("steps"));
        let Some(steps) = steps else { return Some((self.traffic_shape(node, pointer)?, Vec::new())) };
        let is_gap = |step: &Node| matches!(step.elements(), [_, Node { value: Value::Null, .. }]);
        let mut filled = node.clone();
        fill_gaps(&mut filled);
        let Shape::Steps(rates) = self.traffic_shape(&filled, pointer)? else { return None };
        let mut gaps = Vec::new();
        let first = rates.first().map_or(SimTime::from_ms(u64::MAX), |step| step.at);
        gaps.push((SimTime::ZERO, first));
        for (number, (step, RateStep { at, .. })) in steps.elements().iter().zip(&rates).enumerate() {
            if is_gap(step) {
                let next = rates.get(number + 1).map_or(SimTime::from_ms(u64::MAX), |next| next.at);
                gaps.push((*at, next));
            }
        }
        Some((Shape::Steps(rates), gaps))
    }
}

/// Writes 0 for every `null` of `shape.steps`, so that what is left is a shape of traffic.
fn fill_gaps(node: &mut Node) {
    let steps = member(node, "shape").and_then(|shape| member(shape, "steps"));
    let Some(Node { value: Value::Array(steps), .. }) = steps else { return };
    for step in steps {
        if let Value::Array(pair) = &mut step.value
            && let [_, value] = &mut pair[..]
            && matches!(value.value, Value::Null)
        {
            value.value = Value::Number("0".to_owned());
        }
    }
}

fn member<'n>(node: &'n mut Node, key: &str) -> Option<&'n mut Node> {
    let Value::Object(members) = &mut node.value else { return None };
    members.iter_mut().find(|member| member.key == key).map(|member| &mut member.value)
}
