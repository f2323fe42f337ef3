//! Where everything that is scaled stands at a moment: also what has no reason to be scaled. Spec: SCALE-19.

use super::super::text::{capacity as capacity_text, story as words};
use crate::engine::Engine;
use crate::ids::AlarmRow;
use crate::metrics::{AlarmOwner, AlarmState, Comparison};
use serde::{Deserialize, Serialize};

/// A policy, a capacity provider or an alarm of the scenario that scales something, at a moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScalingNow {
    /// The name that its steps go by: [`ScalingStep::of`](super::ScalingStep::of).
    pub of: String,
    /// What its metric was last, and beyond which values it does something.
    pub text: String,
    /// What the metric of a capacity provider would be now, and how that comes about; none of any other.
    pub arithmetic: Option<String>,
    /// Whether one of its alarms is in ALARM.
    pub is_off: bool,
}

impl Engine {
    /// Everything that scales, in the order in which its alarms were made.
    pub(crate) fn scaling_now(&self) -> Vec<ScalingNow> {
        let mut owners: Vec<(AlarmOwner, Vec<AlarmRow>)> = Vec::new();
        for (row, alarm) in self.world.alarms.iter() {
            if alarm.deleted || !self.scales(row) {
                continue;
            }
            match owners.last_mut() {
                Some((owner, rows)) if *owner == alarm.owner && *owner != AlarmOwner::Document => {
                    rows.push(row);
                }
                _ => owners.push((alarm.owner, vec![row])),
            }
        }
        owners.iter().map(|(owner, alarms)| self.standing_of(*owner, alarms)).collect()
    }

    fn standing_of(&self, owner: AlarmOwner, alarms: &[AlarmRow]) -> ScalingNow {
        let first = alarms.first().copied().unwrap_or(AlarmRow(0));
        let what = match owner {
            AlarmOwner::Document => None,
            AlarmOwner::ScalingPolicy(_) => Some("tasks"),
            AlarmOwner::GroupPolicy(_) | AlarmOwner::CapacityProvider(_) => Some("instances"),
        };
        let limits = alarms.iter().map(|alarm| {
            let rule = &self.world.alarms[*alarm].definition.rule;
            let is_high = matches!(rule.comparison, Comparison::Greater | Comparison::GreaterOrEqual);
            words::limit(rule, is_high, what)
        });
        let limits: Vec<String> = limits.collect();
        let arithmetic = match owner {
            AlarmOwner::CapacityProvider(number) => self.reservation_of(number),
            _ => None,
        };
        ScalingNow {
            text: words::stands(
                &self.scaler_in_words(first),
                &self.metric_in_words(first),
                (self.newest_value(first), self.world.alarms[first].definition.period_seconds),
                &limits,
            ),
            of: self.name_of_alarm(first),
            arithmetic: arithmetic.map(|made| format!("Now: {}", capacity_text::metric(&made))),
            is_off: alarms.iter().any(|alarm| self.world.alarms[*alarm].standing.state == AlarmState::Alarm),
        }
    }

    /// What an alarm would look at if it were evaluated now; none where that is missing.
    fn newest_value(&self, alarm: AlarmRow) -> Option<f64> {
        let definition = &self.world.alarms[alarm].definition;
        self.watched_each_minute(&definition.watched, 1, definition.period_seconds).pop().flatten()
    }
}
