//! Deployment alarms: CloudWatch alarms that fail a deployment.
//!
//! Source: ECS guide, how CloudWatch alarms detect deployment failures; API, DeploymentAlarms. ECS computes
//! the bake time "based on the alarm configuration" and names no formula: ours is the longest that an alarm of
//! the list needs to go off.

use crate::aws::DeploymentAlarms;
use crate::metrics::AlarmState;
use std::collections::BTreeSet;

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
    alarms.iter().map(needs).max().unwrap_or(0)
}

/// The alarms that one deployment looks at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AlarmWatch {
    watched: BTreeSet<String>,
}

impl AlarmWatch {
    /// The alarms of a deployment that begins. One that is in ALARM already is left out of it.
    pub fn begin(alarms: &DeploymentAlarms, state: impl Fn(&str) -> AlarmState) -> AlarmWatch {
        let names =
            alarms.alarm_names.iter().filter(|name| alarms.enable && state(name) != AlarmState::Alarm);
        AlarmWatch { watched: names.cloned().collect() }
    }

    /// Whether an alarm that changes to `state` fails the deployment.
    pub fn fails(&self, alarm: &str, state: AlarmState) -> bool {
        state == AlarmState::Alarm && self.watched.contains(alarm)
    }

    /// Whether any alarm can fail the deployment.
    pub fn watches(&self) -> bool {
        !self.watched.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::{AlarmPeriod, AlarmWatch, bake_time_ms};
    use crate::aws::DeploymentAlarms;
    use crate::metrics::AlarmState;

    #[test]
    fn an_alarm_that_stands_at_the_start_is_left_out() {
        let alarms = DeploymentAlarms {
            alarm_names: vec!["5xx".to_owned(), "latency".to_owned()],
            enable: true,
            rollback: true,
        };
        let standing = |name: &str| if name == "5xx" { AlarmState::Alarm } else { AlarmState::Ok };
        let watch = AlarmWatch::begin(&alarms, standing);
        assert!(!watch.fails("5xx", AlarmState::Alarm));
        assert!(watch.fails("latency", AlarmState::Alarm));
        assert!(!watch.fails("latency", AlarmState::InsufficientData));
        assert!(!watch.fails("another", AlarmState::Alarm));
        let off = AlarmWatch::begin(&DeploymentAlarms { enable: false, ..alarms }, standing);
        assert!(!off.watches());
    }

    #[test]
    fn the_slowest_alarm_gives_the_bake_time() {
        let alarm = |period_seconds, evaluation_periods| AlarmPeriod { period_seconds, evaluation_periods };
        assert_eq!(bake_time_ms(&[alarm(60, 3), alarm(300, 1)]), 300_000);
        assert_eq!(bake_time_ms(&[]), 0);
    }
}
