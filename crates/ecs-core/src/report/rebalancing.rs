//! What is told of Availability Zone rebalancing. Spec: DEPLOY-20.

use super::text;
use crate::aws::LaunchType;
use crate::engine::Engine;
use crate::ids::{ServiceRow, ZoneRow};
use crate::world::ZoneEvent;

/// `availabilityZoneRebalancing` of a service.
pub(super) fn enabled(rebalancing: Option<bool>) -> &'static str {
    if rebalancing == Some(true) { "ENABLED" } else { "DISABLED" }
}

impl Engine {
    /// What a service says of its zones.
    pub(super) fn zone_message(&self, service: ServiceRow, event: &ZoneEvent) -> String {
        let name = self.service_name(service);
        match event {
            ZoneEvent::Uneven(zones) => text::zones::not_balanced(name, &self.zones_named(zones)),
            ZoneEvent::Even(zones) => text::zones::balanced(name, &self.zones_named(zones)),
            ZoneEvent::Started(zone, task) => {
                text::zones::started_to_balance(name, &self.world.zones[*zone], &[self.task_id(*task)])
            }
            ZoneEvent::Stopped(zone, task) => {
                text::zones::stopped_to_balance(name, &self.world.zones[*zone], &[self.task_id(*task)])
            }
            ZoneEvent::NoRoom(zone) => {
                let on_fargate = self.service(service).launch_type == LaunchType::Fargate;
                text::zones::no_room(name, &self.world.zones[*zone], on_fargate)
            }
            ZoneEvent::Protected(tasks) => {
                let deployment = self.deployment_id(service, self.world.services[service].primary);
                text::zones::protected(name, deployment, *tasks)
            }
            ZoneEvent::GivenUp(_) => text::zones::given_up(name),
        }
    }

    fn zones_named(&self, zones: &[(ZoneRow, u32)]) -> Vec<(String, u32)> {
        zones.iter().map(|(zone, tasks)| (self.world.zones[*zone].clone(), *tasks)).collect()
    }
}
