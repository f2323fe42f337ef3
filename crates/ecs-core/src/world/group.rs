//! Auto Scaling groups: what they are at a moment, and what instances are to them.

use super::{ActivityCause, CapacityChange};
use crate::groups::{Bounds, GroupDecision, GroupHeld};
use crate::ids::{AlarmRow, AutoScalingGroupRow, InstanceRow, ZoneRow};
use crate::scenario::AutoScalingGroup;
use crate::time::SimTime;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// `LifecycleState` of a group's instance, as far as it is simulated. Spec: ASG-4.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum LifecycleState {
    /// It is being launched.
    Pending,
    /// It runs, and counts.
    InService,
    /// A lifecycle hook holds its termination up.
    TerminatingWait,
    /// It is being terminated.
    Terminating,
    /// It is gone.
    Terminated,
}

impl LifecycleState {
    /// AWS's spelling.
    pub fn name(self) -> &'static str {
        match self {
            LifecycleState::Pending => "Pending",
            LifecycleState::InService => "InService",
            LifecycleState::TerminatingWait => "Terminating:Wait",
            LifecycleState::Terminating => "Terminating",
            LifecycleState::Terminated => "Terminated",
        }
    }

    /// Whether it counts to the capacity of its group, now or soon.
    pub fn counts(self) -> bool {
        matches!(self, LifecycleState::Pending | LifecycleState::InService)
    }
}

/// What an instance is to its group.
#[derive(Clone, Debug)]
pub struct Membership {
    /// The group.
    pub group: AutoScalingGroupRow,
    /// How far it is.
    pub lifecycle: LifecycleState,
    /// The units of capacity that it counts.
    pub weight: u32,
    /// Which of the group's launch templates it was launched from, counted up as they change.
    pub generation: u32,
    /// When it was launched.
    pub launched_at: SimTime,
    /// When it came into service; none before.
    pub in_service_at: Option<SimTime>,
    /// Whether scale-in leaves it alone. Spec: ASG-9.
    pub protected: bool,
    /// Whether it is a Spot Instance that will be interrupted, and for which another one is launched.
    pub at_risk: bool,
    /// The number of the activity that launches or terminates it; none in between.
    pub activity: Option<u32>,
}

impl Membership {
    /// Whether a group that has too many may end it.
    pub fn may_go(&self) -> bool {
        self.lifecycle == LifecycleState::InService && !self.protected
    }
}

/// A time without room for new instances of a group, by a fault. Spec: ASG-14.
#[derive(Clone, Debug)]
pub struct LackOfCapacity {
    /// The zones that have none.
    pub zones: BTreeSet<ZoneRow>,
    /// How many of a hundred launches fail.
    pub percent: u32,
    /// Up to then.
    pub until: SimTime,
}

/// An Auto Scaling group at a moment.
#[derive(Clone, Debug)]
pub struct AutoScalingGroupState {
    /// The group as calls have left it, but for bounds and capacity.
    pub given: Arc<AutoScalingGroup>,
    /// `MinSize` and `MaxSize`.
    pub bounds: Bounds,
    /// `DesiredCapacity`, in units.
    pub desired_capacity: u32,
    /// Its instances that are not Terminated.
    pub members: BTreeSet<InstanceRow>,
    /// How many instances it has launched: the next is `<name>/<launched + 1>`.
    pub launched: u32,
    /// Counts up when the group launches something else.
    pub generation: u32,
    /// What its instances are, by generation, type, zone and whether they are Spot: numbers in
    /// [`World::entries`](super::World::entries).
    pub entries: BTreeMap<(u32, usize, usize, bool), usize>,
    /// How many activities it has had.
    pub activities: u32,
    /// What made the desired capacity what it is, until it is reached.
    pub change: Option<CapacityChange>,
    /// Units that are launched for unhealthy instances.
    pub replacing: u32,
    /// Why it has more instances than it wants, where that is not a lower desired capacity.
    pub extra: Option<ActivityCause>,
    /// How long they wait after an activity.
    pub cooldown_ms: u64,
    /// Up to when policies of type SimpleScaling wait. Spec: ASG-13.
    pub cooldown_until: Option<SimTime>,
    /// Whether it is looked at in this moment.
    pub asked: bool,
    /// When it tries to launch again; none where nothing has failed.
    pub retry_at: Option<SimTime>,
    /// Whether it has said that no instance may go.
    pub said_protected: bool,
    /// Faults that go on.
    pub lacks: Vec<LackOfCapacity>,
    /// What its policies ask for in this moment.
    pub asks: Vec<PolicyAsk>,
    /// Why policies change nothing, as was said of each last: the same is not said again. By their numbers and the
    /// alarms that ask them.
    pub said_held: BTreeMap<(usize, AlarmRow), GroupHeld>,
}

/// What a policy of a group asks for.
#[derive(Clone, Copy, Debug)]
pub struct PolicyAsk {
    /// What it comes to: another capacity.
    pub decision: GroupDecision,
    /// The policy, by its number in the scenario.
    pub policy: usize,
    /// The alarm that set it off.
    pub alarm: AlarmRow,
}

impl AutoScalingGroupState {
    /// A group without instances.
    pub fn new(given: &AutoScalingGroup) -> AutoScalingGroupState {
        AutoScalingGroupState {
            bounds: given.bounds,
            desired_capacity: given.desired_capacity,
            given: Arc::new(given.clone()),
            members: BTreeSet::new(),
            launched: 0,
            generation: 0,
            entries: BTreeMap::new(),
            activities: 0,
            change: None,
            replacing: 0,
            extra: None,
            cooldown_ms: given.default_cooldown_ms,
            cooldown_until: None,
            asked: false,
            retry_at: None,
            said_protected: false,
            lacks: Vec::new(),
            asks: Vec::new(),
            said_held: BTreeMap::new(),
        }
    }
}
