//! What the actions of a timeline do.

use super::Engine;
use super::service_calls::Refusal;
use super::setup::NewLaunch;
use crate::aws::{LaunchType, Placement, RunTask, SetBehaviour, StartTask, StopTask};
use crate::bus::Cause;
use crate::ids::{InstanceRow, TaskRow};
use crate::limits;
use crate::log::LogEvent;
use crate::metrics::AlarmOwner;
use crate::placement::{Verdict, verdicts};
use crate::scenario::Call;
use crate::world::{MissingTasks, PROVISIONING_LIMIT, Stop, Unplaced};
use std::sync::Arc;

/// `stoppedReason` where StopTask gives none. Spec: LIFE-4.
pub(super) const STOPPED_BY_USER: &str = "Task stopped by user";

/// The code of most refusals.
pub(super) const INVALID_PARAMETER: &str = "InvalidParameterException";

/// What a RunTask call has started.
#[derive(Default)]
pub(super) struct StartedTasks {
    /// The tasks.
    pub(super) tasks: Vec<TaskRow>,
    /// Why there are no more: the first failing check of every instance that was looked at.
    pub(super) failures: Vec<(InstanceRow, Verdict)>,
    /// Those that no instance was there for, or no room on Fargate.
    pub(super) missing: Vec<MissingTasks>,
}

impl StartedTasks {
    /// The call itself is refused where nothing is in its way but the tasks that wait already. Spec: CAP-11.
    fn refused(self) -> Result<Self, Refusal> {
        let over = |missing: &MissingTasks| missing.why == Unplaced::ProvisioningLimit;
        let is_refused = self.tasks.is_empty()
            && self.failures.is_empty()
            && !self.missing.is_empty()
            && self.missing.iter().all(over);
        if is_refused { Err(("ClientException", PROVISIONING_LIMIT.to_owned())) } else { Ok(self) }
    }
}

impl Engine {
    pub(super) fn act(&mut self, number: usize) {
        match self.scenario.timeline.get(number).map(|action| action.call.clone()) {
            Some(Call::RunTask(call)) => self.run_task(number, &call),
            Some(Call::StopTask(call)) => self.stop_task_called(number, &call),
            Some(Call::StartTask(call)) => self.start_task_called(number, &call),
            Some(Call::PutImage(call)) => self.put_image(number, &call),
            Some(Call::BatchDeleteImage(call)) => self.delete_images(number, &call),
            Some(Call::SetBehaviour(call)) => self.set_behaviour_called(number, &call),
            Some(Call::Event(call)) => self.event_called(number, &call),
            Some(Call::Traffic(call)) => self.traffic_called(&call),
            Some(Call::ProtectTasks(call)) => self.protect_called(number, &call),
            Some(Call::Capacity(call)) => self.capacity_called(call),
            Some(Call::Fault(fault)) => self.fault(number, &fault),
            Some(Call::Instances(call)) => self.instance_call(number, &call),
            Some(Call::Groups(call)) => self.group_call(number, &call),
            Some(Call::Scaling(call)) => {
                let answer = self.scaling_called(&call);
                self.answer(number, answer);
            }
            Some(Call::RegisterTaskDefinition(call)) => self.register_called(&call),
            Some(Call::DeregisterTaskDefinition { number: definition }) => {
                let answer = self.deregister_called(definition);
                self.answer(number, answer);
            }
            Some(Call::CreateService(service)) => {
                let answer = self.create_service_called(&service);
                self.answer(number, answer);
            }
            Some(Call::UpdateService(call)) => {
                let answer = self.update_service_called(&call);
                self.answer(number, answer);
            }
            Some(Call::DeleteService(call)) => {
                let answer = self.delete_service_called(&call);
                self.answer(number, answer);
            }
            Some(Call::StopServiceDeployment(call)) => {
                let answer = self.stop_service_deployment_called(&call);
                self.answer(number, answer);
            }
            Some(Call::ContinueServiceDeployment(call)) => {
                let answer = self.continue_service_deployment_called(&call);
                self.answer(number, answer);
            }
            Some(Call::PutMetricAlarm(definition)) => {
                self.put_alarm(AlarmOwner::Document, *definition);
            }
            Some(Call::DeleteAlarms(names)) => {
                let answer = self.delete_alarms_called(&names);
                self.answer(number, answer);
            }
            Some(Call::Refused { code, message, is_aws }) => {
                self.say(LogEvent::Refused { action: number, code, message, is_aws });
            }
            Some(Call::NotSimulated) | None => {}
        }
    }

    /// Spec: PLACE-9, PLACE-10.
    fn run_task(&mut self, number: usize, call: &RunTask) {
        match self.run_tasks(call, None) {
            Err((code, message)) => self.refuse_with(number, code, &message),
            Ok(StartedTasks { failures, missing, .. }) if failures.is_empty() && missing.is_empty() => {}
            Ok(StartedTasks { tasks, failures, missing }) => {
                let started = u32::try_from(tasks.len()).unwrap_or(u32::MAX);
                let left = limits::FAILURES.saturating_sub(self.world.failures_kept);
                let failures: Vec<_> = failures.into_iter().take(left).collect();
                self.world.failures_kept += failures.len();
                self.say(LogEvent::TasksFailed { action: number, started, failures, missing });
            }
        }
    }

    /// What RunTask starts, whoever calls it, or AWS's message. Spec: PLACE-9, PLACE-10.
    pub(super) fn run_tasks(
        &mut self,
        call: &RunTask,
        cause: Option<&Arc<Cause>>,
    ) -> Result<StartedTasks, Refusal> {
        let mut started = StartedTasks::default();
        if !matches!(call.launch_type, LaunchType::Ec2 | LaunchType::Fargate) {
            return Ok(started);
        }
        self.startable(call.task_definition)?;
        let placeable = || self.world.ledger.rows().any(|row| self.world.ledger.placeable(row));
        let names_none = call.capacity_provider_strategy.is_empty();
        if call.launch_type == LaunchType::Ec2 && names_none && !placeable() {
            return Err((INVALID_PARAMETER, "No Container Instances were found in your cluster.".to_owned()));
        }
        let launch = self.add_launch(&NewLaunch {
            task_definition: call.task_definition,
            group: call.group.clone(),
            launch_type: call.launch_type,
            strategy: &call.capacity_provider_strategy,
            awsvpc_configuration: call.awsvpc_configuration.as_ref(),
            placement: &call.placement,
        });
        for row in self.siblings(launch) {
            self.world.launches[row].started_by.clone_from(&call.started_by);
            self.world.launches[row].volume_configurations.clone_from(&call.volume_configurations);
            if let Some(cause) = cause {
                self.bus.causes.insert(row, Arc::clone(cause));
            }
        }
        for (without, tasks) in self.start_divided(launch, call.count, call.count, &mut started.tasks) {
            match self.why_unplaced(without) {
                Unplaced::NoneFits { .. } => {
                    started.failures.extend(self.receipt(without).first_failures());
                }
                why => {
                    let provider = self.world.launches[without].capacity_provider;
                    started.missing.push(MissingTasks { provider, tasks, why });
                }
            }
        }
        started.refused()
    }

    /// Whether a call may start tasks of a revision.
    fn startable(&self, definition: usize) -> Result<(), Refusal> {
        self.usable(definition)?;
        self.may_assume(definition)
    }

    /// Every named instance gets a task, unless it lacks something: no strategy and no constraint is
    /// asked. Spec: PLACE-17.
    fn start_task_called(&mut self, number: usize, call: &StartTask) {
        if let Err(refusal) = self.startable(call.task_definition) {
            return self.answer(number, Err(refusal));
        }
        let launch = self.add_launch(&NewLaunch {
            task_definition: call.task_definition,
            group: call.group.clone(),
            launch_type: LaunchType::Ec2,
            strategy: &[],
            awsvpc_configuration: call.awsvpc_configuration.as_ref(),
            placement: &Placement::default(),
        });
        self.world.launches[launch].started_by.clone_from(&call.started_by);
        self.world.launches[launch].volume_configurations.clone_from(&call.volume_configurations);
        let (mut started, mut failures) = (0, Vec::new());
        for reference in &call.container_instances {
            let Some(instance) = self.find_registered(reference) else {
                let message = format!("MISSING: there is no container instance {reference}");
                self.refuse_in_our_words(number, INVALID_PARAMETER, message);
                continue;
            };
            if self.is_full() {
                break;
            }
            let requirement = &self.world.launches[launch].requirement;
            let failed = verdicts(&self.world.ledger, requirement, instance).find(|verdict| !verdict.passed);
            if let Some(verdict) = failed {
                failures.push((instance, verdict));
            } else {
                let zone = self.world.ledger.zone(instance);
                self.create_task(launch, Some(instance), zone);
                started += 1;
            }
        }
        if !failures.is_empty() {
            self.world.failures_kept += failures.len();
            self.say(LogEvent::TasksFailed { action: number, started, failures, missing: Vec::new() });
        }
    }

    /// Spec: LIFE-3, LIFE-4.
    fn stop_task_called(&mut self, number: usize, call: &StopTask) {
        let Some(task) = self.find_task(&call.task) else {
            return self.refuse(number, "The referenced task was not found.");
        };
        let reason = call.reason.clone().unwrap_or_else(|| STOPPED_BY_USER.to_owned());
        self.stop_task(task, Stop::ByUser(reason));
    }

    /// Spec: CONT-12.
    fn set_behaviour_called(&mut self, number: usize, call: &SetBehaviour) {
        let Some(task) = self.find_task(&call.task) else {
            return self.refuse(number, "The referenced task was not found.");
        };
        let definition = self.world.launches[self.world.tasks[task].launch].task_definition;
        let definition = self.scenario.task_definitions.get(definition);
        let names = definition.map_or(&[][..], |definition| &definition.container_definitions);
        let Some(container) = names.iter().position(|container| container.name == call.container) else {
            let message = format!("The task has no container {}.", call.container);
            return self.refuse_in_our_words(number, INVALID_PARAMETER, message);
        };
        self.change_behaviour(task, container, &call.behaviour);
    }

    pub(super) fn refuse(&mut self, action: usize, message: &str) {
        self.refuse_with(action, INVALID_PARAMETER, message);
    }

    /// An action is refused, with AWS's code and message.
    pub(super) fn refuse_with(&mut self, action: usize, code: &'static str, message: &str) {
        self.say(LogEvent::Refused { action, code, message: message.to_owned(), is_aws: true });
    }

    /// An action is refused, with AWS's code and our sentence: AWS's is not known.
    pub(super) fn refuse_in_our_words(&mut self, action: usize, code: &'static str, message: String) {
        self.say(LogEvent::Refused { action, code, message, is_aws: false });
    }
}
