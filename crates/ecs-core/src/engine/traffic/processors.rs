//! What the targets of a step may use of processors, beside their neighbours. Spec: LOAD-2, LOAD-3.

use super::super::Engine;
use crate::containers::ContainerStatus;
use crate::ids::{InstanceRow, TaskRow};
use crate::load::{Capacity, ContainerClaim, Grant, TaskClaim, Work, share_processors};
use crate::traffic::TargetRow;
use crate::units::CPU_UNITS_PER_VCPU;
use std::collections::BTreeMap;

/// Hosts whose shares are looked through for an equal one: those of a service differ by little.
const LOOKED_THROUGH: usize = 16;

/// What a target has to do in a step, and with what.
#[derive(Clone, Copy, Debug)]
pub(super) struct Part {
    pub(super) row: TargetRow,
    pub(super) task: TaskRow,
    pub(super) container: usize,
    pub(super) group: usize,
    /// Requests that arrive.
    pub(super) offered: f64,
    /// Requests that wait.
    pub(super) waiting: f64,
    pub(super) work: Work,
    pub(super) error_rate: f64,
    pub(super) memory_kib_per_request: u64,
    pub(super) capacity: Capacity,
}

/// Where tasks share processors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Host {
    Instance(InstanceRow),
    /// A task that nobody is in the way of: on Fargate, or on an instance that has enough for all.
    Alone(TaskRow),
}

/// Claims that were granted in this step.
struct Granted {
    vcpu: f64,
    claims: Vec<TaskClaim>,
    grants: Vec<Vec<Grant>>,
}

impl Part {
    /// A part whose capacity is still to be found.
    pub(super) fn new(
        row: TargetRow,
        task: TaskRow,
        container: usize,
        group: usize,
        offered: f64,
        waiting: f64,
    ) -> Part {
        let work = Work::default();
        Part {
            row,
            task,
            container,
            group,
            offered,
            waiting,
            work,
            error_rate: 0.0,
            memory_kib_per_request: 0,
            capacity: Capacity::of(&work, 1.0),
        }
    }

    /// Requests that there are to do in a second.
    fn per_second(&self, seconds: f64) -> f64 {
        (self.offered + self.waiting) / seconds
    }
}

impl Engine {
    /// Gives every part what its container does and may use.
    pub(super) fn share_processors(&self, parts: &mut [Part], seconds: f64) {
        let mut hosts: BTreeMap<Host, Vec<usize>> = BTreeMap::new();
        for (number, part) in parts.iter_mut().enumerate() {
            let task = &self.world.tasks[part.task];
            if let Some(fixed) = task.plan.containers.get(part.container) {
                part.work = self.disturbed_work(part.task, part.container, fixed);
                part.error_rate = part.work.error_rate.max(self.denied_rate(part.task, part.container));
                part.memory_kib_per_request = fixed.behaviour.memory_kib_per_request;
            }
            let host = self.host_of(part.task);
            hosts.entry(host).or_default().push(number);
        }
        let mut known: Vec<Granted> = Vec::new();
        for (host, numbers) in hosts {
            self.share_host(host, &numbers, parts, seconds, &mut known);
        }
    }

    fn share_host(
        &self,
        host: Host,
        numbers: &[usize],
        parts: &mut [Part],
        seconds: f64,
        known: &mut Vec<Granted>,
    ) {
        let single;
        let tasks: &[TaskRow] = match host {
            Host::Instance(instance) => {
                self.traffic.hosts.get(&instance).map_or(&[][..], |host| &host.tasks[..])
            }
            Host::Alone(task) => {
                single = [task];
                &single
            }
        };
        let vcpu = self.vcpu_of(host);
        let claims: Vec<TaskClaim> =
            tasks.iter().map(|task| self.claim(*task, numbers, parts, seconds)).collect();
        let same = |granted: &&Granted| (granted.vcpu - vcpu).abs() <= 0.0 && granted.claims == claims;
        let found = known.iter().rev().take(LOOKED_THROUGH).position(|granted| same(&granted));
        let number = found.map_or(known.len(), |back| known.len() - 1 - back);
        if found.is_none() {
            let grants = share_processors(vcpu, &claims);
            known.push(Granted { vcpu, claims, grants });
        }
        let Some(granted) = known.get(number) else { return };
        for part_number in numbers {
            let together = together(*part_number, numbers, parts, seconds);
            let Some(part) = parts.get_mut(*part_number) else { continue };
            let of_task = tasks.iter().position(|task| *task == part.task);
            let grant = of_task
                .and_then(|task| granted.grants.get(task)?.get(part.container))
                .map_or(0.0, |grant| grant.allowed_vcpu);
            part.capacity = Capacity::of(&part.work, grant * together);
        }
    }

    fn vcpu_of(&self, host: Host) -> f64 {
        match host {
            Host::Instance(instance) => f64::from(self.instance_entry(instance).instance_type.vcpu),
            Host::Alone(task) => self.task_vcpu(task).unwrap_or(1.0),
        }
    }

    /// With whom a task shares processors.
    fn host_of(&self, task: TaskRow) -> Host {
        let instance = self.world.tasks[task].instance;
        let host = |instance: &InstanceRow| self.traffic.hosts.get(instance);
        match instance.filter(|instance| host(instance).is_none_or(|host| host.is_shared)) {
            Some(instance) => Host::Instance(instance),
            None => Host::Alone(task),
        }
    }

    /// A task definition's `cpu`, in CPU units.
    pub(super) fn limit_of(&self, task: TaskRow) -> Option<u32> {
        let launch = &self.world.launches[self.world.tasks[task].launch];
        self.scenario.task_definitions.get(launch.task_definition)?.cpu_units
    }

    /// The same in vCPU.
    fn task_vcpu(&self, task: TaskRow) -> Option<f64> {
        Some(f64::from(self.limit_of(task)?) / f64::from(CPU_UNITS_PER_VCPU))
    }

    /// The vCPU that a task may use: its own, else those of its instance.
    pub(in super::super) fn vcpu_of_task(&self, task: TaskRow) -> f64 {
        let instance = self.world.tasks[task].instance;
        let host = instance.map_or(Host::Alone(task), Host::Instance);
        self.task_vcpu(task).unwrap_or_else(|| self.vcpu_of(host))
    }

    /// What the containers of a task would use if they were alone.
    fn claim(&self, task: TaskRow, numbers: &[usize], parts: &[Part], seconds: f64) -> TaskClaim {
        let row = &self.world.tasks[task];
        let launch = &self.world.launches[row.launch];
        let definition = self.scenario.task_definitions.get(launch.task_definition);
        let defined = definition.map_or(&[][..], |definition| &definition.container_definitions);
        let states = row.containers.containers().iter().zip(&row.plan.containers);
        let containers = states.zip(defined).enumerate().map(|(container, ((state, fixed), defined))| {
            let of_it = |part: &&Part| part.task == task && part.container == container;
            let own = numbers.iter().filter_map(|number| parts.get(*number)).filter(of_it);
            let per_second: f64 = own.map(|part| part.per_second(seconds)).sum();
            let runs = matches!(state.status, ContainerStatus::Running { .. });
            let wanted_vcpu =
                if runs { self.disturbed_work(task, container, fixed).vcpu_wanted(per_second) } else { 0.0 };
            ContainerClaim { cpu_units: defined.cpu_units, wanted_vcpu }
        });
        TaskClaim { cap_vcpu: self.task_vcpu(task), containers: containers.collect() }
    }
}

/// The share of its container's processors that a part gets: all of them, unless the container is a
/// target of several groups.
fn together(number: usize, numbers: &[usize], parts: &[Part], seconds: f64) -> f64 {
    let Some(own) = parts.get(number) else { return 1.0 };
    let same = |part: &&Part| part.task == own.task && part.container == own.container;
    let of_container = || numbers.iter().filter_map(|number| parts.get(*number)).filter(same);
    let (count, all) =
        of_container().fold((0.0, 0.0), |sum, part| (sum.0 + 1.0, sum.1 + part.per_second(seconds)));
    if count <= 1.0 {
        1.0
    } else if all > 0.0 {
        own.per_second(seconds) / all
    } else {
        1.0 / count
    }
}
