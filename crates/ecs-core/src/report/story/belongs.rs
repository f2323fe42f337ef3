//! What belongs to the story of scaling. Spec: SCALE-19.

use super::is_worth_telling;
use crate::aws::Provider;
use crate::engine::Engine;
use crate::ids::{AlarmRow, LaunchRow, ServiceRow};
use crate::log::LogEvent;
use crate::metrics::{ActionTarget, AlarmOwner, Comparison};
use crate::world::{Alarm, GroupEvent};

impl Engine {
    /// Whether an alarm has something scaled.
    pub(super) fn scales(&self, alarm: AlarmRow) -> bool {
        let alarm = &self.world.alarms[alarm];
        let scales = |target: &ActionTarget| {
            matches!(target, ActionTarget::ScalingPolicy { .. } | ActionTarget::GroupPolicy { .. })
        };
        alarm.owner != AlarmOwner::Document
            || alarm.definition.alarm_actions.iter().any(|action| scales(&action.target))
    }

    /// Whether an event is a step of the story by itself, whatever was before it.
    pub(in crate::report) fn is_step(&self, event: &LogEvent) -> bool {
        match event {
            LogEvent::Alarm { alarm, change } => {
                self.scales(*alarm) && is_worth_telling(change.from.state, change.to.state)
            }
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
