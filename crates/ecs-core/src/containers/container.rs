//! A container of a task.

use super::ContainerPlan;
use super::happening::Reason;
use super::health::{Checked, Health};
use crate::aws::FailingCheck;
use crate::time::SimTime;

/// Where a container is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ContainerStatus {
    /// It waits for its image or for other containers.
    Waiting,
    /// It is created and started, or started again.
    Starting {
        /// When it will run.
        runs_at: SimTime,
    },
    /// It runs.
    Running {
        /// Since when.
        started_at: SimTime,
        /// From when on it behaves as it does: its start, or when its behaviour was changed.
        since: SimTime,
        /// When it can serve.
        ready_at: SimTime,
        /// Whether it can.
        ready: bool,
        /// When SIGTERM was sent to it.
        asked_at: Option<SimTime>,
    },
    /// It is over.
    Stopped {
        /// Since when.
        at: SimTime,
    },
}

/// A container of a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Container {
    /// Where it is in its life.
    pub status: ContainerStatus,
    /// When it ran for the first time.
    pub first_started_at: Option<SimTime>,
    /// With what it last exited. DescribeTasks has it of one that has stopped.
    pub exit_code: Option<i32>,
    /// Why it last exited, or never ran.
    pub reason: Option<Reason>,
    /// How often its restart policy has started it again.
    pub restart_count: u32,
    /// What its health check says.
    pub health: Health,
    /// Memory that the requests in flight hold while it is ready.
    pub held_kib: u64,
    /// Since when.
    pub held_since: SimTime,
}

impl Container {
    /// One that has not begun.
    pub(super) const WAITING: Container = Container {
        status: ContainerStatus::Waiting,
        first_started_at: None,
        exit_code: None,
        reason: None,
        restart_count: 0,
        health: Health::NONE,
        held_kib: 0,
        held_since: SimTime::ZERO,
    };

    /// Whether it is over.
    pub fn is_stopped(&self) -> bool {
        matches!(self.status, ContainerStatus::Stopped { .. })
    }

    /// Whether it runs and can serve.
    pub fn is_ready(&self) -> bool {
        matches!(self.status, ContainerStatus::Running { ready: true, .. })
    }

    /// `lastStatus` of a container: one that is started again has not stopped.
    pub fn last_status(&self) -> &'static str {
        match self.status {
            ContainerStatus::Waiting | ContainerStatus::Starting { .. }
                if self.first_started_at.is_none() =>
            {
                "PENDING"
            }
            ContainerStatus::Waiting | ContainerStatus::Starting { .. } | ContainerStatus::Running { .. } => {
                "RUNNING"
            }
            ContainerStatus::Stopped { .. } => "STOPPED",
        }
    }

    /// How its health check sees it; none where it has none or does not run.
    pub(super) fn checked<'a>(&self, fixed: &'a ContainerPlan) -> Option<Checked<'a>> {
        let ContainerStatus::Running { started_at, since, ready_at, .. } = self.status else { return None };
        let unwell_after_ms = fixed.behaviour.unhealthy_after_ms;
        let fails = fixed.behaviour.fails_health_check != FailingCheck::Target;
        Some(Checked {
            check: fixed.health_check.as_ref()?,
            started_at,
            ready_at,
            unwell_at: unwell_after_ms.filter(|_| fails).map(|ms| since.plus_ms(ms).max(ready_at)),
        })
    }
}
