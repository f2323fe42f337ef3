//! What an entry of the event log is about, of which there are few kinds.

use crate::log::LogEvent;
use crate::world::{GroupEvent, TaskStatus};
use serde::{Deserialize, Serialize};

/// What an entry of the event log is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum EventKind {
    /// An event of a service, as DescribeServices lists them.
    Service,
    /// A task is at another status.
    TaskState,
    /// A task or a container stopped.
    Stop,
    /// A health check tells something else.
    Health,
    /// A call was refused or denied, or started fewer tasks than it was asked for; something is full.
    Failure,
    /// Something about an event bus, a queue, a pipe, a bucket or a topic.
    Bus,
    /// A container instance comes, changes or goes; a fault in a task begins or ends.
    Instance,
    /// An alarm of CloudWatch is in another state.
    Alarm,
    /// A service or a group is scaled, or is not.
    Scaling,
}

impl EventKind {
    /// All of them.
    pub const ALL: [EventKind; 9] = [
        EventKind::Service,
        EventKind::TaskState,
        EventKind::Stop,
        EventKind::Health,
        EventKind::Failure,
        EventKind::Bus,
        EventKind::Instance,
        EventKind::Alarm,
        EventKind::Scaling,
    ];

    pub(super) fn of(event: &LogEvent) -> EventKind {
        match event {
            LogEvent::Bus(_) => EventKind::Bus,
            LogEvent::Alarm { .. } => EventKind::Alarm,
            LogEvent::Scaling(_) | LogEvent::Capacity(_) | LogEvent::Group(GroupEvent::Decided { .. }) => {
                EventKind::Scaling
            }
            LogEvent::Instance { .. } | LogEvent::Disturbed { .. } | LogEvent::Group(_) => {
                EventKind::Instance
            }
            LogEvent::TaskStatus { status: TaskStatus::Stopped, .. } | LogEvent::ContainerStopped { .. } => {
                EventKind::Stop
            }
            LogEvent::TaskStatus { .. } | LogEvent::TaskProtection { .. } => EventKind::TaskState,
            LogEvent::TaskHealth { .. } | LogEvent::Target(_) => EventKind::Health,
            LogEvent::ServiceStarted { .. }
            | LogEvent::ServiceSteady { .. }
            | LogEvent::ServiceUnplaced { .. }
            | LogEvent::ServiceImpaired { .. }
            | LogEvent::ServiceCannotAssume { .. }
            | LogEvent::ServiceUnhealthy { .. }
            | LogEvent::ServiceStopped { .. }
            | LogEvent::ServiceStoppedPending { .. }
            | LogEvent::Deployment { .. }
            | LogEvent::Shift { .. }
            | LogEvent::Hook { .. }
            | LogEvent::ServiceZones { .. }
            | LogEvent::ServiceDesired { .. }
            | LogEvent::ServiceStalled { .. } => EventKind::Service,
            LogEvent::TasksFailed { .. }
            | LogEvent::CallDenied { .. }
            | LogEvent::StorageFull { .. }
            | LogEvent::LimitReached
            | LogEvent::Refused { .. } => EventKind::Failure,
        }
    }
}
