//! Faults that go on in a task for a time. Spec: FAULT-16.

use crate::time::SimTime;
use serde::Serialize;

/// What is the matter with a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum DisturbanceKind {
    /// Something else in the task uses processors.
    CpuStress {
        /// Of all that the task may use, 1 to 100.
        percent: u32,
    },
    /// Every request takes longer.
    NetworkLatency {
        /// By so many milliseconds.
        delay_ms: u32,
    },
    /// What comes in at a port is dropped.
    BlackholePort {
        /// The container's port.
        port: u16,
    },
}

/// A fault that goes on in a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Disturbance {
    /// What.
    pub kind: DisturbanceKind,
    /// Until when.
    pub until: SimTime,
    /// Up to when what it uses is counted.
    pub counted: SimTime,
}
