//! Deployment alarms: CloudWatch alarms that fail a deployment. Spec: DEPLOY-24.
//!
//! Source: ECS guide, how CloudWatch alarms detect deployment failures; API, DeploymentAlarms. ECS computes
//! the bake time "based on the alarm configuration" and names no formula: ours is the longest that an alarm of
//! the list needs to go off, within what the guide says of the default.

use crate::aws::DeploymentAlarms;
use crate::metrics::AlarmState;
use std::collections::BTreeSet;

/// "The default bake time is less than 5 minutes."
const LONGEST_BAKE_TIME_MS: u64 = 5 * 60 * 1000;

/// How long an alarm takes to go off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AlarmPeriod {
    /// `Period`, in seconds.
    pub period_seconds: u32,
    /// `EvaluationPeriods`.
    pub evaluation_periods: u32,
}

/// How long a deployment is watched after it has scaled, in milliseconds.
pub fn bake_time_ms(alarms: &[AlarmPeriod]) -> u64 {
    let needs = |alarm: &AlarmPeriod| {
        u64::from(alarm.period_seconds) * u64::from(alarm.evaluation_periods).saturating_mul(1000)
    };
    alarms.iter().map(needs).max().unwrap_or(0).min(LONGEST_BAKE_TIME_MS)
}

/// The alarms that one deployment looks at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AlarmWatch {
    watched: BTreeSet<String>,
    rolls_back: bool,
}

impl AlarmWatch {
    /// The alarms of a deployment that begins. Where one is in ALARM already none is looked at: the deployment
    /// may be what mends it.
    pub fn begin(alarms: &DeploymentAlarms, state: impl Fn(&str) -> AlarmState) -> AlarmWatch {
        let names = &alarms.alarm_names;
        if !alarms.enable || names.iter().any(|name| state(name) == AlarmState::Alarm) {
            return AlarmWatch::default();
        }
        AlarmWatch { watched: names.iter().cloned().collect(), rolls_back: alarms.rollback }
    }

    /// Whether an alarm that changes to `state` fails the deployment.
    pub fn fails(&self, alarm: &str, state: AlarmState) -> bool {
        state == AlarmState::Alarm && self.watched.contains(alarm)
    }

    /// Whether the service goes back where one of them fails the deployment.
    pub fn rolls_back(&self) -> bool {
        self.rolls_back
    }

    /// The names of those that can fail the deployment.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.watched.iter().map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::{AlarmPeriod, AlarmWatch, bake_time_ms};
    use crate::aws::DeploymentAlarms;
    use crate::metrics::AlarmState;

    #[test]
    fn where_an_alarm_stands_at_the_start_none_is_looked_at() {
        let alarms = DeploymentAlarms {
            alarm_names: vec!["5xx".to_owned(), "latency".to_owned()],
            enable: true,
            rollback: true,
        };
        let quiet = AlarmWatch::begin(&alarms, |_| AlarmState::InsufficientData);
        assert!(quiet.fails("latency", AlarmState::Alarm) && quiet.rolls_back());
        assert!(!quiet.fails("latency", AlarmState::InsufficientData));
        assert!(!quiet.fails("another", AlarmState::Alarm));
        let standing = |name: &str| if name == "5xx" { AlarmState::Alarm } else { AlarmState::Ok };
        assert_eq!(AlarmWatch::begin(&alarms, standing), AlarmWatch::default());
        let off = DeploymentAlarms { enable: false, ..alarms };
        assert_eq!(AlarmWatch::begin(&off, |_| AlarmState::Ok).names().count(), 0);
    }

    #[test]
    fn the_slowest_alarm_gives_the_bake_time() {
        let alarm = |period_seconds, evaluation_periods| AlarmPeriod { period_seconds, evaluation_periods };
        assert_eq!(bake_time_ms(&[alarm(60, 3), alarm(120, 2)]), 240_000);
        assert_eq!(bake_time_ms(&[alarm(300, 3)]), 300_000);
        assert_eq!(bake_time_ms(&[]), 0);
    }
}
