//! What of an event log is a decision: of a policy, of a capacity provider or a group, of the scheduler, about a
//! place or about a deployment. What only follows from one, or is measured, is none.

use super::super::story::{ScalingStep, Stage};
use crate::aws::LaunchType;
use crate::engine::Engine;
use crate::ids::{InstanceRow, LaunchRow, TaskRow};
use crate::log::{LogEntry, LogEvent};
use crate::scaling::{ScalingCause, ScalingEvent};
use crate::time::SimTime;
use crate::world::{CapacityCause, GroupEvent, TaskStatus};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// Who decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum DecisionKind {
    /// A scaling policy, a scheduled action, or whoever sets a desired count.
    Scaling,
    /// A capacity provider or an Auto Scaling group.
    Capacity,
    /// Placement.
    Placement,
    /// The service scheduler, which starts and stops tasks.
    Scheduler,
    /// A deployment.
    Deployment,
}

impl DecisionKind {
    /// Its name, as the report of a comparison has it.
    pub fn name(self) -> &'static str {
        match self {
            DecisionKind::Scaling => "scaling",
            DecisionKind::Capacity => "capacity",
            DecisionKind::Placement => "placement",
            DecisionKind::Scheduler => "scheduler",
            DecisionKind::Deployment => "deployment",
        }
    }
}

/// A decision as it is told beside that of another run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecisionTold {
    /// When.
    pub at: SimTime,
    /// Who decides.
    pub kind: DecisionKind,
    /// The name of what it is about: a service, a group of tasks, a capacity provider or an Auto Scaling group.
    pub of: String,
    /// What is decided, in one sentence.
    pub text: String,
    /// What that means.
    pub plain: Cow<'static, str>,
    /// How it was worked out: `ceil(6 × 82 / 70) = 8; scale-out cooldown free; max 10`; none where nothing was.
    pub arithmetic: Option<String>,
}

impl DecisionTold {
    /// Whether both come to the same. How they came to it is no matter.
    pub(super) fn is_same(&self, other: &DecisionTold) -> bool {
        self.is_alike(other) && self.text == other.text
    }

    /// Whether both are of one kind and about one thing.
    pub(super) fn is_alike(&self, other: &DecisionTold) -> bool {
        self.kind == other.kind && self.of == other.of
    }
}

impl Engine {
    /// The decision that an entry of the log tells of; none where it tells of none.
    pub(super) fn decision(&self, entry: &LogEntry) -> Option<DecisionTold> {
        match &entry.event {
            LogEvent::Scaling(event) => {
                let step = self.entry_step(entry, stage_of(event)?)?;
                Some(from_step(DecisionKind::Scaling, step))
            }
            LogEvent::ServiceDesired { service, .. } => {
                self.told_by_the_log(entry, DecisionKind::Scaling, self.service_name(*service))
            }
            LogEvent::Capacity(_) => {
                let step = self.entry_step(entry, Stage::CapacityProvider)?;
                Some(from_step(DecisionKind::Capacity, step))
            }
            LogEvent::Group(event) => {
                Some(from_step(DecisionKind::Capacity, self.step_of_group(entry, event)?))
            }
            LogEvent::TaskStatus { task, launch, instance, status } => {
                self.placed(entry, (*task, *launch), *instance, *status)
            }
            LogEvent::ServiceUnplaced { service, .. } => {
                self.told_by_the_log(entry, DecisionKind::Placement, self.service_name(*service))
            }
            LogEvent::TasksFailed { .. } => self.told_by_the_log(entry, DecisionKind::Placement, ""),
            LogEvent::ServiceStarted { service, .. }
            | LogEvent::ServiceStopped { service, .. }
            | LogEvent::ServiceStoppedPending { service, .. }
            | LogEvent::ServiceUnhealthy { service, .. }
            | LogEvent::ServiceImpaired { service }
            | LogEvent::ServiceStalled { service, .. }
            | LogEvent::ServiceZones { service, .. } => {
                self.told_by_the_log(entry, DecisionKind::Scheduler, self.service_name(*service))
            }
            LogEvent::Deployment { service, .. }
            | LogEvent::Shift { service, .. }
            | LogEvent::Hook { service, .. } => {
                self.told_by_the_log(entry, DecisionKind::Deployment, self.service_name(*service))
            }
            _ => None,
        }
    }

    /// None of a capacity that a capacity provider or a policy has set: that is their decision.
    fn step_of_group(&self, entry: &LogEntry, event: &GroupEvent) -> Option<ScalingStep> {
        match event {
            GroupEvent::Capacity { change, .. } => {
                let is_own = !matches!(
                    change.cause,
                    CapacityCause::ManagedScaling { .. } | CapacityCause::Policy { .. }
                );
                is_own.then(|| self.entry_step(entry, Stage::AutoScalingGroup))?
            }
            GroupEvent::Decided { .. } => self.entry_step(entry, Stage::Policy),
            GroupEvent::LaunchFails { .. } | GroupEvent::AllProtected { .. } => {
                self.entry_step(entry, Stage::AutoScalingGroup)
            }
            GroupEvent::Begins { group, kind, instance, cause, .. } => {
                self.machine_step(entry, *kind, (*group, *instance), cause)
            }
            _ => None,
        }
    }

    /// Where a task is placed, once it is: at its start, or after it has waited for an instance.
    fn placed(
        &self,
        entry: &LogEntry,
        (row, launch): (TaskRow, LaunchRow),
        instance: Option<InstanceRow>,
        status: TaskStatus,
    ) -> Option<DecisionTold> {
        let task = &self.world.tasks[row];
        let is_early = matches!(status, TaskStatus::Provisioning | TaskStatus::Pending);
        let decided_at = if instance.is_some() { task.placed_at } else { task.created_at };
        if !is_early || decided_at != entry.at {
            return None;
        }
        let short = self.world.task_short(task);
        let started = &self.world.launches[launch];
        let text = match instance {
            Some(instance) => format!("{short} is placed on {}", self.instance_short(instance)),
            None if started.launch_type == LaunchType::Fargate => format!("{short} starts on Fargate"),
            None => format!("{short} waits for an instance"),
        };
        let told = self.told_by_the_log(entry, DecisionKind::Placement, &self.name_of_launch(launch))?;
        Some(DecisionTold { text, ..told })
    }

    /// A decision in the log's own words.
    fn told_by_the_log(&self, entry: &LogEntry, kind: DecisionKind, of: &str) -> Option<DecisionTold> {
        let told = self.journal_entry(entry)?;
        let of = of.to_owned();
        Some(DecisionTold { at: told.at, kind, of, text: told.text, plain: told.plain, arithmetic: None })
    }
}

/// The part of Application Auto Scaling's step; none of what only follows from a decision.
fn stage_of(event: &ScalingEvent) -> Option<Stage> {
    match event {
        ScalingEvent::Decided { .. } => Some(Stage::Policy),
        ScalingEvent::BoundsSet { .. } => Some(Stage::ScheduledAction),
        ScalingEvent::Began { cause: ScalingCause::Alarm { .. }, .. } | ScalingEvent::Ended { .. } => None,
        ScalingEvent::Began { .. } => Some(Stage::DesiredCount),
    }
}

fn from_step(kind: DecisionKind, step: ScalingStep) -> DecisionTold {
    let ScalingStep { at, of, text, plain, arithmetic, .. } = step;
    DecisionTold { at, kind, of, text, plain, arithmetic }
}
