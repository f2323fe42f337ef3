//! What a run costs.

mod dialog;
mod meter;

pub use dialog::{CostDialog, CostDialogProps};
pub use meter::{CostMeter, CostMeterProps};
