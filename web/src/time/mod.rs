//! The time of a run: the bar that one moves in it with.

mod act;
mod act_field;
mod bar;
mod forecast;
mod keys;
mod markers;
mod track;

pub use act::{ActDialog, ActDialogProps};
pub(crate) use act::{action_button, update_button};
pub use bar::{CHARTS, TimeBar, TimeBarProps};
pub use keys::moved_by;
