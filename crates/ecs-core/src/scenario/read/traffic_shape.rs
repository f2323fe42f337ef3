//! The shapes of traffic: which one is given, and whether its numbers are within bounds. Spec: LOAD-1.

use super::Reader;
use super::service_calls::as_warning;
use crate::finding::{Finding, rules};
use crate::json::{Node, child};
use crate::limits;
use crate::load::{RateStep, Shape};
use crate::time::SimTime;
use std::ops::RangeInclusive;

const SHAPES: [&str; 5] = ["constant", "ramp", "wave", "steps", "spike"];

/// Units a second: a rate below zero counts as zero.
const RATES: RangeInclusive<f64> = -limits::RATE..=limits::RATE;

/// Moments and lengths of time, in seconds.
const SECONDS: RangeInclusive<f64> = 0.0..=604_800.0;

impl Reader<'_> {
    /// The `shape` of a traffic, or of the call that changes it.
    pub(super) fn traffic_shape(&mut self, parent: &Node, pointer: &str) -> Option<Shape> {
        let node = parent.get("shape")?;
        let pointer = child(pointer, "shape");
        let given: Vec<&str> = SHAPES.into_iter().filter(|key| node.get(key).is_some()).collect();
        let [key] = given[..] else {
            let message = "a shape is one of `constant`, `ramp`, `wave`, `steps` and `spike`";
            self.report(&rules::TRAFFIC_SHAPE, &pointer, node, message);
            return None;
        };
        let inner = node.get(key)?;
        let inside = child(&pointer, key);
        match key {
            "constant" => Some(Shape::Constant { per_second: self.rate(node, key, &pointer)? }),
            "ramp" => self.ramp(inner, &inside),
            "wave" => Some(Shape::Wave {
                mean: self.rate(inner, "mean", &inside)?,
                amplitude: self.rate(inner, "amplitude", &inside)?,
                period: self.positive_seconds(inner, "periodSeconds", &inside)?,
            }),
            "steps" => self.steps(inner, &inside),
            _ => Some(Shape::Spike {
                base: self.rate(inner, "base", &inside)?,
                peak: self.rate(inner, "peak", &inside)?,
                at: self.seconds(inner, "atSeconds", &inside)?,
                lasts: self.positive_seconds(inner, "forSeconds", &inside)?,
            }),
        }
    }

    fn ramp(&mut self, node: &Node, pointer: &str) -> Option<Shape> {
        let start = self.seconds(node, "startSeconds", pointer)?;
        let end = self.seconds(node, "endSeconds", pointer)?;
        if end < start {
            let place = node.get("endSeconds").unwrap_or(node);
            let message = "the ramp ends before it starts";
            self.report(&rules::TRAFFIC_SHAPE, &child(pointer, "endSeconds"), place, message);
            return None;
        }
        Some(Shape::Ramp {
            from: self.rate(node, "from", pointer)?,
            to: self.rate(node, "to", pointer)?,
            start,
            end,
        })
    }

    fn steps(&mut self, node: &Node, pointer: &str) -> Option<Shape> {
        let mut steps: Vec<RateStep> = Vec::new();
        for (number, step) in node.elements().iter().enumerate() {
            let pointer = child(pointer, number);
            if number == limits::TRAFFIC_STEPS {
                let message = format!("a shape has at most {} steps", limits::TRAFFIC_STEPS);
                self.report(&rules::QUOTA_EXCEEDED, &pointer, step, message);
                return None;
            }
            let numbers: Vec<f64> = step.elements().iter().filter_map(Node::as_number).collect();
            let step_at = match numbers[..] {
                [at, rate] if SECONDS.contains(&at) && RATES.contains(&rate) => Some((at, rate)),
                _ => None,
            };
            let Some((at, per_second)) = step_at else {
                let message = "a step is `[seconds, requests a second]`, such as `[300, 200]`";
                self.report(&rules::TRAFFIC_SHAPE, &pointer, step, message);
                return None;
            };
            if per_second < 0.0 {
                self.below_zero(per_second, step, &pointer);
            }
            let at = moment(at);
            if steps.last().is_some_and(|last| last.at >= at) {
                let message = "the steps of a shape are in order of time, each at another second";
                self.report(&rules::TRAFFIC_SHAPE, &pointer, step, message);
                return None;
            }
            steps.push(RateStep { at, per_second });
        }
        Some(Shape::Steps(steps))
    }

    fn rate(&mut self, node: &Node, key: &str, pointer: &str) -> Option<f64> {
        let rate = self.number(node, key, pointer, RATES)?;
        // A wave swings to both sides of its mean, and may be cut off at zero on purpose.
        if rate < 0.0 && key != "amplitude" {
            self.below_zero(rate, node.get(key)?, &child(pointer, key));
        }
        Some(rate)
    }

    fn below_zero(&mut self, rate: f64, node: &Node, pointer: &str) {
        let message = format!("{rate} counts as 0: what a shape gives is never below zero");
        self.findings.push(as_warning(Finding::new(&rules::TRAFFIC_SHAPE, pointer, node.range, message)));
    }

    fn seconds(&mut self, node: &Node, key: &str, pointer: &str) -> Option<SimTime> {
        self.number(node, key, pointer, SECONDS).map(moment)
    }

    fn positive_seconds(&mut self, node: &Node, key: &str, pointer: &str) -> Option<SimTime> {
        self.number(node, key, pointer, 0.001..=*SECONDS.end()).map(moment)
    }

    /// A number within bounds; nothing, and a finding, where it is outside.
    fn number(&mut self, node: &Node, key: &str, pointer: &str, bounds: RangeInclusive<f64>) -> Option<f64> {
        let given = node.get(key)?;
        // What is no number has been reported as such.
        let number = given.as_number()?;
        if !bounds.contains(&number) {
            let message =
                format!("`{key}` is {number}; it has to be from {} to {}", bounds.start(), bounds.end());
            self.report(&rules::OUT_OF_RANGE, &child(pointer, key), given, message);
            return None;
        }
        Some(number)
    }
}

/// The millisecond that so many seconds are nearest to.
fn moment(seconds: f64) -> SimTime {
    SimTime::from_seconds_nearest(seconds)
}
