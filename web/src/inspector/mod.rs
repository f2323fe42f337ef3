//! The right panel: why things are where they are, what happened, and what is selected.

mod bus;
mod deployments;
mod details;
mod events;
mod group;
mod holdings;
mod inspection;
mod network;
mod pager;
mod panel;
mod parts;
mod scaling;
mod shift;
mod why;
mod words;

pub use panel::{Inspector, InspectorProps};
