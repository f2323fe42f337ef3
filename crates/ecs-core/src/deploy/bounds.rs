//! The arithmetic of `minimumHealthyPercent` and `maximumPercent`.
//!
//! Source: API, DeploymentConfiguration: the lower limit is rounded up, the upper one down.

use serde::{Deserialize, Serialize};

/// How far a service's number of tasks may move while they are exchanged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Bounds {
    /// Healthy tasks that stay: the scheduler stops none below it.
    pub min_healthy: u32,
    /// Tasks that are pending or run at the most: the scheduler starts none above it.
    pub max_tasks: u32,
}

impl Bounds {
    /// The bounds for a desired count.
    pub fn new(desired: u32, minimum_healthy_percent: u32, maximum_percent: u32) -> Bounds {
        let max_tasks = u64::from(desired) * u64::from(maximum_percent) / 100;
        Bounds {
            min_healthy: percent_of_rounded_up(desired, minimum_healthy_percent),
            max_tasks: u32::try_from(max_tasks).unwrap_or(u32::MAX),
        }
    }

    /// Whether nothing can ever be exchanged: with every task healthy none may be stopped, and none may be
    /// started beside them.
    pub fn block_every_exchange(self, desired: u32) -> bool {
        desired > 0 && self.min_healthy >= desired && self.max_tasks <= desired
    }
}

/// `percent` of a count, rounded up.
pub fn percent_of_rounded_up(count: u32, percent: u32) -> u32 {
    u32::try_from((u64::from(count) * u64::from(percent)).div_ceil(100)).unwrap_or(u32::MAX)
}
