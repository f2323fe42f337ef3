//! What an Auto Scaling group has, by what launches and terminations go by: zones, types, and how instances are
//! paid for.

use super::{ContainerInstanceEntry, LaunchSpec, Pick};
use crate::groups::{Purchase, emptiest};

/// The instances of a group, those that are being launched among them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stock {
    /// What is in each zone, in the group's order. Instances in zones that the group has left are in none.
    pub zones: Vec<InZone>,
    /// What is On-Demand.
    pub on_demand: Paid,
    /// What is Spot.
    pub spot: Paid,
}

/// What a group has in a zone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct InZone {
    /// Instances.
    pub instances: u32,
    /// Those of them that may go: in service, and not protected from scale-in.
    pub movable: u32,
}

/// What a group has that is paid for in one way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paid {
    /// Units of capacity.
    pub units: u32,
    /// Instances of each type, in the group's order.
    pub of_types: Vec<u32>,
}

impl Stock {
    /// Nothing of what a group launches.
    pub fn new(launch: &LaunchSpec) -> Stock {
        let none = Paid { units: 0, of_types: vec![0; launch.choices.len()] };
        let zones = vec![InZone::default(); launch.zones.len()];
        Stock { zones, on_demand: none.clone(), spot: none }
    }

    /// Counts an instance: what it is, the units that it counts, and whether it may go.
    pub fn add(&mut self, launch: &LaunchSpec, entry: &ContainerInstanceEntry, weight: u32, may_go: bool) {
        if let Some(zone) = self.zone_of(launch, entry) {
            zone.instances += 1;
            zone.movable += u32::from(may_go);
        }
        let paid = self.paid_for(entry);
        paid.units += weight;
        paid.of_type(launch, entry).for_each(|count| *count += 1);
    }

    /// Counts an instance no longer that might go, and has gone.
    pub fn remove(&mut self, launch: &LaunchSpec, entry: &ContainerInstanceEntry, weight: u32) {
        if let Some(zone) = self.zone_of(launch, entry) {
            zone.instances -= 1;
            zone.movable -= 1;
        }
        let paid = self.paid_for(entry);
        paid.units -= weight;
        paid.of_type(launch, entry).for_each(|count| *count -= 1);
    }

    fn zone_of(&mut self, launch: &LaunchSpec, entry: &ContainerInstanceEntry) -> Option<&mut InZone> {
        let number = launch.zones.iter().position(|name| *name == entry.availability_zone);
        number.and_then(|number| self.zones.get_mut(number))
    }

    fn paid_for(&mut self, entry: &ContainerInstanceEntry) -> &mut Paid {
        if entry.spot { &mut self.spot } else { &mut self.on_demand }
    }
}

impl Paid {
    fn of_type(
        &mut self,
        launch: &LaunchSpec,
        entry: &ContainerInstanceEntry,
    ) -> impl Iterator<Item = &mut u32> {
        let types = launch.choices.iter().zip(&mut self.of_types);
        types
            .filter(|(choice, _)| choice.instance_type.name == entry.instance_type.name)
            .map(|(_, count)| count)
    }
}

impl LaunchSpec {
    /// What the next launch is, in the order in which it is tried: of the types in their order, in the emptiest
    /// zone that has room. Spec: ASG-5, ASG-7.
    pub fn next(&self, desired_capacity: u32, stock: &Stock) -> Vec<Pick> {
        let purchase = self.distribution.next(desired_capacity, stock.on_demand.units);
        let paid = if purchase == Purchase::Spot { &stock.spot } else { &stock.on_demand };
        let choices = self.distribution.order(purchase, &self.choices, &paid.of_types);
        let mut zones = emptiest(stock.zones.iter().map(|zone| zone.instances));
        if self.balanced_only {
            zones.truncate(1);
        }
        let of_zone =
            |zone: usize| choices.iter().map(move |choice| Pick { choice: *choice, zone, purchase });
        zones.into_iter().flat_map(of_zone).collect()
    }
}
