//! Who is told of an evaluation. Spec: METRIC-8.

use super::super::Engine;
use crate::bus::BusEvent;
use crate::ids::AlarmRow;
use crate::log::{AlarmChange, LogEvent};
use crate::metrics::{ActionTarget, AlarmOwner, Evaluation};
use std::sync::Arc;

impl Engine {
    /// An alarm has been evaluated; `change` is there where it is in another state than before. This is called
    /// at every evaluation, because policies are asked again for as long as their alarm stays in its state.
    pub(super) fn alarm_evaluated(
        &mut self,
        alarm: AlarmRow,
        evaluation: &Evaluation,
        change: Option<&AlarmChange>,
    ) {
        if let Some(change) = change {
            self.deployments_hear_of(alarm, change);
        }
        match self.world.alarms[alarm].owner {
            AlarmOwner::Document => self.carry_out_actions(alarm, evaluation, change),
            AlarmOwner::ScalingPolicy(policy) => {
                self.tracking_alarm_evaluated(policy, alarm, evaluation, change.is_some());
            }
            AlarmOwner::GroupPolicy(policy) => self.group_alarm_evaluated(policy, alarm, evaluation),
            AlarmOwner::CapacityProvider(number) => self.managed_alarm_evaluated(number, alarm),
        }
    }

    /// The actions for the state that an alarm is in, in order. Topics are told once, when it changes; policies
    /// are asked then, and again for as long as it stays in the state that it has gone to, whichever that is. What
    /// is named twice is told and asked once. Spec: METRIC-8.
    fn carry_out_actions(&mut self, row: AlarmRow, evaluation: &Evaluation, change: Option<&AlarmChange>) {
        let alarm = &self.world.alarms[row];
        let (definition, state) = (Arc::clone(&alarm.definition), alarm.standing.state);
        if !definition.actions_enabled || !alarm.standing.has_changed() {
            return;
        }
        let targets = definition.actions(state).iter().map(|action| &action.target);
        for (number, target) in targets.clone().enumerate() {
            if targets.clone().take(number).any(|before| before == target) {
                continue;
            }
            match target {
                ActionTarget::Topic(topic) => {
                    if let Some(change) = change {
                        let message = self.alarm_message(row, change);
                        self.say(LogEvent::Bus(BusEvent::Published { topic: *topic }));
                        self.publish(*topic, &message);
                    }
                }
                ActionTarget::ScalingPolicy { resource_id, policy_name } => {
                    self.policy_action((resource_id, policy_name), row, evaluation, change.is_some());
                }
                ActionTarget::GroupPolicy { group, policy_name } => {
                    self.group_policy_action((group, policy_name), row, evaluation);
                }
                ActionTarget::NotSimulated => {}
            }
        }
    }
}
