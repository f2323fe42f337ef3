//! Placement: requirement → checks → constraints → strategies → decision.
//!
//! [`decide`] is one function for every caller. It is generic over a [`Recorder`]: with [`Silent`] it
//! stops at an instance's first failing check, with a [`Receipt`] it writes down every verdict and
//! every rank. The choice is the same. A [`Shortlist`] gives that choice for one equal task after the
//! other without looking at every instance again.

mod check;
mod constraint;
mod daemon;
mod decide;
mod fit;
mod ledger;
mod receipt;
mod requirement;
mod rows;
mod shortlist;
mod strategy;
#[cfg(test)]
mod tests;
mod victim;

pub use check::{Check, Quantity, Verdict, verdicts};
pub use constraint::{Cluster, Constraint, Count, Membership};
pub use daemon::{Daemon, daemon};
pub use decide::{Recorder, Silent, decide, decide_zone, fits};
pub use fit::fit;
pub use ledger::{Capacity, Ledger, ZONES};
pub use receipt::{Candidate, Closest, Rank, Receipt};
pub use requirement::Requirement;
pub use rows::Rows;
pub use shortlist::Shortlist;
pub use strategy::{SERVICE_DEFAULT, SpreadField, Strategy, WITHOUT_ATTRIBUTE};
pub use victim::{Condition, Places, Standing, StandingVerdict, Victim, choose_victim};
