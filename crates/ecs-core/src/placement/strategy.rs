//! How the instances that passed are ranked.

use super::{Ledger, Requirement, ZONES};
use crate::aws::Resource;
use crate::ids::{DivisionRow, InstanceRow};
use serde::Serialize;

/// What `spread` keeps even.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum SpreadField {
    /// `instanceId`, also written `host`.
    InstanceId,
    /// `attribute:NAME`: the parts into which the attribute divides the instances.
    Attribute(DivisionRow),
}

/// A stage of the ranking. Spec: PLACE-4, PLACE-13, PLACE-14.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Strategy {
    /// The least left of a resource, in absolute units.
    Binpack(Resource),
    /// The fewest tasks of the group.
    Spread(SpreadField),
    /// Any: the draw decides, and what stands behind it is not asked.
    Random,
}

/// What a service uses that names no strategy: zones first, then instances. Spec: PLACE-5.
pub const SERVICE_DEFAULT: [Strategy; 2] =
    [Strategy::Spread(SpreadField::Attribute(ZONES)), Strategy::Spread(SpreadField::InstanceId)];

/// The score of an instance that lacks the attribute by which is spread: behind all that have it.
/// Spec: PLACE-4.
pub const WITHOUT_ATTRIBUTE: u32 = u32::MAX;

impl Strategy {
    /// The score of an instance that passed every check: the lowest is kept.
    pub fn score(self, ledger: &Ledger, requirement: &Requirement, row: InstanceRow) -> u32 {
        match self {
            Strategy::Binpack(Resource::Cpu) => ledger.cpu_units_left(row),
            Strategy::Binpack(Resource::Memory) => ledger.memory_mib_left(row),
            Strategy::Spread(SpreadField::InstanceId) => ledger.tasks_on_instance(requirement.group, row),
            Strategy::Spread(SpreadField::Attribute(division)) => {
                ledger.tasks_in_part(requirement.group, division, row).unwrap_or(WITHOUT_ATTRIBUTE)
            }
            Strategy::Random => 0,
        }
    }

    /// The division by whose parts it counts: its score is the same all over a part.
    pub(super) fn division(self) -> Option<DivisionRow> {
        match self {
            Strategy::Spread(SpreadField::Attribute(division)) => Some(division),
            Strategy::Spread(SpreadField::InstanceId) | Strategy::Binpack(_) | Strategy::Random => None,
        }
    }
}

/// The strategies that are asked: those before the first `random`, which leaves nothing to decide.
pub(super) fn effective(strategies: &[Strategy]) -> &[Strategy] {
    let random = strategies.iter().position(|strategy| *strategy == Strategy::Random);
    strategies.get(..random.unwrap_or(strategies.len())).unwrap_or_default()
}
