//! The step that a policy takes, of services and of groups, with its arithmetic. Spec: SCALE-9, SCALE-10.

use crate::scaling::{AdjustmentType, Change, Measured, Millionths, Side, StepAdjustment, StepTaken};
use std::cmp::Ordering;

/// Why a policy without a value changes nothing.
pub(super) const WITHOUT_VALUE: &str = "the metric has no value";

/// How that comes about.
pub(super) const NO_VALUE: &str = "no value to go by: the alarm acts on missing data";

/// What that means.
pub(super) const MEANS_NO_VALUE: &str = "The alarm asks the policy while data is missing. What a policy asks for is worked out from the metric, and there is none: nothing is changed for as long as that lasts.";

/// How a step was found, and what it makes of a capacity: `84.5 is 14.5 above 70: step [0, 20) adds 1; 4 + 1 = 5`.
pub(super) fn taken(
    metric: Measured,
    threshold: Millionths,
    taken: &StepTaken,
    (from, to): (u32, u32),
) -> String {
    let place = match metric.value.cmp(&threshold) {
        Ordering::Greater => format!("{} above {threshold}", metric.value.minus(threshold)),
        Ordering::Less => format!("{} below {threshold}", threshold.minus(metric.value)),
        Ordering::Equal => "the threshold".to_owned(),
    };
    let step = interval(taken.step, taken.side);
    format!("{metric} is {place}: step {step} {}", change(&taken.change, (from, to)))
}

/// The bounds of a step, with the one that belongs to it: `[0, 20)`, and below the threshold `(−20, 0]`.
fn interval(step: StepAdjustment, side: Side) -> String {
    let bound = |bound: Millionths| bound.to_string().replace('-', "−");
    let lower = step.lower.map_or_else(|| "−∞".to_owned(), bound);
    let upper = step.upper.map_or_else(|| "∞".to_owned(), bound);
    let opening = if side == Side::Above && step.lower.is_some() { '[' } else { '(' };
    let closing = if side == Side::Below && step.upper.is_some() { ']' } else { ')' };
    format!("{opening}{lower}, {upper}{closing}")
}

/// What an adjustment makes of a capacity: `adds 30 % of 11 = 3.3, so 3; 11 + 3 = 14`.
pub(super) fn change(change: &Change, (from, to): (u32, u32)) -> String {
    let is_less = change.adjustment < 0;
    let (verb, amount) = (if is_less { "takes" } else { "adds" }, change.adjustment.unsigned_abs());
    let does = match change.adjustment_type {
        AdjustmentType::ExactCapacity => return format!("sets {amount}"),
        AdjustmentType::ChangeInCapacity => format!("{verb} {amount}"),
        AdjustmentType::PercentChangeInCapacity => format!("{verb} {}", percentage(change, from)),
    };
    let (sign, by) = (if is_less { '−' } else { '+' }, change.by.unsigned_abs());
    let sum = i128::from(from) + i128::from(change.by);
    let cut = if sum == i128::from(to) { String::new() } else { format!(", so {to}") };
    format!("{does}; {from} {sign} {by} = {}{cut}", sum.to_string().replace('-', "−"))
}

/// A percentage of a capacity, and what becomes of parts of a task and of what is less than the minimum.
fn percentage(change: &Change, from: u32) -> String {
    let (percent, by) = (change.adjustment.unsigned_abs(), change.by.unsigned_abs());
    let hundredths = u128::from(percent) * u128::from(from);
    let (whole, rest) = (hundredths / 100, hundredths % 100);
    let part = if rest == 0 { String::new() } else { format!(".{rest:02}").trim_end_matches('0').to_owned() };
    let counts = match change.least {
        Some(least) => format!(", at least {least}"),
        None if rest == 0 && whole == u128::from(by) => String::new(),
        None => format!(", so {by}"),
    };
    format!("{percent} % of {from} = {whole}{part}{counts}")
}

#[cfg(test)]
mod tests {
    use super::{AdjustmentType, Measured, Millionths, Side, taken};
    use crate::scaling::{Aggregation, StepScaling};

    type Steps = [(Option<i64>, Option<i64>, i64)];

    /// What is told of a policy at a threshold of 70, where an alarm that is there for what is above it asks.
    fn told(kind: AdjustmentType, steps: &Steps, least: Option<u32>, metric: f64, from: u32) -> String {
        let (value, threshold) = (Millionths::nearest(metric), Millionths::whole(70));
        let policy = StepScaling { min_adjustment_magnitude: least, ..StepScaling::of_steps(kind, steps) };
        let found = policy.take(value.minus(threshold), Side::Above, from).expect("a step");
        let to = i64::from(from).saturating_add(found.change.by).clamp(0, i64::from(u32::MAX));
        let measured = Measured { value, aggregated: None };
        taken(measured, threshold, &found, (from, u32::try_from(to).expect("a capacity")))
    }

    #[test]
    fn a_step_is_told_with_all_that_it_comes_from() {
        use AdjustmentType::{ChangeInCapacity, ExactCapacity, PercentChangeInCapacity};
        let out: &Steps = &[(None, Some(0), -1), (Some(0), Some(20), 1), (Some(20), None, 3)];
        let inwards: &Steps = &[(None, Some(-20), -25), (Some(-20), Some(0), -10), (Some(0), None, 30)];
        let lines = [
            told(ChangeInCapacity, out, None, 84.5, 4),
            told(ChangeInCapacity, out, None, 97.0, 5),
            told(ChangeInCapacity, out, None, 70.0, 5),
            told(ChangeInCapacity, out, None, 66.666_667, 0),
            told(PercentChangeInCapacity, inwards, None, 90.0, 11),
            told(PercentChangeInCapacity, inwards, None, 60.0, 10),
            told(PercentChangeInCapacity, inwards, Some(3), 10.0, 4),
            told(PercentChangeInCapacity, inwards, Some(3), 10.0, 1),
            told(PercentChangeInCapacity, inwards, Some(1), 10.0, 40),
            told(ExactCapacity, &[(Some(0), None, 12)], None, 90.0, 4),
            told(ChangeInCapacity, &[(Some(0), None, i64::MAX)], None, 90.0, 4),
        ];
        expect_test::expect![[r"
            84.5 is 14.5 above 70: step [0, 20) adds 1; 4 + 1 = 5
            97 is 27 above 70: step [20, ∞) adds 3; 5 + 3 = 8
            70 is the threshold: step [0, 20) adds 1; 5 + 1 = 6
            66.666667 is 3.333333 below 70: step (−∞, 0] takes 1; 0 − 1 = −1, so 0
            90 is 20 above 70: step [0, ∞) adds 30 % of 11 = 3.3, so 3; 11 + 3 = 14
            60 is 10 below 70: step (−20, 0] takes 10 % of 10 = 1; 10 − 1 = 9
            10 is 60 below 70: step (−∞, −20] takes 25 % of 4 = 1, at least 3; 4 − 3 = 1
            10 is 60 below 70: step (−∞, −20] takes 25 % of 1 = 0.25, at least 3; 1 − 3 = −2, so 0
            10 is 60 below 70: step (−∞, −20] takes 25 % of 40 = 10; 40 − 10 = 30
            90 is 20 above 70: step [0, ∞) sets 12
            90 is 20 above 70: step [0, ∞) adds 9223372036854775807; 4 + 9223372036854775807 = 9223372036854775811, so 4294967295"]]
        .assert_eq(&lines.join("\n"));
    }

    #[test]
    fn several_datapoints_are_named_by_what_is_made_of_them() {
        let told = |aggregation: Aggregation, datapoints: &[f64]| {
            aggregation.of(datapoints).map(|measured| measured.to_string())
        };
        assert_eq!(told(Aggregation::Average, &[72.0, 97.0]).as_deref(), Some("average 84.5"));
        assert_eq!(told(Aggregation::Maximum, &[72.0, 97.0]).as_deref(), Some("maximum 97"));
        assert_eq!(told(Aggregation::Minimum, &[72.0, 97.0]).as_deref(), Some("minimum 72"));
        assert_eq!(told(Aggregation::Minimum, &[72.0]).as_deref(), Some("72"));
        assert_eq!(told(Aggregation::Average, &[]), None);
    }
}
