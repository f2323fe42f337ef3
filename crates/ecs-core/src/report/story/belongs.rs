//! What belongs to the story of scaling. Spec: SCALE-19.

use crate::aws::Provider;
use crate::engine::Engine;
use crate::ids::{AlarmRow, LaunchRow, ServiceRow};
use crate::log::{AlarmChange, LogEvent};
use crate::metrics::{ActionTarget, AlarmOwner, AlarmState, Comparison};
use crate::world::{Alarm, GroupEvent};

impl Engine {
    /// Whether an alarm has something scaled.
    pub(super) fn scales(&self, alarm: AlarmRow) -> bool {
        let states = [AlarmState::Ok, AlarmState::Alarm, AlarmState::InsufficientData];
        self.world.alarms[alarm].owner != AlarmOwner::Document
            || states.into_iter().any(|state| self.asks_policies(alarm, state))
    }

    /// Whether policies are among the actions for a state of an alarm.
    pub(super) fn asks_policies(&self, alarm: AlarmRow, state: AlarmState) -> bool {
        let is_policy = |target: &ActionTarget| {
            matches!(target, ActionTarget::ScalingPolicy { .. } | ActionTarget::GroupPolicy { .. })
        };
        let definition = &self.world.alarms[alarm].definition;
        definition.actions_enabled && definition.actions(state).iter().any(|action| is_policy(&action.target))
    }

    /// Whether a change of an alarm's state is worth a step: one that goes off, one that did, and one that asks
    /// policies in its new state.
    fn is_worth_telling(&self, alarm: AlarmRow, change: &AlarmChange) -> bool {
        let (from, to) = (change.from.state, change.to.state);
        from == AlarmState::Alarm || to == AlarmState::Alarm || self.asks_policies(alarm, to)
    }

    /// Whether an event is a step of the story by itself, whatever was before it.
    pub(in crate::report) fn is_step(&self, event: &LogEvent) -> bool {
        match event {
            LogEvent::Alarm { alarm, change } => self.scales(*alarm) && self.is_worth_telling(*alarm, change),
            LogEvent::Scaling(_) | LogEvent::Capacity(_) => true,
            LogEvent::Group(event) => matches!(
                event,
                GroupEvent::Capacity { .. }
                    | GroupEvent::Decided { .. }
                    | GroupEvent::Begins { .. }
                    | GroupEvent::LaunchFails { .. }
                    | GroupEvent::AllProtected { .. }
            ),
            _ => false,
        }
    }

    /// Whether a service is, or was, scaled, or waits for instances where there are none.
    pub(super) fn is_scaled(&self, service: ServiceRow) -> bool {
        let state = &self.world.services[service];
        let is_target = |name: &str| name == state.given.service_name;
        let waits = |launch: &LaunchRow| {
            matches!(self.world.launches[*launch].capacity_provider, Some(Provider::Group(_)))
        };
        self.world.scaling.targets.iter().any(|target| is_target(&target.service))
            || state.launch.as_ref().is_some_and(waits)
    }

    /// The alarm of a capacity provider that has its group scaled out, or in.
    pub(super) fn alarm_of_provider(&self, number: usize, is_out: bool) -> Option<AlarmRow> {
        let of_it = |alarm: &Alarm| {
            alarm.owner == AlarmOwner::CapacityProvider(number)
                && (alarm.definition.rule.comparison == Comparison::Greater) == is_out
        };
        self.world.alarms.iter().find(|(_, alarm)| of_it(alarm)).map(|(row, _)| row)
    }
}
