//! How the instances that passed are ranked.

use super::{Ledger, Requirement};
use crate::ids::InstanceRow;
use serde::Serialize;

/// What `spread` keeps even.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum SpreadField {
    /// `attribute:ecs.availability-zone`.
    AvailabilityZone,
    /// `instanceId`, also written `host`.
    InstanceId,
}

/// A stage of the ranking. Spec: PLACE-4.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Strategy {
    /// The fewest tasks of the group.
    Spread(SpreadField),
}

/// Strategies that one list may have: AWS's `Maximum number of strategies is 5`.
pub const STRATEGIES_MAX: usize = 5;

/// What a service uses that names no strategy: zones first, then instances. Spec: PLACE-5.
pub const SERVICE_DEFAULT: [Strategy; 2] =
    [Strategy::Spread(SpreadField::AvailabilityZone), Strategy::Spread(SpreadField::InstanceId)];

impl Strategy {
    /// The score of an instance that passed every check: the lowest is kept.
    pub fn score(self, ledger: &Ledger, requirement: &Requirement, row: InstanceRow) -> u32 {
        match self {
            Strategy::Spread(SpreadField::AvailabilityZone) => {
                ledger.tasks_in_zone(requirement.group, ledger.zone(row))
            }
            Strategy::Spread(SpreadField::InstanceId) => ledger.tasks_on_instance(requirement.group, row),
        }
    }
}
