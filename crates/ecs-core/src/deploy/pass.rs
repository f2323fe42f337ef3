//! One look of the service scheduler: how many tasks are stopped, how many are started, and why not more.
//!
//! A rolling update, the draining of an instance, the replacement of unhealthy tasks, scaling and the update
//! of a DAEMON service are the same step. Tasks that are to go (an older revision, or on a draining instance)
//! are the source; those that stay are the target.
//!
//! Source: ECS guide, services (service scheduler concepts), deploy by replacing tasks, service options
//! (traces), container instance draining; API, DeploymentConfiguration. That a pass which stops starts nothing
//! is what the documented traces show; the order within a pass is inferred.

use super::Bounds;
use serde::{Deserialize, Serialize};

/// Tasks of one side, by state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Tally {
    /// To run, and not RUNNING yet.
    pub pending: u32,
    /// RUNNING, and not yet known to be healthy.
    pub unproven: u32,
    /// RUNNING and healthy.
    pub healthy: u32,
    /// RUNNING and unhealthy.
    pub unhealthy: u32,
    /// Asked to stop, and not STOPPED yet. They count towards neither bound.
    pub stopping: u32,
    /// Ran, ended without the scheduler while they were to go, and are not made up for. They count towards
    /// neither bound.
    pub lost: u32,
    /// Of the unproven ones, those under scale-in protection.
    pub protected_unproven: u32,
    /// Of the healthy ones, those under scale-in protection.
    pub protected_healthy: u32,
}

impl Tally {
    /// The tasks of two sides together.
    #[must_use]
    pub fn plus(self, other: Tally) -> Tally {
        Tally {
            pending: self.pending.saturating_add(other.pending),
            unproven: self.unproven.saturating_add(other.unproven),
            healthy: self.healthy.saturating_add(other.healthy),
            unhealthy: self.unhealthy.saturating_add(other.unhealthy),
            stopping: self.stopping.saturating_add(other.stopping),
            lost: self.lost.saturating_add(other.lost),
            protected_unproven: self.protected_unproven.saturating_add(other.protected_unproven),
            protected_healthy: self.protected_healthy.saturating_add(other.protected_healthy),
        }
    }

    /// Tasks that are to run: what the upper bound counts.
    pub fn active(self) -> u32 {
        self.good().saturating_add(self.unhealthy)
    }

    /// Tasks that are to run and are not known to be unhealthy.
    pub fn good(self) -> u32 {
        self.pending.saturating_add(self.unproven).saturating_add(self.healthy)
    }

    /// Tasks whose state changes without the scheduler: it waits for them before it calls itself stuck.
    fn in_flux(self) -> u32 {
        self.pending.saturating_add(self.unproven).saturating_add(self.stopping)
    }

    fn free_unproven(self) -> u32 {
        self.unproven.saturating_sub(self.protected_unproven)
    }

    fn free_healthy(self) -> u32 {
        self.healthy.saturating_sub(self.protected_healthy)
    }
}

/// How many more tasks find a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Room {
    /// So many.
    Known(u32),
    /// Nobody has counted: placement will tell.
    Unknown,
}

impl Room {
    pub(super) fn tasks(self) -> u32 {
        match self {
            Room::Known(tasks) => tasks,
            Room::Unknown => u32::MAX,
        }
    }
}

/// What the scheduler looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Situation {
    /// Tasks that the service is to have; for a DAEMON service, instances that are meant.
    pub desired: u32,
    /// The bounds for that count.
    pub bounds: Bounds,
    /// Tasks that are to go.
    pub source: Tally,
    /// Tasks that stay.
    pub target: Tally,
    /// Room in the cluster.
    pub room: Room,
    /// Tasks that the launch rates allow now.
    pub launches: u32,
    /// Whether the target's deployment has failed: it launches no task, and nothing makes way for it.
    pub failed: bool,
}

/// Tasks to stop, by state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Stops {
    /// Of those that do not run yet.
    pub pending: u32,
    /// Of those that are not known to be healthy.
    pub unproven: u32,
    /// Of the healthy ones.
    pub healthy: u32,
    /// Of the unhealthy ones.
    pub unhealthy: u32,
}

impl Stops {
    /// All of them.
    pub fn total(self) -> u32 {
        self.pending.saturating_add(self.unproven).saturating_add(self.healthy).saturating_add(self.unhealthy)
    }
}

/// What happens to one side.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Moves {
    /// Tasks to stop. Which ones, `choose_victim` says.
    pub stop: Stops,
    /// Tasks to start, of the side's own revision.
    pub start: u32,
}

/// What kept the scheduler from starting more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum StartLimit {
    /// Nothing: all that are wanted are there or were started.
    Desired,
    /// Tasks were stopped in this pass; the next one starts.
    StoppingFirst,
    /// `maximumPercent`.
    MaximumPercent,
    /// Room in the cluster.
    Room,
    /// The launch rates.
    LaunchRate,
    /// The deployment has failed.
    Failed,
}

/// What kept the scheduler from stopping more of the source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum StopLimit {
    /// Nothing: none is left that could be stopped.
    NoneLeft,
    /// `minimumHealthyPercent`.
    MinimumHealthyPercent,
    /// Scale-in protection.
    Protection,
    /// The deployment has failed.
    Failed,
}

/// Why nothing will move until somebody changes something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Stall {
    /// The bounds forbid every stop and every start: ECS says that it was unable to stop or start tasks.
    Deadlock,
    /// There is no room for another task, and the minimum keeps the tasks that would make some.
    NoRoom,
    /// Protected tasks keep their places.
    Protection,
}

/// What the scheduler does, and its reasons.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Pass {
    /// What happens to tasks that are to go. A start replaces an unhealthy or a lost one by its own revision.
    pub source: Moves,
    /// What happens to tasks that stay.
    pub target: Moves,
    /// Why not more are started.
    pub start_limit: StartLimit,
    /// Why not more of the source are stopped.
    pub stop_limit: StopLimit,
    /// Why nothing will move; none while something moves or may.
    pub stall: Option<Stall>,
}

impl Pass {
    /// Tasks that are stopped.
    pub fn stops(&self) -> u32 {
        self.source.stop.total().saturating_add(self.target.stop.total())
    }

    /// Tasks that are started.
    pub fn starts(&self) -> u32 {
        self.source.start.saturating_add(self.target.start)
    }
}

/// One look of the scheduler. Spec: DEPLOY-9, DEPLOY-12.
pub fn pass(situation: &Situation) -> Pass {
    let mut source = Moves { stop: situation.exchange(), start: 0 };
    let spare = situation.spare().saturating_sub(source.stop.healthy);
    let mut target = Moves { stop: situation.trim(spare), start: 0 };
    if source.stop.total() == 0 && target.stop.total() == 0 {
        (source, target) = situation.replace_one_unhealthy();
    }
    let stopped = source.stop.total() > 0 || target.stop.total() > 0;
    if !stopped {
        (source.start, target.start) = situation.starts();
    }
    let start_limit = situation.start_limit(stopped, target.start);
    let stop_limit = situation.stop_limit(source.stop);
    let moved = stopped || source.start > 0 || target.start > 0;
    let stall = if moved { None } else { situation.stall(start_limit, stop_limit) };
    Pass { source, target, start_limit, stop_limit, stall }
}

impl Situation {
    fn healthy(&self) -> u32 {
        self.source.healthy.saturating_add(self.target.healthy)
    }

    /// Healthy tasks that the minimum does not need.
    fn spare(&self) -> u32 {
        self.healthy().saturating_sub(self.bounds.min_healthy)
    }

    /// Healthy tasks that the minimum lacks.
    pub fn lacking(&self) -> u32 {
        self.bounds.min_healthy.saturating_sub(self.healthy())
    }

    /// Tasks of the source that it replaces itself: unhealthy and lost ones, as many as the minimum lacks.
    fn replaced_by_source(&self) -> u32 {
        self.source.unhealthy.saturating_add(self.source.lost).min(self.lacking())
    }

    /// Tasks of the source that make way. A task that does not run yet protects nothing, unless it replaces one
    /// of the source, nor does an unhealthy one; one that is not yet known to be healthy is kept until the
    /// healthy ones suffice.
    fn exchange(&self) -> Stops {
        if self.failed {
            return Stops::default();
        }
        let suffices = self.lacking() == 0;
        let where_it_suffices = |tasks: u32| if suffices { tasks } else { 0 };
        Stops {
            pending: self.source.pending.saturating_sub(self.replaced_by_source()),
            unproven: where_it_suffices(self.source.free_unproven()),
            healthy: self.spare().min(self.source.free_healthy()),
            unhealthy: where_it_suffices(self.source.unhealthy),
        }
    }

    /// Tasks of the target that are more than the service is to have: those that do not run yet go first, and
    /// an unhealthy one when its replacement has settled. `spare` is what the source leaves of the healthy tasks
    /// that the minimum does not need.
    fn trim(&self, spare: u32) -> Stops {
        let target = self.target;
        let surplus = target.good().saturating_sub(self.desired);
        let pending = surplus.min(target.pending);
        let unproven = (surplus - pending).min(target.free_unproven());
        let healthy = (surplus - pending - unproven).min(target.free_healthy()).min(spare);
        let settled = target.healthy.saturating_add(target.unhealthy);
        let unhealthy = settled.saturating_sub(self.desired).min(target.unhealthy);
        Stops { pending, unproven, healthy, unhealthy }
    }

    /// Where nothing can be started beside them, unhealthy tasks are stopped one at a time.
    fn replace_one_unhealthy(&self) -> (Moves, Moves) {
        let nothing = (Moves::default(), Moves::default());
        let waits = self.source.in_flux() > 0 || self.target.in_flux() > 0;
        if waits || self.bounds_and_room() > 0 {
            return nothing;
        }
        let one = Moves { stop: Stops { unhealthy: 1, ..Stops::default() }, start: 0 };
        if self.target.unhealthy > 0 && !self.failed {
            (Moves::default(), one)
        } else if self.source.unhealthy > 0 {
            (one, Moves::default())
        } else {
            nothing
        }
    }

    fn below_maximum(&self) -> u32 {
        let active = self.source.active().saturating_add(self.target.active());
        self.bounds.max_tasks.saturating_sub(active)
    }

    fn bounds_and_room(&self) -> u32 {
        self.below_maximum().min(self.room.tasks())
    }

    fn wanted(&self) -> u32 {
        self.desired.saturating_sub(self.target.good())
    }

    /// Tasks to start of the source and of the target. The source gets as many as the minimum lacks, and no
    /// more than it has unhealthy and lost ones.
    fn starts(&self) -> (u32, u32) {
        let allowed = self.bounds_and_room().min(self.launches);
        let coming = self.source.pending.saturating_add(self.source.unproven);
        let source = self.replaced_by_source().saturating_sub(coming).min(allowed);
        let target = if self.failed { 0 } else { self.wanted().min(allowed - source) };
        (source, target)
    }

    fn start_limit(&self, stopped: bool, started: u32) -> StartLimit {
        if started == self.wanted() {
            return StartLimit::Desired;
        }
        if self.failed {
            return StartLimit::Failed;
        }
        if stopped {
            return StartLimit::StoppingFirst;
        }
        let (maximum, room) = (self.below_maximum(), self.room.tasks());
        if maximum <= room && maximum <= self.launches {
            StartLimit::MaximumPercent
        } else if room <= self.launches {
            StartLimit::Room
        } else {
            StartLimit::LaunchRate
        }
    }

    fn stop_limit(&self, stop: Stops) -> StopLimit {
        let kept_free = (stop.healthy < self.source.free_healthy())
            || (stop.unproven < self.source.free_unproven())
            || (stop.unhealthy < self.source.unhealthy);
        if stop.total() == self.source.active() {
            StopLimit::NoneLeft
        } else if self.failed {
            StopLimit::Failed
        } else if kept_free {
            StopLimit::MinimumHealthyPercent
        } else {
            StopLimit::Protection
        }
    }

    fn stall(&self, start_limit: StartLimit, stop_limit: StopLimit) -> Option<Stall> {
        let waits = self.source.in_flux() > 0 || self.target.in_flux() > 0 || self.failed;
        if waits {
            return None;
        }
        if self.target.good() > self.desired {
            return Some(Stall::Protection);
        }
        match (start_limit, stop_limit) {
            (StartLimit::Desired, StopLimit::NoneLeft) | (StartLimit::LaunchRate, _) => None,
            (_, StopLimit::Protection) => Some(Stall::Protection),
            (StartLimit::Room, _) => Some(Stall::NoRoom),
            _ => Some(Stall::Deadlock),
        }
    }
}
