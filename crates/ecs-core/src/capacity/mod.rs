//! Capacity providers, pure: which of them the next task goes to, and how many instances an Auto Scaling
//! group behind one is to have.
//!
//! Source: ECS guide, Amazon ECS capacity providers and cluster auto scaling.

mod demand;
mod reservation;
mod share;
#[cfg(test)]
mod tests;

pub use demand::{Demand, Group, Launchable, LeftOut, Need, Size, Waiting, demand};
pub use reservation::{
    ENOUGH_FROM_ZERO, Reading, Reservation, Scaling, Steps, desired_out, reservation, scale_in, scale_out,
};
pub use share::{Share, gives_way, next, next_within, split};
