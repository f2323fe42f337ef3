//! Shapes of traffic: how much arrives in a second, and exactly how much between two moments.

use crate::time::SimTime;
use core::f64::consts::{PI, TAU};
use serde::{Deserialize, Serialize};

/// The change of a rate, as a share of its highest value, that one step of a run may hold.
const STEP_SHARE: f64 = 0.02;

/// A rate from a moment on: an entry of [`Shape::Steps`].
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct RateStep {
    /// From when on.
    pub at: SimTime,
    /// Units a second.
    pub per_second: f64,
}

/// A shape of the scenario format, in units a second; a rate below zero counts as zero. Spec: LOAD-1.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Shape {
    /// `constant`.
    Constant {
        /// Units a second.
        per_second: f64,
    },
    /// `ramp`: a straight line between two moments, level before and behind them.
    Ramp {
        /// Units a second up to `start`.
        from: f64,
        /// Units a second from `end` on.
        to: f64,
        /// `startSeconds`.
        start: SimTime,
        /// `endSeconds`, not before `start`.
        end: SimTime,
    },
    /// `wave`: mean + amplitude × sin(2π t ÷ period).
    Wave {
        /// Units a second about which it swings.
        mean: f64,
        /// How far it swings.
        amplitude: f64,
        /// `periodSeconds`, above zero.
        period: SimTime,
    },
    /// `steps`, in order of time; nothing arrives before the first.
    Steps(Vec<RateStep>),
    /// `spike`: another rate for a while.
    Spike {
        /// Units a second otherwise.
        base: f64,
        /// Units a second in the spike.
        peak: f64,
        /// `atSeconds`.
        at: SimTime,
        /// `forSeconds`.
        lasts: SimTime,
    },
}

impl Shape {
    /// Units a second at a moment. Spec: LOAD-1.
    pub fn rate_at(&self, at: SimTime) -> f64 {
        let rate = match self {
            Shape::Constant { per_second } => *per_second,
            Shape::Ramp { from, to, start, end } => {
                if at < *start {
                    *from
                } else if at >= *end {
                    *to
                } else {
                    let (start_s, end_s) = (start.as_seconds(), end.as_seconds());
                    from + (to - from) * (at.as_seconds() - start_s) / (end_s - start_s)
                }
            }
            Shape::Wave { mean, amplitude, period } => {
                let turns = at.as_seconds() / period_seconds(*period);
                mean + amplitude * libm::sin(TAU * (turns - turns.floor()))
            }
            Shape::Steps(steps) => {
                let past = steps.partition_point(|step| step.at <= at);
                past.checked_sub(1).and_then(|last| steps.get(last)).map_or(0.0, |step| step.per_second)
            }
            Shape::Spike { base, peak, at: begin, lasts } => {
                let inside = at >= *begin && at < begin.plus_ms(lasts.as_ms());
                if inside { *peak } else { *base }
            }
        };
        rate.max(0.0)
    }

    /// Units that arrive from one moment up to another: the integral of the rate. Spec: LOAD-1.
    pub fn amount(&self, from: SimTime, until: SimTime) -> f64 {
        let window = (from.as_seconds(), until.as_seconds().max(from.as_seconds()));
        match self {
            Shape::Constant { per_second } => per_second.max(0.0) * (window.1 - window.0),
            Shape::Ramp { from, to, start, end } => {
                ramp_amount((from.max(0.0), to.max(0.0)), (start.as_seconds(), end.as_seconds()), window)
            }
            Shape::Wave { mean, amplitude, period } => {
                wave_amount(*mean, *amplitude, period_seconds(*period), window)
            }
            Shape::Steps(steps) => {
                let ends = steps.iter().skip(1).map(|step| step.at.as_seconds()).chain([f64::INFINITY]);
                let amounts = steps.iter().zip(ends).map(|(step, end)| {
                    step.per_second.max(0.0) * overlap((step.at.as_seconds(), end), window)
                });
                amounts.sum()
            }
            Shape::Spike { base, peak, at, lasts } => {
                let spike = (at.as_seconds(), at.plus_ms(lasts.as_ms()).as_seconds());
                let inside = overlap(spike, window);
                base.max(0.0) * (window.1 - window.0 - inside) + peak.max(0.0) * inside
            }
        }
    }

    /// The end of a step of a run that begins at `at` and lasts whole seconds, up to `longest`.
    ///
    /// No jump of the rate lies inside it, and on a slope it is so short that the rate changes by less
    /// than a fiftieth of its highest value; it lasts a second at the least. Spec: LOAD-1.
    pub fn steady_until(&self, at: SimTime, longest: SimTime) -> SimTime {
        let jump = self.next_jump(at);
        let to_jump = jump.map_or(u64::MAX, |jump| jump.as_ms() - at.as_ms());
        let ms = to_jump.min(longest.as_ms()).min(self.gentle_ms(at));
        at.plus_ms((ms - ms % 1000).max(1000))
    }

    /// Whether the rate has jumped in the second that ends at `at`: what comes of it is seen best in a short step.
    /// Spec: LOAD-1.
    pub fn has_jumped(&self, at: SimTime) -> bool {
        let second_before = SimTime::from_ms(at.as_ms().saturating_sub(1000));
        self.next_jump(second_before).is_some_and(|jump| jump <= at)
    }

    /// The first moment behind `at` at which the rate, or its slope, is another all at once.
    fn next_jump(&self, at: SimTime) -> Option<SimTime> {
        match self {
            Shape::Constant { .. } | Shape::Wave { .. } => None,
            Shape::Ramp { start, end, .. } => [*start, *end].into_iter().find(|jump| *jump > at),
            Shape::Steps(steps) => steps.iter().map(|step| step.at).find(|jump| *jump > at),
            Shape::Spike { at: begin, lasts, .. } => {
                [*begin, begin.plus_ms(lasts.as_ms())].into_iter().find(|jump| *jump > at)
            }
        }
    }

    /// Milliseconds in which the slope at `at` changes the rate by [`STEP_SHARE`] of its highest value.
    fn gentle_ms(&self, at: SimTime) -> u64 {
        let (slope, highest) = match self {
            Shape::Ramp { from, to, start, end } if at >= *start && at < *end => {
                ((to - from) / (end.as_seconds() - start.as_seconds()), from.max(*to))
            }
            Shape::Wave { mean, amplitude, period } => {
                (amplitude * TAU / period_seconds(*period), mean + amplitude.abs())
            }
            _ => return u64::MAX,
        };
        if slope.abs() <= 0.0 {
            return u64::MAX;
        }
        super::rounded::whole((STEP_SHARE * highest.max(0.0) / slope.abs() * 1000.0).floor())
    }
}

/// A period of nothing would divide by zero: a millisecond is the shortest.
fn period_seconds(period: SimTime) -> f64 {
    period.as_seconds().max(0.001)
}

/// Seconds that two stretches have in common.
fn overlap(one: (f64, f64), other: (f64, f64)) -> f64 {
    (one.1.min(other.1) - one.0.max(other.0)).max(0.0)
}

fn ramp_amount(rates: (f64, f64), slope: (f64, f64), window: (f64, f64)) -> f64 {
    let level = rates.0 * overlap((f64::NEG_INFINITY, slope.0), window)
        + rates.1 * overlap((slope.1, f64::INFINITY), window);
    let inside = overlap(slope, window);
    if inside <= 0.0 {
        return level;
    }
    let begin = window.0.max(slope.0);
    let middle = (begin + inside / 2.0 - slope.0) / (slope.1 - slope.0);
    level + inside * (rates.0 + (rates.1 - rates.0) * middle)
}

/// The integral of max(0, mean + amplitude × sin(2π t ÷ period)), by antiderivative.
///
/// Angles are counted from where the wave rises through zero, so that one turn holds one stretch above
/// zero, of length `above`, and then nothing.
fn wave_amount(mean: f64, amplitude: f64, period: f64, window: (f64, f64)) -> f64 {
    let swing = amplitude.abs();
    if mean <= -swing {
        return 0.0;
    }
    let (rise, above) = if mean >= swing {
        (0.0, TAU)
    } else {
        let rise = libm::asin(mean / swing);
        (rise, PI + 2.0 * rise)
    };
    let ahead = rise / TAU + if amplitude < 0.0 { 0.5 } else { 0.0 };
    let within = |angle: f64| {
        let angle = angle.min(above);
        mean * angle + swing * (libm::cos(rise) - libm::cos(angle - rise))
    };
    let (begin, end) = (window.0 / period + ahead, window.1 / period + ahead);
    let turns = end.floor() - begin.floor();
    let rest = within(TAU * (end - end.floor())) - within(TAU * (begin - begin.floor()));
    (period / TAU * (turns * within(above) + rest)).max(0.0)
}

#[cfg(test)]
mod tests {
    use super::{RateStep, Shape};
    use crate::time::SimTime;

    fn seconds(seconds: u64) -> SimTime {
        SimTime::from_seconds(seconds)
    }

    fn shapes() -> Vec<Shape> {
        let wave = |mean, amplitude| Shape::Wave { mean, amplitude, period: seconds(100) };
        vec![
            Shape::Constant { per_second: 50.0 },
            Shape::Constant { per_second: -1.0 },
            Shape::Ramp { from: 10.0, to: 200.0, start: seconds(60), end: seconds(90) },
            Shape::Ramp { from: 200.0, to: 0.0, start: seconds(60), end: seconds(60) },
            wave(100.0, 80.0),
            wave(10.0, 80.0),
            wave(-10.0, 80.0),
            wave(10.0, -80.0),
            wave(-100.0, 80.0),
            wave(5.0, 0.0),
            Shape::Steps(vec![
                RateStep { at: seconds(10), per_second: 10.0 },
                RateStep { at: seconds(90), per_second: 200.0 },
            ]),
            Shape::Steps(Vec::new()),
            Shape::Spike { base: 20.0, peak: 400.0, at: seconds(30), lasts: seconds(12) },
        ]
    }

    /// LOAD-1: the amount is the sum of the rate over milliseconds, and windows add up.
    #[test]
    fn amounts_are_the_integral_of_the_rate() {
        for shape in shapes() {
            for (from, until) in [(0, 1), (59, 62), (29, 91), (0, 250), (88, 89)] {
                let sum: f64 =
                    (from * 1000..until * 1000).map(|ms| shape.rate_at(SimTime::from_ms(ms)) / 1000.0).sum();
                let amount = shape.amount(seconds(from), seconds(until));
                let slack = 0.25 + 1e-6 * sum;
                assert!((sum - amount).abs() < slack, "{shape:?} {from}..{until}: {sum} {amount}");
                let halves = shape.amount(seconds(from), SimTime::from_ms(from * 1000 + 700))
                    + shape.amount(SimTime::from_ms(from * 1000 + 700), seconds(until));
                assert!((halves - amount).abs() < 1e-6, "{shape:?}: {halves} {amount}");
            }
        }
    }

    #[test]
    fn a_ramp_is_a_trapezium() {
        let ramp = Shape::Ramp { from: 0.0, to: 200.0, start: seconds(60), end: seconds(600) };
        assert!((ramp.amount(seconds(0), seconds(600)) - 54_000.0).abs() < 1e-6);
    }

    #[test]
    fn steps_of_a_run_end_at_jumps_and_are_short_on_slopes() {
        let minute = seconds(60);
        let constant = Shape::Constant { per_second: 1.0 };
        assert_eq!(constant.steady_until(seconds(5), minute), seconds(65));
        let spike = Shape::Spike { base: 20.0, peak: 400.0, at: seconds(30), lasts: seconds(12) };
        assert_eq!(spike.steady_until(seconds(0), minute), seconds(30));
        assert_eq!(spike.steady_until(seconds(30), minute), seconds(42));
        assert_eq!(spike.steady_until(seconds(42), minute), seconds(102));
        let wave = Shape::Wave { mean: 100.0, amplitude: 80.0, period: seconds(3600) };
        assert_eq!(wave.steady_until(seconds(0), minute), seconds(25));
        let fast = Shape::Wave { mean: 100.0, amplitude: 80.0, period: seconds(10) };
        assert_eq!(fast.steady_until(seconds(7), minute), seconds(8));
    }
}
