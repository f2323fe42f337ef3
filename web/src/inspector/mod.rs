//! The right panel: what happened, and what is selected.

mod details;
mod events;
mod panel;

pub use panel::{Inspector, InspectorProps};
