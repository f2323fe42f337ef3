//! What a run asks of roles: whether they can be assumed, and which calls they may make.

use super::Engine;
use super::scheduler::REPEAT_MS;
use super::service_calls::Refusal;
use crate::aws::{AwsCall, TaskDefinition};
use crate::iam::{Judged, Place, TaskCall, When, app_call, role_arn, start_calls, unable_to_assume};
use crate::ids::{ServiceRow, TaskRow};
use crate::log::LogEvent;
use crate::time::SimTime;

/// With what an application exits that gives up over a denied call: what an unhandled error of a runtime
/// returns. Spec: ROLE-7.
const EXIT_CODE_OF_ERROR: i32 = 1;

impl Engine {
    /// The definition of a task, and where it gets its credentials from.
    pub(crate) fn credentials_of(&self, task: TaskRow) -> Option<(&TaskDefinition, Place<'_>)> {
        let row = &self.world.tasks[task];
        let number = self.world.launches[row.launch].task_definition;
        let definition = self.scenario.task_definitions.get(number)?;
        let place = row.instance.map(|instance| self.instance_entry(instance).credentials_place());
        Some((definition, place.unwrap_or(Place::Fargate)))
    }

    /// What comes of a call of a task.
    pub(crate) fn judge_call(&self, task: TaskRow, call: &TaskCall) -> Judged<'_> {
        let Some((definition, place)) = self.credentials_of(task) else { return Judged::Free };
        self.scenario.iam.judge_call(&self.scenario.account, definition, place, call)
    }

    /// The first call that a task's start is denied before its images are there, by its number. Spec: ROLE-6.
    pub(super) fn denied_before_pull(&self, task: TaskRow) -> Option<usize> {
        self.first_denied(task, |when| when != When::Logs)
    }

    /// The same for its logs.
    pub(super) fn denied_logs(&self, task: TaskRow) -> Option<usize> {
        self.first_denied(task, |when| when == When::Logs)
    }

    fn first_denied(&self, task: TaskRow, wanted: impl Fn(When) -> bool) -> Option<usize> {
        self.scenario.iam.roles.as_ref()?;
        let (definition, _) = self.credentials_of(task)?;
        let calls = start_calls(&self.scenario.account, definition);
        calls.iter().position(|call| wanted(call.when) && self.judge_call(task, call).refusal().is_some())
    }

    /// Whether a call that an application makes is denied, which it then logs. Spec: ROLE-7.
    pub(super) fn is_denied(&mut self, task: TaskRow, container: usize, made: &AwsCall) -> bool {
        if self.scenario.iam.roles.is_none() {
            return false;
        }
        let asked = app_call(&self.scenario.account, container, made);
        let Some(refusal) = self.judge_call(task, &asked).refusal() else { return false };
        let TaskCall { action: call, resource, .. } = asked;
        self.say(LogEvent::CallDenied { task, container, call, resource, refusal });
        true
    }

    /// An application gives up over a denied call.
    pub(super) fn exits_denied(&mut self, task: TaskRow, container: usize) {
        self.ask_containers(task, |containers, plan, now, happenings| {
            containers.exit(plan, now, container, EXIT_CODE_OF_ERROR, None, happenings);
        });
    }

    /// The ARN of a role of a definition that cannot be assumed. Spec: ROLE-4.
    fn unassumable(&self, definition: usize) -> Option<String> {
        let definition = self.scenario.task_definitions.get(definition)?;
        let (_, reference) = self.scenario.iam.unassumable(definition)?;
        let role = self.scenario.iam.role(&reference);
        Some(role.map_or(reference, |role| role_arn(&self.scenario.account, role)))
    }

    /// Whether ECS cannot assume a role of the tasks that a service is to start: it starts none, says so, and
    /// tries again later. Spec: ROLE-4, SVC-6.
    pub(super) fn cannot_assume(&mut self, service: ServiceRow) -> bool {
        let Some(launch) = self.world.services[service].launch else { return false };
        let Some(role) = self.unassumable(self.world.launches[launch].task_definition) else { return false };
        let now = self.now;
        let starts = &mut self.world.services[service].starts;
        let silent_until = starts.role_said.map_or(SimTime::ZERO, |said| said.plus_ms(REPEAT_MS));
        if now >= silent_until {
            starts.role_said = Some(now);
            self.say(LogEvent::ServiceCannotAssume { service, role });
        }
        self.attempt_failed(service);
        true
    }

    /// Whether a call may start tasks with the roles of their definition. Spec: ROLE-4.
    pub(super) fn may_assume(&self, definition: usize) -> Result<(), Refusal> {
        match self.unassumable(definition) {
            Some(role) => Err(("ClientException", unable_to_assume(&role))),
            None => Ok(()),
        }
    }
}
