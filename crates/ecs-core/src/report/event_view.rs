//! An entry of the event log as somebody reads it in a list: what it is about, what it says, whether it is good.

use super::containers::container_reason;
use super::text;
use crate::aws::TaskDefinition;
use crate::containers::{HealthStatus, Reason};
use crate::engine::Engine;
use crate::ids::{InstanceRow, Row, TaskRow, uuid};
use crate::log::{LogEntry, LogEvent};
use crate::placement::Verdict;
use crate::scenario::Call;
use crate::time::SimTime;
use crate::world::{InstanceChange, MissingTasks, TaskStatus, ZoneEvent};
use serde::{Deserialize, Serialize};

/// Instances that a sentence about failures names.
const FAILURES_NAMED: usize = 3;

/// What an event is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Subject {
    /// A service, by number.
    Service(usize),
    /// A task, by number in [`Snapshot::tasks`](super::Snapshot::tasks); none where it is stopped.
    Task(Option<usize>),
    /// A container instance, by number in [`Snapshot::instances`](super::Snapshot::instances).
    Instance(usize),
    /// An Auto Scaling group, by number in the scenario.
    Group(usize),
    /// An action of the timeline.
    Action,
    /// A rule, a pipe, a queue or a topic.
    Bus,
    /// An alarm, by number in the order of creation.
    Alarm(usize),
}

/// Whether an event is good news.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Tone {
    /// It goes on.
    Neutral,
    /// Something is as it should be.
    Good,
    /// Something is wrong.
    Bad,
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventView {
    /// An id that stays the same in every run.
    pub id: String,
    /// When.
    pub at: SimTime,
    /// What about.
    pub subject: Subject,
    /// What, in ECS's words where it has some.
    pub text: String,
    /// Whether that is good.
    pub tone: Tone,
}

impl Engine {
    pub(super) fn event_view(&self, entry: &LogEntry, numbers: &[Option<usize>]) -> Option<EventView> {
        let number = |task: TaskRow| numbers.get(task.number()).copied().flatten();
        let about = |task: TaskRow| Subject::Task(number(task));
        let (subject, text, tone) = match &entry.event {
            LogEvent::TaskStatus { task, status, .. } => {
                let short = self.world.task_short(&self.world.tasks[*task]);
                match self.why_ended(*task).filter(|_| *status == TaskStatus::Stopped) {
                    Some(why) => {
                        let tone = if self.ended_well(*task) { Tone::Neutral } else { Tone::Bad };
                        (about(*task), format!("{short} is STOPPED: {why}"), tone)
                    }
                    None => (about(*task), format!("{short} is {}", status.name()), Tone::Neutral),
                }
            }
            LogEvent::TaskHealth { task, health } => {
                let short = self.world.task_short(&self.world.tasks[*task]);
                let tone = match health {
                    HealthStatus::Healthy => Tone::Good,
                    HealthStatus::Unhealthy => Tone::Bad,
                    HealthStatus::Unknown => Tone::Neutral,
                };
                (about(*task), format!("{short} is {}", health.name()), tone)
            }
            LogEvent::ContainerStopped { task, container, exit_code, reason, restarts } => {
                let tone = if *exit_code == Some(0) { Tone::Neutral } else { Tone::Bad };
                let how = self.container_stopped(*task, *container, *exit_code, *reason, *restarts);
                (about(*task), how, tone)
            }
            LogEvent::StorageFull { task, volume } => {
                (about(*task), self.storage_is_full(*task, *volume), Tone::Bad)
            }
            LogEvent::CallDenied { task, container, call, resource, refusal } => {
                let how = self.call_denied(*task, *container, call, resource.as_deref(), *refusal);
                (about(*task), how, Tone::Bad)
            }
            LogEvent::Disturbed { task, kind, ends } => {
                let tone = if *ends { Tone::Neutral } else { Tone::Bad };
                (about(*task), self.disturbance_sentence(*task, *kind, *ends), tone)
            }
            LogEvent::TaskProtection { task, until } => {
                (about(*task), self.protection_sentence(*task, *until), Tone::Neutral)
            }
            LogEvent::Alarm { alarm, change } => self.alarm_view(*alarm, change),
            LogEvent::Scaling(event) => self.scaling_view(event),
            LogEvent::Instance { instance, state } => {
                let lost = !state.agent_connected || state.change == InstanceChange::SpotNotice;
                let tone = if lost { Tone::Bad } else { Tone::Neutral };
                (Subject::Instance(instance.number()), self.instance_sentence(*instance, state), tone)
            }
            LogEvent::Target(target) => self.target_view(target, number(target.task)),
            LogEvent::ServiceStarted { service, .. }
            | LogEvent::ServiceStopped { service, .. }
            | LogEvent::ServiceStoppedPending { service, .. }
            | LogEvent::ServiceZones { service, .. }
            | LogEvent::ServiceSteady { service }
            | LogEvent::ServiceUnplaced { service, .. }
            | LogEvent::ServiceStalled { service, .. }
            | LogEvent::ServiceImpaired { service }
            | LogEvent::ServiceCannotAssume { service, .. }
            | LogEvent::ServiceUnhealthy { service, .. } => {
                let (_, message) = self.service_message(&entry.event)?;
                (Subject::Service(service.number()), message, tone_of_service(&entry.event))
            }
            LogEvent::Deployment { service, deployment, reason } => {
                self.deployment_view(*service, *deployment, *reason)
            }
            LogEvent::ServiceDesired { service, before, desired } => {
                let text = text::desired_count(self.service_name(*service), *before, *desired);
                (Subject::Service(service.number()), text, Tone::Neutral)
            }
            LogEvent::Shift { service, deployment, shift } => self.shift_view(*service, *deployment, *shift),
            LogEvent::Hook { service, deployment, hook, shift, status } => {
                self.hook_view((*service, *deployment, *hook), shift.stage, *status)
            }
            LogEvent::Bus(event) => self.bus_event_view(event, numbers),
            LogEvent::Group(event) => self.group_event_view(event),
            LogEvent::Capacity(event) => self.capacity_event_view(event),
            LogEvent::TasksFailed { action, started, failures, missing } => {
                let told = self.tasks_failed(*action, *started, (failures, missing));
                (Subject::Action, told, Tone::Bad)
            }
            LogEvent::LimitReached => (Subject::Action, text::limit_reached(), Tone::Bad),
            LogEvent::Refused { action, code, message, is_aws } => {
                let name = self.scenario.timeline.get(*action).map_or("", |action| action.name.as_str());
                (Subject::Action, text::refused(name, code, message, *is_aws), Tone::Bad)
            }
        };
        let id = uuid(&self.scenario.account.hex_id("event", &entry.sequence.to_string()));
        Some(EventView { id, at: entry.at, subject, text, tone })
    }

    /// How a container of a task stopped by itself.
    fn container_stopped(
        &self,
        task: TaskRow,
        container: usize,
        exit_code: Option<i32>,
        reason: Option<Reason>,
        restarts: bool,
    ) -> String {
        let row = &self.world.tasks[task];
        let short = self.world.task_short(row);
        let definition = self.scenario.task_definitions.get(self.world.launches[row.launch].task_definition);
        let name = definition.and_then(|definition| definition.container_definitions.get(container));
        let why = reason.and_then(|reason| {
            container_reason(definition?, container, reason, self.resolved_digest(task, container))
        });
        let how = text::container_stopped(exit_code, why.as_deref(), restarts);
        format!("{short}: container {} {how}", name.map_or("", |container| &container.name))
    }

    /// What a call did not start and why, with ECS's reasons. Spec: PLACE-9, PLACE-17.
    fn tasks_failed(
        &self,
        action: usize,
        started: u32,
        (failures, missing): (&[(InstanceRow, Verdict)], &[MissingTasks]),
    ) -> String {
        let of_instances = failures.iter().take(FAILURES_NAMED).map(|(row, verdict)| {
            let reason = text::failure_reason(verdict.check);
            format!("{}: {} ({reason})", self.instance_short(*row), text::ruled_out(verdict))
        });
        let causes: Vec<String> = self.told_missing(missing).chain(of_instances).collect();
        let definition = |number: usize| {
            self.scenario.task_definitions.get(number).map(TaskDefinition::short).unwrap_or_default()
        };
        let start = match self.scenario.timeline.get(action).map(|action| &action.call) {
            Some(Call::RunTask(call)) => {
                let definition = definition(call.task_definition);
                text::run_task_failed(&definition, started, call.count, missing.is_empty())
            }
            Some(Call::StartTask(call)) => {
                let wanted = call.container_instances.len();
                text::start_task_failed(&definition(call.task_definition), started, wanted)
            }
            _ => String::new(),
        };
        text::with_causes(&start, &causes, failures.len() + missing.len())
    }

    /// A sentence for the missing tasks of each capacity provider.
    pub(super) fn told_missing(&self, missing: &[MissingTasks]) -> impl Iterator<Item = String> {
        missing.iter().map(|missing| {
            text::missing(missing, missing.provider.map(|provider| self.world.capacity.name(provider)))
        })
    }
}

/// Whether what a service says is good.
fn tone_of_service(event: &LogEvent) -> Tone {
    match event {
        LogEvent::ServiceSteady { .. } | LogEvent::ServiceZones { event: ZoneEvent::Even(_), .. } => {
            Tone::Good
        }
        LogEvent::ServiceStarted { .. }
        | LogEvent::ServiceStopped { .. }
        | LogEvent::ServiceStoppedPending { .. }
        | LogEvent::ServiceZones {
            event:
                ZoneEvent::Uneven(_) | ZoneEvent::Started(..) | ZoneEvent::Stopped(..) | ZoneEvent::GivenUp(_),
            ..
        } => Tone::Neutral,
        _ => Tone::Bad,
    }
}
