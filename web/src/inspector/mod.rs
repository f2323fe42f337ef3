//! The right panel: why things are where they are, what happened, and what is selected.

mod bus;
mod details;
mod events;
mod holdings;
mod network;
mod panel;
mod why;

pub use panel::{Inspector, InspectorProps};
