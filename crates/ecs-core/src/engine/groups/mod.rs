//! Auto Scaling groups: how many instances they have, and what they do about it. Spec: ASG-3.

mod balance;
mod calls;
mod health;
mod launch;
mod policies;
mod schedule;
mod shortages;
mod terminate;

use super::{Engine, Event};
use crate::groups::Bounds;
use crate::ids::{AutoScalingGroupRow, InstanceRow};
use crate::log::LogEvent;
use crate::scenario::AutoScalingGroup;
use crate::world::{
    ActivityCause, AutoScalingGroupState, CapacityCause, CapacityChange, GroupEvent, LifecycleState,
    Membership,
};

/// Instances that one event launches or terminates at the most: what is left is for the next.
const AT_ONCE: usize = 20;

/// What is due with a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum GroupDue {
    /// It compares what it has with what it wants.
    Look,
    /// An instance has booted, unless something came between.
    Launched(InstanceRow),
    /// A lifecycle hook has held a termination up for long enough.
    WaitedEnough(InstanceRow),
    /// An instance has ended.
    Terminated(InstanceRow),
    /// A scheduled action, by its number in the scenario.
    Scheduled(usize),
    /// Its policies have asked for something.
    Asked,
}

/// The units of capacity of a group.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Capacity {
    /// Of instances that are being launched.
    pub(super) pending: u32,
    /// Of instances in service.
    pub(super) in_service: u32,
    /// Of those in service, of instances at risk, for which others are launched.
    pub(super) at_risk: u32,
}

impl Engine {
    /// The groups of the scenario with the instances that they begin with: in service, and past warm-up.
    pub(super) fn set_up_groups(&mut self) {
        for given in self.scenario.auto_scaling_groups.clone() {
            let group = self.world.auto_scaling_groups.push(AutoScalingGroupState::new(&given));
            self.know_zones(&given);
            self.launch_first(group);
        }
        for action in 0..self.scenario.group_schedules.len() {
            self.expect_scheduled_action(action);
        }
    }

    pub(super) fn group_due(&mut self, group: AutoScalingGroupRow, due: GroupDue) {
        match due {
            GroupDue::Look => self.look_at_group(group),
            GroupDue::Launched(row) => self.instance_launched(row),
            GroupDue::WaitedEnough(row) => self.complete_termination(row),
            GroupDue::Terminated(row) => self.instance_ended(row),
            GroupDue::Scheduled(action) => self.scheduled_action_due(action),
            GroupDue::Asked => self.answer_policies(group),
        }
    }

    /// The zones of a group have rows from now on.
    fn know_zones(&mut self, group: &AutoScalingGroup) {
        for zone in &group.launch.zones {
            self.world.zone_row(zone);
        }
    }

    /// A group is to have another capacity, which its bounds allow. Nothing happens where it is that already.
    pub(in super::super) fn set_desired_capacity(
        &mut self,
        group: AutoScalingGroupRow,
        desired: u32,
        cause: CapacityCause,
    ) {
        let bounds = self.world.auto_scaling_groups[group].bounds;
        self.set_capacity(group, bounds, desired, cause);
    }

    /// A group is to have other bounds and another capacity.
    pub(super) fn set_capacity(
        &mut self,
        group: AutoScalingGroupRow,
        bounds: Bounds,
        desired: u32,
        cause: CapacityCause,
    ) {
        let at = self.now;
        let state = &mut self.world.auto_scaling_groups[group];
        let from = std::mem::replace(&mut state.desired_capacity, desired);
        let before = std::mem::replace(&mut state.bounds, bounds);
        state.retry_at = None;
        if from == desired && before == bounds {
            return;
        }
        let change = CapacityChange { at, from, to: desired, bounds, cause };
        if from != desired {
            state.change = Some(change.clone());
            state.said_protected = false;
        }
        self.say(LogEvent::Group(GroupEvent::Capacity { group, change }));
        self.ask_group(group);
    }

    /// A group looks, in this moment, whether it has what it wants.
    pub(super) fn ask_group(&mut self, group: AutoScalingGroupRow) {
        if !std::mem::replace(&mut self.world.auto_scaling_groups[group].asked, true) {
            self.after(0, Event::Group(group, GroupDue::Look));
        }
    }

    /// Groups look again where a zone or a type may have room that had none.
    pub(super) fn groups_look_again(&mut self) {
        let groups: Vec<_> = self.world.auto_scaling_groups.iter().map(|(row, _)| row).collect();
        for group in groups {
            self.ask_group(group);
        }
    }

    fn look_at_group(&mut self, group: AutoScalingGroupRow) {
        let now = self.now;
        let state = &mut self.world.auto_scaling_groups[group];
        state.asked = false;
        state.retry_at = state.retry_at.filter(|at| *at > now);
        state.lacks.retain(|lack| lack.until > now);
        let desired = state.desired_capacity;
        let capacity = self.group_capacity(group);
        let lasting = capacity.pending + capacity.in_service - capacity.at_risk;
        if lasting < desired {
            self.launch_missing(group, capacity);
        } else if capacity.in_service > desired {
            self.terminate_surplus(group, capacity);
        } else if capacity.pending == 0 {
            let state = &mut self.world.auto_scaling_groups[group];
            (state.change, state.replacing, state.extra) = (None, 0, None);
            self.balance_zones(group, capacity);
        }
    }

    /// What a group has.
    pub(super) fn group_capacity(&self, group: AutoScalingGroupRow) -> Capacity {
        let mut capacity = Capacity::default();
        for member in self.memberships(group) {
            match member.lifecycle {
                LifecycleState::Pending => capacity.pending += member.weight,
                LifecycleState::InService => {
                    capacity.in_service += member.weight;
                    capacity.at_risk += if member.at_risk { member.weight } else { 0 };
                }
                _ => {}
            }
        }
        capacity
    }

    /// Units of capacity of a group that are in service.
    pub(crate) fn units_in_service(&self, group: AutoScalingGroupRow) -> u32 {
        self.group_capacity(group).in_service
    }

    /// What its instances that are not Terminated are to a group.
    pub(super) fn memberships(&self, group: AutoScalingGroupRow) -> impl Iterator<Item = &Membership> {
        let rows = self.world.auto_scaling_groups[group].members.iter();
        rows.filter_map(|row| self.world.instances[*row].membership.as_ref())
    }

    /// The instances of a group that are in service.
    pub(in super::super) fn in_service(
        &self,
        group: AutoScalingGroupRow,
    ) -> impl Iterator<Item = InstanceRow> {
        let rows = self.world.auto_scaling_groups[group].members.iter().copied();
        rows.filter(|row| self.lifecycle(*row) == Some(LifecycleState::InService))
    }

    /// How far an instance of a group is; none where it is of no group.
    pub(in super::super) fn lifecycle(&self, row: InstanceRow) -> Option<LifecycleState> {
        self.world.instances[row].membership.as_ref().map(|member| member.lifecycle)
    }

    /// What makes a group have more, or less, than it had: a lower or higher desired capacity, unless something
    /// else did.
    fn why(&self, group: AutoScalingGroupRow, from: u32) -> ActivityCause {
        let state = &self.world.auto_scaling_groups[group];
        let to = state.desired_capacity;
        state.extra.clone().unwrap_or(ActivityCause::Capacity { change: state.change.clone(), from, to })
    }

    /// The number of a group's next activity.
    fn next_group_activity(&mut self, group: AutoScalingGroupRow) -> u32 {
        let state = &mut self.world.auto_scaling_groups[group];
        state.activities += 1;
        state.activities - 1
    }
}
