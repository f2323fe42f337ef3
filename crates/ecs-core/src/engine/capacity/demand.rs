//! What the metric of a capacity provider is made of. Spec: CAP-8, CAP-9.

use super::super::Engine;
use crate::aws::Provider;
use crate::capacity::{Group, Need, Reservation, Waiting, demand, reservation};
use crate::ids::{AutoScalingGroupRow, InstanceRow};
use crate::scenario::ContainerInstanceEntry;
use std::collections::{BTreeMap, BTreeSet};

impl Engine {
    /// The metric of a provider now; none where it does not scale its group.
    pub(crate) fn reservation_of(&self, number: usize) -> Option<Reservation> {
        let scaling = self.world.capacity.providers.get(number)?.managed_scaling?;
        let group = self.group_of_provider(number)?;
        let counted = self.counted_by(number, group);
        let made = demand(&counted, scaling.steps);
        Some(reservation(counted.instances, made, scaling.target_percent))
    }

    /// The metric of every provider, in percent; none of one that does not scale its group.
    pub(in super::super) fn reservations(&self) -> Vec<Option<f64>> {
        let numbers = 0..self.world.capacity.providers.len();
        numbers.map(|number| Some(self.reservation_of(number)?.reading.percent())).collect()
    }

    fn counted_by(&self, number: usize, group: AutoScalingGroupRow) -> Group {
        let entries = self.world.auto_scaling_groups[group].given.launch.entries.iter();
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        Group {
            instances: count(self.in_service(group).count()),
            in_use: count(self.in_service(group).filter(|row| self.is_used(*row)).count()),
            types: entries.map(ContainerInstanceEntry::launchable).collect(),
            waiting: self.lots_for(number),
        }
    }

    /// Tasks that wait for instances of a provider, those together that ask for the same.
    fn lots_for(&self, number: usize) -> Vec<Waiting> {
        let mut lots: BTreeMap<Need, (u32, BTreeSet<&str>)> = BTreeMap::new();
        for task in self.waiting_for(Provider::Group(number)) {
            let launch = &self.world.launches[self.world.tasks[task].launch];
            let (tasks, families) = lots.entry(launch.requirement.need()).or_default();
            *tasks += 1;
            let definition = self.scenario.task_definitions.get(launch.task_definition);
            families.extend(definition.map(|definition| definition.family.as_str()));
        }
        let lot = |(need, (tasks, families)): (Need, (u32, BTreeSet<&str>))| Waiting {
            need,
            tasks,
            families: families.into_iter().map(str::to_owned).collect(),
        };
        lots.into_iter().map(lot).collect()
    }

    /// Whether an instance has a task that is not a DAEMON service's.
    pub(super) fn is_used(&self, instance: InstanceRow) -> bool {
        self.world.instances[instance].life.tasks.iter().any(|task| {
            let service = self.world.launches[self.world.tasks[*task].launch].service;
            service.is_none_or(|service| !self.is_daemon(service))
        })
    }
}
