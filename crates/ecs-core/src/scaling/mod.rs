//! Application Auto Scaling, as pure functions over values: what a policy asks for, what becomes of that, and when
//! scheduled actions are due. Runs hand in what alarms have seen; `engine::scaling` carries decisions out.

mod amount;
mod cooldown;
mod decide;
mod decision;
mod event;
mod policy;
mod rule;
mod schedule;
mod step;
#[cfg(test)]
mod tests;

pub use amount::Millionths;
pub use cooldown::Cooldowns;
pub use decide::decide;
pub use decision::{Arithmetic, Ask, Capacity, CooldownState, Decision, Direction, NotScaled, Outcome};
pub use event::{ScalingCause, ScalingEvent};
pub use policy::{
    AdjustmentType, Aggregation, DEFAULT_COOLDOWN_MS, Measured, Policy, PolicyKind, ScalableTarget,
    StepScaling, Suspended, TargetTracking,
};
pub use rule::{TRACKING_PERIOD_SECONDS, tracking_rule};
pub use schedule::{ScheduledAction, When};
pub use step::{Change, Side, StepAdjustment, StepTaken};
