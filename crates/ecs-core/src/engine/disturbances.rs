//! Faults that go on in a task for a time: what they do to its load and its targets. Spec: FAULT-16.

use super::{Engine, Event};
use crate::containers::ContainerPlan;
use crate::ids::TaskRow;
use crate::load::Work;
use crate::log::LogEvent;
use crate::traffic::Target;
use crate::units::CPU_UNITS_PER_VCPU;
use crate::world::{Disturbance, DisturbanceKind};

impl Engine {
    /// A fault begins in a task.
    pub(super) fn disturb(&mut self, task: TaskRow, kind: DisturbanceKind, duration_ms: u64) {
        self.settle_around(task);
        let (counted, until) = (self.now, self.now.plus_ms(duration_ms));
        self.world.tasks[task].disturbances.push(Disturbance { kind, until, counted });
        self.after(duration_ms, Event::DisturbanceEnds(task));
        self.say(LogEvent::Disturbed { task, kind, ends: false });
        self.containers_changed(task);
    }

    /// The faults of a task that have lasted long enough end.
    pub(super) fn disturbance_ends(&mut self, task: TaskRow) {
        self.settle_around(task);
        self.count_stress_of(task);
        let now = self.now;
        let over = self.world.tasks[task].disturbances.extract_if(.., |fault| fault.until <= now);
        for fault in over.collect::<Vec<Disturbance>>() {
            self.say(LogEvent::Disturbed { task, kind: fault.kind, ends: true });
        }
        self.containers_changed(task);
    }

    /// What a container of a task does, with what goes on beside it: stress uses the processors of the first
    /// essential one.
    pub(super) fn disturbed_work(&self, task: TaskRow, container: usize, fixed: &ContainerPlan) -> Work {
        let mut work = Work::of(fixed);
        let row = &self.world.tasks[task];
        let essential = row.plan.containers.iter().position(|container| container.essential);
        for fault in &row.disturbances {
            match fault.kind {
                DisturbanceKind::CpuStress { percent } if essential == Some(container) => {
                    let vcpu = stress_vcpu(self.vcpu_of_task(task), percent);
                    work.idle_cpu_units += vcpu * f64::from(CPU_UNITS_PER_VCPU);
                }
                DisturbanceKind::NetworkLatency { delay_ms } => work.request_millis += f64::from(delay_ms),
                DisturbanceKind::CpuStress { .. } | DisturbanceKind::BlackholePort { .. } => {}
            }
        }
        work
    }

    /// What stress has used so far. A minute counts it for as long as it lasted, and not as what there is when the
    /// minute ends. Spec: METRIC-1.
    pub(super) fn count_stress(&mut self) {
        let running: Vec<TaskRow> = self.traffic.running.iter().copied().collect();
        for task in running {
            self.count_stress_of(task);
        }
    }

    /// The same of one task.
    pub(super) fn count_stress_of(&mut self, task: TaskRow) {
        if self.world.tasks[task].disturbances.is_empty() || !self.traffic.running.contains(&task) {
            return;
        }
        let (now, vcpu) = (self.now, self.vcpu_of_task(task));
        let row = &mut self.world.tasks[task];
        let service = self.world.launches[row.launch].service;
        for fault in &mut row.disturbances {
            let seconds = now.as_seconds() - std::mem::replace(&mut fault.counted, now).as_seconds();
            let DisturbanceKind::CpuStress { percent } = fault.kind else { continue };
            let vcpu_seconds = stress_vcpu(vcpu, percent) * seconds;
            if let Some(service) = service {
                *self.traffic.so_far.vcpu_seconds.entry(service).or_default() += vcpu_seconds;
            }
            if row.instance.is_some() {
                self.traffic.so_far.instance_vcpu_seconds += vcpu_seconds;
            }
        }
    }

    /// A task is measured from now on.
    pub(super) fn begin_to_count_stress(&mut self, task: TaskRow) {
        for fault in &mut self.world.tasks[task].disturbances {
            fault.counted = self.now;
        }
    }

    /// Whether what is sent to a target is dropped: by the container's port, or by the one that it has on its
    /// instance.
    pub(super) fn is_dropped(&self, target: &Target) -> bool {
        let row = &self.world.tasks[target.task];
        let bound = row
            .network_bindings
            .iter()
            .find(|binding| binding.container == target.container && binding.host_port == target.port);
        let container_port = bound.map_or(target.port, |binding| binding.container_port);
        let drops = |kind| matches!(kind, DisturbanceKind::BlackholePort { port } if port == container_port);
        row.disturbances.iter().any(|fault| drops(fault.kind))
    }
}

/// What stress uses of the vCPU that a task may use.
fn stress_vcpu(vcpu: f64, percent: u32) -> f64 {
    vcpu * f64::from(percent) / 100.0
}
