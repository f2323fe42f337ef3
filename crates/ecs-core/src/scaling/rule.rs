//! What the alarms of target tracking look for.
//!
//! Source: Application Auto Scaling guide, target tracking; alarms of real accounts.

use super::{Millionths, Side};
use crate::metrics::{AlarmRule, Comparison, MissingData};

/// Periods for which the metric has to be above the target.
const HIGH_PERIODS: u32 = 3;

/// Periods for which it has to be below nine tenths of it.
const LOW_PERIODS: u32 = 15;

/// Seconds of a period of the alarms of target tracking. Spec: SCALE-3.
pub const TRACKING_PERIOD_SECONDS: u32 = 60;

/// When the alarm on a side of a target goes off. Spec: SCALE-3, ASG-19.
pub fn tracking_rule(target: Millionths, side: Side) -> AlarmRule {
    let (threshold, comparison, evaluation_periods) = match side {
        Side::Above => (target, Comparison::Greater, HIGH_PERIODS),
        Side::Below => (target.nine_tenths(), Comparison::Less, LOW_PERIODS),
    };
    AlarmRule {
        evaluation_periods,
        datapoints_to_alarm: None,
        threshold: threshold.as_f64(),
        comparison,
        treat_missing: MissingData::Missing,
    }
}

impl From<Comparison> for Side {
    /// On which side an alarm with that comparison goes off.
    fn from(comparison: Comparison) -> Side {
        match comparison {
            Comparison::Greater | Comparison::GreaterOrEqual => Side::Above,
            Comparison::Less | Comparison::LessOrEqual => Side::Below,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Millionths, Side, tracking_rule};

    #[test]
    fn between_nine_tenths_and_the_target_neither_alarm_goes_off() {
        let off = |value: f64| {
            [Side::Above, Side::Below].map(|side| tracking_rule(Millionths::whole(70), side).breaches(value))
        };
        assert_eq!([70.1, 70.0, 63.0, 62.9].map(off), [[true, false], [false; 2], [false; 2], [false, true]]);
    }
}
