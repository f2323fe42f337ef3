//! Load: what arrives at targets and queues, and what becomes of it.
//!
//! Pure functions over values handed to them; `docs/load.md` is the model in words. What a caller does
//! in each step of a run:
//!
//! 1. ask every [`Shape`] for the end of the step ([`Shape::steady_until`]; one second while requests
//!    wait somewhere, as [`Queue::keeps_up`] tells) and for the amount that arrives in it,
//! 2. spread the amounts over targets ([`crate::balance`]),
//! 3. share the processors of each instance ([`share_processors`]) and make each target's [`Capacity`],
//! 4. let each target's [`Queue`] take its amount by a [`Round`] for each target group, which works out
//!    equal targets once, and add the round to the group's [`Responses`],
//! 5. at the end of a minute turn each [`Responses`] into a [`Histogram`], and merge that into the run's.
//!
//! Counts are `f64` on the way; [`Rounded`] is the one place where they become whole.

mod capacity;
mod dependent;
mod fifo;
mod histogram;
mod messages;
mod processors;
mod queue;
mod responses;
mod round;
mod rounded;
mod shape;
mod sojourn;

pub use capacity::{Capacity, Work, kib_in_mib};
pub use dependent::{Dependency, Felt, any_fails};
pub use histogram::Histogram;
pub use messages::{MessageFlow, Messages};
pub use processors::{ContainerClaim, Grant, TaskClaim, share_processors};
pub use queue::{Flow, Piece, Queue, Terms};
pub use responses::Responses;
pub use round::Round;
pub use rounded::Rounded;
pub use shape::{RateStep, Shape};
pub use sojourn::{RANDOM_LOAD_MOST, Sojourn};
