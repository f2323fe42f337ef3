//! The right panel: why things are where they are, what happened, and what is selected.

mod details;
mod events;
mod holdings;
mod network;
mod panel;
mod parts;
mod why;

pub use panel::{Inspector, InspectorProps};
