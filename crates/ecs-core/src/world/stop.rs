//! Why a task stopped, and what kept one from running.

use crate::containers::Reason;
use crate::ids::{InstanceRow, ZoneRow};
use crate::network::Unreachable;
use crate::storage::Unmountable;
use serde::Serialize;

/// Why a task stopped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stop {
    /// StopTask was called: the caller's `stoppedReason`.
    ByUser(String),
    /// It never ran.
    FailedToStart(StartFailure),
    /// An essential container exited. Spec: CONT-7.
    EssentialContainerExited {
        /// The number of the container in the task definition.
        container: usize,
    },
    /// Its service replaces it because its health checks fail. Spec: SVC-7.
    Unhealthy,
    /// Its service replaces it because the health checks of a target group fail: its number. Spec: BAL-14.
    UnhealthyTarget(usize),
    /// Its service has too many, or goes over to another revision. Spec: DEPLOY-9.
    Scaling,
    /// Its zone has more tasks of the service than others. Spec: DEPLOY-20.
    Rebalancing,
    /// Its instance was deregistered by force. Spec: FAULT-4.
    DeregistrationForced,
    /// It waited for an instance of its capacity provider for too long. Spec: CAP-11.
    NoInstance,
    /// It ran on Fargate Spot and was interrupted. Spec: CAP-5.
    SpotInterruption,
    /// The zone of a task on Fargate was lost. Spec: FAULT-11.
    ZoneLost {
        /// The zone.
        zone: ZoneRow,
    },
    /// Its machine is not there any longer. Spec: FAULT-7.
    HostLost {
        /// The instance.
        instance: InstanceRow,
        /// Whether it was terminated; if not, stopped.
        terminated: bool,
    },
}

impl Stop {
    /// `stopCode`.
    pub fn code(&self) -> StopCode {
        match self {
            Stop::ByUser(_) | Stop::DeregistrationForced => StopCode::UserInitiated,
            Stop::FailedToStart(_) | Stop::NoInstance => StopCode::TaskFailedToStart,
            Stop::EssentialContainerExited { .. } => StopCode::EssentialContainerExited,
            Stop::Unhealthy | Stop::UnhealthyTarget(_) | Stop::Scaling | Stop::Rebalancing => {
                StopCode::ServiceSchedulerInitiated
            }
            Stop::HostLost { .. } => StopCode::TerminationNotice,
            Stop::SpotInterruption => StopCode::SpotInterruption,
            Stop::ZoneLost { .. } => StopCode::InfrastructureHealth,
        }
    }

    /// The container whose end was the task's, by its number in the task definition.
    pub fn container(&self) -> Option<usize> {
        match self {
            Stop::EssentialContainerExited { container }
            | Stop::FailedToStart(StartFailure::Container { container, .. }) => Some(*container),
            Stop::ByUser(_)
            | Stop::FailedToStart(_)
            | Stop::Unhealthy
            | Stop::UnhealthyTarget(_)
            | Stop::Scaling
            | Stop::Rebalancing
            | Stop::DeregistrationForced
            | Stop::NoInstance
            | Stop::SpotInterruption
            | Stop::ZoneLost { .. }
            | Stop::HostLost { .. } => None,
        }
    }
}

/// What kept a task from running. Spec: LIFE-6.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StartFailure {
    /// The subnet of its network interface had no address left. Spec: NET-25.
    NoAddress,
    /// Something that a container needs was not reached. Spec: NET-24.
    Unreachable(Unreachable),
    /// The role that signs it may not make a call that the start needs. Spec: ROLE-6.
    Denied {
        /// Its number among the calls of a start.
        call: usize,
    },
    /// A file system was not mounted. Spec: VOL-3.
    Unmountable(Unmountable),
    /// There were not so many dynamic host ports in a row. Spec: NET-4, NET-21.
    NoHostPorts {
        /// The number of the container in the task definition.
        container: usize,
        /// How many it asked for.
        count: u16,
    },
    /// A static host port was drawn for another container before. Spec: NET-4.
    HostPortTaken {
        /// The number of the container in the task definition.
        container: usize,
        /// The port.
        port: u16,
    },
    /// An essential container never ran, or the image of any one was not there. Spec: CONT-2, CONT-4.
    Container {
        /// The number of the container in the task definition.
        container: usize,
        /// Why.
        reason: Reason,
    },
}

/// `stopCode` of a task, as far as it is simulated. Spec: LIFE-4.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum StopCode {
    /// StopTask was called.
    UserInitiated,
    /// It never ran.
    TaskFailedToStart,
    /// An essential container exited.
    EssentialContainerExited,
    /// Its service stopped it.
    ServiceSchedulerInitiated,
    /// Its machine was stopped or terminated.
    TerminationNotice,
    /// What it ran on was not well.
    InfrastructureHealth,
    /// It ran on Fargate Spot and was interrupted.
    SpotInterruption,
}
