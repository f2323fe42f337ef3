//! Placement: requirement → checks → strategies → decision.
//!
//! [`decide`] is one function for every caller. It is generic over a [`Recorder`]: with [`Silent`] it
//! stops at an instance's first failing check, with a [`Receipt`] it writes down every verdict and
//! every rank. The choice is the same.

mod check;
mod decide;
mod ledger;
mod receipt;
mod requirement;
mod strategy;
#[cfg(test)]
mod tests;

pub use check::{Check, Quantity, Verdict};
pub use decide::{Recorder, Silent, decide, decide_zone, fits};
pub use ledger::{Capacity, Ledger};
pub use receipt::{Candidate, Closest, Rank, Receipt};
pub use requirement::Requirement;
pub use strategy::{SERVICE_DEFAULT, STRATEGIES_MAX, SpreadField, Strategy};
