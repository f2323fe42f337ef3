//! Services come, change and go: their state, and the deployments that take them from one revision to the
//! next. How a deployment exchanges tasks is the scheduler's.

use super::Engine;
use super::rebalancing::is_eligible;
use super::setup::NewLaunch;
use crate::aws::{LaunchType, Service};
use crate::deploy::{LaunchRate, RolloutReason, TokenBucket};
use crate::ids::{LaunchRow, Row, ServiceRow};
use crate::log::LogEvent;
use crate::placement::SERVICE_DEFAULT;
use crate::rng::{Purpose, draw};
use crate::world::{Deployment, Rebalancing, ServiceState, ServiceStatus, Starts};
use std::collections::BTreeSet;
use std::sync::Arc;

impl Engine {
    /// A service as it is now.
    pub(crate) fn service(&self, row: ServiceRow) -> &Service {
        &self.world.services[row].given
    }

    /// The service of a name or an ARN: of several that had it one after the other, the newest.
    pub(crate) fn find_service(&self, reference: &str) -> Option<ServiceRow> {
        let name = reference.rsplit_once('/').map_or(reference, |(_, name)| name);
        let services = self.world.services.iter().rev();
        services.filter(|(_, state)| state.given.service_name == name).map(|(row, _)| row).next()
    }

    /// Adds a service, with its first deployment where its launch type is simulated.
    pub(super) fn create_service(&mut self, service: &Service) -> ServiceRow {
        let mut given = service.clone();
        // Spec: DEPLOY-7.
        given.deployment.availability_zone_rebalancing.get_or_insert(is_eligible(service));
        let row = self.world.services.push(ServiceState {
            given: Arc::new(given),
            status: ServiceStatus::Active,
            created_at: self.now,
            launch: None,
            deployments: Vec::new(),
            primary: 0,
            older: BTreeSet::new(),
            desired_count: service.desired_count,
            running_count: 0,
            pending_count: 0,
            unplaced: None,
            unplaced_said: None,
            steady: false,
            scheduled: false,
            starts: Starts::default(),
            launches: TokenBucket::full(LaunchRate::SERVICE, self.now),
            wakes_at: None,
            victims: 0,
            rebalancing: Rebalancing::default(),
            stall_said: None,
        });
        if matches!(service.launch_type, LaunchType::Ec2 | LaunchType::Fargate) {
            self.begin_deployment(row);
        }
        row
    }

    /// A service is to have so many tasks from now on, and the log says so. What a DAEMON service means at the
    /// moment of its creation is what it begins with.
    pub(super) fn set_desired_count(&mut self, service: ServiceRow, desired: u32) {
        let now = self.now;
        let state = &mut self.world.services[service];
        let before = std::mem::replace(&mut state.desired_count, desired);
        let is_first = state.given.daemon && state.created_at == now;
        if before != desired && !is_first {
            self.say(LogEvent::ServiceDesired { service, before, desired });
        }
    }

    /// The service goes over to what it is given now. Spec: DEPLOY-11.
    pub(super) fn begin_deployment(&mut self, service: ServiceRow) {
        self.stop_shifting(service);
        let given = Arc::clone(&self.world.services[service].given);
        let alarms = self.watch_of_new(&given.deployment.configuration.alarms);
        let (alternate, shifting) = self.shift_of_new(service, &alarms);
        let number = self.world.services[service].deployments.len();
        let launch = self.launch_of_service(service, number);
        let begins = Deployment::begin(given, launch, self.now, RolloutReason::InProgress);
        let begins = Deployment { alternate, shifting, alarms, ..begins };
        self.world.services[service].deployments.push(begins);
        self.make_primary(service, number, RolloutReason::InProgress);
    }

    /// A deployment takes the place of the PRIMARY one. What failed before counts no longer. Spec: SVC-6.
    pub(super) fn make_primary(&mut self, service: ServiceRow, number: usize, reason: RolloutReason) {
        let state = &mut self.world.services[service];
        let before = std::mem::replace(&mut state.primary, number);
        if before != number && state.deployments.get(before).is_some_and(|old| !old.tasks.is_empty()) {
            state.older.insert(before);
        }
        state.older.remove(&number);
        state.launch = state.deployments.get(number).map(|deployment| deployment.launch);
        state.starts = Starts::default();
        (state.unplaced_said, state.stall_said, state.steady) = (None, None, false);
        self.set_rollout(service, number, reason);
    }

    /// A deployment is in another state, and the service says so.
    pub(super) fn set_rollout(&mut self, service: ServiceRow, number: usize, reason: RolloutReason) {
        let now = self.now;
        let Some(deployment) = self.world.services[service].deployments.get_mut(number) else { return };
        (deployment.reason, deployment.updated_at) = (reason, now);
        if reason == RolloutReason::Completed {
            deployment.completed_at = Some(now);
        }
        let deployment = u32::try_from(number).unwrap_or(u32::MAX);
        self.say(LogEvent::Deployment { service, deployment, reason });
    }

    /// Tasks of the PRIMARY deployment that start from now on are placed as the service now says.
    pub(super) fn place_anew(&mut self, service: ServiceRow) {
        let number = self.world.services[service].primary;
        if self.world.services[service].launch.is_none() {
            return;
        }
        let launch = self.launch_of_service(service, number);
        let before = self.world.services[service].launch.replace(launch);
        if let Some(before) = before {
            // The deployment is the same, so tags go on meaning what they meant. Spec: ECR-2.
            let digests = self.world.launches[before].digests.clone();
            for sibling in self.siblings(launch) {
                self.world.launches[sibling].digests.clone_from(&digests);
            }
        }
        if let Some(deployment) = self.world.services[service].deployments.get_mut(number) {
            deployment.launch = launch;
        }
    }

    /// A service that was deleted is INACTIVE when none of its tasks is to run any more. Spec: DEPLOY-10.
    pub(super) fn delete_if_over(&mut self, service: ServiceRow) {
        let state = &mut self.world.services[service];
        if state.status == ServiceStatus::Draining && state.tally().active() == 0 {
            state.status = ServiceStatus::Inactive;
        }
    }

    /// What the tasks of a service's deployment are started from, as the service is given now.
    fn launch_of_service(&mut self, service: ServiceRow, deployment: usize) -> LaunchRow {
        let given = Arc::clone(&self.world.services[service].given);
        let launch = self.add_launch(&NewLaunch {
            task_definition: given.task_definition,
            group: format!("service:{}", given.service_name),
            launch_type: given.launch_type,
            strategy: &given.capacity_provider_strategy,
            awsvpc_configuration: given.awsvpc_configuration.as_ref(),
            placement: &given.placement,
        });
        let started_by = self.new_deployment_id(service, deployment);
        for row in self.siblings(launch) {
            let added = &mut self.world.launches[row];
            if added.strategies.is_empty() {
                added.strategies = SERVICE_DEFAULT.to_vec();
            }
            (added.service, added.deployment) = (Some(service), deployment);
            added.started_by = Some(started_by.clone());
        }
        launch
    }

    /// `ecs-svc/` and nineteen digits. Deployments of one name are numbered from 1, those of deleted services
    /// among them.
    fn new_deployment_id(&self, service: ServiceRow, deployment: usize) -> String {
        let name = &self.world.services[service].given.service_name;
        let earlier = self.world.services.iter().take(service.number());
        let deleted = earlier.filter(|(_, state)| state.given.service_name == *name);
        let before: usize = deleted.map(|(_, state)| state.deployments.len()).sum();
        let short = format!("deployment {name}/{}", before + deployment + 1);
        let bits = draw(self.scenario.account.seed, Purpose::Id, &short, 0);
        format!("ecs-svc/{:019}", bits % 10_000_000_000_000_000_000)
    }

    /// The id of a service's deployment.
    pub(crate) fn deployment_id(&self, service: ServiceRow, number: usize) -> &str {
        let deployment = self.world.services[service].deployments.get(number);
        let launch = deployment.map(|deployment| &self.world.launches[deployment.launch]);
        launch.and_then(|launch| launch.started_by.as_deref()).unwrap_or_default()
    }
}
