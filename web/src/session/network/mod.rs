//! The VPC and the load balancers of a scenario, as the forms show them. Values are texts, as they are
//! written: also one that cannot be used stays in its input.

mod balancing;
mod service;
mod vpc;

pub use balancing::{Balancing, ListenerEntry, LoadBalancerEntry, Target, TargetGroupEntry};
pub use service::{AwsvpcEntry, ContainerPort, Exposed, RegistrationEntry, ServiceNetwork};
pub(super) use vpc::default_subnets;
pub use vpc::{GroupEntry, RuleEntry, Source, SubnetEntry, VpcEntries};

use ecs_core::json::Node;

/// Names that a list holds.
fn names(node: &Node, key: &str) -> Vec<String> {
    node.list(key).iter().filter_map(Node::as_str).map(str::to_owned).collect()
}

/// The name that a reference means: itself, or what an ARN of that kind holds.
pub(super) fn named(reference: &str) -> &str {
    let Some((_, resource)) =
        reference.split_once(":loadbalancer/").or_else(|| reference.split_once(":targetgroup/"))
    else {
        return reference;
    };
    let is_kind = |part: &&str| ["app", "net", "gwy"].contains(part);
    resource.split('/').find(|part| !is_kind(part)).unwrap_or(reference)
}

/// The first of `wanted`, `wanted-2`, `wanted-3`, … that is not among `taken`.
pub(super) fn free_name<'a>(wanted: &str, taken: impl Iterator<Item = &'a str>) -> String {
    let taken: Vec<&str> = taken.collect();
    let numbered = (2..).map(|number| format!("{wanted}-{number}"));
    let mut names = std::iter::once(wanted.to_owned()).chain(numbered);
    names.find(|name| !taken.contains(&name.as_str())).unwrap_or_default()
}
