//! The scenario beside another one.

mod dialog;
mod difference;
mod figures;

pub use dialog::{ContrastDialog, ContrastDialogProps};
