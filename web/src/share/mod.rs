//! Links.

mod dialog;

pub use dialog::{ShareDialog, ShareDialogProps};
