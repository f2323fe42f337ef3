//! What an alarm sees: the values of its periods. Spec: METRIC-3 to METRIC-6.

use super::super::Engine;
use super::Source;
use crate::metrics::{AlarmDefinition, Datapoint, MetricRef, Query, QueryOf, Series, Statistic, Watched};
use crate::time::SimTime;
use crate::traffic::MINUTE;
use std::ops::RangeInclusive;

/// Periods up to now: how many, how long each is, and how much later each ends than the one before.
#[derive(Clone, Copy)]
struct Periods {
    count: usize,
    length_ms: u64,
    step_ms: u64,
}

impl Periods {
    /// One behind the other.
    fn lined_up(count: usize, length_ms: u64) -> Periods {
        Periods { count, length_ms, step_ms: length_ms }
    }

    /// A period, counted from the newest, by how many minutes ago the minutes in it began: the newest minute
    /// began one minute ago. A period of less than a minute has one or none.
    fn minutes_of(self, period: usize) -> RangeInclusive<usize> {
        let minutes = |ms: u64| usize::try_from(ms / MINUTE.as_ms()).unwrap_or(usize::MAX);
        let newer_ms = self.step_ms.saturating_mul(period as u64);
        minutes(newer_ms) + 1..=minutes(newer_ms.saturating_add(self.length_ms))
    }
}

impl Engine {
    /// The periods of an alarm's evaluation range, newest first. They slide: the newest one ends now.
    pub(super) fn datapoints(&self, definition: &AlarmDefinition) -> Vec<Datapoint> {
        let period_ms = u64::from(definition.period_seconds) * 1000;
        let range = definition.rule.range() as usize;
        let values = self.watched_values(&definition.watched, range, period_ms);
        let begin = |period: u64| self.now.as_ms().checked_sub(period_ms.saturating_mul(period + 1));
        // A period that begins before second 0 has no time of its own; it has no value either.
        let points = (0..).zip(values.into_iter().rev());
        let points = points.map(|(period, value)| {
            let at = SimTime::from_ms(begin(period).unwrap_or(0));
            Datapoint { at, value }
        });
        points.collect()
    }

    /// The values of so many periods up to now, oldest first.
    pub(in super::super) fn watched_values(&self, watched: &Watched, range: usize, period_ms: u64) -> Series {
        self.values_in(watched, Periods::lined_up(range, period_ms))
    }

    /// The value at the end of each of the last minutes, oldest first.
    pub(crate) fn watched_each_minute(
        &self,
        watched: &Watched,
        minutes: usize,
        period_seconds: u32,
    ) -> Series {
        let length_ms = (u64::from(period_seconds) * 1000).max(MINUTE.as_ms());
        self.values_in(watched, Periods { count: minutes, length_ms, step_ms: MINUTE.as_ms() })
    }

    fn values_in(&self, watched: &Watched, periods: Periods) -> Series {
        match watched {
            Watched::Metric { metric, statistic } => self.values_of(metric, *statistic, periods),
            Watched::Math { queries, returned } => {
                let left = queries.len();
                let values = |query: &Query| self.values_of_query(query, queries, periods, left);
                queries.get(*returned).map_or_else(Vec::new, values)
            }
        }
    }

    /// Of an entry of `Metrics`. `left` is how many more may build on one another: a circle ends there.
    fn values_of_query(&self, query: &Query, queries: &[Query], periods: Periods, left: usize) -> Series {
        match &query.of {
            QueryOf::Metric { metric, statistic } => self.values_of(metric, *statistic, periods),
            QueryOf::Expression(expression) => expression.evaluate(periods.count, &|id| {
                let other = queries.iter().find(|other| other.id == id).filter(|_| left > 0);
                other.map_or_else(Vec::new, |other| self.values_of_query(other, queries, periods, left - 1))
            }),
        }
    }

    fn values_of(&self, metric: &MetricRef, statistic: Statistic, periods: Periods) -> Series {
        let Some(source) = self.source(metric) else { return vec![None; periods.count] };
        let value = |period: usize| self.value_over(&source, statistic, periods.minutes_of(period));
        (0..periods.count).rev().map(value).collect()
    }

    /// A statistic of what there is of a metric in some minutes; none where nothing is.
    fn value_over(&self, source: &Source, statistic: Statistic, ago: RangeInclusive<usize>) -> Option<f64> {
        if let Statistic::Percentile(millionths) = statistic {
            // Samples are not kept one by one, so minutes cannot be put together: the highest counts.
            return ago.filter_map(|ago| self.percentile(source, millionths, ago)).reduce(f64::max);
        }
        let samples = ago.filter_map(|ago| self.samples(source, ago));
        samples.reduce(crate::metrics::Samples::and)?.value(statistic)
    }
}

#[cfg(test)]
mod tests {
    use super::Periods;

    #[test]
    fn periods_have_the_minutes_that_begin_in_them() {
        let of = |period: usize, length_ms: u64| Periods::lined_up(20, length_ms).minutes_of(period);
        assert_eq!(of(0, 60_000), 1..=1);
        assert_eq!(of(2, 60_000), 3..=3);
        assert_eq!(of(1, 300_000), 6..=10);
        let sub_minute: Vec<usize> = (0..12).flat_map(|period| of(period, 10_000)).collect();
        assert_eq!(sub_minute, [1, 2]);
        assert_eq!(of(5, 10_000), 1..=1);
        let sliding = Periods { count: 3, length_ms: 300_000, step_ms: 60_000 };
        assert_eq!((sliding.minutes_of(0), sliding.minutes_of(1)), (1..=5, 2..=6));
    }
}
