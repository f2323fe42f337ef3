//! Where there is room for another instance. Spec: ASG-14.

use super::GroupDue;
use crate::engine::{Engine, Event};
use crate::ids::AutoScalingGroupRow;
use crate::rng::{Purpose, below, draw};
use crate::scenario::{ShortageOf, Targets};
use crate::world::LackOfCapacity;

impl Engine {
    /// Whether EC2 has room for an instance of a type in a zone, by their numbers in the group.
    pub(super) fn can_launch(&self, group: AutoScalingGroupRow, choice: usize, zone: usize) -> bool {
        let state = &self.world.auto_scaling_groups[group];
        let launch = &state.given.launch;
        let (Some(choice), Some(name)) = (launch.choices.get(choice), launch.zones.get(zone)) else {
            return false;
        };
        let row = self.world.zones.iter().find(|(_, known)| *known == name).map(|(row, _)| row);
        if row.is_some_and(|row| self.world.lost_zones.get(&row).is_some_and(|until| *until > self.now)) {
            return false;
        }
        let is_short = self.scenario.shortages.iter().any(|shortage| {
            let of_type =
                matches!(&shortage.of, ShortageOf::InstanceType(of) if of == choice.instance_type.name);
            of_type && shortage.is_felt(name, self.now)
        });
        let fails = |percent: u32| {
            let entity = format!("{}/{}", state.given.name, state.launched + 1);
            let drawn = draw(self.scenario.account.seed, Purpose::LaunchFailure, &entity, self.now.as_ms());
            below(drawn, 100) < percent
        };
        let lacks = state.lacks.iter().filter(|lack| lack.until > self.now);
        let fails = lacks
            .filter(|lack| row.is_some_and(|row| lack.zones.contains(&row)))
            .any(|lack| fails(lack.percent));
        !is_short && !fails
    }

    /// EC2 has no room for the launches of some groups for a time.
    pub(in super::super) fn lack_capacity(
        &mut self,
        number: usize,
        targets: &Targets,
        percent: u32,
        zones: &[String],
        duration_ms: u64,
    ) {
        let named = self.named(number, targets, "Auto Scaling group", Engine::find_group);
        if named.as_ref().is_some_and(Vec::is_empty) {
            return;
        }
        let all = self.world.auto_scaling_groups.iter().map(|(row, _)| row);
        let candidates = named.unwrap_or_else(|| all.collect());
        let name = |row: &AutoScalingGroupRow| self.world.auto_scaling_groups[*row].given.name.clone();
        let chosen = self.chosen(number, targets.selection, candidates, name);
        let until = self.now.plus_ms(duration_ms);
        let zones: std::collections::BTreeSet<_> =
            zones.iter().map(|zone| self.world.zone_row(zone)).collect();
        for group in self.refuse_if_none(number, chosen) {
            let lack = LackOfCapacity { zones: zones.clone(), percent, until };
            self.world.auto_scaling_groups[group].lacks.push(lack);
            self.queue.push(until, Event::Group(group, GroupDue::Look));
        }
    }

    /// A group by its ARN or its name.
    fn find_group(&mut self, reference: &str) -> Option<AutoScalingGroupRow> {
        let name = reference.rsplit_once('/').map_or(reference, |(_, name)| name);
        let mut groups = self.world.auto_scaling_groups.iter();
        groups.find(|(_, state)| state.given.name == name).map(|(row, _)| row)
    }
}
