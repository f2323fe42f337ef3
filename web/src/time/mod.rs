//! The time of a run: the bar that one moves in it with.

mod bar;
mod keys;
mod markers;
mod track;

pub use bar::{TimeBar, TimeBarProps};
pub use keys::moved_by;
pub use track::{moment_along, percent};
