//! Services, as a picture has them, and why one waits.

use crate::aws::{LaunchType, TaskDefinition};
use crate::engine::Engine;
use crate::ids::ServiceRow;
use crate::log::LogEvent;
use crate::report::rollout::RolloutView;
use crate::report::shifts::ShiftView;
use crate::report::text;
use crate::world::ServiceState;
use serde::{Deserialize, Serialize};

/// A service.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ServiceView {
    /// Its name.
    pub name: String,
    /// `family:revision`.
    pub task_definition: String,
    /// Where its tasks run.
    pub launch_type: LaunchType,
    /// Tasks that it is to keep.
    pub desired_count: u32,
    /// Tasks that run.
    pub running_count: u32,
    /// Tasks that start.
    pub pending_count: u32,
    /// Tasks that it has not started.
    pub waiting: Option<WaitingView>,
    /// Its deployments.
    pub rollout: RolloutView,
    /// How far its deployment is, where that shifts traffic.
    pub shift: Option<ShiftView>,
}

/// Tasks that a service has not started: without a place, or held back because the last ones failed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaitingView {
    /// How many.
    pub count: u32,
    /// Why, in our words.
    pub reason: String,
    /// ECS's event.
    pub aws_message: String,
}

impl Engine {
    pub(super) fn service_views(&self) -> Vec<ServiceView> {
        let view = |(row, state): (ServiceRow, &ServiceState)| {
            let service = &state.given;
            let definition = self.scenario.task_definitions.get(service.task_definition);
            let waiting = self.why_waiting(row, state).map(|(reason, event)| WaitingView {
                count: state.missing(),
                reason,
                aws_message: self.service_message(&event).map(|(_, message)| message).unwrap_or_default(),
            });
            let waiting = waiting.or_else(|| self.provisioning_view(row));
            ServiceView {
                name: service.service_name.clone(),
                task_definition: definition.map(TaskDefinition::short).unwrap_or_default(),
                launch_type: service.launch_type,
                desired_count: state.desired_count,
                running_count: state.running_count,
                pending_count: state.pending_count,
                waiting,
                rollout: self.rollout_view(row),
                shift: self.shift_of(row),
            }
        };
        self.world.services.iter().map(view).collect()
    }

    /// Why a service has not started all of its tasks, in our words, and ECS's event.
    fn why_waiting(&self, service: ServiceRow, state: &ServiceState) -> Option<(String, LogEvent)> {
        if let Some(why) = state.unplaced {
            return Some((text::plainly_unplaced(why), LogEvent::ServiceUnplaced { service, why }));
        }
        let started = state.running_count + state.pending_count;
        if started < state.desired_count
            && let Some(waits) = self.waits_for_role(service, state)
        {
            return Some(waits);
        }
        let failed = state.starts.last_failed.filter(|_| started < state.desired_count)?;
        let why = self.why_ended(failed)?;
        Some((format!("the last tasks did not start: {why}"), LogEvent::ServiceImpaired { service }))
    }
}
