//! What the log says of scaling.

use super::{Decision, Millionths, NotScaled, Outcome};
use crate::ids::AlarmRow;
use crate::metrics::AlarmState;
use serde::Serialize;

/// Something that Application Auto Scaling has done. Targets, policies and scheduled actions go by their numbers.
/// Spec: SCALE-16.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum ScalingEvent {
    /// A policy that an alarm has asked was decided about.
    Decided {
        /// The target.
        target: usize,
        /// The alarm.
        alarm: AlarmRow,
        /// The state that the alarm is in.
        state: AlarmState,
        /// What the alarm has looked at, the newest last.
        datapoints: Vec<Millionths>,
        /// All that led to it, and what became of it.
        decision: Decision,
        /// Which activity it is, where nothing was changed for a reason that AWS tells.
        activity: Option<u64>,
    },
    /// A scheduled action has set bounds, or could not.
    BoundsSet {
        /// The target.
        target: usize,
        /// Which activity it is.
        activity: u64,
        /// The scheduled action.
        action: usize,
        /// Whether the bounds would have contradicted one another.
        failed: bool,
    },
    /// A desired count was set.
    Began {
        /// The target.
        target: usize,
        /// Which activity it is.
        activity: u64,
        /// From what.
        from: u32,
        /// To what.
        to: u32,
        /// Why.
        cause: ScalingCause,
    },
    /// An activity is over.
    Ended {
        /// The target.
        target: usize,
        /// Which activity it is.
        activity: u64,
        /// What the desired count was set to.
        to: u32,
        /// Whether there are as many tasks; if not, it was overridden.
        fulfilled: bool,
    },
}

/// Why a desired count was set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum ScalingCause {
    /// An alarm triggered a policy.
    Alarm {
        /// The alarm.
        alarm: AlarmRow,
        /// The state that the alarm was in.
        state: AlarmState,
        /// The policy.
        policy: usize,
    },
    /// It lay below the minimum.
    Minimum(u32),
    /// It lay above the maximum.
    Maximum(u32),
}

impl ScalingEvent {
    /// The number of the target that it is about.
    pub fn target(&self) -> usize {
        match self {
            ScalingEvent::Decided { target, .. }
            | ScalingEvent::BoundsSet { target, .. }
            | ScalingEvent::Began { target, .. }
            | ScalingEvent::Ended { target, .. } => *target,
        }
    }

    /// Whether something has gone wrong: bounds that contradict one another, or a metric that no step holds or that
    /// has no value.
    pub fn is_bad(&self) -> bool {
        match self {
            ScalingEvent::BoundsSet { failed, .. } => *failed,
            ScalingEvent::Decided { decision, .. } => {
                matches!(decision.outcome, Outcome::NotScaled(NotScaled::NoStep | NotScaled::NoValue))
            }
            ScalingEvent::Began { .. } | ScalingEvent::Ended { .. } => false,
        }
    }
}
