//! What capacity providers decide, and what they keep of it. Spec: CAP-10, CAP-12.

use crate::capacity::{Reservation, Scaling};
use crate::time::SimTime;
use serde::Serialize;

/// A look of a capacity provider at its group that is worth telling.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum CapacityEvent {
    /// The group is to have another capacity.
    Scaled {
        /// The provider, by its number in the scenario.
        provider: u32,
        /// The arithmetic.
        scaling: Scaling,
    },
    /// It is not, though its alarm is in ALARM or tasks wait: said once until something else is decided.
    Held {
        /// The provider, by its number in the scenario.
        provider: u32,
        /// The metric.
        reservation: Reservation,
        /// Why not.
        why: Held,
    },
}

impl CapacityEvent {
    /// The provider, by its number in the scenario.
    pub fn provider(&self) -> usize {
        let (CapacityEvent::Scaled { provider, .. } | CapacityEvent::Held { provider, .. }) = self;
        *provider as usize
    }

    /// Whether it is about more instances.
    pub fn is_out(&self) -> bool {
        match self {
            CapacityEvent::Scaled { scaling, .. } => scaling.desired > scaling.before,
            CapacityEvent::Held { .. } => true,
        }
    }
}

/// Why a group is not given more instances.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Held {
    /// Instances are launched, or warm up. Spec: CAP-10.
    WarmingUp,
    /// The group has what its `MaxSize` allows.
    AtMaximum,
    /// The group has no instances, and nothing waits. Spec: CAP-10.
    NothingWaits,
    /// No task that waits fits on the smallest instance type of the group. Spec: CAP-9.
    NothingFits,
}

/// What is kept of a provider's decisions.
#[derive(Clone, Debug, Default)]
pub struct ManagedState {
    /// When it last scaled out; none where it never did.
    pub scaled_out_at: Option<SimTime>,
    /// What it said last of not scaling out; none where it has scaled since, or nothing waits.
    pub said: Option<Held>,
}
