//! Alarms are made, evaluated at the end of every minute, and deleted. Spec: METRIC-5, METRIC-7.

use super::super::service_calls::Refusal;
use super::super::{Engine, Event};
use crate::ids::AlarmRow;
use crate::log::{AlarmChange, LogEvent};
use crate::metrics::{AlarmDefinition, AlarmOwner, Standing, evaluate};
use crate::world::Alarm;
use std::sync::Arc;

/// What DeleteAlarms answers of an alarm that is not there: the API reference's words for the error.
const NO_SUCH_ALARM: &str = "The named resource does not exist.";

impl Engine {
    /// The alarms that are there at second 0. Spec: METRIC-5.
    pub(in super::super) fn set_up_alarms(&mut self) {
        let scenario = Arc::clone(&self.scenario);
        for definition in &scenario.alarms {
            self.put_alarm(AlarmOwner::Document, definition.clone());
        }
    }

    /// The alarm of that name. Names are unique among those that are not deleted.
    pub(crate) fn find_alarm(&self, name: &str) -> Option<AlarmRow> {
        let there = self.world.alarms.iter().filter(|(_, alarm)| !alarm.deleted);
        there.filter(|(_, alarm)| alarm.definition.name == name).map(|(row, _)| row).next()
    }

    /// Makes an alarm, or changes the one of its name: then it keeps its state. Spec: METRIC-5.
    pub(in super::super) fn put_alarm(&mut self, owner: AlarmOwner, definition: AlarmDefinition) -> AlarmRow {
        self.watch_metrics();
        let definition = Arc::new(definition);
        if let Some(row) = self.find_alarm(&definition.name) {
            let alarm = &mut self.world.alarms[row];
            (alarm.definition, alarm.updated_at) = (definition, self.now);
            return row;
        }
        let standing = Standing::new(self.now);
        self.world.alarms.push(Alarm { owner, definition, updated_at: self.now, standing, deleted: false })
    }

    /// `cloudwatch:DeleteAlarms`: all of them, or none where one is not there. Spec: METRIC-5.
    pub(in super::super) fn delete_alarms_called(&mut self, names: &[String]) -> Result<(), Refusal> {
        let rows: Option<Vec<AlarmRow>> = names.iter().map(|name| self.find_alarm(name)).collect();
        let Some(rows) = rows else { return Err(("ResourceNotFound", NO_SUCH_ALARM.to_owned())) };
        for row in rows {
            self.delete_alarm(row);
        }
        Ok(())
    }

    /// An alarm is there no more.
    pub(in super::super) fn delete_alarm(&mut self, row: AlarmRow) {
        self.world.alarms[row].deleted = true;
    }

    /// A minute has been taken down: alarms look at it.
    pub(in super::super) fn expect_alarms(&mut self) {
        if self.world.alarms.iter().any(|(_, alarm)| !alarm.deleted) {
            self.queue.push_look(self.now, Event::AlarmsDue);
        }
    }

    /// Evaluates every alarm, in the order of creation. Spec: METRIC-7.
    pub(in super::super) fn alarms_due(&mut self) {
        let rows: Vec<AlarmRow> = self.world.alarms.iter().map(|(row, _)| row).collect();
        for row in rows {
            if !self.world.alarms[row].deleted {
                self.evaluate_alarm(row);
            }
        }
    }

    fn evaluate_alarm(&mut self, row: AlarmRow) {
        let definition = Arc::clone(&self.world.alarms[row].definition);
        let evaluation = evaluate(&definition.rule, &self.datapoints(&definition));
        let standing = &mut self.world.alarms[row].standing;
        let state = evaluation.state.unwrap_or(standing.state);
        let change = (state != standing.state).then(|| {
            let to = Standing { state, since: self.now, evaluation: Some(evaluation.clone()) };
            let from = std::mem::replace(standing, to.clone());
            Box::new(AlarmChange { from, to })
        });
        if let Some(change) = &change {
            self.say(LogEvent::Alarm { alarm: row, change: change.clone() });
        }
        self.alarm_evaluated(row, &evaluation, change.as_deref());
    }
}
