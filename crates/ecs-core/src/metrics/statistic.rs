//! What is asked of the samples of a metric.

use std::fmt;

/// Percentiles are kept in millionths of the samples: `p99.9` is 999,000.
const MILLIONTHS_PER_PERCENT: f64 = 10_000.0;

/// `Statistic`, or `ExtendedStatistic` where it is a percentile. Spec: METRIC-3.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Statistic {
    /// How many samples there are.
    SampleCount,
    /// Their mean.
    Average,
    /// All of them together.
    Sum,
    /// The least.
    Minimum,
    /// The greatest.
    Maximum,
    /// What a share of them does not exceed, in millionths: `p95` is 950,000.
    Percentile(u32),
}

impl Statistic {
    /// Those that `Statistic` takes, as AWS writes them.
    pub const SIMPLE: [(&'static str, Statistic); 5] = [
        ("SampleCount", Statistic::SampleCount),
        ("Average", Statistic::Average),
        ("Sum", Statistic::Sum),
        ("Minimum", Statistic::Minimum),
        ("Maximum", Statistic::Maximum),
    ];

    /// Reads one of the five, or a percentile such as `p95` or `p99.9`.
    pub fn parse(text: &str) -> Option<Statistic> {
        let simple = Statistic::SIMPLE.into_iter().find(|(name, _)| *name == text);
        simple.map(|(_, statistic)| statistic).or_else(|| percentile(text))
    }

    /// Whether it is one that `ExtendedStatistic` takes.
    pub fn is_extended(self) -> bool {
        matches!(self, Statistic::Percentile(_))
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "from 0 to a million, as checked"
)]
fn percentile(text: &str) -> Option<Statistic> {
    let percent =
        text.strip_prefix('p').filter(|rest| rest.starts_with(|first: char| first.is_ascii_digit()));
    let percent: f64 = percent?.parse().ok().filter(|percent| (0.0..=100.0).contains(percent))?;
    Some(Statistic::Percentile((percent * MILLIONTHS_PER_PERCENT).round() as u32))
}

impl fmt::Display for Statistic {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Statistic::Percentile(millionths) = self {
            return write!(out, "p{}", f64::from(*millionths) / MILLIONTHS_PER_PERCENT);
        }
        let name = Statistic::SIMPLE.iter().find(|(_, statistic)| statistic == self);
        out.write_str(name.map_or("", |(name, _)| name))
    }
}

/// The samples of a metric in a minute, or in several.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Samples {
    /// How many; above zero.
    pub count: f64,
    /// All together.
    pub sum: f64,
    /// The least.
    pub minimum: f64,
    /// The greatest.
    pub maximum: f64,
}

impl Samples {
    /// One sample.
    pub fn one(value: f64) -> Samples {
        Samples { count: 1.0, sum: value, minimum: value, maximum: value }
    }

    /// So many samples of the same value; none where there are none.
    pub fn equal(count: f64, value: f64) -> Option<Samples> {
        (count > 0.0).then_some(Samples { count, sum: count * value, minimum: value, maximum: value })
    }

    /// Both together.
    #[must_use]
    pub fn and(self, other: Samples) -> Samples {
        Samples {
            count: self.count + other.count,
            sum: self.sum + other.sum,
            minimum: self.minimum.min(other.minimum),
            maximum: self.maximum.max(other.maximum),
        }
    }

    /// A statistic of them. None of a percentile: these samples are not kept one by one.
    pub fn value(self, statistic: Statistic) -> Option<f64> {
        match statistic {
            Statistic::SampleCount => Some(self.count),
            // Where all are equal their mean is not to differ from them by a rounding.
            Statistic::Average if self.maximum <= self.minimum => Some(self.minimum),
            Statistic::Average => Some(self.sum / self.count),
            Statistic::Sum => Some(self.sum),
            Statistic::Minimum => Some(self.minimum),
            Statistic::Maximum => Some(self.maximum),
            Statistic::Percentile(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Samples, Statistic};

    #[test]
    fn every_statistic_is_read_as_it_is_written() {
        for text in ["SampleCount", "Average", "Sum", "Minimum", "Maximum", "p0", "p50", "p99.9", "p100"] {
            assert_eq!(Statistic::parse(text).map(|statistic| statistic.to_string()).as_deref(), Some(text));
        }
        for text in ["average", "p", "p101", "p-1", "pinf", "tm90", ""] {
            assert_eq!(Statistic::parse(text), None, "{text}");
        }
    }

    #[test]
    fn samples_add_up() {
        let both = Samples::one(10.0).and(Samples::equal(3.0, 2.0).unwrap());
        let value = |statistic| both.value(statistic);
        assert_eq!(value(Statistic::SampleCount), Some(4.0));
        assert_eq!(value(Statistic::Sum), Some(16.0));
        assert_eq!(value(Statistic::Average), Some(4.0));
        assert_eq!((value(Statistic::Minimum), value(Statistic::Maximum)), (Some(2.0), Some(10.0)));
        assert_eq!(Samples::equal(0.0, 2.0), None);
    }
}
