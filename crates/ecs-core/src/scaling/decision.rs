//! What a decision to scale is made of, as data.

use super::{Cooldowns, Measured, Millionths, PolicyKind, Side, StepTaken, Suspended};
use crate::time::SimTime;
use serde::{Deserialize, Serialize};

/// A service at the moment at which its policies are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Capacity {
    /// Tasks that run: what every policy counts from. Spec: SCALE-2.
    pub running: u32,
    /// The desired count.
    pub desired: u32,
    /// `MinCapacity` of the target.
    pub min: u32,
    /// `MaxCapacity` of the target.
    pub max: u32,
    /// What is suspended.
    pub suspended: Suspended,
    /// Whether a deployment keeps the service from being scaled in. Spec: SCALE-14.
    pub deploying: bool,
    /// The moment.
    pub now: SimTime,
}

/// A policy that an alarm asks.
#[derive(Clone, Copy, Debug)]
pub struct Ask<'a> {
    /// The number of the policy.
    pub policy: usize,
    /// What it does.
    pub kind: &'a PolicyKind,
    /// On which side of its threshold the alarm goes off; for steps, on which side the threshold itself is.
    pub side: Side,
    /// The threshold.
    pub threshold: Millionths,
    /// What the alarm has looked at, the newest last.
    pub datapoints: &'a [f64],
    /// What the policy remembers.
    pub cooldowns: &'a Cooldowns,
}

/// Which way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Direction {
    /// More tasks.
    Out,
    /// Fewer.
    In,
}

/// What has come of a policy that an alarm has asked, and all that led to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// The number of the policy.
    pub policy: usize,
    /// Which way it goes; none where it asks for no change.
    pub direction: Option<Direction>,
    /// The metric's value that counted; none where the alarm has acted on missing data alone.
    pub metric: Option<Measured>,
    /// The alarm's threshold.
    pub threshold: Millionths,
    /// Tasks that ran.
    pub running: u32,
    /// Tasks that the service was to have.
    pub desired: u32,
    /// The target's bounds.
    pub bounds: (u32, u32),
    /// How the policy came to its capacity.
    pub arithmetic: Arithmetic,
    /// The capacity that it came to, before cooldown and bounds.
    pub capacity: u32,
    /// What a cooldown had to do with it.
    pub cooldown: CooldownState,
    /// What became of it.
    pub outcome: Outcome,
}

/// How a policy comes to a capacity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Arithmetic {
    /// `running × metric ÷ target`, rounded up. Spec: SCALE-4.
    TargetTracking {
        /// `TargetValue`.
        target: Millionths,
    },
    /// No task runs, and there is something to do: the least amount. Spec: SCALE-5.
    FromZero {
        /// `TargetValue`.
        target: Millionths,
    },
    /// The step that holds the metric. Spec: SCALE-9, SCALE-10.
    Step(StepTaken),
    /// No step holds the metric, or it has no value. Spec: SCALE-9.
    NoStep,
}

/// What a cooldown has to do with a decision. Spec: SCALE-7.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CooldownState {
    /// Nothing: none holds.
    Free,
    /// Tasks that the policy has added before count as part of what it asks for.
    Counts {
        /// How many it has added.
        added: u32,
        /// Those of them that run, and so are part of what it counts from: they count.
        running: u32,
    },
    /// The policy may not scale in.
    Holds,
    /// The scale-out ends the cooldown of a scale-in.
    EndsScaleIn,
}

/// What becomes of a policy's ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Outcome {
    /// The desired count is set.
    Scaled {
        /// To what.
        to: u32,
    },
    /// It is not.
    NotScaled(NotScaled),
}

/// Why a policy that an alarm has asked changes nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum NotScaled {
    /// `AlreadyAtMaxCapacity`.
    AlreadyAtMax,
    /// `AlreadyAtMinCapacity`.
    AlreadyAtMin,
    /// `AlreadyAtDesiredCapacity`: there are or will be as many.
    AlreadyAtDesired,
    /// `AutoScalingAnticipatedFlapping`: one task fewer would push the metric above the target. Spec: SCALE-4.
    AnticipatedFlapping,
    /// What was added in the cooldown is as much as is asked for. Spec: SCALE-7.
    ScaleOutCooldown,
    /// The policy has scaled in not long ago. Spec: SCALE-7.
    ScaleInCooldown,
    /// Scaling that way is suspended. Spec: SCALE-13.
    Suspended,
    /// A deployment of the service is in progress. Spec: SCALE-14.
    DeploymentInProgress,
    /// Another policy, or this one by another alarm, leads to a larger capacity. Spec: SCALE-8.
    LargerCapacity {
        /// Its number.
        policy: usize,
    },
    /// Another policy, or this one by another alarm, leads to the same capacity and comes first. Spec: SCALE-8.
    SameCapacity {
        /// Its number.
        policy: usize,
    },
    /// A target tracking policy is not for scaling in. Spec: SCALE-8.
    NotAllAgree {
        /// Its number.
        policy: usize,
    },
    /// A target tracking policy is for scaling in, and has done so not long ago. Spec: SCALE-7, SCALE-8.
    OtherCooldown {
        /// Its number.
        policy: usize,
    },
    /// No step holds the metric. Spec: SCALE-9.
    NoStep,
    /// There is no value to hold the steps, or a target, against. Spec: SCALE-9.
    NoValue,
}

impl NotScaled {
    /// AWS's code of the reason, where it is one of AWS's. Spec: SCALE-16.
    pub fn code(self) -> Option<&'static str> {
        match self {
            NotScaled::AlreadyAtMax => Some("AlreadyAtMaxCapacity"),
            NotScaled::AlreadyAtMin => Some("AlreadyAtMinCapacity"),
            NotScaled::AlreadyAtDesired => Some("AlreadyAtDesiredCapacity"),
            NotScaled::AnticipatedFlapping => Some("AutoScalingAnticipatedFlapping"),
            _ => None,
        }
    }
}

impl Decision {
    /// What the desired count is set to; none where it stays.
    pub fn scaled_to(&self) -> Option<u32> {
        match self.outcome {
            Outcome::Scaled { to } => Some(to),
            Outcome::NotScaled(_) => None,
        }
    }
}
