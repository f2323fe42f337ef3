//! How instances of a capacity provider end: protected from scale-in while they are used, and drained before
//! they are terminated. Spec: CAP-13.

use super::super::Engine;
use crate::ids::{AutoScalingGroupRow, InstanceRow};
use crate::world::LifecycleState;

/// How long managed draining holds a termination up at the most.
const DRAINING_MS: u64 = 48 * 60 * 60 * 1000;

impl Engine {
    /// Instances with tasks are protected from scale-in.
    pub(super) fn protect_used(&mut self, number: usize, group: AutoScalingGroupRow) {
        if !self.protects(number) {
            return;
        }
        let used: Vec<InstanceRow> = self.in_service(group).filter(|row| self.is_used(*row)).collect();
        for row in used {
            self.set_scale_in_protection(row, true);
        }
    }

    /// So many instances without tasks are no longer protected from scale-in.
    pub(super) fn release_empty(&mut self, number: usize, group: AutoScalingGroupRow, count: u32) {
        if !self.protects(number) {
            return;
        }
        let empty = self.in_service(group).filter(|row| !self.is_used(*row));
        let empty: Vec<InstanceRow> = empty.take(count as usize).collect();
        for row in empty {
            self.set_scale_in_protection(row, false);
        }
    }

    fn protects(&self, number: usize) -> bool {
        let provider = self.world.capacity.providers.get(number);
        provider.is_some_and(|provider| provider.managed_termination_protection)
    }

    /// How long managed draining holds the end of an instance up; none where there is none.
    pub(in super::super) fn drained_for(&self, instance: InstanceRow) -> Option<u64> {
        let provider = self.world.capacity.providers.get(self.provider_of(instance)?)?;
        let is_registered = self.world.instances[instance].life.status.is_registered();
        (provider.managed_draining && is_registered).then_some(DRAINING_MS)
    }

    /// The end of an instance is held up: its tasks go first.
    pub(in super::super) fn drain_before_end(&mut self, instance: InstanceRow) {
        if self.drained_for(instance).is_some() {
            self.set_draining(instance, true);
            self.ends_when_empty(instance);
        }
    }

    /// An instance whose end is held up for its tasks ends when the last one has stopped.
    pub(in super::super) fn ends_when_empty(&mut self, instance: InstanceRow) {
        let waits = self.lifecycle(instance) == Some(LifecycleState::TerminatingWait);
        let is_empty = self.world.instances[instance].life.tasks.is_empty();
        if waits && is_empty && self.drained_for(instance).is_some() {
            self.complete_termination(instance);
        }
    }
}
