//! The start of a task: when its images are pulled, and what keeps it from running.

use super::{Engine, Event};
use crate::aws::{LaunchType, NetworkMode};
use crate::containers::Containers;
use crate::ids::{LaunchRow, TaskRow};
use crate::network::Need;
use crate::storage::{MountFailure, Unmountable};
use crate::world::{DesiredStatus, StartFailure, TaskStatus};

/// How long the parts of a start take, in milliseconds. Spec: LIFE-2.
pub(super) struct StartTimes {
    /// From creation to the attached network interface; 0 where the task has none of its own.
    pub(super) provisioning_ms: u64,
    /// From creation to the begin of the image pull.
    pub(super) pull_starts_ms: u64,
    /// The pull, where the scenario lists no images.
    pub(super) pull_ms: u64,
}

const FARGATE: StartTimes = StartTimes { provisioning_ms: 4050, pull_starts_ms: 10_300, pull_ms: 9300 };
const EC2: StartTimes = StartTimes { provisioning_ms: 0, pull_starts_ms: 14_500, pull_ms: 6400 };
const EC2_AWSVPC: StartTimes = StartTimes { provisioning_ms: FARGATE.provisioning_ms, ..EC2 };

/// From the begin of the image pull to the moment when a start is given up because something is not
/// reached. Spec: LIFE-7.
const UNREACHABLE_MS: u64 = 180_000;

impl Engine {
    pub(super) fn start_times_of(&self, launch: LaunchRow) -> &'static StartTimes {
        let launch = &self.world.launches[launch];
        let definition = self.scenario.task_definitions.get(launch.task_definition);
        match (launch.launch_type, definition.map(|definition| definition.network_mode)) {
            (LaunchType::Fargate, _) => &FARGATE,
            (_, Some(NetworkMode::Awsvpc)) => &EC2_AWSVPC,
            _ => &EC2,
        }
    }

    /// Whether a task still waits for its images: not if it was asked to stop.
    fn waits_for_images(&self, task: TaskRow) -> bool {
        let row = &self.world.tasks[task];
        row.last_status == TaskStatus::Pending && row.desired_status == DesiredStatus::Running
    }

    /// The images of a task are pulled, as far as the registry and what comes before it are reached.
    /// Spec: CONT-2, LIFE-7.
    pub(super) fn pull_begins(&mut self, task: TaskRow) {
        if !self.waits_for_images(task) {
            return;
        }
        if let Some(unmountable) = self.unmountable(task) {
            return self.cannot_mount(task, unmountable);
        }
        let need = self.unreachable(task).map(|lacks| lacks.need);
        if need.is_some() {
            self.after(UNREACHABLE_MS, Event::GivesUp(task));
        }
        match need {
            None | Some(Need::Logs) => {
                if let Some(call) = self.denied_before_pull(task) {
                    return self.fail_to_start(task, StartFailure::Denied { call });
                }
                self.pull(task);
            }
            Some(Need::EcrImage | Need::PublicImage) => {}
            Some(Need::Secret(_) | Need::EnvironmentFiles | Need::RegistryAuth) => return,
        }
        self.world.tasks[task].pull_started_at = Some(self.now);
    }

    /// The images are there. Containers start, unless something that they need is not reached: that goes
    /// on being tried.
    pub(super) fn pull_ends(&mut self, task: TaskRow) {
        if !self.waits_for_images(task) {
            return;
        }
        self.world.tasks[task].pull_stopped_at = Some(self.now);
        self.keep_images(task);
        if self.unreachable(task).is_some() {
            return;
        }
        match self.denied_logs(task) {
            Some(call) => self.fail_to_start(task, StartFailure::Denied { call }),
            None => self.ask_containers(task, Containers::start),
        }
    }

    /// The image of a container is not in the registry. Spec: CONT-2.
    pub(super) fn pull_fails(&mut self, task: TaskRow, container: usize) {
        if self.waits_for_images(task) {
            self.ask_containers(task, |containers, plan, now, happenings| {
                containers.cannot_pull(plan, now, container, happenings);
            });
        }
    }

    /// A name that means nothing is known at once; whoever does not answer is waited for. Spec: VOL-3.
    fn cannot_mount(&mut self, task: TaskRow, unmountable: Unmountable) {
        match unmountable.failure {
            MountFailure::NoMountTarget => self.fail_to_start(task, StartFailure::Unmountable(unmountable)),
            MountFailure::NotLetIn => self.after(UNREACHABLE_MS, Event::GivesUp(task)),
        }
    }

    /// What is not reached is not tried any longer. Spec: LIFE-7.
    pub(super) fn gives_up(&mut self, task: TaskRow) {
        if let Some(unmountable) = self.unmountable(task).filter(|_| self.waits_for_images(task)) {
            self.fail_to_start(task, StartFailure::Unmountable(unmountable));
        } else if let Some(lacks) = self.unreachable(task).filter(|_| self.waits_for_images(task)) {
            self.fail_to_start(task, StartFailure::Unreachable(lacks));
        }
    }
}
