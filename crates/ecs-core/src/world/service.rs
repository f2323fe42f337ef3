//! A service's state: what it is to have, and the deployments by which it gets there.

use super::{Rebalancing, Shifting, Unplaced};
use crate::aws::{DeploymentStrategy, Service};
use crate::deploy::{AlarmWatch, Breaker, Past, RolloutReason, Tally, TokenBucket};
use crate::ids::{LaunchRow, TaskRow};
use crate::time::SimTime;
use serde::Serialize;
use std::collections::BTreeSet;
use std::sync::Arc;

/// `status` of a service. Spec: DEPLOY-10.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ServiceStatus {
    /// It keeps its tasks.
    Active,
    /// It was deleted, and some of its tasks are not asked to stop yet.
    Draining,
    /// It was deleted, and its tasks stop or have stopped.
    Inactive,
}

/// A service's state.
#[derive(Clone, Debug)]
pub struct ServiceState {
    /// The service as it is now: as it was created, with what updates and rollbacks have changed.
    pub given: Arc<Service>,
    /// Whether it is there, or was deleted.
    pub status: ServiceStatus,
    /// When it was created.
    pub created_at: SimTime,
    /// What its next tasks are started from; none where its launch type is not simulated.
    pub launch: Option<LaunchRow>,
    /// Every deployment that it has had, in order of their beginning.
    pub deployments: Vec<Deployment>,
    /// The number of the one that is PRIMARY; the others are ACTIVE until they are over.
    pub primary: usize,
    /// The numbers of the other ones that are not over: they have tasks, or have lost some.
    pub older: BTreeSet<usize>,
    /// Tasks that it is to keep.
    pub desired_count: u32,
    /// Its tasks that are to run and do.
    pub running_count: u32,
    /// Its tasks that are to run and do not yet.
    pub pending_count: u32,
    /// Why the next task has no place; none where every task has one.
    pub unplaced: Option<Unplaced>,
    /// What was last said about that, and when: the same is not said again for a while.
    pub unplaced_said: Option<(Unplaced, SimTime)>,
    /// Whether it has said that it is steady since it last changed.
    pub steady: bool,
    /// Whether it is due to compare what it has with what it wants.
    pub scheduled: bool,
    /// How its last starts went.
    pub starts: Starts,
    /// How fast it may launch tasks. Spec: DEPLOY-16.
    pub launches: TokenBucket,
    /// When it looks again because the launch rates allow more then.
    pub wakes_at: Option<SimTime>,
    /// How many of its tasks were chosen to stop: what draws among equal ones count by.
    pub victims: u64,
    /// How far its rebalancing over zones is.
    pub rebalancing: Rebalancing,
    /// When it last said that nothing moves.
    pub stall_said: Option<SimTime>,
}

impl ServiceState {
    /// The PRIMARY deployment; none where its launch type is not simulated.
    pub fn deployment(&self) -> Option<&Deployment> {
        self.deployments.get(self.primary)
    }
}

/// A deployment of a service: a revision, and how far it has come. Its
/// [`strategy`](Deployment::strategy) says how its tasks take the place of older ones.
#[derive(Clone, Debug)]
pub struct Deployment {
    /// The service as this deployment has it: where it is taken back to.
    pub service: Arc<Service>,
    /// What its tasks are started from now. Other placement is another launch of the same deployment.
    pub launch: LaunchRow,
    /// When it began.
    pub created_at: SimTime,
    /// When it last changed.
    pub updated_at: SimTime,
    /// `rolloutState`, and why.
    pub reason: RolloutReason,
    /// When it was last COMPLETED; none where it never was.
    pub completed_at: Option<SimTime>,
    /// Since when it has had all that it takes, while it is watched.
    pub scaled_at: Option<SimTime>,
    /// Whether its tasks register with the alternate target groups of the service. Spec: DEPLOY-18.
    pub alternate: bool,
    /// How it shifts traffic; none where it exchanges tasks a few at a time.
    pub shifting: Option<Shifting>,
    /// The alarms that it looks at.
    pub alarms: AlarmWatch,
    /// The number of the deployment that the service has gone back to from it.
    pub gone_back_to: Option<usize>,
    /// What the circuit breaker has seen of it.
    pub breaker: Breaker,
    /// Its tasks, as far as they stay on their instances.
    pub staying: Tally,
    /// Its tasks on instances that drain.
    pub leaving: Tally,
    /// Its tasks that are not STOPPED.
    pub tasks: BTreeSet<TaskRow>,
}

impl Deployment {
    /// One that begins.
    pub fn begin(
        service: Arc<Service>,
        launch: LaunchRow,
        now: SimTime,
        reason: RolloutReason,
    ) -> Deployment {
        Deployment {
            service,
            launch,
            created_at: now,
            updated_at: now,
            reason,
            completed_at: None,
            scaled_at: None,
            alternate: false,
            shifting: None,
            alarms: AlarmWatch::default(),
            gone_back_to: None,
            breaker: Breaker::default(),
            staying: Tally::default(),
            leaving: Tally::default(),
            tasks: BTreeSet::new(),
        }
    }

    /// How its tasks take the place of older ones.
    pub fn strategy(&self) -> DeploymentStrategy {
        self.service.deployment.configuration.strategy
    }

    /// Whether it is on its way by shifting traffic, rather than by exchanging tasks a few at a time.
    pub fn is_shifting(&self) -> bool {
        self.shifting.as_ref().is_some_and(|shifting| !shifting.shift.is_over())
    }

    /// Its tasks, wherever they are.
    pub fn tally(&self) -> Tally {
        self.staying.plus(self.leaving)
    }

    /// Whether it has no task, and has lost none that it has to make up for.
    pub fn is_over(&self) -> bool {
        self.tasks.is_empty() && self.staying.lost == 0
    }

    /// As a rollback looks at it.
    pub fn past(&self) -> Past {
        Past { state: self.reason.state(), completed_at: self.completed_at }
    }
}

/// How the last starts of a service's tasks went. Spec: SVC-6.
#[derive(Clone, Copy, Debug, Default)]
pub struct Starts {
    /// Attempts in a row after which no task ran.
    pub failed_attempts: u32,
    /// Before this moment no task is started.
    pub next_attempt: SimTime,
    /// The last task that failed to start.
    pub last_failed: Option<TaskRow>,
    /// When the service last said that its tasks do not start.
    pub impaired_said: Option<SimTime>,
    /// When the service last said that a role of its tasks cannot be assumed. Spec: ROLE-4.
    pub role_said: Option<SimTime>,
}

/// As what a task of a service is counted. Spec: DEPLOY-8.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counted {
    /// Its state.
    pub state: TaskState,
    /// Whether its instance drains.
    pub leaves: bool,
    /// Whether it is under scale-in protection. Spec: FAULT-15.
    pub protected: bool,
}

impl Counted {
    /// The count of protected tasks of a tally that it belongs to; none where it counts to none.
    pub fn protected_in(self, tally: &mut Tally) -> Option<&mut u32> {
        match self.state {
            TaskState::Unproven if self.protected => Some(&mut tally.protected_unproven),
            TaskState::Healthy if self.protected => Some(&mut tally.protected_healthy),
            _ => None,
        }
    }
}

/// The state in which a task of a service is counted: one for each count of a [`Tally`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TaskState {
    /// To run, and not RUNNING yet.
    Pending,
    /// RUNNING, and not yet known to be healthy.
    Unproven,
    /// RUNNING and healthy.
    Healthy,
    /// RUNNING and unhealthy.
    Unhealthy,
    /// Asked to stop, and not STOPPED yet.
    Stopping,
}

impl TaskState {
    /// The count of a tally that it belongs to.
    pub fn count_in(self, tally: &mut Tally) -> &mut u32 {
        match self {
            TaskState::Pending => &mut tally.pending,
            TaskState::Unproven => &mut tally.unproven,
            TaskState::Healthy => &mut tally.healthy,
            TaskState::Unhealthy => &mut tally.unhealthy,
            TaskState::Stopping => &mut tally.stopping,
        }
    }
}
