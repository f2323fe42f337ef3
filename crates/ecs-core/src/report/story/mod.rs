//! The story of how services and instances are scaled, step after step: what an alarm saw, what a policy made of
//! it, which tasks waited, what the capacity provider worked out, which instances came and went, and what was
//! placed. Spec: SCALE-19.

mod belongs;
mod now;
mod tell;
#[cfg(test)]
mod tests;
mod thread;

use super::event_view::Tone;
use super::journal::{Landmark, PageFrom};
use crate::engine::{Budget, Engine, Progress};
use crate::scaling::{Decision, Millionths};
use crate::time::SimTime;
use crate::world::{ActivityCause, ActivityKind};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::BTreeSet;
use thread::Thread;

pub use now::ScalingNow;

/// Which part a step plays between a metric and a task that has its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Stage {
    /// An alarm that scaling follows is in another state.
    Alarm,
    /// A policy was decided about.
    Policy,
    /// A scheduled action has set bounds.
    ScheduledAction,
    /// A service is to have another number of tasks.
    DesiredCount,
    /// A service has as many tasks as it was scaled to.
    Fulfilled,
    /// Tasks wait in PROVISIONING for instances of a capacity provider, or have waited in vain.
    Waiting,
    /// A capacity provider has looked at its group.
    CapacityProvider,
    /// A group is to have another capacity, or cannot have it.
    AutoScalingGroup,
    /// A group launches instances.
    Launch,
    /// Instances of a group have registered with the cluster.
    Registered,
    /// Tasks that waited have their instances.
    Placed,
    /// A group terminates instances.
    Terminate,
}

/// Why a group launches or terminates instances. Spec: ASG-16.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::report) enum Why {
    /// Its capacity is to be another: that is a step of its own.
    Capacity,
    /// One was not healthy, or was gone.
    Unhealthy,
    /// Somebody asked for the end of one.
    UserRequest,
    /// Its zones were out of balance.
    Balance,
    /// A Spot Instance was at risk.
    AtRisk,
}

impl Why {
    fn of(cause: &ActivityCause) -> Why {
        match cause {
            ActivityCause::Capacity { .. } => Why::Capacity,
            ActivityCause::Unhealthy => Why::Unhealthy,
            ActivityCause::UserRequest { .. } => Why::UserRequest,
            ActivityCause::Balance => Why::Balance,
            ActivityCause::AtRisk => Why::AtRisk,
        }
    }

    /// What comes first where instances are exchanged; none where they are not.
    fn begins_with(self) -> Option<Stage> {
        match self {
            Why::Capacity | Why::UserRequest => None,
            Why::Unhealthy => Some(Stage::Terminate),
            Why::Balance | Why::AtRisk => Some(Stage::Launch),
        }
    }
}

impl Stage {
    /// The part of an activity of a group.
    pub(in crate::report) fn of_activity(kind: ActivityKind) -> Stage {
        match kind {
            ActivityKind::Launch => Stage::Launch,
            ActivityKind::Terminate => Stage::Terminate,
        }
    }

    /// Whether something is decided here, rather than carried out.
    pub fn is_decision(self) -> bool {
        matches!(
            self,
            Stage::Policy | Stage::ScheduledAction | Stage::CapacityProvider | Stage::AutoScalingGroup
        )
    }

    /// What it is called in a sentence: `because of the alarm`.
    pub fn words(self) -> &'static str {
        match self {
            Stage::Alarm => "the alarm",
            Stage::Policy => "the policy",
            Stage::ScheduledAction => "the scheduled action",
            Stage::DesiredCount => "the desired count",
            Stage::Fulfilled => "the desired count was reached",
            Stage::Waiting => "tasks that wait",
            Stage::CapacityProvider => "the capacity provider",
            Stage::AutoScalingGroup => "the Auto Scaling group",
            Stage::Launch => "the launch",
            Stage::Registered => "instances that registered",
            Stage::Placed => "tasks that were placed",
            Stage::Terminate => "the termination",
        }
    }

    /// Its name, as the report of a run has it.
    pub fn name(self) -> &'static str {
        match self {
            Stage::Alarm => "alarm",
            Stage::Policy => "policy",
            Stage::ScheduledAction => "scheduledAction",
            Stage::DesiredCount => "desiredCount",
            Stage::Fulfilled => "fulfilled",
            Stage::Waiting => "waiting",
            Stage::CapacityProvider => "capacityProvider",
            Stage::AutoScalingGroup => "autoScalingGroup",
            Stage::Launch => "launch",
            Stage::Registered => "registered",
            Stage::Placed => "placed",
            Stage::Terminate => "terminate",
        }
    }
}

/// The step that led to another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Because {
    /// [`ScalingStep::number`] of that step.
    pub number: u64,
    /// When that was.
    pub at: SimTime,
    /// Its part.
    pub stage: Stage,
}

/// A step of the story.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ScalingStep {
    /// The number of the entry of the event log that it is told from; of several entries of one moment, the first.
    pub number: u64,
    /// When.
    pub at: SimTime,
    /// Its part.
    pub stage: Stage,
    /// The name of what is scaled: a service, a capacity provider or an Auto Scaling group; of an alarm of the
    /// scenario its own.
    pub of: String,
    /// Whether that is good.
    pub tone: Tone,
    /// What happened, in one sentence.
    pub text: String,
    /// What that means.
    pub plain: Cow<'static, str>,
    /// How it was worked out: `ceil(6 × 82 / 70) = 8; scale-out cooldown free; max 10`; none where nothing was.
    pub arithmetic: Option<String>,
    /// What led to it; none where that is no step of this story: a metric, a call, or somebody's fault.
    pub because: Option<Because>,
    /// What it leads to on the stage.
    pub landmarks: Vec<Landmark>,
    /// The decision of Application Auto Scaling behind it; none of any other step.
    pub decision: Option<StoryDecision>,
}

/// A decision of Application Auto Scaling as it is told.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StoryDecision {
    /// The policy.
    pub policy: String,
    /// The alarm.
    pub alarm: String,
    /// The metric that the alarm watches, in words.
    pub metric: String,
    /// What the alarm has looked at, the newest last.
    pub datapoints: Vec<Millionths>,
    /// All that was looked at.
    pub decision: Decision,
}

/// Which steps somebody looks for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoryFilter {
    /// [`ScalingStep::of`]; of anything where none.
    pub of: Option<String>,
    /// Whether only decisions are looked for.
    pub decisions_only: bool,
}

/// A part of the story, the oldest step first.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct StoryPage {
    /// How many steps are what was looked for.
    pub total: usize,
    /// The number of the first step here, the oldest of all being 0.
    pub offset: usize,
    /// The moment of the step after the last one here; none where there is none.
    pub next: Option<SimTime>,
    /// The steps.
    pub steps: Vec<ScalingStep>,
    /// The names of what is scaled, in alphabetical order.
    pub names: Vec<String>,
    /// Whether the oldest entries of the run were dropped, and so their steps.
    pub is_truncated: bool,
}

impl StoryPage {
    /// Whether the newest step of a moment or before is here, as far as there is one.
    pub fn shows(&self, at: SimTime) -> bool {
        let is_first = self.offset == 0;
        let begins = self.steps.first().is_none_or(|step| step.at <= at);
        (is_first || begins) && self.next.is_none_or(|next| next > at)
    }
}

/// The story of a run, as far as that had got. It is read out of the event log in slices, and told page by page:
/// of a step no more is kept than where it stands.
#[derive(Clone, Debug)]
pub struct Story {
    engine: Engine,
    thread: Thread,
    read: u64,
}

impl Story {
    pub(crate) fn new(engine: Engine) -> Story {
        Story { engine, thread: Thread::default(), read: 0 }
    }

    /// Reads so many entries of the log more. The story is whole once that is [`Progress::Reached`].
    pub fn advance(&mut self, budget: Budget) -> Progress {
        let to = self.read.saturating_add(u64::from(budget.events));
        let entries = self.engine.log.entries_from(self.read).take_while(|entry| entry.sequence < to);
        for entry in entries {
            self.thread.take(&self.engine, entry);
        }
        let written = self.engine.log.written();
        self.read = to.min(written);
        if self.read == written { Progress::Reached } else { Progress::OutOfBudget }
    }

    /// A page of what is looked for, of so many steps at the most.
    pub fn page(&self, filter: &StoryFilter, from: PageFrom, limit: usize) -> StoryPage {
        let wanted = |bead: &&thread::Bead| {
            let is_of = filter.of.as_ref().is_none_or(|of| *of == self.engine.name_of(bead));
            is_of && (bead.stage.is_decision() || !filter.decisions_only)
        };
        let found: Vec<&thread::Bead> = self.thread.beads().iter().filter(wanted).collect();
        let (total, limit) = (found.len(), limit.max(1));
        let last = total.saturating_sub(1);
        let offset = match from {
            PageFrom::Offset(offset) => offset.min(last),
            PageFrom::Moment(at) => {
                let passed = found.partition_point(|bead| bead.at <= at);
                passed.saturating_sub(1).min(last) / limit * limit
            }
        };
        let page = found.iter().skip(offset).take(limit);
        StoryPage {
            total,
            offset,
            next: found.get(offset + limit).map(|bead| bead.at),
            steps: page.filter_map(|bead| self.engine.told(bead)).collect(),
            names: self.names(),
            is_truncated: self.engine.log.truncated(),
        }
    }

    fn names(&self) -> Vec<String> {
        let names = self.thread.beads().iter().map(|bead| self.engine.name_of(bead));
        names.collect::<BTreeSet<String>>().into_iter().collect()
    }
}

impl Engine {
    /// The steps of the story so far, oldest first.
    pub(crate) fn scaling_steps(&self) -> Vec<ScalingStep> {
        let mut thread = Thread::default();
        for entry in self.log.entries() {
            thread.take(self, entry);
        }
        thread.beads().iter().filter_map(|bead| self.told(bead)).collect()
    }
}
