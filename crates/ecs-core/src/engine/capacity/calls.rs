//! Calls about capacity providers. Spec: CAP-7.

use super::super::Engine;
use crate::aws::{CapacityCall, PutClusterCapacityProviders};

impl Engine {
    pub(in super::super) fn capacity_called(&mut self, call: CapacityCall) {
        match call {
            CapacityCall::Put(PutClusterCapacityProviders { associated, default_strategy }) => {
                self.world.capacity.associated = associated;
                self.world.capacity.default_strategy = default_strategy;
            }
            CapacityCall::Update { number, with } => {
                if let Some(provider) = self.world.capacity.providers.get_mut(number) {
                    *provider = *with;
                }
                self.put_managed_alarms(number);
            }
        }
    }
}
