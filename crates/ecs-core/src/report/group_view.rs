//! Auto Scaling groups as a picture shows them. Their instances name them: [`MemberView`](super::MemberView).
//! Spec: ASG-3, ASG-4.

use crate::engine::Engine;
use crate::ids::{AutoScalingGroupRow, Row};
use crate::world::AutoScalingGroupState;
use serde::{Deserialize, Serialize};

/// An Auto Scaling group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupView {
    /// `AutoScalingGroupName`.
    pub name: String,
    /// `MinSize`, in units of capacity like all that follow.
    pub min_size: u32,
    /// `MaxSize`.
    pub max_size: u32,
    /// `DesiredCapacity`.
    pub desired_capacity: u32,
    /// What is in service.
    pub in_service: u32,
    /// The names of the capacity providers with the group.
    pub providers: Vec<String>,
    /// The names of its policies that do something.
    pub policies: Vec<String>,
}

impl Engine {
    pub(super) fn group_views(&self) -> Vec<GroupView> {
        let groups = self.world.auto_scaling_groups.iter();
        groups.map(|(row, state)| self.group_view(row, state)).collect()
    }

    fn group_view(&self, row: AutoScalingGroupRow, state: &AutoScalingGroupState) -> GroupView {
        let name = &state.given.name;
        let providers = self.world.capacity.providers.iter();
        let own = providers.filter(|provider| provider.auto_scaling_group == *name);
        let policies = self.scenario.group_policies.iter();
        let policies = policies.filter(|policy| policy.enabled && policy.group == row.number());
        GroupView {
            min_size: state.bounds.min_size,
            max_size: state.bounds.max_size,
            desired_capacity: state.desired_capacity,
            in_service: self.units_in_service(row),
            providers: own.map(|provider| provider.name.clone()).collect(),
            policies: policies.map(|policy| policy.name.clone()).collect(),
            name: name.clone(),
        }
    }
}
