//! Auto Scaling groups, pure: in which zone and of which type the next instance is launched, which one goes
//! first, and what bounds do to a capacity. Runs call all of it from `engine::groups`.

mod balance;
mod bounds;
mod decision;
mod mix;
mod policy;
mod termination;

pub use balance::{ZoneCount, emptiest, rebalances, with_margin};
pub use bounds::Bounds;
pub use decision::{GroupArithmetic, GroupDecision, GroupHeld, GroupOutcome};
pub use mix::{Allocation, Distribution, InstanceChoice, Purchase};
pub use policy::{Breach, GroupPolicyKind, Situation, of_several};
pub use termination::{Candidate, TerminationPolicy, to_terminate};
