//! How a task ended, and why one never ran, in ECS's words.

use crate::engine::Engine;
use crate::ids::TaskRow;
use crate::report::text::{Facts, FailedStart, failed_to_start};
use crate::world::{StartFailure, Stop};

impl Engine {
    /// What ECS says of a task that never ran. Spec: LIFE-6.
    pub(in crate::report) fn failed_start(&self, row: TaskRow, stop: &Stop) -> Option<FailedStart> {
        let Stop::FailedToStart(failure) = *stop else { return None };
        let task = &self.world.tasks[row];
        let launch = &self.world.launches[task.launch];
        let definition = self.scenario.task_definitions.get(launch.task_definition)?;
        let denied = self.denied_call(row, failure);
        let container = match failure {
            StartFailure::Unreachable(lacks) => Some(lacks.container),
            _ => denied.as_ref().map(|denied| denied.call.container),
        };
        let image = container.and_then(|number| definition.container_definitions.get(number));
        let subnet =
            task.network_interface.and_then(|interface| self.scenario.vpc.subnets.get(interface.subnet));
        let facts = Facts {
            definition,
            fargate: !launch.runs_on_instances(),
            region: &self.scenario.account.region,
            image: image.map_or("", |container| &container.image),
            subnet_id: subnet.map_or("", |subnet| &subnet.subnet_id),
            public_address: launch.has_public_address(),
            denied,
            volume: self.volume_of(row, failure),
            digest: container_of(failure).and_then(|container| self.resolved_digest(row, container)),
        };
        Some(failed_to_start(failure, &facts))
    }

    /// The digest that a container's tag was resolved to for the deployment of its task. Spec: ECR-2.
    pub(in crate::report) fn resolved_digest(&self, row: TaskRow, container: usize) -> Option<&str> {
        let launch = &self.world.launches[self.world.tasks[row].launch];
        launch.digests.get(container)?.as_deref()
    }

    /// Why a task ended that nobody asked to stop, in ECS's words.
    pub(in crate::report) fn why_ended(&self, row: TaskRow) -> Option<String> {
        match self.world.tasks[row].stop.as_ref()? {
            Stop::ByUser(_) | Stop::Scaling | Stop::Rebalancing => None,
            stop @ Stop::FailedToStart(_) => self.failed_start(row, stop).map(FailedStart::plainly),
            stop => Some(self.stopped_reason(row, stop)),
        }
    }

    /// Whether the container that ended a task exited with code 0.
    pub(in crate::report) fn ended_well(&self, row: TaskRow) -> bool {
        let task = &self.world.tasks[row];
        let ended = task.stop.as_ref().and_then(Stop::container);
        let state = ended.and_then(|container| task.containers.containers().get(container));
        state.is_some_and(|state| state.exit_code == Some(0))
    }
}

/// The container that a failure to start is about, by its number in the task definition.
fn container_of(failure: StartFailure) -> Option<usize> {
    match failure {
        StartFailure::Container { container, .. } => Some(container),
        _ => None,
    }
}
