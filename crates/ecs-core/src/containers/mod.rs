//! The inside of a task: what its containers do over time.
//!
//! A [`Plan`] is what is fixed, once for a revision and a launch type. [`Containers`] is the small state of
//! one task: it says when something is due next ([`Containers::next_at`]), carries out what is due
//! ([`Containers::advance`]) and takes what comes from outside ([`Containers::stop`],
//! [`Containers::exit`], [`Containers::cannot_pull`], [`Containers::abandon`], [`Containers::lose`]). What happens is written down as
//! [`Happening`]s, in order. Nothing ticks: a container that runs for a week in peace is no work at all.
//!
//! What happens does not depend on how often the state is asked, only on what comes from outside and when.

#![allow(clippy::indexing_slicing, reason = "a container's number is one of the plan that made the state")]

mod container;
mod happening;
mod health;
mod memory;
mod order;
mod plan;
#[cfg(test)]
mod properties;
mod pull;
mod state;
#[cfg(test)]
mod tests;

pub use container::{Container, ContainerStatus};
pub use happening::{DependencyFailure, Happening, Reason, TaskEnd, What};
pub use health::{Health, HealthStatus};
pub use plan::{ContainerPlan, Plan};
pub use pull::{From, Pull, pull};
pub use state::{Containers, Stage};
