//! Step scaling: `StepScalingPolicyConfiguration`. Spec: SCALE-9, SCALE-10.

use crate::finding::{Finding, rules};
use crate::json::{Node, child};
use crate::limits;
use crate::scaling::{AdjustmentType, Aggregation, Millionths, StepAdjustment, StepScaling};
use crate::scenario::read::Reader;

const LOWER: &str = "MetricIntervalLowerBound";
const UPPER: &str = "MetricIntervalUpperBound";

/// AWS's message.
const MAGNITUDE_OF_PERCENT: &str =
    "Minimum adjustment magnitude is only allowed for adjustment type PercentChangeInCapacity";

impl Reader<'_> {
    pub(in crate::scenario::read) fn step_scaling(
        &mut self,
        node: &Node,
        pointer: &str,
    ) -> Option<StepScaling> {
        let adjustment_type = match node.str("AdjustmentType") {
            Some("PercentChangeInCapacity") => AdjustmentType::PercentChangeInCapacity,
            Some("ExactCapacity") => AdjustmentType::ExactCapacity,
            Some(_) => AdjustmentType::ChangeInCapacity,
            None => {
                let message = "`AdjustmentType` is missing: what the number of a step means";
                let pointer = child(pointer, "AdjustmentType");
                let finding = Finding::new(&rules::SCALING_POLICY, pointer, node.opening(), message);
                self.scaling_fault(finding, "Adjustment type must be specified");
                return None;
            }
        };
        let cooldown_ms = self.cooldown_ms(node, "Cooldown", pointer);
        let least = self.bounded(node, "MinAdjustmentMagnitude", pointer, 1..=limits::TASKS_PER_SERVICE);
        if let Some(place) = node
            .get("MinAdjustmentMagnitude")
            .filter(|_| adjustment_type != AdjustmentType::PercentChangeInCapacity)
        {
            let message = "`MinAdjustmentMagnitude` belongs to PercentChangeInCapacity alone";
            let pointer = child(pointer, "MinAdjustmentMagnitude");
            let finding = Finding::new(&rules::SCALING_POLICY, pointer, place.range, message);
            self.scaling_fault(finding, MAGNITUDE_OF_PERCENT);
        }
        let steps = self.step_adjustments(node, pointer, adjustment_type)?;
        Some(StepScaling {
            adjustment_type,
            steps,
            min_adjustment_magnitude: least.and_then(|least| u32::try_from(least).ok()),
            aggregation: match node.str("MetricAggregationType") {
                Some("Minimum") => Aggregation::Minimum,
                Some("Maximum") => Aggregation::Maximum,
                _ => Aggregation::Average,
            },
            cooldown_ms,
        })
    }

    /// The steps, ascending; what is wrong with them is said in AWS's order.
    fn step_adjustments(
        &mut self,
        node: &Node,
        pointer: &str,
        adjustment_type: AdjustmentType,
    ) -> Option<Vec<StepAdjustment>> {
        let nodes = node.list("StepAdjustments");
        let pointer = child(pointer, "StepAdjustments");
        let list = node.get("StepAdjustments").unwrap_or(node);
        let mut steps: Vec<(usize, StepAdjustment)> = Vec::new();
        for (number, node) in nodes.iter().enumerate() {
            steps.push((number, step(node)?));
        }
        let fault = if nodes.is_empty() {
            Some(("the policy has no step", "There must be at least one step adjustment"))
        } else if nodes.len() > limits::STEPS_PER_POLICY {
            Some((
                "a policy has at most 20 steps",
                "There can be at most 20 step adjustments per scaling policy",
            ))
        } else {
            None
        };
        if let Some((message, aws)) = fault {
            let finding = Finding::new(&rules::STEP_ADJUSTMENTS, pointer, list.range, message);
            self.scaling_fault(finding, aws);
            return None;
        }
        let fault = alone(&steps, adjustment_type).or_else(|| {
            steps.sort_by_key(|(_, step)| (step.lower.is_some(), step.lower));
            together(&steps)
        });
        if let Some(Fault { number, key, message, aws }) = fault {
            let place = nodes.get(number).unwrap_or(list);
            let place = place.get(key).unwrap_or(place);
            let finding = Finding::new(
                &rules::STEP_ADJUSTMENTS,
                format!("{pointer}/{number}/{key}"),
                place.range,
                message,
            );
            self.scaling_fault(finding, aws);
            return None;
        }
        Some(steps.into_iter().map(|(_, step)| step).collect())
    }
}

/// What is wrong with a step, by its number in the list.
struct Fault {
    number: usize,
    key: &'static str,
    message: String,
    aws: &'static str,
}

impl Fault {
    fn new(number: usize, key: &'static str, message: impl Into<String>, aws: &'static str) -> Fault {
        Fault { number, key, message: message.into(), aws }
    }
}

fn step(node: &Node) -> Option<StepAdjustment> {
    let bound = |key: &str| node.get(key).and_then(Node::as_number).map(Millionths::nearest);
    let adjustment = node.get("ScalingAdjustment").and_then(Node::as_integer)?;
    Some(StepAdjustment { lower: bound(LOWER), upper: bound(UPPER), adjustment })
}

/// What is wrong with one step, whatever the others are.
fn alone(steps: &[(usize, StepAdjustment)], adjustment_type: AdjustmentType) -> Option<Fault> {
    for (number, step) in steps {
        match (step.lower, step.upper) {
            (None, None) => {
                let aws = "Both lower and upper bounds of a step adjustment cannot be left unspecified";
                return Some(Fault::new(
                    *number,
                    LOWER,
                    "a step has a lower bound, an upper bound, or both",
                    aws,
                ));
            }
            (Some(lower), Some(upper)) if lower >= upper => {
                let message = format!("the lower bound, {lower}, has to be below the upper bound, {upper}");
                let aws = "Lower bound must be less than upper bound for a step adjustment";
                return Some(Fault::new(*number, LOWER, message, aws));
            }
            _ => {}
        }
        if adjustment_type == AdjustmentType::ExactCapacity && step.adjustment < 0 {
            let aws = "Scaling adjustment cannot be less than 0 when adjustment type is ExactCapacity";
            return Some(Fault::new(*number, "ScalingAdjustment", "a capacity is not below 0", aws));
        }
    }
    None
}

/// What is wrong between steps, which are ascending.
fn together(steps: &[(usize, StepAdjustment)]) -> Option<Fault> {
    let mut open_below = steps.iter().filter(|(_, step)| step.lower.is_none());
    if let (Some(_), Some((number, _))) = (open_below.next(), open_below.next()) {
        let aws = "At most one step adjustment may have an unspecified lower bound";
        return Some(Fault::new(*number, LOWER, "another step has no lower bound either", aws));
    }
    let mut open_above = steps.iter().filter(|(_, step)| step.upper.is_none());
    if let (Some(_), Some((number, _))) = (open_above.next(), open_above.next()) {
        let aws = "At most one step adjustment may have an unspecified upper bound";
        return Some(Fault::new(*number, UPPER, "another step has no upper bound either", aws));
    }
    for ((_, step), (number, next)) in steps.iter().zip(steps.iter().skip(1)) {
        let (Some(upper), Some(lower)) = (step.upper, next.lower) else {
            return Some(Fault::new(
                *number,
                LOWER,
                "the step below it has no end",
                "Step adjustment intervals cannot overlap",
            ));
        };
        if lower > upper {
            let message = format!("nothing is said of what lies between {upper} and {lower}");
            return Some(Fault::new(
                *number,
                LOWER,
                message,
                "Step adjustment intervals cannot have gaps between them",
            ));
        }
        if lower < upper {
            let message = format!("another step goes on up to {upper}");
            return Some(Fault::new(*number, LOWER, message, "Step adjustment intervals cannot overlap"));
        }
    }
    let zero = Millionths::default();
    if let Some((number, step)) =
        steps.first().filter(|(_, step)| step.lower.is_some_and(|lower| lower < zero))
    {
        let message = format!("nothing is said of what lies below {}", step.lower.unwrap_or_default());
        let aws = "There must be a step adjustment with an unspecified lower bound when one step adjustment has a negative lower bound";
        return Some(Fault::new(*number, LOWER, message, aws));
    }
    let (number, step) = steps.last().filter(|(_, step)| step.upper.is_some_and(|upper| upper > zero))?;
    let message = format!("nothing is said of what lies above {}", step.upper.unwrap_or_default());
    let aws = "There must be a step adjustment with an unspecified upper bound when one step adjustment has a positive upper bound";
    Some(Fault::new(*number, UPPER, message, aws))
}
