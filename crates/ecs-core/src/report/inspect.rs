//! A task with its containers, as it is at the run's moment: what DescribeTasks tells, with what it means.

use super::{ContainerReport, text};
use crate::aws::{ContainerDefinition, TaskDefinition};
use crate::containers::Container;
use crate::engine::Engine;
use crate::ids::TaskRow;
use crate::time::SimTime;
use crate::world::Stop;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::borrow::Cow;

/// A task. Texts are AWS's but for those that are called plain.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskInspection {
    /// Thirty-two hex digits.
    pub id: String,
    /// Its short form, for example `service:web/1`.
    pub short: String,
    /// The service's name or the task group's.
    pub name: String,
    /// `family:revision`.
    pub task_definition: String,
    /// The short form of its instance; none on Fargate.
    pub instance: Option<String>,
    /// `lastStatus`.
    pub last_status: Cow<'static, str>,
    /// `desiredStatus`.
    pub desired_status: String,
    /// `healthStatus`.
    pub health_status: Cow<'static, str>,
    /// When it was created.
    pub created_at: SimTime,
    /// When its images began to be pulled.
    pub pull_started_at: Option<SimTime>,
    /// When they were there.
    pub pull_stopped_at: Option<SimTime>,
    /// When its containers ran.
    pub started_at: Option<SimTime>,
    /// When they were asked to stop.
    pub stopping_at: Option<SimTime>,
    /// When it was over.
    pub stopped_at: Option<SimTime>,
    /// Why it stops.
    pub stop: Option<StopView>,
    /// Its containers, in the order of the task definition.
    pub containers: Vec<ContainerView>,
}

/// Why a task stops.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StopView {
    /// `stopCode`.
    pub code: String,
    /// `stoppedReason`.
    pub reason: String,
    /// What that means.
    pub plain: Cow<'static, str>,
}

/// A container of a task.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContainerView {
    /// `name`.
    pub name: String,
    /// `image`.
    pub image: String,
    /// Whether its end is the task's.
    pub is_essential: bool,
    /// `lastStatus`.
    pub last_status: Cow<'static, str>,
    /// `healthStatus`; none where it has no health check.
    pub health_status: Option<Cow<'static, str>>,
    /// `exitCode`.
    pub exit_code: Option<i32>,
    /// What that usually means.
    pub exit_plain: Option<Cow<'static, str>>,
    /// `reason`.
    pub reason: Option<String>,
    /// How often its restart policy has started it again.
    pub restart_count: u32,
    /// When it ran for the first time.
    pub first_started_at: Option<SimTime>,
}

impl Engine {
    pub(crate) fn inspection(&self, row: TaskRow) -> TaskInspection {
        let task = &self.world.tasks[row];
        let launch = &self.world.launches[task.launch];
        let report = self.task_report(row, self.as_of_now(task));
        let definition = self.scenario.task_definitions.get(launch.task_definition);
        let containers = definition.map_or(&[][..], |definition| &definition.container_definitions);
        let states = task.containers.containers();
        let views = containers.iter().zip(states).zip(report.containers);
        TaskInspection {
            id: self.task_id(row),
            short: self.world.task_short(task),
            name: launch
                .service
                .map_or_else(|| launch.group.clone(), |service| self.service_name(service).to_owned()),
            task_definition: definition.map(TaskDefinition::short).unwrap_or_default(),
            instance: task.instance.map(|instance| self.instance_short(instance)),
            last_status: task.last_status.name().into(),
            desired_status: spelled(report.desired_status),
            health_status: report.health_status.name().into(),
            created_at: task.created_at,
            pull_started_at: task.pull_started_at,
            pull_stopped_at: task.pull_stopped_at,
            started_at: task.started_at,
            stopping_at: task.stopping_at,
            stopped_at: task.stopped_at,
            stop: task.stop.as_ref().map(|stop| stop_view(stop, report.stopped_reason.unwrap_or_default())),
            containers: views
                .map(|((container, state), report)| container_view(container, state, report))
                .collect(),
        }
    }
}

fn stop_view(stop: &Stop, reason: String) -> StopView {
    StopView { code: spelled(stop.code()), reason, plain: text::ended(stop).into() }
}

fn container_view(
    container: &ContainerDefinition,
    state: &Container,
    report: ContainerReport,
) -> ContainerView {
    ContainerView {
        name: report.name,
        image: report.image,
        is_essential: container.lifetime.essential,
        last_status: report.last_status.into(),
        health_status: report.health_status.map(|health| health.name().into()),
        exit_code: report.exit_code,
        exit_plain: report.exit_code.map(|code| text::exit_code_means(code).into()),
        reason: report.reason,
        restart_count: state.restart_count,
        first_started_at: state.first_started_at,
    }
}

/// AWS's spelling, as the reports have it.
fn spelled(value: impl Serialize) -> String {
    let spelled = serde_json::to_value(value).ok();
    spelled.as_ref().and_then(Value::as_str).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use crate::{Budget, Document, SimTime, Simulation};

    #[test]
    fn a_task_is_told_as_it_is_at_the_moment_also_once_it_has_stopped() {
        let text = r#"{"version": 1,
          "taskDefinitions": [{"family": "web", "containerDefinitions": [
            {"name": "app", "image": "app:1", "memory": 64, "simulation": {"exit": {"afterSeconds": 40, "code": 137}}},
            {"name": "side", "image": "side:1", "memory": 64, "essential": false, "restartPolicy": {"enabled": true},
             "simulation": {"exit": {"afterSeconds": 70, "code": 1}}}]}],
          "containerInstances": [{"name": "host", "instanceType": "t3.medium", "availabilityZone": "us-east-1a"}],
          "simulation": {"timeline": [{"atSeconds": 10, "action": "ecs:RunTask", "input": {"taskDefinition": "web"}}]}}"#;
        let mut run = Simulation::recorded(Document::read(text).scenario.unwrap(), 10);
        let mut at = |seconds| {
            run.seek(SimTime::from_seconds(seconds));
            run.advance_to(SimTime::from_seconds(seconds), Budget::UNLIMITED);
            run.inspect_task("family:web/1")
        };
        assert_eq!(at(9), None);
        let stopped = at(1000).unwrap();
        let stop = stopped.stop.unwrap();
        assert_eq!((&*stopped.last_status, stopped.desired_status.as_str()), ("STOPPED", "STOPPED"));
        assert_eq!(
            (stop.code.as_str(), stop.reason.as_str()),
            ("EssentialContainerExited", "Essential container in task exited")
        );
        let [app, side] = &stopped.containers[..] else { panic!("{:?}", stopped.containers) };
        assert_eq!((&*app.last_status, app.exit_code, app.is_essential), ("STOPPED", Some(137), true));
        assert!(app.exit_plain.as_ref().unwrap().contains("memory"), "{:?}", app.exit_plain);
        assert_eq!((side.is_essential, side.restart_count), (false, 0));
        let running = at(45).unwrap();
        assert_eq!((&*running.last_status, running.stop), ("RUNNING", None));
        assert!(running.containers.iter().all(|container| container.exit_code.is_none()));
    }
}
