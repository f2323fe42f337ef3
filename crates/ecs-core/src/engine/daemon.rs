//! DAEMON services: a task on every instance that is meant. Spec: PLACE-16.

use super::Engine;
use crate::ids::{InstanceRow, LaunchRow, ServiceRow, TaskRow};
use crate::placement::{Closest, Daemon, daemon};
use crate::world::{ServiceStatus, Unplaced};

impl Engine {
    /// Whether a service keeps a task on every instance.
    pub(super) fn is_daemon(&self, service: ServiceRow) -> bool {
        self.service(service).daemon
    }

    /// How many tasks a service is to have: of a DAEMON service one on every instance that is meant, of a
    /// deleted one none.
    pub(super) fn wanted(&self, service: ServiceRow) -> u32 {
        let state = &self.world.services[service];
        let Some(launch) = state.launch.filter(|_| state.given.daemon) else { return state.desired_count };
        if state.status != ServiceStatus::Active {
            return 0;
        }
        let requirement = &self.world.launches[launch].requirement;
        let ledger = &self.world.ledger;
        let is_wanted = |row: &_| {
            let has_one = ledger.tasks_on_instance(requirement.group, *row) > 0;
            let stays = !self.world.draining.contains(row);
            (has_one && stays) || !matches!(daemon(ledger, requirement, *row), Daemon::NotMeant(_))
        };
        u32::try_from(ledger.rows().filter(is_wanted).count()).unwrap_or(u32::MAX)
    }

    /// Starts so many tasks of a revision, each on an instance without a task of the service, and says what is in
    /// the way where they are fewer. A task that is asked to stop still holds its place.
    pub(super) fn start_daemon_tasks(
        &mut self,
        service: ServiceRow,
        (launch, count): (LaunchRow, u32),
        tasks: &mut Vec<TaskRow>,
    ) -> Option<Unplaced> {
        let group = self.world.launches[launch].requirement.group;
        let (mut left, mut closest) = (count, None);
        for row in self.world.ledger.rows().collect::<Vec<InstanceRow>>() {
            if left == 0 {
                return None;
            }
            if self.world.ledger.tasks_on_instance(group, row) > 0 {
                continue;
            }
            match daemon(&self.world.ledger, &self.world.launches[launch].requirement, row) {
                Daemon::NotMeant(_) => {}
                Daemon::NoRoom(verdict) => closest = closest.or(Some(Closest { row, verdict })),
                Daemon::Fits => {
                    let zone = self.world.ledger.zone(row);
                    tasks.push(self.create_task(launch, Some(row), zone));
                    left -= 1;
                }
            }
        }
        self.world.waiting.insert(service);
        closest.map(|closest| Unplaced::NoneFits { closest, most: None })
    }
}
