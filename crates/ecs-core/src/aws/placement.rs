//! `placementConstraints` and `placementStrategy`.

use crate::query::Expression;
use serde::Serialize;

/// The attribute that says in which Availability Zone an instance is.
pub const ZONE_ATTRIBUTE: &str = "ecs.availability-zone";

/// Where the tasks of a service or a call may and should land.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Placement {
    /// Constraints: the task definition's, then the request's. All of them bind.
    pub constraints: Vec<PlacementConstraint>,
    /// Strategies, from the first to the last; empty where none is named.
    pub strategies: Vec<PlacementStrategy>,
}

/// A placement constraint. Spec: PLACE-11, PLACE-12.
#[derive(Clone, Debug, PartialEq)]
pub enum PlacementConstraint {
    /// At most one task of the group on an instance.
    DistinctInstance,
    /// On instances that the expression means.
    MemberOf(Expression),
}

/// A placement strategy. Spec: PLACE-4, PLACE-13, PLACE-14.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PlacementStrategy {
    /// On any instance.
    Random,
    /// Evenly.
    Spread(SpreadBy),
    /// Where the least is left.
    Binpack(Resource),
}

/// What `spread` keeps even.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SpreadBy {
    /// `instanceId`, also written `host`.
    InstanceId,
    /// `attribute:NAME`: the name.
    Attribute(String),
}

/// The resource of which `binpack` leaves the least.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Resource {
    /// `cpu`, in CPU units.
    Cpu,
    /// `memory`, in MiB.
    Memory,
}

impl Resource {
    /// AWS's spelling.
    pub fn name(self) -> &'static str {
        match self {
            Resource::Cpu => "cpu",
            Resource::Memory => "memory",
        }
    }
}
