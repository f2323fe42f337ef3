//! The time of a run: the bar that one moves in it with.

mod act;
mod act_field;
mod bar;
mod controls;
mod forecast;
mod keys;
mod markers;
mod parting;
mod track;

pub use act::{ActDialog, ActDialogProps};
pub(crate) use act::{action_button, update_button};
pub use bar::{TimeBar, TimeBarProps};
pub use controls::CHARTS;
pub use keys::moved_by;
