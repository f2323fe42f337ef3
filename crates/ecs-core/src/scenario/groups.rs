//! Auto Scaling groups as a scenario has them, and the calls about them.

use super::ContainerInstanceEntry;
use crate::cron::{Cron, Due, next_dates};
use crate::groups::{
    Bounds, Distribution, GroupPolicyKind, InstanceChoice, Purchase, TerminationPolicy, ZoneCount, emptiest,
};
use crate::time::Calendar;
use jiff::Timestamp;
use jiff::tz::TimeZone;
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

/// An instance that a group launches: numbers of its types and zones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pick {
    /// The type.
    pub choice: usize,
    /// The zone.
    pub zone: usize,
    /// How it is paid for.
    pub purchase: Purchase,
}

impl AutoScalingGroup {
    /// The instances that the group begins with, in the order of their numbers. Spec: ASG-1, ASG-5, ASG-7.
    pub fn first_instances(&self) -> Vec<Pick> {
        let LaunchSpec { choices, zones, distribution, .. } = &self.launch;
        let mut in_zones = vec![ZoneCount { instances: 0, movable: 0, available: true }; zones.len()];
        let (mut on_demand, mut of_types) = (0, [vec![0_u32; choices.len()], vec![0; choices.len()]]);
        let (mut picks, mut units) = (Vec::new(), 0);
        while units < self.desired_capacity {
            let purchase = distribution.next(self.desired_capacity, on_demand);
            let [of_on_demand, of_spot] = &mut of_types;
            let counts = if purchase == Purchase::OnDemand { of_on_demand } else { of_spot };
            let choice = distribution.order(purchase, choices, counts).first().copied();
            let zone = emptiest(&in_zones).first().copied();
            let (Some(choice), Some(zone)) = (choice, zone) else { break };
            let weight = choices.get(choice).map_or(1, |choice| choice.weight);
            units += weight;
            on_demand += if purchase == Purchase::OnDemand { weight } else { 0 };
            counts.iter_mut().skip(choice).take(1).for_each(|count| *count += 1);
            in_zones.iter_mut().skip(zone).take(1).for_each(|zone| zone.instances += 1);
            picks.push(Pick { choice, zone, purchase });
        }
        picks
    }
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
    /// What an instance is.
    pub fn entry(&self, pick: Pick) -> Option<ContainerInstanceEntry> {
        let Pick { choice, zone, purchase } = pick;
        let entry = self.entries.get(choice * self.zones.len() + zone)?;
        Some(ContainerInstanceEntry { spot: purchase == Purchase::Spot, ..entry.clone() })
    }
}

/// An entry of `autoScalingPolicies`. Spec: ASG-17.
#[derive(Clone, Debug, PartialEq)]
pub struct GroupPolicy {
    /// The group, by its number.
    pub group: usize,
    /// `PolicyName`.
    pub name: String,
    /// `Enabled`.
    pub enabled: bool,
    /// What it does.
    pub kind: GroupPolicyKind,
}

/// An entry of `autoScalingScheduledActions`. Spec: ASG-15.
#[derive(Clone, Debug, PartialEq)]
pub struct GroupSchedule {
    /// The group, by its number.
    pub group: usize,
    /// `ScheduledActionName`.
    pub name: String,
    /// `Recurrence`; none where it is due once.
    pub recurrence: Option<Box<Cron>>,
    /// `TimeZone` of the recurrence.
    pub zone: TimeZone,
    /// `StartTime`: it is due then, too, and not before.
    pub start: Option<Timestamp>,
    /// `EndTime`: it is not due any more behind it.
    pub end: Option<Timestamp>,
    /// `MinSize`; none: it stays.
    pub min_size: Option<u32>,
    /// `MaxSize`; none: it stays.
    pub max_size: Option<u32>,
    /// `DesiredCapacity`; none: it stays, within the bounds.
    pub desired_capacity: Option<u32>,
}

impl GroupSchedule {
    /// The first moment behind `after` and not behind `until` at which it is due. Spec: ASG-15.
    pub fn next_after(&self, after: Timestamp, until: Timestamp) -> Option<Timestamp> {
        let until = self.end.map_or(until, |end| end.min(until));
        if let Some(start) = self.start.filter(|start| *start > after) {
            return Some(start).filter(|start| *start <= until);
        }
        self.recurrence.as_ref()?.next_after(after, until, &self.zone)
    }

    /// The first dates of a run that begins where the calendar says. Spec: ASG-15.
    pub fn next_dates(&self, calendar: &Calendar, count: usize) -> Vec<Due> {
        next_dates(calendar, &self.zone, count, |after, until| self.next_after(after, until))
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
