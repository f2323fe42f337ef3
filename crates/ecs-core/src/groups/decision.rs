//! What a policy of a group comes to, and all that led to it. Spec: ASG-17, ASG-18, ASG-19.

use super::{Breach, Situation};
use crate::scaling::{Change, Millionths, StepTaken};
use serde::Serialize;

/// A policy of a group that an alarm has asked has been decided about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct GroupDecision {
    /// What the alarm has seen.
    pub breach: Breach,
    /// What the group had.
    pub at: Situation,
    /// The units of capacity that the policy counts from.
    pub from: u32,
    /// Units more or fewer that it comes to.
    pub change: i64,
    /// How.
    pub arithmetic: GroupArithmetic,
    /// What has become of it.
    pub outcome: GroupOutcome,
}

/// How a policy of a group comes to a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum GroupArithmetic {
    /// Units × metric ÷ target, rounded up.
    Tracking {
        /// `TargetValue`.
        target: Millionths,
    },
    /// The one adjustment of a policy of type SimpleScaling.
    Simple(Change),
    /// The step that holds the metric.
    Step(StepTaken),
    /// No step holds the metric, or it has no value.
    NoStep,
}

/// What becomes of what a policy of a group comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum GroupOutcome {
    /// The desired capacity is set.
    Scaled {
        /// To what.
        to: u32,
    },
    /// It is not.
    Held(GroupHeld),
}

/// Why a policy of a group that an alarm has asked changes nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum GroupHeld {
    /// An activity goes on, or the cooldown after it does. Spec: ASG-13.
    Cooldown,
    /// Instances warm up, and nothing is taken meanwhile. Spec: ASG-18.
    WarmingUp,
    /// The group is to have `MaxSize`.
    AtMaximum,
    /// The group is to have `MinSize`.
    AtMinimum,
    /// What the policy comes to is desired already.
    NoChange,
    /// `DisableScaleIn`.
    ScaleInDisabled,
    /// No step holds the metric.
    NoStep,
    /// There is no value to hold the steps, or a target, against.
    NoValue,
    /// Another policy, or this one by another alarm, leads to a larger capacity. Spec: ASG-17.
    LargerCapacity {
        /// Its number in the scenario.
        policy: u32,
    },
    /// Another policy, or this one by another alarm, leads to the same capacity and comes first. Spec: ASG-17.
    SameCapacity {
        /// Its number in the scenario.
        policy: u32,
    },
}

impl GroupDecision {
    /// What the desired capacity is set to; none where it stays.
    pub fn scaled_to(&self) -> Option<u32> {
        match self.outcome {
            GroupOutcome::Scaled { to } => Some(to),
            GroupOutcome::Held(_) => None,
        }
    }
}
