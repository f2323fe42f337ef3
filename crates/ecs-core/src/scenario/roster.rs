//! The container instances of a scenario as they register, whatever else is wrong with it: what an
//! expression that is being written means.

use super::{AGENT_VERSION, ContainerInstanceEntry, TRUNK_ID};
use crate::aws::capabilities;
use crate::capacity::Launchable;
use crate::ids::Account;
use crate::query::{Expression, Instance};
use crate::time::{Calendar, SimTime};
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};

/// The container instances at second 0, before a task is on them.
#[derive(Clone, Debug, PartialEq)]
pub struct Roster {
    pub(super) account: Account,
    pub(super) calendar: Calendar,
    pub(super) entries: Vec<ContainerInstanceEntry>,
    /// Instances of Auto Scaling groups, each with its number.
    pub(super) launched: Vec<(ContainerInstanceEntry, u32)>,
    /// What groups may launch, whether they have one or not.
    pub(super) launchable: Vec<ContainerInstanceEntry>,
}

impl Roster {
    /// How many instances there are.
    pub fn instances(&self) -> usize {
        self.all().count()
    }

    /// How many of them the expression means; none where that follows the tasks on them.
    pub fn meant_by(&self, expression: &Expression) -> Option<usize> {
        (!expression.follows_tasks()).then(|| self.all().filter(|host| expression.holds(host)).count())
    }

    /// The attributes that they have, each with its values: those that somebody has put there, then
    /// ECS's own, then capabilities, which have no value.
    pub fn attributes(&self) -> Vec<(String, Vec<String>)> {
        let mut named: BTreeMap<(bool, &str), BTreeSet<&str>> = BTreeMap::new();
        let mut kinds = Vec::new();
        for entry in self.entries.iter().chain(&self.launchable) {
            let attributes = &entry.attributes;
            for (name, value) in &attributes.named {
                named.entry((name.starts_with("ecs."), name)).or_default().insert(value);
            }
            let kind = (attributes.kind, &attributes.logging_drivers);
            if !kinds.contains(&kind) {
                kinds.push(kind);
            }
        }
        let trunks = kinds.iter().any(|(kind, _)| kind.trunk).then(|| TRUNK_ID.to_owned());
        let mut offered: BTreeSet<String> =
            kinds.iter().flat_map(|(kind, drivers)| capabilities(*kind, drivers)).collect();
        offered.extend(trunks);
        let with_value = |((_, name), values): ((bool, &str), BTreeSet<&str>)| {
            let values = values.into_iter().filter(|value| !value.is_empty());
            (name.to_owned(), values.map(ToOwned::to_owned).collect())
        };
        named.into_iter().map(with_value).chain(offered.into_iter().map(|name| (name, Vec::new()))).collect()
    }

    /// The types of instances that a group may launch. Spec: CAP-9.
    pub fn launchables(&self, group: &str) -> Vec<Launchable> {
        let of_group = self.launchable.iter().filter(|entry| entry.name == group);
        of_group.map(ContainerInstanceEntry::launchable).collect()
    }

    fn all(&self) -> impl Iterator<Item = Registered<'_>> {
        let (account, calendar) = (&self.account, &self.calendar);
        let by_hand = self.entries.iter().flat_map(move |entry| registered(account, calendar, entry));
        by_hand.chain(self.launched.iter().map(move |(entry, number)| {
            let trunk_id = entry.trunk_id(account, *number);
            Registered { account, calendar, entry, number: *number, trunk_id }
        }))
    }
}

/// The instances of an entry.
pub(super) fn registered<'a>(
    account: &'a Account,
    calendar: &'a Calendar,
    entry: &'a ContainerInstanceEntry,
) -> impl Iterator<Item = Registered<'a>> {
    (1..=entry.count).map(move |number| {
        let trunk_id = entry.trunk_id(account, number);
        Registered { account, calendar, entry, number, trunk_id }
    })
}

/// One of them.
pub(super) struct Registered<'a> {
    account: &'a Account,
    calendar: &'a Calendar,
    entry: &'a ContainerInstanceEntry,
    number: u32,
    trunk_id: Option<String>,
}

impl Instance for Registered<'_> {
    fn agent_connected(&self) -> bool {
        true
    }

    fn agent_version(&self) -> &str {
        AGENT_VERSION
    }

    fn attribute(&self, name: &str) -> Option<&str> {
        self.entry.attribute(self.trunk_id.as_deref(), name)
    }

    fn ec2_instance_id(&self) -> String {
        self.entry.ec2_instance_id(self.account, self.number)
    }

    fn registered_at(&self) -> Timestamp {
        self.calendar.timestamp(SimTime::ZERO)
    }

    fn running_tasks_count(&self) -> u64 {
        0
    }

    fn has_task_of(&self, _group: &str) -> bool {
        false
    }
}
