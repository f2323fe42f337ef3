//! The events of a service, and the text of each.

use crate::engine::Engine;
use crate::ids::{Row, ServiceRow};
use crate::limits;
use crate::log::LogEvent;
use crate::report::text;
use serde::Serialize;

/// An event of a service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "the members are AWS's; its API reference describes them")]
pub struct ServiceEventReport {
    pub id: String,
    pub created_at: String,
    pub message: String,
}

impl Engine {
    /// The newest events of every service, newest first. Spec: SVC-4.
    pub(super) fn service_events(&self) -> Vec<Vec<ServiceEventReport>> {
        let mut events: Vec<Vec<ServiceEventReport>> =
            self.world.services.iter().map(|_| Vec::new()).collect();
        for entry in self.log.entries().rev() {
            let Some((service, message)) = self.service_message(&entry.event) else { continue };
            let Some(list) =
                events.get_mut(service.number()).filter(|list| list.len() < limits::SERVICE_EVENTS)
            else {
                continue;
            };
            list.push(ServiceEventReport {
                id: crate::ids::uuid(&self.scenario.account.hex_id("event", &entry.sequence.to_string())),
                created_at: self.scenario.calendar.iso(entry.at),
                message,
            });
        }
        events
    }

    /// The text of an entry that a service says.
    pub(in crate::report) fn service_message(&self, event: &LogEvent) -> Option<(ServiceRow, String)> {
        match event {
            LogEvent::ServiceStarted { service, tasks } => {
                let ids: Vec<String> = tasks.iter().map(|task| self.task_id(*task)).collect();
                Some((*service, text::started(self.service_name(*service), &ids)))
            }
            LogEvent::ServiceSteady { service } => {
                Some((*service, text::steady(self.service_name(*service))))
            }
            LogEvent::ServiceUnplaced { service, why } => {
                let instance = match why {
                    crate::world::Unplaced::NoneFits { closest, .. } => {
                        self.container_instance_id(closest.row)
                    }
                    _ => String::new(),
                };
                Some((*service, text::unplaced(self.service_name(*service), *why, &instance)))
            }
            LogEvent::ServiceImpaired { service } => {
                Some((*service, text::impaired(self.service_name(*service))))
            }
            LogEvent::ServiceCannotAssume { service, role } => {
                Some((*service, text::roles::cannot_assume(self.service_name(*service), role)))
            }
            LogEvent::ServiceUnhealthy { service, task } => {
                Some((*service, text::unhealthy(self.service_name(*service), &self.task_id(*task))))
            }
            LogEvent::Target(target) => self.target_message(target),
            LogEvent::ServiceStopped { service, tasks } => {
                let ids: Vec<String> = tasks.iter().map(|task| self.task_id(*task)).collect();
                Some((*service, text::deployment::stopped(self.service_name(*service), &ids)))
            }
            LogEvent::ServiceStoppedPending { service, tasks } => {
                Some((*service, text::deployment::stopped_pending(self.service_name(*service), *tasks)))
            }
            LogEvent::Deployment { service, deployment, reason } => {
                Some((*service, self.deployment_message(*service, *deployment, *reason)?))
            }
            LogEvent::ServiceZones { service, event } => Some((*service, self.zone_message(*service, event))),
            LogEvent::ServiceStalled { service, stall } => {
                Some((*service, self.stall_message(*service, *stall)?))
            }
            LogEvent::TaskStatus { .. }
            | LogEvent::ServiceDesired { .. }
            | LogEvent::Instance { .. }
            | LogEvent::TaskProtection { .. }
            | LogEvent::Disturbed { .. }
            | LogEvent::Group(_)
            | LogEvent::Shift { .. }
            | LogEvent::Hook { .. }
            | LogEvent::Capacity(_)
            | LogEvent::TaskHealth { .. }
            | LogEvent::ContainerStopped { .. }
            | LogEvent::Bus(_)
            | LogEvent::Alarm { .. }
            | LogEvent::Scaling(_)
            | LogEvent::TasksFailed { .. }
            | LogEvent::LimitReached
            | LogEvent::CallDenied { .. }
            | LogEvent::StorageFull { .. }
            | LogEvent::Refused { .. } => None,
        }
    }
}
