//! What happens inside of a task, and why.

use super::HealthStatus;
use crate::time::SimTime;
use serde::Serialize;

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Happening {
    /// When.
    pub at: SimTime,
    /// What.
    pub what: What,
}

/// What happened. Containers are named by their number in the definition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// It runs.
    Started {
        /// Which.
        container: usize,
    },
    /// It can serve.
    Ready {
        /// Which.
        container: usize,
    },
    /// Its health check says something else than before.
    Health {
        /// Which.
        container: usize,
        /// What.
        status: HealthStatus,
    },
    /// It exited and its restart policy starts it again.
    Restarts {
        /// Which.
        container: usize,
        /// With what it exited.
        exit_code: i32,
        /// Why, where that is more than its exit code.
        reason: Option<Reason>,
    },
    /// SIGTERM was sent to it.
    AskedToStop {
        /// Which.
        container: usize,
    },
    /// It took longer than `stopTimeout`: SIGKILL was sent to it.
    Killed {
        /// Which.
        container: usize,
    },
    /// It stopped, or will never start.
    Stopped {
        /// Which.
        container: usize,
        /// With what it exited; none where it never ran.
        exit_code: Option<i32>,
        /// Why, where that is more than its exit code.
        reason: Option<Reason>,
    },
    /// Every container has been started: the task is RUNNING.
    TaskRuns,
    /// The task's `healthStatus` is another.
    TaskHealth(HealthStatus),
    /// The task stops by itself.
    TaskEnds(TaskEnd),
    /// Its last container has stopped.
    TaskStopped,
}

/// Why a task stops by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TaskEnd {
    /// `stopCode` EssentialContainerExited.
    EssentialContainerExited {
        /// The container.
        container: usize,
    },
    /// `stopCode` TaskFailedToStart: an essential container never ran, for a reason that it has.
    FailedToStart {
        /// The container.
        container: usize,
    },
}

/// `reason` of a container: what its exit code does not tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Reason {
    /// It used more memory than it may, or the task did and it used the most.
    OutOfMemory,
    /// Its image is not in the registry.
    CannotPull,
    /// What it waited for did not come.
    Dependency {
        /// The other container.
        on: usize,
        /// How that was.
        failure: DependencyFailure,
        /// With what the other one had exited by then.
        exit_code: Option<i32>,
    },
}

/// How a dependency came to nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum DependencyFailure {
    /// SUCCESS was wanted, and it exited with something else than 0.
    DidNotSucceed,
    /// It has not started and will not.
    NeverStarts,
    /// HEALTHY was wanted of one that has stopped, or that has no health check.
    NeverHealthy,
    /// Its `startTimeout` has passed.
    TimedOut,
}
