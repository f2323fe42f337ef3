//! The event log: append-only, beside the world. What happened, as data.

use crate::bus::BusEvent;
use crate::containers::{HealthStatus, Reason};
use crate::deploy::{HookStatus, RolloutReason, Shift, Stall};
use crate::iam::Refusal;
use crate::ids::{AlarmRow, InstanceRow, LaunchRow, ServiceRow, TaskRow};
use crate::limits;
use crate::metrics::Standing;
use crate::placement::Verdict;
use crate::scaling::ScalingEvent;
use crate::time::SimTime;
use crate::traffic::TargetEvent;
use crate::world::{
    CapacityEvent, DisturbanceKind, GroupEvent, InstanceState, MissingTasks, TaskStatus, Unplaced, ZoneEvent,
};
use serde::Serialize;
use siphasher::sip::SipHasher13;
use std::collections::VecDeque;
use std::hash::Hasher;
use std::sync::Arc;

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct LogEntry {
    /// When.
    pub(crate) at: SimTime,
    /// Which entry it is, from 0: entries of one moment keep their order.
    pub(crate) sequence: u64,
    /// What.
    pub(crate) event: LogEvent,
}

/// What happened. A new variant goes to the end: the hash is taken over the numbers of the variants.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) enum LogEvent {
    /// A task reached a status.
    TaskStatus {
        /// The task.
        task: TaskRow,
        /// What it was started from.
        launch: LaunchRow,
        /// Where it is; none on Fargate.
        instance: Option<InstanceRow>,
        /// The status.
        status: TaskStatus,
    },
    /// A service started tasks.
    ServiceStarted {
        /// The service.
        service: ServiceRow,
        /// The tasks.
        tasks: Vec<TaskRow>,
    },
    /// A service has what it wants.
    ServiceSteady {
        /// The service.
        service: ServiceRow,
    },
    /// A service's task found no place.
    ServiceUnplaced {
        /// The service.
        service: ServiceRow,
        /// Why.
        why: Unplaced,
    },
    /// RunTask or StartTask started fewer tasks than it was asked for.
    TasksFailed {
        /// The number of the action in the timeline. It follows from the entries before, so that the
        /// hash goes without it.
        #[serde(skip)]
        action: usize,
        /// How many tasks it started all the same; likewise.
        #[serde(skip)]
        started: u32,
        /// The first failing check of every instance that was looked at.
        failures: Vec<(InstanceRow, Verdict)>,
        /// The tasks that no instance was there for, or no room on Fargate. They follow, too.
        #[serde(skip)]
        missing: Vec<MissingTasks>,
    },
    /// The run has had as many tasks as it may have: no more are started.
    LimitReached,
    /// An action that AWS refuses was refused.
    Refused {
        /// The number of the action in the timeline.
        action: usize,
        /// AWS's code.
        code: &'static str,
        /// AWS's message, or ours.
        message: String,
        /// Whether it is AWS's. The hash goes without it: it says no more of what happens.
        #[serde(skip)]
        is_aws: bool,
    },
    /// A service's tasks fail to start.
    ServiceImpaired {
        /// The service.
        service: ServiceRow,
    },
    /// A service replaces a task whose container health checks fail.
    ServiceUnhealthy {
        /// The service.
        service: ServiceRow,
        /// The task.
        task: TaskRow,
    },
    /// A service asked tasks to stop that ran.
    ServiceStopped {
        /// The service.
        service: ServiceRow,
        /// The tasks.
        tasks: Vec<TaskRow>,
    },
    /// A service asked tasks to stop that did not run yet.
    ServiceStoppedPending {
        /// The service.
        service: ServiceRow,
        /// How many.
        tasks: u32,
    },
    /// A deployment of a service begins, is over, has failed, or is gone back to.
    Deployment {
        /// The service.
        service: ServiceRow,
        /// The number of its deployment, from 0.
        deployment: u32,
        /// What has become of it.
        reason: RolloutReason,
    },
    /// Nothing moves in a service until somebody changes something.
    ServiceStalled {
        /// The service.
        service: ServiceRow,
        /// Why.
        stall: Stall,
    },
    /// A task's `healthStatus` is another.
    TaskHealth {
        /// The task.
        task: TaskRow,
        /// What it is.
        health: HealthStatus,
    },
    /// A container stopped by itself, or never ran, while its task was to run.
    ContainerStopped {
        /// The task.
        task: TaskRow,
        /// The number of the container in the task definition.
        container: usize,
        /// With what it exited; none where it never ran.
        exit_code: Option<i32>,
        /// Why, where that is more than its exit code.
        reason: Option<Reason>,
        /// Whether its restart policy starts it again.
        restarts: bool,
    },
    /// Something happened to a target of a target group.
    Target(TargetEvent),
    /// A role of a service's tasks cannot be assumed. Spec: ROLE-4.
    ServiceCannotAssume {
        /// The service.
        service: ServiceRow,
        /// The role's ARN.
        role: String,
    },
    /// What a task writes into is full. Spec: VOL-6.
    StorageFull {
        /// The task.
        task: TaskRow,
        /// The number of the volume in the task definition.
        volume: usize,
    },
    /// A call of AWS was denied that an application makes when it starts, or for the first of its requests.
    /// Spec: ROLE-7.
    CallDenied {
        /// The task.
        task: TaskRow,
        /// The number of the container in the task definition.
        container: usize,
        /// The IAM action.
        call: String,
        /// The ARN that it was about.
        resource: Option<String>,
        /// Why.
        refusal: Refusal,
    },
    /// Something about events, queues or topics.
    Bus(BusEvent),
    /// Something has happened to a container instance.
    Instance {
        /// The instance.
        instance: InstanceRow,
        /// What, and what ECS says of it then.
        state: InstanceState,
    },
    /// Scale-in protection of a task begins, is renewed or ends.
    TaskProtection {
        /// The task.
        task: TaskRow,
        /// Until when it is protected; none where it is not.
        until: Option<SimTime>,
    },
    /// A fault begins in a task, or ends.
    Disturbed {
        /// The task.
        task: TaskRow,
        /// What.
        kind: DisturbanceKind,
        /// Whether it ends.
        ends: bool,
    },
    /// An alarm of CloudWatch is in another state. Spec: METRIC-7.
    Alarm {
        /// The alarm.
        alarm: AlarmRow,
        /// What it was in and what it is in, each with its reasons.
        change: Box<AlarmChange>,
    },
    /// Something about the zones that a service's tasks are in. Spec: DEPLOY-20.
    ServiceZones {
        /// The service.
        service: ServiceRow,
        /// What.
        event: ZoneEvent,
    },
    /// Something about an Auto Scaling group.
    Group(GroupEvent),
    /// Application Auto Scaling has done something, or decided not to. Spec: SCALE-16.
    Scaling(Box<ScalingEvent>),
    /// A deployment that shifts traffic is at another stage. Spec: DEPLOY-17.
    Shift {
        /// The service.
        service: ServiceRow,
        /// The number of its deployment, from 0.
        deployment: u32,
        /// How far it is.
        shift: Shift,
    },
    /// A lifecycle hook is asked, or answered. Spec: DEPLOY-19.
    Hook {
        /// The service.
        service: ServiceRow,
        /// The number of its deployment, from 0.
        deployment: u32,
        /// The number of the hook in the deployment's configuration.
        hook: u32,
        /// How far the deployment is.
        shift: Shift,
        /// What has become of it; none where it is asked.
        status: Option<HookStatus>,
    },
    /// A capacity provider has looked at its group. Spec: CAP-14.
    Capacity(CapacityEvent),
    /// A service is to have another number of tasks.
    ServiceDesired {
        /// The service.
        service: ServiceRow,
        /// How many it was to have before.
        before: u32,
        /// How many it is to have from now on.
        desired: u32,
    },
}

/// An alarm goes from one state to another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct AlarmChange {
    /// What it was in.
    pub(crate) from: Standing,
    /// What it is in.
    pub(crate) to: Standing,
}

impl LogEvent {
    /// Whether the timeline has not got what it asked for.
    pub(crate) fn is_problem(&self) -> bool {
        match self {
            LogEvent::TasksFailed { .. } | LogEvent::LimitReached | LogEvent::Refused { .. } => true,
            LogEvent::Bus(event) => event.is_problem(),
            LogEvent::Scaling(event) => event.is_bad(),
            _ => false,
        }
    }

    /// Whether something is wrong from there on: with the timeline, or with a service.
    pub(crate) fn is_bad(&self) -> bool {
        self.is_problem()
            || matches!(
                self,
                LogEvent::ServiceUnplaced { .. }
                    | LogEvent::ServiceCannotAssume { .. }
                    | LogEvent::CallDenied { .. }
                    | LogEvent::StorageFull { .. }
                    | LogEvent::Group(GroupEvent::LaunchFails { .. })
                    | LogEvent::ServiceStalled { .. }
                    | LogEvent::Deployment { reason: RolloutReason::Failed(_), .. }
            )
    }
}

/// The log of a run. A run that went back has its future in here already: the same run writes the same
/// entries again. A copy of a log shares its entries until one of the two has another.
#[derive(Clone, Debug, Default)]
pub(crate) struct Log {
    entries: Arc<VecDeque<LogEntry>>,
    mark: LogMark,
}

/// How far a log is written at a moment.
#[derive(Clone, Debug, Default)]
pub(crate) struct LogMark {
    written: u64,
    hasher: SipHasher13,
}

impl Log {
    /// Appends an entry. The oldest one goes where the log is full.
    pub(crate) fn push(&mut self, at: SimTime, event: LogEvent) {
        let entry = LogEntry { at, sequence: self.mark.written, event };
        let is_new = self.entries.back().is_none_or(|last| last.sequence < entry.sequence);
        self.mark.written += 1;
        // postcard's format is specified and the same on every target; an entry always fits it.
        let bytes = postcard::to_allocvec(&entry).unwrap_or_default();
        self.mark.hasher.write(&bytes);
        if !is_new {
            return;
        }
        let entries = Arc::make_mut(&mut self.entries);
        if entries.len() == limits::LOG_ENTRIES {
            entries.pop_front();
        }
        entries.push_back(entry);
    }

    /// The entries that are kept, oldest first.
    pub(crate) fn entries(&self) -> impl DoubleEndedIterator<Item = &LogEntry> + ExactSizeIterator {
        let known = self.entries.partition_point(|entry| entry.sequence < self.mark.written);
        self.entries.range(..known)
    }

    /// Those of them from that one on.
    pub(crate) fn entries_from(&self, sequence: u64) -> impl Iterator<Item = &LogEntry> {
        let known = self.entries.partition_point(|entry| entry.sequence < self.mark.written);
        let first = self.entries.partition_point(|entry| entry.sequence < sequence);
        self.entries.range(first.min(known)..known)
    }

    /// Entries ever written, and so the number of the next one.
    pub(crate) fn written(&self) -> u64 {
        self.mark.written
    }

    /// How far it is written.
    pub(crate) fn mark(&self) -> &LogMark {
        &self.mark
    }

    /// Goes to a moment that it has been at, or comes from. False where the entries that were its oldest
    /// ones then are gone.
    pub(crate) fn go_to(&mut self, mark: &LogMark) -> bool {
        let complete = self.entries.front().is_none_or(|oldest| oldest.sequence == 0);
        if complete {
            self.mark = mark.clone();
        }
        complete
    }

    /// Forgets what lies ahead from a moment on: the run will be another from there on.
    pub(crate) fn forget_from(&mut self, at: SimTime) {
        let written = self.mark.written;
        let known = self.entries.partition_point(|entry| entry.sequence < written || entry.at < at);
        Arc::make_mut(&mut self.entries).truncate(known);
    }

    /// Whether the oldest entries are gone.
    pub(crate) fn truncated(&self) -> bool {
        self.mark.written > self.entries().len() as u64
    }

    /// A hash of every entry ever written, in order.
    pub(crate) fn hash(&self) -> u64 {
        self.mark.hasher.finish()
    }
}
