//! Application Auto Scaling in a run. Spec: SCALE-1.

use crate::ids::AlarmRow;
use crate::scaling::{Cooldowns, NotScaled, Policy, ScalableTarget, ScheduledAction, Side, Suspended};
use crate::time::SimTime;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Scalable targets, policies and scheduled actions, those that are gone among them: each keeps its number.
#[derive(Clone, Debug, Default)]
pub struct Scaling {
    /// The targets, in the order in which they were registered.
    pub targets: Vec<TargetState>,
    /// The numbers of those that are registered, by the name of the service.
    pub registered: BTreeMap<String, usize>,
    /// The policies, in the order in which they were put.
    pub policies: Vec<PolicyState>,
    /// The scheduled actions, likewise.
    pub scheduled: Vec<ScheduledState>,
    /// How many activities there have been.
    pub activities: u64,
    /// Whether targets are due to be decided about.
    pub due: bool,
}

/// A scalable target.
#[derive(Clone, Debug)]
pub struct TargetState {
    /// The name of the service.
    pub service: String,
    /// `MinCapacity`.
    pub min_capacity: u32,
    /// `MaxCapacity`.
    pub max_capacity: u32,
    /// `SuspendedState`.
    pub suspended: Suspended,
    /// The activity that is not fulfilled yet.
    pub going_on: Option<GoingOn>,
}

impl TargetState {
    /// A target that is registered.
    pub fn new(given: &ScalableTarget) -> TargetState {
        TargetState {
            service: given.service.clone(),
            min_capacity: given.min_capacity,
            max_capacity: given.max_capacity,
            suspended: given.suspended,
            going_on: None,
        }
    }
}

/// An activity that is InProgress. Spec: SCALE-16.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GoingOn {
    /// Which one of all it is.
    pub activity: u64,
    /// What the desired count was set to.
    pub to: u32,
    /// Whether there are to be more tasks.
    pub is_out: bool,
    /// The number of the policy that has done it; none of what no policy has.
    pub policy: Option<usize>,
}

/// A scaling policy.
#[derive(Clone, Debug)]
pub struct PolicyState {
    /// What it does.
    pub given: Arc<Policy>,
    /// The number of its target.
    pub target: usize,
    /// Its alarms, where it tracks a target: the high one, and the low one unless it never scales in.
    pub alarms: Vec<AlarmRow>,
    /// What it remembers.
    pub cooldowns: Cooldowns,
    /// What alarms ask of it and is not decided about.
    pub triggers: Vec<Trigger>,
    /// What was last said of each alarm that changed nothing: why, and the desired count then.
    pub said: BTreeMap<AlarmRow, (NotScaled, u32)>,
    /// Whether it is there no more.
    pub deleted: bool,
}

/// An alarm that asks a policy.
#[derive(Clone, Debug)]
pub struct Trigger {
    /// Which.
    pub alarm: AlarmRow,
    /// On which side of its threshold it goes off; for steps, on which side the threshold itself is.
    pub side: Side,
    /// What it has looked at, the newest last.
    pub datapoints: Vec<f64>,
}

/// A scheduled action.
#[derive(Clone, Debug)]
pub struct ScheduledState {
    /// What it does, and when.
    pub given: Arc<ScheduledAction>,
    /// When it is due next; none where it never is again.
    pub next: Option<SimTime>,
    /// Whether it is there no more.
    pub deleted: bool,
}
