//! Auto Scaling groups as a scenario has them, and the calls about them.

use super::ContainerInstanceEntry;
use crate::groups::{Bounds, Distribution, InstanceChoice, Purchase, TerminationPolicy};
use serde_json::Value;

/// An entry of `autoScalingGroups`. Spec: ASG-1.
#[derive(Clone, Debug, PartialEq)]
pub struct AutoScalingGroup {
    /// `AutoScalingGroupName`; its n-th instance is `<name>/<n>`.
    pub name: String,
    /// `MinSize` and `MaxSize`.
    pub bounds: Bounds,
    /// `DesiredCapacity`, in units of capacity.
    pub desired_capacity: u32,
    /// What it launches, and where.
    pub launch: LaunchSpec,
    /// `DefaultCooldown`.
    pub default_cooldown_ms: u64,
    /// `DefaultInstanceWarmup`; none where it is left out.
    pub default_instance_warmup_ms: Option<u64>,
    /// `TerminationPolicies`, in order.
    pub termination_policies: Vec<TerminationPolicy>,
    /// `NewInstancesProtectedFromScaleIn`.
    pub protects_new_instances: bool,
    /// `CapacityRebalance`.
    pub capacity_rebalance: bool,
    /// How long a lifecycle hook holds terminations up; none where there is none. Spec: ASG-11.
    pub termination_wait_ms: Option<u64>,
    /// What is given, as a call that describes it tells it.
    pub input: Value,
}

/// What a group launches, and where. Spec: ASG-2, ASG-5, ASG-6, ASG-7.
#[derive(Clone, Debug, PartialEq)]
pub struct LaunchSpec {
    /// The instance types, as they are listed.
    pub choices: Vec<InstanceChoice>,
    /// The zones, as they are listed, each once.
    pub zones: Vec<String>,
    /// What an instance of each type is in each zone: those of the first type first. Each stands for one.
    pub entries: Vec<ContainerInstanceEntry>,
    /// On-Demand and Spot.
    pub distribution: Distribution,
    /// `balanced-only`: a zone without room is tried again, and no other instead.
    pub balanced_only: bool,
    /// From the launch of an instance until it is in service and registered.
    pub launch_ms: u64,
    /// Whether its agents may register with the cluster: their role says so. Spec: ROLE-8.
    pub joins: bool,
}

impl LaunchSpec {
    /// What an instance of that type is in that zone, by their numbers, paid for so.
    pub fn entry(&self, choice: usize, zone: usize, purchase: Purchase) -> Option<ContainerInstanceEntry> {
        let entry = self.entries.get(choice * self.zones.len() + zone)?;
        Some(ContainerInstanceEntry { spot: purchase == Purchase::Spot, ..entry.clone() })
    }
}

/// A call about Auto Scaling groups; a group is named by its number in the scenario.
#[derive(Clone, Debug, PartialEq)]
pub enum GroupCall {
    /// `autoscaling:SetDesiredCapacity`. Spec: ASG-3.
    SetDesiredCapacity {
        /// The group.
        group: usize,
        /// What it is to have.
        desired_capacity: u32,
        /// Whether it waits for the cooldown.
        honor_cooldown: bool,
    },
    /// `autoscaling:UpdateAutoScalingGroup`. Spec: ASG-3.
    Update(Box<GroupUpdate>),
    /// `autoscaling:TerminateInstanceInAutoScalingGroup`. Spec: ASG-11.
    Terminate {
        /// The instance: its id or its short form (`group/1`).
        instance: String,
        /// Whether the group is to have one less.
        decrement: bool,
    },
    /// `autoscaling:SetInstanceProtection`. Spec: ASG-9.
    SetProtection {
        /// The group.
        group: usize,
        /// The instances.
        instances: Vec<String>,
        /// Whether scale-in leaves them alone.
        protected: bool,
    },
    /// `autoscaling:CompleteLifecycleAction`. Spec: ASG-11.
    CompleteLifecycleAction {
        /// The group.
        group: usize,
        /// The instance.
        instance: String,
    },
}

/// What an UpdateAutoScalingGroup call changes: what it leaves out stays.
#[derive(Clone, Debug, PartialEq)]
pub struct GroupUpdate {
    /// The group.
    pub group: usize,
    /// `MinSize`.
    pub min_size: Option<u32>,
    /// `MaxSize`.
    pub max_size: Option<u32>,
    /// `DesiredCapacity`.
    pub desired_capacity: Option<u32>,
    /// The group as it is with everything else of the call.
    pub given: AutoScalingGroup,
    /// Whether it launches something else, or elsewhere.
    pub launches_anew: bool,
}
