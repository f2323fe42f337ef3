//! Who is told of an evaluation. Spec: METRIC-8.

use super::super::Engine;
use crate::bus::BusEvent;
use crate::ids::AlarmRow;
use crate::log::{AlarmChange, LogEvent};
use crate::metrics::{ActionTarget, AlarmOwner, Evaluation};
use std::sync::Arc;

impl Engine {
    /// An alarm has been evaluated; `change` is there where it is in another state than before. This is called
    /// at every evaluation, because policies are looked at again as long as their alarm stays in ALARM.
    pub(super) fn alarm_evaluated(
        &mut self,
        alarm: AlarmRow,
        _evaluation: &Evaluation,
        change: Option<&AlarmChange>,
    ) {
        match self.world.alarms[alarm].owner {
            AlarmOwner::Document => self.carry_out_actions(alarm, change),
            AlarmOwner::ScalingPolicy(_) | AlarmOwner::GroupPolicy(_) | AlarmOwner::CapacityProvider(_) => {}
        }
    }

    /// The actions for the state that an alarm is in, in order. Topics are told once, when it changes.
    fn carry_out_actions(&mut self, row: AlarmRow, change: Option<&AlarmChange>) {
        let alarm = &self.world.alarms[row];
        let (definition, state) = (Arc::clone(&alarm.definition), alarm.standing.state);
        if !definition.actions_enabled {
            return;
        }
        for action in definition.actions(state) {
            match &action.target {
                ActionTarget::Topic(topic) => {
                    if let Some(change) = change {
                        let message = self.alarm_message(row, change);
                        self.say(LogEvent::Bus(BusEvent::Published { topic: *topic }));
                        self.publish(*topic, &message);
                    }
                }
                ActionTarget::ScalingPolicy { .. }
                | ActionTarget::GroupPolicy { .. }
                | ActionTarget::NotSimulated => {}
            }
        }
    }
}
