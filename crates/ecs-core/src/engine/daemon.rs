//! DAEMON services: a task on every instance that is meant. Spec: PLACE-16.

use super::Engine;
use super::scheduler::BATCH;
use crate::ids::{InstanceRow, LaunchRow, Row, ServiceRow};
use crate::log::LogEvent;
use crate::placement::{Closest, Daemon, daemon};
use crate::world::Unplaced;

impl Engine {
    /// Whether a service keeps a task on every instance.
    pub(super) fn is_daemon(&self, service: ServiceRow) -> bool {
        self.scenario.services.get(service.number()).is_some_and(|service| service.daemon)
    }

    /// Starts what is missing, at most [`BATCH`] tasks at a time. What it wants is counted anew.
    pub(super) fn schedule_daemon(&mut self, service: ServiceRow, launch: LaunchRow) {
        let group = self.world.launches[launch].requirement.group;
        let mut wanted = 0;
        let mut tasks = Vec::new();
        let mut closest = None;
        let mut more = false;
        let impaired = self.is_impaired(service);
        self.drain_daemon(service);
        for row in self.world.ledger.rows().collect::<Vec<InstanceRow>>() {
            if self.world.ledger.tasks_on_instance(group, row) > 0 {
                wanted += u32::from(!self.world.draining.contains(&row));
                continue;
            }
            match daemon(&self.world.ledger, &self.world.launches[launch].requirement, row) {
                Daemon::NotMeant(_) => continue,
                Daemon::NoRoom(verdict) => closest = closest.or(Some(Closest { row, verdict })),
                Daemon::Fits if tasks.len() == BATCH as usize => more = !impaired,
                Daemon::Fits => tasks.extend(self.start_daemon_task(launch, row)),
            }
            wanted += 1;
        }
        self.world.services[service].desired_count = wanted;
        if !tasks.is_empty() {
            self.say(LogEvent::ServiceStarted { service, tasks });
        }
        if let Some(closest) = closest {
            self.say_unplaced(service, Unplaced::NoneFits { closest, most: None });
        }
        let state = &self.world.services[service];
        if more {
            self.schedule_soon(service);
        } else if state.running_count + state.pending_count < wanted {
            // A task that is asked to stop still holds its place.
            self.world.waiting.insert(service);
        } else {
            self.say_if_steady(service);
        }
    }

    fn start_daemon_task(&mut self, launch: LaunchRow, row: InstanceRow) -> Option<crate::ids::TaskRow> {
        if self.is_full() {
            return None;
        }
        let zone = self.world.ledger.zone(row);
        Some(self.create_task(launch, Some(row), zone))
    }
}
