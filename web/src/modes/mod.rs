//! One task definition in all network modes, side by side.

mod copies;
mod dialog;
mod facts;

pub use dialog::{ModesDialog, ModesDialogProps};
