//! Alarms that fail deployments. Spec: DEPLOY-24.

use super::Engine;
use crate::aws::DeploymentAlarms;
use crate::deploy::{AlarmPeriod, AlarmWatch, FailureCause, RolloutState, bake_time_ms};
use crate::ids::{AlarmRow, ServiceRow};
use crate::log::AlarmChange;
use crate::metrics::AlarmState;

impl Engine {
    /// The alarms that a deployment which begins looks at. One that there is not never goes off.
    pub(super) fn watch_of_new(&self, alarms: &DeploymentAlarms) -> AlarmWatch {
        let state = |name: &str| {
            let alarm = self.find_alarm(name);
            alarm.map_or(AlarmState::InsufficientData, |row| self.world.alarms[row].standing.state)
        };
        AlarmWatch::begin(alarms, state)
    }

    /// An alarm has changed: deployments that look at it may fail with it.
    pub(super) fn deployments_hear_of(&mut self, alarm: AlarmRow, change: &AlarmChange) {
        let name = self.world.alarms[alarm].definition.name.clone();
        let fails = |service: &ServiceRow| {
            let primary = self.world.services[*service].deployment();
            primary.is_some_and(|primary| {
                primary.reason.state() == RolloutState::InProgress
                    && primary.alarms.fails(&name, change.to.state)
            }) && !self.only_cleans_up(*service)
        };
        let rows = self.world.services.iter().map(|(row, _)| row);
        for service in rows.filter(fails).collect::<Vec<ServiceRow>>() {
            let goes_back =
                self.world.services[service].deployment().is_some_and(|one| one.alarms.rolls_back());
            self.fail_deployment(service, FailureCause::Alarm, goes_back);
        }
    }

    /// How long the PRIMARY deployment is watched where its configuration does not say: as long as its alarms
    /// take to go off.
    pub(super) fn bake_time_of_alarms_ms(&self, watch: &AlarmWatch) -> u64 {
        let period = |name: &str| {
            let definition = &self.world.alarms[self.find_alarm(name)?].definition;
            let evaluation_periods = definition.rule.evaluation_periods;
            Some(AlarmPeriod { period_seconds: definition.period_seconds, evaluation_periods })
        };
        bake_time_ms(&watch.names().filter_map(period).collect::<Vec<AlarmPeriod>>())
    }
}
