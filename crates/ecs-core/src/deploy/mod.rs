//! How a service exchanges its tasks: pure functions over counts, states and times that are handed to them.
//!
//! Nothing here knows a task, an instance or the event queue. Which task goes is
//! [`crate::placement::choose_victim`]'s, how long a service waits after failed starts is the life cycle's.
//! Every answer carries its reasons as data; `report::text` has the words.
//!
//! - [`Bounds`] is the arithmetic of `minimumHealthyPercent` and `maximumPercent`.
//! - [`pass`] is one look of the service scheduler: what is stopped, what is started, and why not more.
//! - [`Standstill`] is where it changes nothing until somebody does.
//! - [`foresee`] repeats it before a deployment and says where it ends.
//! - [`task_health`] says when a task counts as healthy.
//! - [`Breaker`] and [`AlarmWatch`] say when a deployment has failed, [`completion`] when it is over, and
//!   [`rollback_target`] where a failed one goes back to.
//! - [`Shift`] takes a deployment with traffic shifts from stage to stage.
//! - [`ineligible`] and [`balance`] are Availability Zone rebalancing.
//! - [`TokenBucket`] is how fast tasks may be launched.

mod alarms;
mod bounds;
mod breaker;
mod foresee;
mod health;
mod launch_rate;
mod pass;
mod rollout;
mod shift;
mod standstill;
#[cfg(test)]
mod tests;
mod zones;

pub use alarms::{AlarmPeriod, AlarmWatch, bake_time_ms};
pub use bounds::{Bounds, percent_of_rounded_up};
pub use breaker::{Breaker, TaskOutcome, threshold};
pub use foresee::{Forecast, Stage, foresee};
pub use health::{Check, SETTLED_AFTER_MS, TaskCondition, TaskHealth, task_health};
pub use launch_rate::{LaunchRate, TokenBucket};
pub use pass::{Moves, Pass, Room, Situation, Stall, StartLimit, StopLimit, Stops, Tally, pass};
pub use rollout::{
    Completion, FailureCause, Past, Progress, RolloutReason, RolloutState, completion, rollback_target,
};
pub use shift::{
    ALL_PER_MILLE, Facts, HookStatus, Pending, Plan, Shift, ShiftFailure, ShiftOutcome, ShiftStep,
};
pub use standstill::Standstill;
pub use zones::{Balance, Ineligible, RebalancedService, balance, ineligible};
