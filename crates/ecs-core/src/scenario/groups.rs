//! Auto Scaling groups as a scenario has them, and the calls about them.

use super::{ContainerInstanceEntry, Stock};
use crate::cron::{Cron, Due, next_dates};
use crate::groups::{Bounds, Distribution, GroupPolicyKind, InstanceChoice, Purchase, TerminationPolicy};
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
        let launch = &self.launch;
        let mut stock = Stock::new(launch);
        let (mut picks, mut units) = (Vec::new(), 0);
        while units < self.desired_capacity {
            let Some(pick) = launch.next(self.desired_capacity, &stock).first().copied() else { break };
            let Some(entry) = launch.entry(pick) else { break };
            let weight = launch.weight(pick);
            units += weight;
            stock.add(launch, &entry, weight, false);
            picks.push(pick);
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

    /// The units of capacity that it counts.
    pub fn weight(&self, pick: Pick) -> u32 {
        self.choices.get(pick.choice).map_or(1, |choice| choice.weight)
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
