//! Why a task found no place.

use crate::aws::Provider;
use serde::Serialize;

/// What RunTask says where as many tasks wait for instances as may. Spec: CAP-11.
pub const PROVISIONING_LIMIT: &str = "Tasks provisioning capacity limit exceeded.";

/// Tasks of one call that found no place, where no instance can be named that lacks something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MissingTasks {
    /// The capacity provider that they were for; none where the call names none.
    pub provider: Option<Provider>,
    /// How many.
    pub tasks: u32,
    /// Why.
    pub why: Unplaced,
}

/// Why a task found no place. Spec: SVC-3.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Unplaced {
    /// The cluster has no instance.
    NoInstances,
    /// No instance passed every check.
    NoneFits {
        /// The one that came closest, and what it lacks.
        closest: crate::placement::Closest,
        /// The most of it that any instance had; none where it is not counted.
        most: Option<u32>,
    },
    /// No zone that its tasks may run in has room on Fargate. Spec: FAULT-11.
    NoCapacity,
    /// As many tasks wait for instances as may. Spec: CAP-11.
    ProvisioningLimit,
    /// The capacity provider has no instance, and does not scale its group. Spec: CAP-11.
    EmptyProvider,
}

impl Unplaced {
    /// Whether ECS's sentence for both is the same: it names the closest instance and what it lacks,
    /// not how much.
    pub fn says_the_same_as(self, other: Unplaced) -> bool {
        match (self, other) {
            (Unplaced::NoInstances, Unplaced::NoInstances)
            | (Unplaced::NoCapacity, Unplaced::NoCapacity)
            | (Unplaced::EmptyProvider, Unplaced::EmptyProvider)
            | (Unplaced::ProvisioningLimit, Unplaced::ProvisioningLimit) => true,
            (Unplaced::NoneFits { closest: one, .. }, Unplaced::NoneFits { closest: two, .. }) => {
                one.row == two.row && one.verdict.check == two.verdict.check
            }
            _ => false,
        }
    }
}
