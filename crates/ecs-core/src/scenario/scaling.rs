//! What Application Auto Scaling is told, before a run and in it.

use crate::scaling::{Policy, ScalableTarget, ScheduledAction, Suspended};

/// `scalableTargets`, `scalingPolicies` and `scheduledActions`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scaling {
    /// The scalable targets.
    pub targets: Vec<ScalableTarget>,
    /// The policies of all of them.
    pub policies: Vec<Policy>,
    /// The scheduled actions of all of them, in the order in which those of one moment are carried out.
    pub scheduled: Vec<ScheduledAction>,
}

/// A call of Application Auto Scaling. A target goes by the name of its service. Spec: SCALE-18.
#[derive(Clone, Debug, PartialEq)]
pub enum ScalingCall {
    /// RegisterScalableTarget: what is none stays as it is.
    Register {
        /// The target.
        service: String,
        /// `MinCapacity`.
        min_capacity: Option<u32>,
        /// `MaxCapacity`.
        max_capacity: Option<u32>,
        /// `SuspendedState`.
        suspended: Option<Suspended>,
    },
    /// DeregisterScalableTarget: its policies and scheduled actions go, too.
    Deregister {
        /// The target.
        service: String,
    },
    /// PutScalingPolicy.
    PutPolicy(Box<Policy>),
    /// DeleteScalingPolicy.
    DeletePolicy {
        /// The target.
        service: String,
        /// `PolicyName`.
        name: String,
    },
    /// PutScheduledAction.
    PutScheduled(Box<ScheduledAction>),
    /// DeleteScheduledAction.
    DeleteScheduled {
        /// The target.
        service: String,
        /// `ScheduledActionName`.
        name: String,
    },
}
