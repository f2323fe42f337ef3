//! How a metric is named.

use crate::json::Node;
use std::fmt;

/// A name and a value that belong to a metric's name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Dimension {
    /// `Name`.
    pub name: String,
    /// `Value`.
    pub value: String,
}

/// A metric of CloudWatch. Spec: METRIC-3.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct MetricRef {
    /// `Namespace`, for example `AWS/ECS`.
    pub namespace: String,
    /// `MetricName`.
    pub name: String,
    /// `Dimensions`, in the order in which they were given.
    pub dimensions: Vec<Dimension>,
}

impl MetricRef {
    /// A metric by its parts.
    pub fn new<'a>(
        namespace: &str,
        name: &str,
        dimensions: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> MetricRef {
        let dimension = |(name, value): (&str, &str)| Dimension { name: name.into(), value: value.into() };
        MetricRef {
            namespace: namespace.to_owned(),
            name: name.to_owned(),
            dimensions: dimensions.into_iter().map(dimension).collect(),
        }
    }

    /// `Namespace`, `MetricName` and `Dimensions` of an object; none where one of the first two is missing.
    pub fn read(node: &Node) -> Option<MetricRef> {
        let dimensions = node.list("Dimensions").iter();
        let dimensions = dimensions.filter_map(|own| Some((own.str("Name")?, own.str("Value")?)));
        Some(MetricRef::new(node.str("Namespace")?, node.str("MetricName")?, dimensions))
    }

    /// The value of a dimension.
    pub fn dimension(&self, name: &str) -> Option<&str> {
        self.dimensions.iter().find(|own| own.name == name).map(|own| own.value.as_str())
    }

    /// Whether it has these dimensions and no others, in whatever order.
    pub fn has_dimensions(&self, names: &[&str]) -> bool {
        self.dimensions.len() == names.len() && names.iter().all(|name| self.dimension(name).is_some())
    }

    /// Whether both are one metric: the order of dimensions says nothing.
    pub fn is_same(&self, other: &MetricRef) -> bool {
        self.namespace == other.namespace
            && self.name == other.name
            && self.dimensions.len() == other.dimensions.len()
            && self.dimensions.iter().all(|own| other.dimension(&own.name) == Some(&own.value))
    }
}

impl fmt::Display for MetricRef {
    /// `AWS/ECS CPUUtilization ClusterName=default ServiceName=web`.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} {}", self.namespace, self.name)?;
        self.dimensions.iter().try_for_each(|own| write!(out, " {}={}", own.name, own.value))
    }
}
