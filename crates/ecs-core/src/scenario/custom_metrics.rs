//! Metrics of a scenario's own: `simulation.metrics`.

use crate::load::Shape;
use crate::metrics::MetricRef;
use crate::time::SimTime;
use crate::traffic::MINUTE;

/// A metric that nothing here works out: its values are given. Spec: METRIC-3.
#[derive(Clone, Debug, PartialEq)]
pub struct CustomMetric {
    /// Its name.
    pub metric: MetricRef,
    /// Its value over time.
    pub shape: Shape,
    /// When it has none: from a moment up to another, in order.
    pub gaps: Vec<(SimTime, SimTime)>,
}

impl CustomMetric {
    /// Its one datapoint of the minute that begins at `from`: the mean of the time in which it has a value;
    /// none where it has none at all.
    pub fn over_minute(&self, from: SimTime) -> Option<f64> {
        let until = from.plus_ms(MINUTE.as_ms());
        let (mut amount, mut seconds, mut begin) = (0.0, 0.0, from);
        for (gap_from, gap_until) in self.gaps.iter().copied().chain([(until, until)]) {
            let end = gap_from.clamp(begin, until);
            amount += self.shape.amount(begin, end);
            seconds += end.as_seconds() - begin.as_seconds();
            begin = gap_until.clamp(end, until);
        }
        (seconds > 0.0).then(|| amount / seconds)
    }
}

#[cfg(test)]
mod tests {
    use super::CustomMetric;
    use crate::load::{RateStep, Shape};
    use crate::metrics::MetricRef;
    use crate::time::SimTime;

    #[test]
    fn a_minute_is_the_mean_of_what_there_is() {
        let step = |at, per_second| RateStep { at: SimTime::from_seconds(at), per_second };
        let gap = |from, until| (SimTime::from_seconds(from), SimTime::from_seconds(until));
        let metric = CustomMetric {
            metric: MetricRef::new("Game", "Players", []),
            shape: Shape::Steps(vec![step(0, 10.0), step(90, 20.0), step(120, 0.0), step(270, 40.0)]),
            gaps: vec![gap(120, 270), gap(600, 700)],
        };
        let minutes =
            [0, 1, 2, 3, 4, 9, 10, 11].map(|minute| metric.over_minute(SimTime::from_seconds(minute * 60)));
        let (low, mid, high) = (Some(10.0), Some(15.0), Some(40.0));
        assert_eq!(minutes, [low, mid, None, None, high, high, None, high]);
    }
}
