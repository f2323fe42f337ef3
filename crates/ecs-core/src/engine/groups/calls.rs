//! The calls of the timeline about Auto Scaling groups. Spec: ASG-3, ASG-9, ASG-11.

use crate::engine::Engine;
use crate::groups::Bounds;
use crate::ids::{AutoScalingGroupRow, InstanceRow, Row};
use crate::scenario::{GroupCall, GroupUpdate};
use crate::world::{ActivityCause, CapacityCause, LifecycleState};
use std::sync::Arc;

/// The code of what Amazon EC2 Auto Scaling refuses.
const VALIDATION_ERROR: &str = "ValidationError";

/// Spec: ASG-13.
const IN_PROGRESS: &str =
    "The operation can't be performed because there are scaling activities in progress.";

impl Engine {
    pub(in super::super) fn group_call(&mut self, number: usize, call: &GroupCall) {
        let row = |group: usize| AutoScalingGroupRow::from_number(group);
        match call {
            GroupCall::SetDesiredCapacity { group, desired_capacity, honor_cooldown } => {
                self.set_desired_capacity_called(number, row(*group), *desired_capacity, *honor_cooldown);
            }
            GroupCall::Update(update) => self.update_group_called(number, row(update.group), update),
            GroupCall::Terminate { instance, decrement } => {
                self.terminate_in_group_called(number, instance, *decrement);
            }
            GroupCall::SetProtection { group, instances, protected } => {
                self.set_protection_called(number, row(*group), instances, *protected);
            }
            GroupCall::CompleteLifecycleAction { group, instance } => {
                self.complete_lifecycle_action_called(number, row(*group), instance);
            }
        }
    }

    fn set_desired_capacity_called(
        &mut self,
        number: usize,
        group: AutoScalingGroupRow,
        desired: u32,
        honor_cooldown: bool,
    ) {
        let state = &self.world.auto_scaling_groups[group];
        let Bounds { min_size, max_size } = state.bounds;
        let beyond = if desired > max_size {
            Some(("above max", max_size))
        } else {
            (desired < min_size).then_some(("below min", min_size))
        };
        if let Some((side, bound)) = beyond {
            let message = format!(
                "New SetDesiredCapacity value {desired} is {side} value {bound} for the AutoScalingGroup."
            );
            return self.refuse_with(number, VALIDATION_ERROR, &message);
        }
        if honor_cooldown && state.cooldown_until.is_some_and(|until| until > self.now) {
            return self.refuse_with(number, "ScalingActivityInProgress", IN_PROGRESS);
        }
        self.set_desired_capacity(group, desired, CapacityCause::SetDesiredCapacity);
    }

    /// The desired capacity follows bounds that leave it behind, unless the call names one.
    fn update_group_called(&mut self, number: usize, group: AutoScalingGroupRow, update: &GroupUpdate) {
        let state = &mut self.world.auto_scaling_groups[group];
        let bounds = Bounds {
            min_size: update.min_size.unwrap_or(state.bounds.min_size),
            max_size: update.max_size.unwrap_or(state.bounds.max_size),
        };
        let Bounds { min_size, max_size } = bounds;
        if min_size > max_size {
            let message = format!("`MinSize` {min_size} is above `MaxSize` {max_size}");
            return self.refuse_with(number, VALIDATION_ERROR, &message);
        }
        let desired = update.desired_capacity.unwrap_or_else(|| bounds.clamp(state.desired_capacity));
        if bounds.clamp(desired) != desired {
            let message = format!(
                "Desired capacity:{desired} must be between the specified min size:{min_size} and max size:{max_size}"
            );
            return self.refuse_with(number, VALIDATION_ERROR, &message);
        }
        state.given = Arc::new(update.given.clone());
        state.generation += u32::from(update.launches_anew);
        self.know_zones(&update.given);
        self.set_capacity(group, bounds, desired, CapacityCause::Update);
        self.ask_group(group);
    }

    /// An instance of a group ends, protected or not; another one takes its place, unless the group is to have
    /// one less. Spec: ASG-11.
    fn terminate_in_group_called(&mut self, number: usize, reference: &str, decrement: bool) {
        let Some((group, row)) = self.find_member(reference, None) else {
            return self.no_member(number, reference);
        };
        let state = &self.world.auto_scaling_groups[group];
        let (desired, min_size) = (state.desired_capacity, state.bounds.min_size);
        if !decrement {
            return self.begin_termination(row, ActivityCause::UserRequest { decrement: None });
        }
        if desired <= min_size {
            let message = format!(
                "Currently, desiredSize equals minSize ({min_size}). Terminating instance without replacement will violate group's min size constraint. Either set shouldDecrementDesiredCapacity flag to false or lower group's min size."
            );
            return self.refuse_with(number, VALIDATION_ERROR, &message);
        }
        let weight = self.world.instances[row].membership.as_ref().map_or(1, |member| member.weight);
        let to = desired.saturating_sub(weight).max(min_size);
        self.begin_termination(row, ActivityCause::UserRequest { decrement: Some((desired, to)) });
        self.set_desired_capacity(group, to, CapacityCause::Terminated);
    }

    fn set_protection_called(
        &mut self,
        number: usize,
        group: AutoScalingGroupRow,
        instances: &[String],
        protected: bool,
    ) {
        for reference in instances {
            match self.find_member(reference, Some(group)) {
                Some((_, row)) => self.set_scale_in_protection(row, protected),
                None => self.no_member(number, reference),
            }
        }
    }

    fn complete_lifecycle_action_called(
        &mut self,
        number: usize,
        group: AutoScalingGroupRow,
        reference: &str,
    ) {
        let row = self.find_instance(reference).filter(|row| {
            let member = self.world.instances[*row].membership.as_ref();
            member.is_some_and(|member| {
                member.group == group && member.lifecycle == LifecycleState::TerminatingWait
            })
        });
        if let Some(row) = row {
            return self.complete_termination(row);
        }
        let message = format!("No active Lifecycle Action found with instance ID {}", self.id_of(reference));
        self.refuse_with(number, VALIDATION_ERROR, &message);
    }

    /// An instance of a group, of that one where one is named, that is not on its way out.
    fn find_member(
        &mut self,
        reference: &str,
        of: Option<AutoScalingGroupRow>,
    ) -> Option<(AutoScalingGroupRow, InstanceRow)> {
        let row = self.find_instance(reference)?;
        let member = self.world.instances[row].membership.as_ref()?;
        let is_meant = member.lifecycle.counts() && of.is_none_or(|group| group == member.group);
        is_meant.then_some((member.group, row))
    }

    fn no_member(&mut self, number: usize, reference: &str) {
        let id = self.id_of(reference);
        let message = format!("Instance Id not found - No managed instance found for instance ID: {id}");
        self.refuse_with(number, VALIDATION_ERROR, &message);
    }

    /// The id that AWS would have been given.
    fn id_of(&mut self, reference: &str) -> String {
        let row = self.find_instance(reference);
        row.map_or_else(|| reference.to_owned(), |row| self.ec2_instance_id(row))
    }
}
