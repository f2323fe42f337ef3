//! What Auto Scaling groups do and why, as their scaling activities tell it. Spec: ASG-16.

use crate::groups::{Bounds, GroupDecision};
use crate::ids::{AlarmRow, AutoScalingGroupRow, InstanceRow, ZoneRow};
use crate::metrics::AlarmState;
use crate::time::SimTime;
use serde::Serialize;

/// Something that has happened to a group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum GroupEvent {
    /// The group is to have another capacity, or other bounds.
    Capacity {
        /// The group.
        group: AutoScalingGroupRow,
        /// From what to what, and why.
        change: CapacityChange,
    },
    /// An activity begins.
    Begins {
        /// The group.
        group: AutoScalingGroupRow,
        /// Which of its activities, from 0.
        activity: u32,
        /// What it does.
        kind: ActivityKind,
        /// To which instance.
        instance: InstanceRow,
        /// Why.
        cause: ActivityCause,
    },
    /// An activity is over.
    Ends {
        /// The group.
        group: AutoScalingGroupRow,
        /// Which of its activities, from 0.
        activity: u32,
        /// What it did.
        kind: ActivityKind,
        /// To which instance.
        instance: InstanceRow,
        /// Whether it was cancelled because the machine was gone.
        cancelled: bool,
    },
    /// An instance was not launched.
    LaunchFails {
        /// The group.
        group: AutoScalingGroupRow,
        /// Which of its activities, from 0.
        activity: u32,
        /// Why not.
        failure: LaunchFailure,
        /// Why it was to be.
        cause: ActivityCause,
    },
    /// The group has more than it is to have, and every instance is protected from scale-in.
    AllProtected {
        /// The group.
        group: AutoScalingGroupRow,
    },
    /// Scale-in protection of an instance begins or ends.
    Protection {
        /// The instance.
        instance: InstanceRow,
        /// Whether it is protected.
        protected: bool,
    },
    /// A lifecycle hook holds a termination up.
    Waits {
        /// The instance.
        instance: InstanceRow,
    },
    /// EC2 says that a Spot Instance is at risk.
    RebalanceRecommended {
        /// The instance.
        instance: InstanceRow,
    },
    /// A policy that an alarm has asked was decided about.
    Decided {
        /// The group.
        group: AutoScalingGroupRow,
        /// The policy, by its number in the scenario.
        policy: u32,
        /// The alarm.
        alarm: AlarmRow,
        /// What came of it, and all that led to that.
        decision: GroupDecision,
    },
}

/// What an activity does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum ActivityKind {
    /// It launches an instance.
    Launch,
    /// It terminates one.
    Terminate,
}

/// The group is to have another capacity, or other bounds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CapacityChange {
    /// When.
    pub at: SimTime,
    /// The desired capacity before.
    pub from: u32,
    /// The desired capacity from then on.
    pub to: u32,
    /// The bounds from then on.
    pub bounds: Bounds,
    /// Why.
    pub cause: CapacityCause,
}

/// What changes the capacity of a group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum CapacityCause {
    /// SetDesiredCapacity.
    SetDesiredCapacity,
    /// UpdateAutoScalingGroup.
    Update,
    /// A scheduled action.
    Scheduled,
    /// A scaling policy.
    Policy {
        /// The name of the alarm.
        alarm: String,
        /// The state that the alarm was in.
        state: AlarmState,
        /// The name of the policy.
        policy: String,
    },
    /// TerminateInstanceInAutoScalingGroup took one away for good.
    Terminated,
    /// The managed scaling of a capacity provider, by its alarm. Spec: CAP-14.
    ManagedScaling {
        /// The name of the alarm.
        alarm: String,
    },
}

/// Why an activity began.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum ActivityCause {
    /// What there is was not what is desired.
    Capacity {
        /// What made it desired; none where it was desired before.
        change: Option<CapacityChange>,
        /// The units that there were.
        from: u32,
        /// The units that there are to be.
        to: u32,
    },
    /// A health check failed, or the instance is for one that failed it.
    Unhealthy,
    /// TerminateInstanceInAutoScalingGroup.
    UserRequest {
        /// The desired capacity before and after, where it went down with it.
        decrement: Option<(u32, u32)>,
    },
    /// The zones were out of balance.
    Balance,
    /// A Spot Instance was at risk.
    AtRisk,
}

/// Why an instance was not launched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum LaunchFailure {
    /// EC2 had none of the type in the zone.
    NoCapacity {
        /// The type.
        instance_type: &'static str,
        /// The zone.
        zone: ZoneRow,
        /// Whether a Spot Instance was asked for.
        spot: bool,
    },
    /// The cluster, or the run, has as many instances as it may have.
    Quota,
}

impl GroupEvent {
    /// The instance that it is about; none where it is about a group.
    pub fn instance(&self) -> Option<InstanceRow> {
        match self {
            GroupEvent::Begins { instance, .. }
            | GroupEvent::Ends { instance, .. }
            | GroupEvent::Protection { instance, .. }
            | GroupEvent::Waits { instance }
            | GroupEvent::RebalanceRecommended { instance } => Some(*instance),
            GroupEvent::Capacity { .. }
            | GroupEvent::Decided { .. }
            | GroupEvent::LaunchFails { .. }
            | GroupEvent::AllProtected { .. } => None,
        }
    }
}
