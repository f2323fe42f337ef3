//! The arithmetic of step scaling.
//!
//! Source: Application Auto Scaling guide, step scaling policies; API, StepAdjustment.

use super::{AdjustmentType, Millionths, StepScaling};
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;

/// An entry of `StepAdjustments`: what is done while the metric lies between its bounds, which are offsets from
/// the threshold of the alarm. Spec: SCALE-9.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepAdjustment {
    /// `MetricIntervalLowerBound`; none: from below everything on.
    pub lower: Option<Millionths>,
    /// `MetricIntervalUpperBound`; none: without an end.
    pub upper: Option<Millionths>,
    /// `ScalingAdjustment`.
    pub adjustment: i64,
}

/// A side of a threshold: on which a metric is, or on which an alarm goes off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Side {
    /// Where the metric is greater.
    Above,
    /// Where it is less.
    Below,
}

impl Side {
    /// The other one.
    #[must_use]
    pub fn other(self) -> Side {
        match self {
            Side::Above => Side::Below,
            Side::Below => Side::Above,
        }
    }
}

impl StepAdjustment {
    /// Whether a metric that is so far from the threshold, on a side of it, lies between the bounds. Above the
    /// threshold the lower bound belongs to a step, below it the upper one.
    fn holds(&self, offset: Millionths, side: Side) -> bool {
        let is_above = side == Side::Above;
        let within_lower = self.lower.is_none_or(|lower| offset > lower || (is_above && offset == lower));
        let within_upper = self.upper.is_none_or(|upper| offset < upper || (!is_above && offset == upper));
        within_lower && within_upper
    }
}

/// A step that a policy takes, and what that makes of a capacity. Spec: SCALE-9, SCALE-10.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepTaken {
    /// The step.
    pub step: StepAdjustment,
    /// On which side of the threshold the metric is, which says which of its bounds belongs to the step.
    pub side: Side,
    /// What it comes to.
    pub change: Change,
}

/// What an adjustment makes of a capacity. Spec: SCALE-10.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// What its number means.
    pub adjustment_type: AdjustmentType,
    /// Its number.
    pub adjustment: i64,
    /// `MinAdjustmentMagnitude`, where that is more than the percentage comes to.
    pub least: Option<u32>,
    /// Tasks or units more or fewer.
    pub by: i64,
}

impl StepScaling {
    /// The step for a metric that is so far from the threshold of an alarm, which is itself on a side, and what it
    /// makes of a capacity. None where no step holds it: AWS's `No step adjustment found`. Spec: SCALE-9.
    pub fn take(&self, offset: Millionths, threshold: Side, capacity: u32) -> Option<StepTaken> {
        let side = match offset.cmp(&Millionths::default()) {
            Ordering::Greater => Side::Above,
            Ordering::Equal => threshold,
            Ordering::Less => Side::Below,
        };
        let step = self.steps.iter().copied().find(|step| step.holds(offset, side))?;
        Some(StepTaken { step, side, change: self.change(step.adjustment, capacity) })
    }

    /// What an adjustment makes of a capacity. Spec: SCALE-10.
    pub fn change(&self, adjustment: i64, capacity: u32) -> Change {
        let (adjustment_type, capacity) = (self.adjustment_type, i64::from(capacity));
        let change = |least, by| Change { adjustment_type, adjustment, least, by };
        match adjustment_type {
            AdjustmentType::ChangeInCapacity => change(None, adjustment),
            AdjustmentType::ExactCapacity => change(None, adjustment.saturating_sub(capacity)),
            AdjustmentType::PercentChangeInCapacity => {
                let by = percent_of(capacity, adjustment);
                let more = |least: &u32| adjustment != 0 && i64::from(*least) > by.abs();
                let least = self.min_adjustment_magnitude.filter(more);
                change(least, least.map_or(by, |least| i64::from(least) * adjustment.signum()))
            }
        }
    }
}

/// `percent` of a capacity: what is more than one task is rounded towards none, and a part of one task is one.
fn percent_of(capacity: i64, percent: i64) -> i64 {
    let hundredths = capacity.saturating_mul(percent);
    let whole = hundredths / 100;
    if whole == 0 { hundredths.signum() } else { whole }
}

#[cfg(test)]
impl StepScaling {
    /// A policy of steps in whole numbers: from, to, and by how much.
    pub(crate) fn of_steps(
        adjustment_type: AdjustmentType,
        steps: &[(Option<i64>, Option<i64>, i64)],
    ) -> StepScaling {
        let step = |(lower, upper, adjustment): &(Option<i64>, Option<i64>, i64)| StepAdjustment {
            lower: lower.map(Millionths::whole),
            upper: upper.map(Millionths::whole),
            adjustment: *adjustment,
        };
        StepScaling {
            adjustment_type,
            steps: steps.iter().map(step).collect(),
            min_adjustment_magnitude: None,
            aggregation: super::Aggregation::Average,
            cooldown_ms: 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{AdjustmentType, Millionths, Side, StepScaling, percent_of};

    /// What becomes of a capacity while the metric has a value.
    fn becomes(policy: &StepScaling, threshold: i64, side: Side, capacity: u32, metric: f64) -> Option<i64> {
        let offset = Millionths::nearest(metric).minus(Millionths::whole(threshold));
        Some(i64::from(capacity) + policy.take(offset, side, capacity)?.change.by)
    }

    /// Worked examples step.rounding: 12.7, .67 and -6.67, as percentages of capacities.
    #[test]
    fn parts_of_a_task_are_rounded_as_documented() {
        for (capacity, percent, change) in [(127, 10, 12), (67, 1, 1), (58, -1, -1), (667, -1, -6), (9, 0, 0)]
        {
            assert_eq!(percent_of(capacity, percent), change, "{percent} % of {capacity}");
        }
    }

    /// Worked examples step.type and step.minMagnitude.
    #[test]
    fn adjustment_types() {
        use AdjustmentType::{ChangeInCapacity, ExactCapacity, PercentChangeInCapacity};
        let becomes = |policy: &StepScaling, capacity| becomes(policy, 0, Side::Above, capacity, 1.0);
        assert_eq!(becomes(&StepScaling::of_steps(ChangeInCapacity, &[(Some(0), None, 5)]), 3), Some(8));
        assert_eq!(becomes(&StepScaling::of_steps(ExactCapacity, &[(Some(0), None, 5)]), 3), Some(5));
        assert_eq!(
            becomes(&StepScaling::of_steps(PercentChangeInCapacity, &[(Some(0), None, 10)]), 10),
            Some(11)
        );
        let mut least = StepScaling::of_steps(PercentChangeInCapacity, &[(Some(0), None, 25)]);
        least.min_adjustment_magnitude = Some(2);
        assert_eq!(becomes(&least, 4), Some(6));
        let mut none = StepScaling::of_steps(PercentChangeInCapacity, &[(Some(0), None, 0)]);
        none.min_adjustment_magnitude = Some(2);
        assert_eq!(becomes(&none, 4), Some(4));
    }

    /// Worked examples step.bounds: each bound belongs to one step.
    #[test]
    fn bounds_belong_to_one_step() {
        use AdjustmentType::ChangeInCapacity;
        let out = StepScaling::of_steps(
            ChangeInCapacity,
            &[(Some(0), Some(15), 1), (Some(15), Some(25), 2), (Some(25), None, 3)],
        );
        let change = |metric| becomes(&out, 70, Side::Above, 0, metric);
        let changes = [69.9, 70.0, 84.999_999, 85.0, 94.9, 95.0, 1e9].map(change);
        assert_eq!(changes, [None, Some(1), Some(1), Some(2), Some(2), Some(3), Some(3)]);
        let inwards =
            StepScaling::of_steps(ChangeInCapacity, &[(None, Some(-10), -2), (Some(-10), Some(0), -1)]);
        let change = |metric| becomes(&inwards, 40, Side::Below, 10, metric);
        assert_eq!([40.1, 40.0, 30.1, 30.0, 0.0].map(change), [None, Some(9), Some(9), Some(8), Some(8)]);
    }

    /// Worked examples step.walk: 10, 11, 14, 13 and 10, and no change between 40 and 60.
    #[test]
    fn the_documented_walk() {
        use AdjustmentType::PercentChangeInCapacity;
        let out = StepScaling::of_steps(
            PercentChangeInCapacity,
            &[(Some(0), Some(10), 0), (Some(10), Some(20), 10), (Some(20), None, 30)],
        );
        let inwards = StepScaling::of_steps(
            PercentChangeInCapacity,
            &[(None, Some(-20), -30), (Some(-20), Some(-10), -10), (Some(-10), Some(0), 0)],
        );
        assert_eq!(becomes(&out, 50, Side::Above, 10, 60.0), Some(11));
        assert_eq!(becomes(&out, 50, Side::Above, 11, 70.0), Some(14));
        assert_eq!(becomes(&inwards, 50, Side::Below, 14, 40.0), Some(13));
        assert_eq!(becomes(&inwards, 50, Side::Below, 13, 30.0), Some(10));
        assert_eq!(becomes(&out, 50, Side::Above, 10, 59.9), Some(10));
        assert_eq!(becomes(&inwards, 50, Side::Below, 10, 40.1), Some(10));
    }
}
