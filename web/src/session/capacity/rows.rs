//! Groups, providers and launch templates of a scenario, and what its cluster says of providers.

use super::fields::{
    COOLDOWNS, DISTRIBUTION, GROUP_FLAGS, GROUP_LAUNCH, GROUP_SCHEDULE_NAME, GROUP_SCHEDULE_SIZES,
    GROUP_SCHEDULE_TIMES, GROUP_SIZES, GROUP_TEMPLATE, GROUP_TYPE, INSTANCE_TYPES, PROVIDER_ENDS,
    PROVIDER_GROUP, SCALING_STATUS, SCALING_STEPS, TEMPLATE,
};
use crate::session::members::Written;
use crate::session::outline::counted;
use crate::session::rows::written;
use crate::session::strategy::StrategyItem;
use ecs_core::cron::{Cron, time_zone};
use ecs_core::json::Node;
use ecs_core::scenario::GroupSchedule;

/// All of them, by their numbers in the scenario.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CapacityEntries {
    /// `autoScalingGroups`.
    pub groups: Vec<GroupRow>,
    /// `autoScalingScheduledActions`.
    pub schedules: Vec<GroupScheduleRow>,
    /// `launchTemplates`.
    pub templates: Vec<TemplateRow>,
    /// `capacityProviders`.
    pub providers: Vec<ProviderRow>,
    /// `cluster.capacityProviders`; none where the cluster has all of them.
    pub associated: Option<Vec<String>>,
    /// `cluster.defaultCapacityProviderStrategy`.
    pub strategy: Vec<StrategyItem>,
}

/// An Auto Scaling group.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GroupRow {
    /// `AutoScalingGroupName`.
    pub name: String,
    /// What is written.
    pub written: Written,
    /// `AvailabilityZones`.
    pub zones: Vec<String>,
    /// `VPCZoneIdentifier`: it counts instead of the zones where it is there.
    pub subnets: String,
    /// `MixedInstancesPolicy.LaunchTemplate.Overrides`; none where there is no policy.
    pub types: Option<Vec<Written>>,
}

/// A scheduled action of a group.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GroupScheduleRow {
    /// `AutoScalingGroupName`.
    pub group: String,
    /// What is written.
    pub written: Written,
}

/// A launch template.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TemplateRow {
    /// `LaunchTemplateName`.
    pub name: String,
    /// What is written.
    pub written: Written,
}

/// A capacity provider.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProviderRow {
    /// `name`.
    pub name: String,
    /// What is written.
    pub written: Written,
    /// Whether it scales its group.
    pub is_scaling: bool,
}

impl CapacityEntries {
    pub(in crate::session) fn read(root: &Node) -> CapacityEntries {
        let cluster = root.get("cluster");
        let listed = cluster.and_then(|cluster| cluster.get("capacityProviders"));
        let name = |node: &Node| node.as_str().unwrap_or_default().to_owned();
        let strategy =
            cluster.map(|cluster| StrategyItem::read_list(cluster.list("defaultCapacityProviderStrategy")));
        CapacityEntries {
            groups: root.list("autoScalingGroups").iter().map(GroupRow::read).collect(),
            schedules: root.list("autoScalingScheduledActions").iter().map(GroupScheduleRow::read).collect(),
            templates: root.list("launchTemplates").iter().map(TemplateRow::read).collect(),
            providers: root.list("capacityProviders").iter().map(ProviderRow::read).collect(),
            associated: listed.map(|list| list.elements().iter().map(name).collect()),
            strategy: strategy.unwrap_or_default(),
        }
    }

    /// The names that the cluster can have: Fargate's and those of the scenario.
    pub fn choices(&self) -> Vec<String> {
        let of_fargate = ["FARGATE", "FARGATE_SPOT"].into_iter().map(str::to_owned);
        of_fargate.chain(self.providers.iter().map(|row| row.name.clone())).collect()
    }

    /// The group of a provider.
    pub fn group_of(&self, provider: &ProviderRow) -> Option<&GroupRow> {
        let reference = provider.written.get(PROVIDER_GROUP.member);
        let name = reference.rsplit_once("autoScalingGroupName/").map_or(reference, |(_, name)| name);
        self.groups.iter().find(|group| group.name == name)
    }

    /// The scheduled actions of a group, each with its number.
    pub fn schedules_of(&self, group: &str) -> impl Iterator<Item = (usize, &GroupScheduleRow)> {
        self.schedules.iter().enumerate().filter(move |(_, row)| row.group == group)
    }
}

impl GroupRow {
    /// The instances that it begins with: `DesiredCapacity`, else `MinSize`.
    pub fn instances(&self) -> String {
        let [min, _, desired] = GROUP_SIZES.each_ref().map(|field| self.written.get(field.member));
        if desired.is_empty() { min } else { desired }.to_owned()
    }

    /// Whether an instance counts for other than one unit of its capacity.
    pub fn is_weighted(&self) -> bool {
        let [_, weight] = &INSTANCE_TYPES;
        self.types.iter().flatten().any(|types| !types.get(weight.member).is_empty())
    }

    fn read(node: &Node) -> GroupRow {
        let tables: [&[_]; 7] = [
            &GROUP_SIZES,
            &[GROUP_TYPE],
            &[GROUP_TEMPLATE],
            &GROUP_LAUNCH,
            &DISTRIBUTION,
            &COOLDOWNS,
            &GROUP_FLAGS,
        ];
        let zones = node.list("AvailabilityZones").iter().filter_map(Node::as_str);
        let types = |policy: &Node| {
            let overrides = policy.at("/LaunchTemplate/Overrides").map_or(&[][..], Node::elements);
            overrides.iter().map(|node| Written::read(node, &[&INSTANCE_TYPES])).collect()
        };
        GroupRow {
            name: written(node, "AutoScalingGroupName", ""),
            written: Written::read(node, &tables),
            zones: zones.map(str::to_owned).collect(),
            subnets: written(node, "VPCZoneIdentifier", ""),
            types: node.get("MixedInstancesPolicy").map(types),
        }
    }

    /// One line: how many of what.
    pub fn brief(&self) -> String {
        let [min, max, _] = GROUP_SIZES.each_ref().map(|field| self.written.get(field.member));
        let template = self.written.get(GROUP_TEMPLATE.member);
        let what = match (&self.types, self.written.get(GROUP_TYPE.member)) {
            (Some(types), _) => counted(types.len() as u64, "type"),
            (None, "") => template.to_owned(),
            (None, one) => one.to_owned(),
        };
        let spot = if self.written.get(GROUP_LAUNCH[1].member) == "spot" { " · Spot" } else { "" };
        format!("{min} to {max} · {what}{spot}")
    }
}

impl GroupScheduleRow {
    fn read(node: &Node) -> GroupScheduleRow {
        let tables: [&[_]; 3] = [&[GROUP_SCHEDULE_NAME], &GROUP_SCHEDULE_TIMES, &GROUP_SCHEDULE_SIZES];
        GroupScheduleRow {
            group: written(node, "AutoScalingGroupName", ""),
            written: Written::read(node, &tables),
        }
    }

    /// `ScheduledActionName`.
    pub fn name(&self) -> &str {
        self.written.get(GROUP_SCHEDULE_NAME.member)
    }

    /// When it is due, for the core; none where what is written cannot be read.
    pub(super) fn schedule(&self) -> Option<GroupSchedule> {
        let [recurrence, zone, start, end] =
            GROUP_SCHEDULE_TIMES.each_ref().map(|field| self.written.get(field.member));
        let recurrence = match recurrence {
            "" => None,
            text => Some(Box::new(Cron::parse_unix(text).ok()?)),
        };
        let [start, end] = [start, end].map(|moment| match moment {
            "" => Some(None),
            text => text.parse().ok().map(Some),
        });
        Some(GroupSchedule {
            group: 0,
            name: String::new(),
            recurrence,
            zone: time_zone(if zone.is_empty() { "UTC" } else { zone })?,
            start: start?,
            end: end?,
            min_size: None,
            max_size: None,
            desired_capacity: None,
        })
    }
}

impl TemplateRow {
    fn read(node: &Node) -> TemplateRow {
        TemplateRow {
            name: written(node, "LaunchTemplateName", ""),
            written: Written::read(node, &[&TEMPLATE]),
        }
    }
}

impl ProviderRow {
    fn read(node: &Node) -> ProviderRow {
        let tables: [&[_]; 4] = [&[PROVIDER_GROUP], &[SCALING_STATUS], &SCALING_STEPS, &PROVIDER_ENDS];
        let written_of = Written::read(node, &tables);
        // What says nothing of its status is on. Spec: CAP-6.
        let is_there = node.at("/autoScalingGroupProvider/managedScaling").is_some();
        ProviderRow {
            name: written(node, "name", ""),
            is_scaling: is_there && written_of.get(SCALING_STATUS.member) != "DISABLED",
            written: written_of,
        }
    }

    /// One line: which group, and how it is scaled.
    pub fn brief(&self) -> String {
        let group = self.written.get(PROVIDER_GROUP.member);
        let scaling = if self.is_scaling {
            let target: String = self.written.number(&SCALING_STEPS[0]).unwrap_or_else(|| "?".to_owned());
            format!("to {target} %")
        } else {
            "not scaled".to_owned()
        };
        format!("{group} · {scaling}")
    }
}
