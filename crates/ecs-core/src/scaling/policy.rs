//! What Application Auto Scaling is told: scalable targets and their policies.

use super::{Millionths, StepAdjustment};
use crate::metrics::Watched;
use serde::{Deserialize, Serialize};
use std::fmt;

/// `ScaleOutCooldown`, `ScaleInCooldown` and `Cooldown` of a policy for a service that gives none. Spec: SCALE-7.
pub const DEFAULT_COOLDOWN_MS: u64 = 300_000;

/// A service that Application Auto Scaling may change the desired count of. Spec: SCALE-1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScalableTarget {
    /// The service's name.
    pub service: String,
    /// Its desired count is not set below it.
    pub min_capacity: u32,
    /// Nor above it.
    pub max_capacity: u32,
    /// What is suspended.
    pub suspended: Suspended,
}

/// `SuspendedState`: what a scalable target does not do for now. Spec: SCALE-13.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suspended {
    /// `DynamicScalingInSuspended`: policies do not scale in.
    pub scaling_in: bool,
    /// `DynamicScalingOutSuspended`: policies do not scale out.
    pub scaling_out: bool,
    /// `ScheduledScalingSuspended`: scheduled actions do nothing.
    pub scheduled: bool,
}

/// A scaling policy of a scalable target.
#[derive(Clone, Debug, PartialEq)]
pub struct Policy {
    /// `PolicyName`.
    pub name: String,
    /// The name of the target's service.
    pub service: String,
    /// What it does.
    pub kind: PolicyKind,
}

/// `PolicyType`, with the configuration of it.
#[derive(Clone, Debug, PartialEq)]
pub enum PolicyKind {
    /// `TargetTrackingScaling`.
    TargetTracking(TargetTracking),
    /// `StepScaling`.
    Step(StepScaling),
}

impl PolicyKind {
    /// How long after a scale-out the policy is careful with more, in milliseconds. Spec: SCALE-7.
    pub fn scale_out_cooldown_ms(&self) -> u64 {
        match self {
            PolicyKind::TargetTracking(tracking) => tracking.scale_out_cooldown_ms,
            PolicyKind::Step(step) => step.cooldown_ms,
        }
    }

    /// How long after a scale-in the policy does not scale in again, in milliseconds. Spec: SCALE-7.
    pub fn scale_in_cooldown_ms(&self) -> u64 {
        match self {
            PolicyKind::TargetTracking(tracking) => tracking.scale_in_cooldown_ms,
            PolicyKind::Step(step) => step.cooldown_ms,
        }
    }
}

/// `TargetTrackingScalingPolicyConfiguration`. Spec: SCALE-3.
#[derive(Clone, Debug, PartialEq)]
pub struct TargetTracking {
    /// `TargetValue`.
    pub target: Millionths,
    /// What is held at the target. Spec: SCALE-6.
    pub metric: Watched,
    /// `ScaleOutCooldown` in milliseconds.
    pub scale_out_cooldown_ms: u64,
    /// `ScaleInCooldown` in milliseconds.
    pub scale_in_cooldown_ms: u64,
    /// `DisableScaleIn`: the policy never removes tasks.
    pub disable_scale_in: bool,
}

/// `StepScalingPolicyConfiguration`. Spec: SCALE-9.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepScaling {
    /// `AdjustmentType`.
    pub adjustment_type: AdjustmentType,
    /// `StepAdjustments`, ascending.
    pub steps: Vec<StepAdjustment>,
    /// `MinAdjustmentMagnitude`, of percentages.
    pub min_adjustment_magnitude: Option<u32>,
    /// `MetricAggregationType`.
    pub aggregation: Aggregation,
    /// `Cooldown` in milliseconds.
    pub cooldown_ms: u64,
}

/// `AdjustmentType`: what the number of a step means. Spec: SCALE-10.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AdjustmentType {
    /// So many tasks more or fewer.
    ChangeInCapacity,
    /// So many percent of the tasks more or fewer.
    PercentChangeInCapacity,
    /// So many tasks.
    ExactCapacity,
}

/// `MetricAggregationType`: which of the datapoints a step is chosen by. Spec: SCALE-9.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Aggregation {
    /// Their average.
    #[default]
    Average,
    /// The least.
    Minimum,
    /// The largest.
    Maximum,
}

impl Aggregation {
    /// One value for several datapoints; none where there is none.
    pub fn of(self, datapoints: &[f64]) -> Option<Measured> {
        let first = *datapoints.first()?;
        #[expect(clippy::cast_precision_loss, reason = "an alarm looks at a hundred datapoints at the most")]
        let value = match self {
            Aggregation::Average => datapoints.iter().sum::<f64>() / datapoints.len() as f64,
            Aggregation::Minimum => datapoints.iter().copied().fold(first, f64::min),
            Aggregation::Maximum => datapoints.iter().copied().fold(first, f64::max),
        };
        let aggregated = (datapoints.len() > 1).then_some(self);
        Some(Measured { value: Millionths::nearest(value), aggregated })
    }
}

/// What a policy takes the datapoints of an alarm for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Measured {
    /// The value that counts.
    pub value: Millionths,
    /// How it was made of several datapoints; none of a single one.
    pub aggregated: Option<Aggregation>,
}

impl Measured {
    /// The newest of datapoints, which is the last; none where there is none.
    pub fn newest(datapoints: &[f64]) -> Option<Measured> {
        datapoints.last().map(|value| Measured { value: Millionths::nearest(*value), aggregated: None })
    }
}

/// `84.5`, and of several datapoints what it is of them: `average 84.5`.
impl fmt::Display for Measured {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let aggregated = match self.aggregated {
            None => "",
            Some(Aggregation::Average) => "average ",
            Some(Aggregation::Minimum) => "minimum ",
            Some(Aggregation::Maximum) => "maximum ",
        };
        write!(formatter, "{aggregated}{}", self.value)
    }
}
