//! The life of a task: which status follows which, and when.

use super::{Engine, Event};
use crate::aws::NetworkMode;
use crate::containers::{Containers, HealthStatus};
use crate::deploy::TaskOutcome;
use crate::ids::{InstanceRow, LaunchRow, TaskRow, ZoneRow};
use crate::log::LogEvent;
use crate::rng::{Purpose, draw};
use crate::world::{DesiredStatus, StartFailure, Stop, Task, TaskStatus};
use std::sync::Arc;

/// From the end of the containers to the detached network interface. Spec: LIFE-3.
const DEPROVISIONING_MS: u64 = 5000;

impl Engine {
    /// Creates a task whose place is decided.
    pub(super) fn create_task(
        &mut self,
        launch: LaunchRow,
        instance: Option<InstanceRow>,
        zone: ZoneRow,
    ) -> TaskRow {
        let times = self.start_times_of(launch);
        let status = if times.provisioning_ms > 0 { TaskStatus::Provisioning } else { TaskStatus::Pending };
        let requirement = &self.world.launches[launch].requirement;
        match instance {
            Some(instance) => {
                self.world.ledger.take(instance, requirement);
                self.world.instances[instance].pending_tasks += 1;
            }
            None => self.world.ledger.take_zone(zone, requirement.group),
        }
        let number = self.world.started_in(&self.world.launches[launch].group) + 1;
        let network_interface = self.new_network_interface(launch, zone, number);
        let task = self.new_task(launch, instance, zone, status);
        self.world.tasks[task].network_interface = network_interface;
        match instance {
            Some(instance) => self.world.instances[instance].life.tasks.insert(task),
            None => self.world.fargate_tasks.insert(task),
        };
        self.say_status(task);
        self.begin_start(task);
        self.recount(task);
        if let Some(instance) = instance {
            self.wake_waiting_services(instance);
        }
        task
    }

    /// What is next of a task that has its place.
    pub(super) fn begin_start(&mut self, task: TaskRow) {
        let times = self.start_times_of(self.world.tasks[task].launch);
        match self.world.tasks[task].last_status {
            status @ TaskStatus::Provisioning => {
                self.after(times.provisioning_ms, Event::TaskLeaves(task, status));
            }
            _ => self.after(times.pull_starts_ms, Event::PullBegins(task)),
        }
    }

    /// Writes a task down, which is its service's from now on.
    pub(super) fn new_task(
        &mut self,
        launch: LaunchRow,
        instance: Option<InstanceRow>,
        zone: ZoneRow,
        status: TaskStatus,
    ) -> TaskRow {
        if let Some(service) = self.world.launches[launch].service {
            self.world.services[service].pending_count += 1;
            self.world.services[service].steady = false;
        }
        let number = self.world.started_in(&self.world.launches[launch].group) + 1;
        let plan = Arc::clone(&self.world.launches[launch].plan);
        self.world.add_task(Task {
            launch,
            number,
            instance,
            zone,
            last_status: status,
            desired_status: DesiredStatus::Running,
            created_at: self.now,
            placed_at: self.now,
            started_at: None,
            stopping_at: None,
            stopped_at: None,
            stop: None,
            protected_until: None,
            disturbances: Vec::new(),
            pull_started_at: None,
            pull_stopped_at: None,
            image_digests: Vec::new(),
            containers: Containers::new(&plan),
            health: HealthStatus::Unknown,
            plan,
            counted: None,
            network_bindings: Vec::new(),
            network_interface: None,
            docker0_addresses: Vec::new(),
        })
    }

    /// The next status of a task, if it is still in the one that it was to leave.
    pub(super) fn task_leaves(&mut self, task: TaskRow, left: TaskStatus) {
        if self.world.tasks[task].last_status != left {
            return;
        }
        match left {
            TaskStatus::Provisioning => self.attached(task),
            TaskStatus::Deprovisioning => self.stopped(task),
            TaskStatus::Pending
            | TaskStatus::Running
            | TaskStatus::Deactivating
            | TaskStatus::Stopping
            | TaskStatus::Stopped => {}
        }
    }

    /// The network interface is attached, if there is an address for it. Spec: NET-25.
    fn attached(&mut self, task: TaskRow) {
        let interface = self.world.tasks[task].network_interface;
        if interface.is_some_and(|interface| interface.private_address.is_none()) {
            return self.fail_to_start(task, StartFailure::NoAddress);
        }
        let times = self.start_times_of(self.world.tasks[task].launch);
        self.world.tasks[task].last_status = TaskStatus::Pending;
        self.say_status(task);
        self.after(times.pull_starts_ms - times.provisioning_ms, Event::PullBegins(task));
    }

    /// Every container has been started. Spec: CONT-6.
    pub(super) fn run(&mut self, task: TaskRow) {
        self.world.tasks[task].last_status = TaskStatus::Running;
        self.world.tasks[task].started_at = Some(self.now);
        if let Some(instance) = self.world.tasks[task].instance {
            self.world.instances[instance].pending_tasks -= 1;
            self.world.instances[instance].running_tasks += 1;
        }
        self.say_status(task);
        if let Some(service) = self.world.launches[self.world.tasks[task].launch].service {
            let state = &mut self.world.services[service];
            state.pending_count -= 1;
            state.running_count += 1;
            self.starts_again(service, task);
        }
        self.comes_up(task);
        self.observe(task, TaskOutcome::Running);
        self.recount(task);
        self.look_later(task);
    }

    /// Asks a task to stop. Nothing happens to one that has been asked. Spec: LIFE-3, CONT-8.
    pub(super) fn stop_task(&mut self, task: TaskRow, stop: Stop) {
        self.containers_due(task);
        if self.world.tasks[task].desired_status == DesiredStatus::Stopped {
            return;
        }
        self.desire_stopped(task, stop);
        if self.is_provisioning(task) {
            return self.stop_waiting(task);
        }
        if !self.deactivates(task) {
            self.ask_to_stop(task);
        }
    }

    /// Tells the agent that a task is to stop; one that is not connected hears of it later. Spec: FAULT-8.
    pub(super) fn ask_to_stop(&mut self, task: TaskRow) {
        if self.is_cut_off(task) {
            return;
        }
        self.stopping(task);
        self.ask_containers(task, Containers::stop);
    }

    /// A task waits for its containers to end.
    pub(super) fn stopping(&mut self, task: TaskRow) {
        self.world.tasks[task].last_status = TaskStatus::Stopping;
        self.say_status(task);
        if let Some(instance) = self.world.tasks[task].instance {
            self.wake_waiting_services(instance);
        }
    }

    /// A task never runs: it goes from PROVISIONING or PENDING to its end. Spec: LIFE-6.
    pub(super) fn fail_to_start(&mut self, task: TaskRow, failure: StartFailure) {
        self.desire_stopped(task, Stop::FailedToStart(failure));
        self.say_start_failed(task);
        self.ask_containers(task, Containers::abandon);
    }

    /// A task was over before it ran: its service counts that. Spec: SVC-6.
    pub(super) fn say_start_failed(&mut self, task: TaskRow) {
        if let Some(service) = self.world.launches[self.world.tasks[task].launch].service {
            self.start_failed(service, task);
        }
        self.observe(task, TaskOutcome::FailedToStart);
    }

    /// Nobody counts on a task any more.
    pub(super) fn desire_stopped(&mut self, task: TaskRow, stop: Stop) {
        let now = self.now;
        let row = &mut self.world.tasks[task];
        row.desired_status = DesiredStatus::Stopped;
        row.stop = Some(stop);
        row.stopping_at = Some(now);
        let was_running = row.last_status == TaskStatus::Running;
        let (instance, launch) = (row.instance, row.launch);
        if let Some(instance) = instance {
            self.world.ledger.asked_to_stop(instance);
            let instance = &mut self.world.instances[instance];
            let count = if was_running { &mut instance.running_tasks } else { &mut instance.pending_tasks };
            *count -= 1;
        }
        if let Some(service) = self.world.launches[launch].service {
            let state = &mut self.world.services[service];
            let count = if was_running { &mut state.running_count } else { &mut state.pending_count };
            *count -= 1;
            state.steady = false;
        }
        self.goes_down(task);
        self.recount(task);
    }

    /// The last container has stopped. Spec: LIFE-3.
    pub(super) fn deprovision(&mut self, task: TaskRow) {
        let definition = self.world.launches[self.world.tasks[task].launch].task_definition;
        let mode = self.scenario.task_definitions.get(definition).map(|definition| definition.network_mode);
        if mode != Some(NetworkMode::Awsvpc) {
            return self.stopped(task);
        }
        self.world.tasks[task].last_status = TaskStatus::Deprovisioning;
        self.say_status(task);
        self.after(DEPROVISIONING_MS, Event::TaskLeaves(task, TaskStatus::Deprovisioning));
    }

    /// A task is over, and gives back what it holds.
    pub(super) fn stopped(&mut self, task: TaskRow) {
        let row = &mut self.world.tasks[task];
        row.last_status = TaskStatus::Stopped;
        row.stopped_at = Some(self.now);
        let (instance, zone, launch) = (row.instance, row.zone, row.launch);
        self.is_over(task);
        self.disconnect(task);
        self.detach(task);
        self.world.storage.forget(task, self.now);
        let requirement = &self.world.launches[launch].requirement;
        if let Some(instance) = instance {
            self.world.ledger.give_back(instance, requirement);
            self.world.instances[instance].life.tasks.remove(&task);
        } else {
            self.world.ledger.give_back_zone(zone, requirement.group);
            self.world.fargate_tasks.remove(&task);
        }
        self.say_status(task);
        self.recount(task);
        if let Some(instance) = instance {
            self.wake_waiting_services(instance);
            self.look_at_daemons_of(instance);
            self.ends_when_empty(instance);
        }
    }

    pub(super) fn say_status(&mut self, task: TaskRow) {
        let row = &self.world.tasks[task];
        let event = LogEvent::TaskStatus {
            task,
            launch: row.launch,
            instance: row.instance,
            status: row.last_status,
        };
        self.say(event);
    }
}

/// The draw that breaks the tie for a group's next task: by its short form, so that other groups'
/// tasks do not shift it.
pub(super) fn tie_break(seed: u64, group: &str, started: u32) -> u128 {
    draw(seed, Purpose::TieBreak, group, u64::from(started))
}
