//! What a deployment that shifts traffic does to listeners and rules. Spec: DEPLOY-18.

use super::Engine;
use crate::aws::{Forward, ForwardingRule, ServiceLoadBalancer};
use crate::deploy::{ALL_PER_MILLE, Shift};
use crate::ids::{LaunchRow, ServiceRow};

impl Engine {
    /// The entries of `loadBalancers` as tasks of a service's launch register by them.
    pub(crate) fn registers_with(&self, launch: LaunchRow) -> Vec<ServiceLoadBalancer> {
        let launch = &self.world.launches[launch];
        let Some(service) = launch.service else { return Vec::new() };
        let Some(deployment) = self.world.services[service].deployments.get(launch.deployment) else {
            return Vec::new();
        };
        let entries = deployment.service.load_balancers.iter();
        entries.map(|entry| entry.in_place(deployment.alternate)).collect()
    }

    /// The target groups that tasks of a deployment register with.
    pub(super) fn groups_of(&self, service: ServiceRow, number: usize) -> Vec<usize> {
        let Some(deployment) = self.world.services[service].deployments.get(number) else {
            return Vec::new();
        };
        let entries = deployment.service.load_balancers.iter();
        entries.filter_map(|entry| entry.target_group(deployment.alternate)).collect()
    }

    /// Rules forward as a deployment has it now. Before green starts its group is named with a weight of 0, so
    /// that its tasks are checked.
    pub(super) fn shift_traffic(&mut self, service: ServiceRow, number: usize, before: Shift) {
        let Some(deployment) = self.world.services[service].deployments.get(number) else { return };
        let Some(shifting) = &deployment.shifting else { return };
        let shift = shifting.shift;
        let blue = shifting.blue.map(|blue| self.groups_of(service, blue)).unwrap_or_default();
        let mut changes: Vec<(ForwardingRule, Vec<Forward>)> = Vec::new();
        for entry in &deployment.service.load_balancers {
            let (Some(advanced), Some(green), Some(other)) = (
                entry.advanced,
                entry.target_group(deployment.alternate),
                entry.target_group(!deployment.alternate),
            ) else {
                continue;
            };
            let is_shared = blue.contains(&other);
            let share = |per_mille: u32| {
                let to_green = if is_shared { per_mille } else { ALL_PER_MILLE };
                vec![
                    Forward { target_group: other, weight: ALL_PER_MILLE - to_green },
                    Forward { target_group: green, weight: to_green },
                ]
            };
            changes.push((advanced.production, share(shift.production_per_mille)));
            if let Some(test) = advanced.test
                && shift.test_per_mille != before.test_per_mille
            {
                changes.push((test, share(shift.test_per_mille)));
            }
        }
        self.forward(&changes);
    }
}
