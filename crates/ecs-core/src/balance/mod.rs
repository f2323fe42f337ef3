//! Load balancing: who is well, who gets requests, and what the client sees where nobody does.
//!
//! Pure functions over values handed to them. What a caller does: it keeps a [`TargetHealth`] for each
//! registered target and wakes at its [`TargetHealth::next_at`]; at each step of a run it finds the target
//! groups of a traffic ([`forwards_for`], [`weights`]), asks [`route`] for the shares of each group's
//! targets, lets [`keep_sessions`] hold them back where the group is sticky, and hands the shares of the
//! arrivals to the queues of [`crate::load`].

mod failure;
mod health;
mod outstanding;
mod reason;
mod route;
mod rules;
mod settings;
mod sticky;

pub use failure::{Failure, gives_up};
pub use health::{Answer, TargetHealth, TargetState};
pub use reason::{Reason, StoppedState};
pub use route::{RouteTarget, Routing, Shares, route};
pub use rules::{forwards_for, weights};
pub use settings::{Algorithm, GroupSettings, Threshold, idle_time_out};
pub use sticky::keep_sessions;
