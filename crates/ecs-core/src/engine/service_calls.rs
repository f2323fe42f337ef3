//! The calls on services and task definitions that a timeline makes. Spec: DEPLOY-10.

use super::Engine;
use crate::aws::{
    DeleteService, DeploymentController, LaunchType, RegisterTaskDefinition, Service, StopServiceDeployment,
    StrategyItem, UpdateService,
};
use crate::deploy::{FailureCause, RolloutState};
use crate::ids::ServiceRow;
use crate::world::{Registration, ServiceStatus};
use std::sync::Arc;

/// An answer of AWS's that is no: its code and its message.
pub(super) type Refusal = (&'static str, String);

const NOT_FOUND: (&str, &str) = ("ServiceNotFoundException", "Service not found.");
const NOT_ACTIVE: (&str, &str) = ("ServiceNotActiveException", "Service was not ACTIVE.");
const SCALED: (&str, &str) =
    ("InvalidParameterException", "The service cannot be stopped while it is scaled above 0.");
const EXISTS: (&str, &str) = ("InvalidParameterException", "Creation of service was not idempotent.");
const STILL_DRAINING: (&str, &str) =
    ("InvalidParameterException", "Unable to Start a service that is still Draining.");
const FORCE: (&str, &str) = (
    "InvalidParameterException",
    "When switching from launch type to capacity provider strategy on an existing service, or making a change to a capacity provider strategy on a service that is already using one, you must force a new deployment.",
);
const NO_DEFINITION: (&str, &str) = ("ClientException", "TaskDefinition not found.");
const INACTIVE_DEFINITION: (&str, &str) = ("ClientException", "TaskDefinition is inactive");

fn no<T>((code, message): (&'static str, &str)) -> Result<T, Refusal> {
    Err((code, message.to_owned()))
}

impl Engine {
    /// Answers a call: what AWS refuses is refused.
    pub(super) fn answer(&mut self, action: usize, answer: Result<(), Refusal>) {
        if let Err((code, message)) = answer {
            self.refuse_with(action, code, &message);
        }
    }

    pub(super) fn register_called(&mut self, call: &RegisterTaskDefinition) {
        if let Some(definition) = self.world.definitions.get_mut(call.number) {
            *definition = Registration::Active;
        }
    }

    pub(super) fn deregister_called(&mut self, number: usize) -> Result<(), Refusal> {
        let now = self.now;
        match self.world.definitions.get_mut(number) {
            None | Some(Registration::Unknown) => no(NO_DEFINITION),
            Some(Registration::Inactive(_)) => no(INACTIVE_DEFINITION),
            Some(definition) => {
                *definition = Registration::Inactive(now);
                Ok(())
            }
        }
    }

    /// Whether tasks can be started from a revision.
    pub(super) fn usable(&self, definition: usize) -> Result<(), Refusal> {
        match self.world.definitions.get(definition) {
            Some(Registration::Active) => Ok(()),
            Some(Registration::Inactive(_)) => no(INACTIVE_DEFINITION),
            Some(Registration::Unknown) | None => no(NO_DEFINITION),
        }
    }

    pub(super) fn create_service_called(&mut self, service: &Service) -> Result<(), Refusal> {
        self.usable(service.task_definition)?;
        let same = self.find_service(&service.service_name).map(|row| self.world.services[row].status);
        match same {
            Some(ServiceStatus::Active) => return no(EXISTS),
            Some(ServiceStatus::Draining) => return no(STILL_DRAINING),
            Some(ServiceStatus::Inactive) | None => {}
        }
        let row = self.create_service(service);
        self.schedule_soon(row);
        Ok(())
    }

    /// What the call names changes; a deployment begins where that is part of a service revision and differs,
    /// or the call asks for one.
    pub(super) fn update_service_called(&mut self, call: &UpdateService) -> Result<(), Refusal> {
        let row = self.active_service(&call.service)?;
        let names = |member: &str| call.input.get(member).is_some_and(|value| !value.is_null());
        let before = Arc::clone(&self.world.services[row].given);
        if names("taskDefinition") {
            self.usable(call.with.task_definition)?;
            may_deploy(&before)?;
        }
        let other_strategy = with_strategy(&before) != with_strategy(&call.with);
        if names("capacityProviderStrategy") && other_strategy && !call.force_new_deployment {
            return no(FORCE);
        }
        let mut given = Service::clone(&before);
        let deploys = change(&mut given, call, &names);
        let is_placed_anew = given.placement != before.placement;
        self.world.services[row].given = Arc::new(given);
        if names("desiredCount") {
            self.set_desired_count(row, call.with.desired_count);
        }
        if deploys && self.world.services[row].launch.is_some() {
            self.begin_deployment(row);
        } else if is_placed_anew {
            self.place_anew(row);
        }
        self.look_at_all(row);
        Ok(())
    }

    pub(super) fn delete_service_called(&mut self, call: &DeleteService) -> Result<(), Refusal> {
        let row = self.active_service(&call.service)?;
        let state = &mut self.world.services[row];
        if state.desired_count > 0 && !call.force && !state.given.daemon {
            return no(SCALED);
        }
        state.status = ServiceStatus::Draining;
        self.set_desired_count(row, 0);
        self.end_protection_of(row);
        self.schedule_soon(row);
        Ok(())
    }

    /// A deployment that is stopped goes back, whatever its configuration says of rollbacks.
    pub(super) fn stop_service_deployment_called(
        &mut self,
        call: &StopServiceDeployment,
    ) -> Result<(), Refusal> {
        let Some((row, number)) = self.find_deployment(&call.service_deployment) else {
            return no(("ServiceDeploymentNotFoundException", "Service deployment not found."));
        };
        let state = &self.world.services[row];
        let goes_on = number == state.primary
            && state.deployment().is_some_and(|primary| primary.reason.state() == RolloutState::InProgress);
        if !goes_on || self.only_cleans_up(row) {
            return no(("ConflictException", "The service deployment is not in progress."));
        }
        self.fail_deployment(row, FailureCause::Stopped, true);
        Ok(())
    }

    /// Whether the PRIMARY deployment has shifted all traffic and stops blue: there is no way back from there.
    pub(super) fn only_cleans_up(&self, service: ServiceRow) -> bool {
        self.on_its_way(service).is_some_and(|shifting| !shifting.shift.keeps_both())
    }

    fn active_service(&self, reference: &str) -> Result<ServiceRow, Refusal> {
        let Some(row) = self.find_service(reference) else { return no(NOT_FOUND) };
        match self.world.services[row].status {
            ServiceStatus::Active => Ok(row),
            ServiceStatus::Draining | ServiceStatus::Inactive => no(NOT_ACTIVE),
        }
    }

    /// A deployment by the last part of its ARN, or by the service's name and its number from 1; the name
    /// alone is the one that goes on.
    pub(super) fn find_deployment(&self, reference: &str) -> Option<(ServiceRow, usize)> {
        if let Some(row) = self.find_service(reference) {
            return Some((row, self.world.services[row].primary));
        }
        let (front, last) = reference.rsplit_once('/')?;
        let row = self.find_service(front)?;
        let deployments = &self.world.services[row].deployments;
        let number = last.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
        let number = number.filter(|number| *number < deployments.len());
        let by_id = |number: &usize| self.deployment_id(row, *number).ends_with(last);
        number.or_else(|| (0..deployments.len()).find(by_id)).map(|number| (row, number))
    }
}

/// What a service names to run its tasks on. Spec: CAP-7.
fn with_strategy(service: &Service) -> (LaunchType, &[StrategyItem]) {
    (service.launch_type, &service.capacity_provider_strategy)
}

/// With another controller a revision is not UpdateService's to choose.
fn may_deploy(service: &Service) -> Result<(), Refusal> {
    let controller = service.deployment.controller;
    let then = match controller {
        DeploymentController::Ecs => return Ok(()),
        DeploymentController::CodeDeploy => "Use AWS CodeDeploy to trigger a new deployment.",
        DeploymentController::External => "Use CreateTaskSet to trigger a new deployment.",
    };
    let name = controller.name();
    let message =
        format!("Unable to update task definition on services with a {name} deployment controller. {then}");
    Err(("InvalidParameterException", message))
}

/// Changes what a call names. Whether that is another service revision. Source: API, UpdateServiceRequest.
fn change(given: &mut Service, call: &UpdateService, names: &impl Fn(&str) -> bool) -> bool {
    let (with, before) = (&call.with, given.clone());
    let mut other_revision = call.force_new_deployment;
    if names("taskDefinition") {
        given.task_definition = with.task_definition;
        given.placement.clone_from(&with.placement);
    }
    if names("capacityProviderStrategy") {
        given.launch_type = with.launch_type;
        given.capacity_provider_strategy.clone_from(&with.capacity_provider_strategy);
    }
    if names("networkConfiguration") {
        given.awsvpc_configuration.clone_from(&with.awsvpc_configuration);
    }
    if names("loadBalancers") {
        given.load_balancers.clone_from(&with.load_balancers);
    }
    if names("serviceRegistries") {
        given.service_registries.clone_from(&with.service_registries);
    }
    if names("serviceConnectConfiguration") {
        given.service_connect.clone_from(&with.service_connect);
    }
    other_revision |= given.task_definition != before.task_definition
        || given.awsvpc_configuration != before.awsvpc_configuration
        || given.load_balancers != before.load_balancers
        || given.service_registries != before.service_registries
        || given.service_connect != before.service_connect;
    if names("placementConstraints") || names("placementStrategy") {
        given.placement.clone_from(&with.placement);
    }
    let (deployment, asked) = (&mut given.deployment, &with.deployment);
    if names("deploymentConfiguration") {
        deployment.configuration.clone_from(&asked.configuration);
    }
    if names("deploymentController") {
        deployment.controller = asked.controller;
    }
    if names("healthCheckGracePeriodSeconds") {
        deployment.health_check_grace_period_seconds = asked.health_check_grace_period_seconds;
    }
    if names("availabilityZoneRebalancing") {
        deployment.availability_zone_rebalancing = asked.availability_zone_rebalancing;
    }
    if names("desiredCount") {
        given.desired_count = with.desired_count;
    }
    for member in ["networkConfiguration", "loadBalancers", "serviceRegistries"] {
        let value = call.input.get(member).filter(|_| names(member));
        if let (Some(value), Some(members)) = (value, given.input.as_object_mut()) {
            members.insert(member.to_owned(), value.clone());
        }
    }
    other_revision
}
