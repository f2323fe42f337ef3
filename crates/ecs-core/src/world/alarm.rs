//! Alarms of CloudWatch in a run. Spec: METRIC-5.

use crate::metrics::{AlarmDefinition, AlarmOwner, Standing};
use crate::time::SimTime;
use std::sync::Arc;

/// An alarm.
#[derive(Clone, Debug)]
pub struct Alarm {
    /// Who made it, and so who is told of every evaluation.
    pub owner: AlarmOwner,
    /// What it is, as it was put last.
    pub definition: Arc<AlarmDefinition>,
    /// When that was.
    pub updated_at: SimTime,
    /// The state that it is in, since when and why.
    pub standing: Standing,
    /// Whether it is there no more.
    pub deleted: bool,
}
