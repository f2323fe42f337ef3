//! Alarms over the time of a run: what charts are drawn from. Spec: METRIC-7.

use crate::engine::Engine;
use crate::ids::{AlarmRow, Row};
use crate::limits;
use crate::log::LogEvent;
use crate::metrics::{AlarmOwner, AlarmState, Comparison};
use crate::time::SimTime;
use crate::traffic::MINUTE;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// An alarm over time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AlarmSeries {
    /// What has it do something: `Policy cpu of web`, `Capacity provider pool`, or `Alarm cpu-high` of one that the
    /// scenario has made itself. Alarms of one policy or capacity provider stand behind one another.
    pub of: String,
    /// Who made it.
    pub owner: AlarmOwner,
    /// What it looks at: a metric without its dimensions, or an expression.
    pub metric: String,
    /// `Threshold`.
    pub threshold: f64,
    /// `ComparisonOperator`.
    pub comparison: Comparison,
    /// What it looks at: the newest datapoint at the end of each minute, or of several, then the one that
    /// comes closest to a breach; none where it is missing.
    pub values: Vec<(SimTime, Option<f64>)>,
    /// The states that it went through, each with its beginning.
    pub states: Vec<(SimTime, AlarmState)>,
}

impl AlarmSeries {
    /// The same with no more values than `columns`.
    #[must_use]
    pub fn in_columns(&self, columns: u32) -> AlarmSeries {
        let together = self.values.len().div_ceil(columns.max(1) as usize).max(1);
        let nearest = |one: f64, other: f64| match self.comparison {
            Comparison::Greater | Comparison::GreaterOrEqual => one.max(other),
            Comparison::Less | Comparison::LessOrEqual => one.min(other),
        };
        let values = self.values.chunks(together).filter_map(|chunk| {
            let (from, _) = chunk.first()?;
            Some((*from, chunk.iter().filter_map(|(_, value)| *value).reduce(nearest)))
        });
        AlarmSeries { values: values.collect(), ..self.clone() }
    }
}

impl Engine {
    /// The first alarms that are there, up to a bound: a page has room for a few.
    pub(super) fn alarm_series(&self) -> Vec<AlarmSeries> {
        let mut states: BTreeMap<usize, Vec<(SimTime, AlarmState)>> = BTreeMap::new();
        for entry in self.log.entries() {
            if let LogEvent::Alarm { alarm, change } = &entry.event {
                let list = states.entry(alarm.number()).or_default();
                if list.is_empty() {
                    list.push((change.from.since, change.from.state));
                }
                list.push((entry.at, change.to.state));
            }
        }
        let there = self.world.alarms.iter().filter(|(_, alarm)| !alarm.deleted).take(limits::ALARM_CHARTS);
        let series = |(row, alarm): (AlarmRow, &crate::world::Alarm)| {
            let own = states.remove(&row.number());
            AlarmSeries {
                owner: alarm.owner,
                of: super::text::story::capitalized(&self.scaler_in_words(row)),
                metric: self.metric_in_words(row),
                threshold: alarm.definition.rule.threshold,
                comparison: alarm.definition.rule.comparison,
                values: self.values_over_time(row),
                states: own.unwrap_or_else(|| vec![(alarm.standing.since, alarm.standing.state)]),
            }
        };
        there.map(series).collect()
    }

    fn values_over_time(&self, row: AlarmRow) -> Vec<(SimTime, Option<f64>)> {
        let definition = &self.world.alarms[row].definition;
        let minutes = self.now.as_ms() / MINUTE.as_ms();
        let count = usize::try_from(minutes).unwrap_or(0);
        let values = self.watched_each_minute(&definition.watched, count, definition.period_seconds);
        let at = (0..minutes).map(|minute| SimTime::from_ms(minute * MINUTE.as_ms()));
        at.zip(values).collect()
    }
}
