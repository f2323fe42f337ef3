//! What takes the place of tasks of older revisions that are unhealthy or lost while a deployment exchanges them.
//! Spec: DEPLOY-12.

use super::Engine;
use crate::ids::{LaunchRow, ServiceRow, TaskRow};
use crate::world::{Deployment, Fleet, Unplaced};

impl Engine {
    /// Starts tasks in the place of those of an older revision that are unhealthy or lost, and says what is in the
    /// way where a DAEMON service starts fewer. Spec: DEPLOY-12.
    pub(super) fn start_of_source(
        &mut self,
        service: ServiceRow,
        fleet: &Fleet,
        (count, tasks): (u32, &mut Vec<TaskRow>),
    ) -> Option<Unplaced> {
        let launch = self.launch_of_source(service, fleet).filter(|_| count > 0)?;
        if self.is_daemon(service) {
            return self.start_daemon_tasks(service, (launch, count), tasks);
        }
        for _ in 0..count {
            let next = self.next_launch(launch);
            let Some(task) = self.start_task(next) else { break };
            tasks.push(task);
        }
        None
    }

    /// What a task of an older revision that is unhealthy or lost is replaced from: its own revision.
    /// Spec: DEPLOY-12.
    fn launch_of_source(&self, service: ServiceRow, fleet: &Fleet) -> Option<LaunchRow> {
        let state = &self.world.services[service];
        let deployments = fleet.to_go.iter().rev().filter_map(|number| state.deployments.get(*number));
        let replaces = |one: &&Deployment| one.tally().unhealthy > 0 || one.staying.lost > 0;
        let own = deployments.filter(replaces).map(|one| one.launch).next();
        own.or(self.launch_of(service, fleet))
    }
}
