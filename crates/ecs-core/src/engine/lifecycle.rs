//! The life of a task: which status follows which, and when.

use super::{Engine, Event};
use crate::aws::{LaunchType, NetworkMode, PortMapping, TaskDefinition};
use crate::ids::{InstanceRow, LaunchRow, TaskRow, ZoneRow};
use crate::log::LogEvent;
use crate::network::{HostPort, host_port};
use crate::rng::{Purpose, draw};
use crate::time::SimTime;
use crate::world::{DesiredStatus, NetworkBinding, Stop, Task, TaskStatus};

/// How long the parts of a start take, in milliseconds. Spec: LIFE-2.
struct StartTimes {
    /// From creation to the attached network interface; 0 where the task has none of its own.
    provisioning_ms: u64,
    /// From creation to the begin of the image pull.
    pull_starts_ms: u64,
    /// The pull.
    pull_ms: u64,
    /// From the pull's end to RUNNING.
    start_ms: u64,
}

const FARGATE: StartTimes =
    StartTimes { provisioning_ms: 4050, pull_starts_ms: 10_300, pull_ms: 9300, start_ms: 800 };
const EC2: StartTimes =
    StartTimes { provisioning_ms: 0, pull_starts_ms: 14_500, pull_ms: 6400, start_ms: 150 };
const EC2_AWSVPC: StartTimes = StartTimes { provisioning_ms: FARGATE.provisioning_ms, ..EC2 };

/// From the end of the containers to the detached network interface. Spec: LIFE-3.
const DEPROVISIONING_MS: u64 = 5000;

fn start_times(launch_type: LaunchType, mode: NetworkMode) -> &'static StartTimes {
    match (launch_type, mode) {
        (LaunchType::Fargate, _) => &FARGATE,
        (_, NetworkMode::Awsvpc) => &EC2_AWSVPC,
        _ => &EC2,
    }
}

/// When the images of a task created at `created_at` begin and end to be pulled.
pub(crate) fn pull_times(
    launch_type: LaunchType,
    mode: NetworkMode,
    created_at: SimTime,
) -> (SimTime, SimTime) {
    let times = start_times(launch_type, mode);
    let begin = created_at.plus_ms(times.pull_starts_ms);
    (begin, begin.plus_ms(times.pull_ms))
}

impl Engine {
    /// Creates a task whose place is decided.
    pub(super) fn create_task(
        &mut self,
        launch: LaunchRow,
        instance: Option<InstanceRow>,
        zone: ZoneRow,
    ) -> TaskRow {
        let group = self.world.launches[launch].group.clone();
        let number = self.world.started_in(&group) + 1;
        let times = self.start_times_of(launch);
        let status = if times.provisioning_ms > 0 { TaskStatus::Provisioning } else { TaskStatus::Pending };
        let wait_ms = if times.provisioning_ms > 0 { times.provisioning_ms } else { running_after_ms(times) };
        let requirement = &self.world.launches[launch].requirement;
        match instance {
            Some(instance) => {
                self.world.ledger.take(instance, requirement);
                self.world.instances[instance].pending_tasks += 1;
            }
            None => self.world.ledger.take_zone(zone, requirement.group),
        }
        if let Some(service) = self.world.launches[launch].service {
            self.world.services[service].pending_count += 1;
            self.world.services[service].steady = false;
        }
        let task = self.world.add_task(Task {
            launch,
            number,
            instance,
            zone,
            last_status: status,
            desired_status: DesiredStatus::Running,
            created_at: self.now,
            started_at: None,
            stopping_at: None,
            stopped_at: None,
            stop: None,
            network_bindings: Vec::new(),
        });
        self.say_status(task);
        self.after(wait_ms, Event::TaskLeaves(task, status));
        if let Some(instance) = instance {
            self.wake_waiting_services(instance);
        }
        task
    }

    /// The next status of a task, if it is still in the one that it was to leave.
    pub(super) fn task_leaves(&mut self, task: TaskRow, left: TaskStatus) {
        if self.world.tasks[task].last_status != left {
            return;
        }
        match left {
            TaskStatus::Provisioning => {
                let times = self.start_times_of(self.world.tasks[task].launch);
                self.world.tasks[task].last_status = TaskStatus::Pending;
                self.say_status(task);
                self.after(
                    running_after_ms(times) - times.provisioning_ms,
                    Event::TaskLeaves(task, TaskStatus::Pending),
                );
            }
            TaskStatus::Pending => self.run(task),
            TaskStatus::Stopping => self.deprovision(task),
            TaskStatus::Deprovisioning => self.stopped(task),
            TaskStatus::Running | TaskStatus::Stopped => {}
        }
    }

    fn run(&mut self, task: TaskRow) {
        self.bind_ports(task);
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
            self.say_if_steady(service);
        }
    }

    /// Asks a task to stop. Nothing happens to one that has been asked. Spec: LIFE-3.
    pub(super) fn stop_task(&mut self, task: TaskRow, stop: Stop) {
        let now = self.now;
        let row = &mut self.world.tasks[task];
        if row.desired_status == DesiredStatus::Stopped {
            return;
        }
        row.desired_status = DesiredStatus::Stopped;
        row.stop = Some(stop);
        row.stopping_at = Some(now);
        let was_running =
            std::mem::replace(&mut row.last_status, TaskStatus::Stopping) == TaskStatus::Running;
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
            self.schedule_soon(service);
        }
        self.say_status(task);
        self.after(0, Event::TaskLeaves(task, TaskStatus::Stopping));
        if let Some(instance) = instance {
            self.wake_waiting_services(instance);
        }
    }

    fn deprovision(&mut self, task: TaskRow) {
        let definition = self.world.launches[self.world.tasks[task].launch].task_definition;
        let mode = self.scenario.task_definitions.get(definition).map(|definition| definition.network_mode);
        if mode != Some(NetworkMode::Awsvpc) {
            return self.stopped(task);
        }
        self.world.tasks[task].last_status = TaskStatus::Deprovisioning;
        self.say_status(task);
        self.after(DEPROVISIONING_MS, Event::TaskLeaves(task, TaskStatus::Deprovisioning));
    }

    fn stopped(&mut self, task: TaskRow) {
        let row = &mut self.world.tasks[task];
        row.last_status = TaskStatus::Stopped;
        row.stopped_at = Some(self.now);
        let bindings = std::mem::take(&mut row.network_bindings);
        let (instance, zone, launch) = (row.instance, row.zone, row.launch);
        let requirement = &self.world.launches[launch].requirement;
        match instance {
            Some(instance) => {
                self.world.ledger.give_back(instance, requirement);
                for binding in bindings.iter().filter(|binding| binding.dynamic) {
                    self.world.ledger.give_back_dynamic_port(instance, binding.protocol, binding.host_port);
                }
            }
            None => self.world.ledger.give_back_zone(zone, requirement.group),
        }
        self.say_status(task);
        if let Some(instance) = instance {
            self.wake_waiting_services(instance);
        }
    }

    /// Spec: NET-4.
    fn bind_ports(&mut self, task: TaskRow) {
        let Some(instance) = self.world.tasks[task].instance else { return };
        let definition = self.world.launches[self.world.tasks[task].launch].task_definition;
        let Some(definition) = self.scenario.task_definitions.get(definition) else { return };
        let mut bindings = Vec::new();
        for (container, mapping) in mappings(definition) {
            let asked = host_port(definition.network_mode, mapping);
            let port = match asked {
                HostPort::OwnAddress => None,
                HostPort::Static(port) => Some(port),
                HostPort::Dynamic => self.world.ledger.take_dynamic_port(instance, mapping.protocol),
            };
            bindings.extend(port.map(|host_port| NetworkBinding {
                container,
                container_port: mapping.container_port,
                host_port,
                protocol: mapping.protocol,
                dynamic: asked == HostPort::Dynamic,
            }));
        }
        self.world.tasks[task].network_bindings = bindings;
    }

    fn say_status(&mut self, task: TaskRow) {
        let row = &self.world.tasks[task];
        let event = LogEvent::TaskStatus {
            task,
            launch: row.launch,
            instance: row.instance,
            status: row.last_status,
        };
        self.say(event);
    }

    fn start_times_of(&self, launch: LaunchRow) -> &'static StartTimes {
        let launch = &self.world.launches[launch];
        let definition = self.scenario.task_definitions.get(launch.task_definition);
        start_times(
            launch.launch_type,
            definition.map_or(NetworkMode::Bridge, |definition| definition.network_mode),
        )
    }
}

fn running_after_ms(times: &StartTimes) -> u64 {
    times.pull_starts_ms + times.pull_ms + times.start_ms
}

fn mappings(definition: &TaskDefinition) -> impl Iterator<Item = (usize, PortMapping)> + '_ {
    definition
        .container_definitions
        .iter()
        .enumerate()
        .flat_map(|(number, container)| container.port_mappings.iter().map(move |mapping| (number, *mapping)))
}

/// The draw that breaks the tie for a group's next task: by its short form, so that other groups'
/// tasks do not shift it.
pub(super) fn tie_break(seed: u64, group: &str, started: u32) -> u128 {
    draw(seed, Purpose::TieBreak, group, u64::from(started))
}
