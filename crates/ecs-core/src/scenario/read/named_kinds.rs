//! What names in a timeline are names of, and what there is to name by then. Spec: SCN-11.

use super::Reader;
use crate::finding::{Rule, rules};
use crate::json::Node;
use crate::scenario::{AutoScalingGroup, ContainerInstanceEntry};
use std::collections::{BTreeMap, BTreeSet};

/// What a name is the name of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Named {
    /// A task: its ARN, its id or `service:web/1`.
    Task,
    /// A container instance or its machine: its ARN, an id or `host/1`.
    Instance,
    /// The cluster.
    Cluster,
    /// An Auto Scaling group.
    Group,
    /// A subnet.
    Subnet,
    /// An alarm.
    Alarm,
    /// An Availability Zone that something is in.
    Zone,
    /// Zones, with commas between them.
    Zones,
    /// An attribute of instances.
    Attribute,
    /// An attribute of a target group.
    TargetGroupKey,
    /// A service that there is not yet.
    NewService,
    /// Anything but an empty text.
    Text,
    /// An element of a list that is looked at elsewhere.
    Entry,
    /// A service, of an action that is not done to tasks or instances.
    Nothing,
}

/// Which names that mean nothing make an action one that is refused before the run comes to it.
pub(super) enum Refuses {
    /// Any.
    Any,
    /// All of them.
    All,
    /// None: the run refuses what it does not find.
    None,
}

/// What of a scenario is named by actions alone, as the timeline has left it.
#[derive(Default)]
pub(super) struct KnownNames {
    /// How many instances an entry or a group may have come to.
    pub(super) instances: BTreeMap<String, u64>,
    pub(super) attributes: BTreeSet<String>,
    pub(super) zones: BTreeSet<String>,
    pub(super) alarms: BTreeSet<String>,
    /// Task groups that somebody has named, once it was asked for.
    pub(super) task_groups: Option<BTreeSet<String>>,
}

impl Named {
    /// The rule that a name breaks by meaning nothing.
    pub(super) fn rule(self) -> &'static Rule {
        match self {
            Named::Zone | Named::Zones => &rules::UNKNOWN_ZONE,
            Named::Text | Named::Entry | Named::NewService => &rules::OUT_OF_RANGE,
            Named::Nothing => &rules::UNKNOWN_MEMBER,
            _ => &rules::UNRESOLVED_REFERENCE,
        }
    }

    pub(super) fn refuses(self) -> Refuses {
        match self {
            Named::Zone | Named::Zones | Named::TargetGroupKey | Named::NewService | Named::Text => {
                Refuses::Any
            }
            Named::Cluster => Refuses::All,
            _ => Refuses::None,
        }
    }
}

impl Reader<'_> {
    /// The instances that there are at second 0.
    pub(super) fn know_names(&mut self, entries: &[ContainerInstanceEntry], groups: &[AutoScalingGroup]) {
        let known = &mut self.known.names;
        for entry in entries {
            *known.instances.entry(entry.name.clone()).or_default() += u64::from(entry.count);
        }
        for group in groups {
            known.instances.insert(group.name.clone(), u64::from(u32::MAX));
            known.zones.extend(group.launch.zones.iter().cloned());
        }
        for entry in entries.iter().chain(groups.iter().flat_map(|group| &group.launch.entries)) {
            known.zones.insert(entry.availability_zone.clone());
            known.attributes.extend(entry.attributes.named.keys().cloned());
        }
        known.zones.extend(self.vpc.subnets.iter().map(|subnet| subnet.availability_zone.clone()));
        let alarms = self.root.list("alarms").iter().filter_map(|alarm| alarm.str("AlarmName"));
        known.alarms.extend(alarms.map(ToOwned::to_owned));
    }

    /// What an action adds to what others may name.
    pub(super) fn learn(&mut self, action: &str, input: &Node) {
        let known = &mut self.known.names;
        match action {
            "ecs:RegisterContainerInstance" => {
                // Where it has no name of its own, it stands behind the entries.
                let number = self.root.list("containerInstances").len() + 1;
                let of_type = || Some(format!("{}-{number}", input.str("instanceType")?));
                let Some(name) = input.str("name").map(ToOwned::to_owned).or_else(of_type) else { return };
                let count = input.get("count").map_or(Some(1), Node::as_integer).unwrap_or(0);
                let instances = known.instances.entry(name).or_default();
                *instances = instances.saturating_add(u64::try_from(count).unwrap_or(0));
                known.zones.extend(input.str("availabilityZone").map(ToOwned::to_owned));
            }
            "ecs:PutAttributes" => {
                let names = input.list("attributes").iter().filter_map(|attribute| attribute.str("name"));
                known.attributes.extend(names.map(ToOwned::to_owned));
            }
            "cloudwatch:PutMetricAlarm" => {
                known.alarms.extend(input.str("AlarmName").map(ToOwned::to_owned));
            }
            _ => {}
        }
    }
}
