//! The machines under the container instances: they stop, start again and are terminated.

use super::instances::InstanceDue;
use super::{Engine, Event};
use crate::ids::{InstanceRow, TaskRow};
use crate::time::SimTime;
use crate::world::{DesiredStatus, InstanceChange, Machine, Stop, TaskStatus};

impl Engine {
    /// A machine is terminated. Its agent deregisters the instance, if it is connected. Nothing happens
    /// to one that is gone. Spec: FAULT-6, FAULT-7.
    pub(super) fn terminate(&mut self, row: InstanceRow) {
        let life = &self.world.instances[row].life;
        if life.machine == Machine::Terminated {
            return;
        }
        let (was_registered, was_connected) = (life.status.is_registered(), life.agent_connected());
        self.lose_machine(row, Machine::Terminated);
        self.release_address(row);
        if was_connected {
            self.deregister(row, InstanceChange::Terminated);
        } else if was_registered {
            self.instance_changed(row, InstanceChange::Terminated);
        }
        self.group_machine_lost(row);
    }

    /// A machine that runs stops, up to a moment or for good. Spec: FAULT-6, FAULT-7.
    pub(super) fn stop_machine(&mut self, row: InstanceRow, until: Option<SimTime>) {
        let life = &self.world.instances[row].life;
        if life.machine != Machine::Running {
            return;
        }
        let was_registered = life.status.is_registered();
        self.lose_machine(row, Machine::Stopped { until });
        if let Some(until) = until {
            self.queue.push(until, Event::Instance(row, InstanceDue::Starts));
        }
        if was_registered {
            self.instance_changed(row, InstanceChange::Stopped);
        }
        self.group_machine_lost(row);
    }

    /// A machine starts again, if this is what it waits for.
    pub(super) fn machine_is_due(&mut self, row: InstanceRow) {
        let zone = self.world.instances[row].zone;
        let lost_until = self.world.lost_zones.get(&zone).copied().filter(|until| *until > self.now);
        let life = &mut self.world.instances[row].life;
        if life.machine != (Machine::Stopped { until: Some(self.now) }) {
            return;
        }
        if let Some(until) = lost_until {
            life.machine = Machine::Stopped { until: Some(until) };
            return self.queue.push(until, Event::Instance(row, InstanceDue::Starts));
        }
        life.machine = Machine::Running;
        life.power.on(self.now);
        if life.status.is_registered() {
            self.instance_changed(row, InstanceChange::Started);
        }
    }

    /// Tasks are over with the machine that they run on: placement is told first, so that none goes back
    /// there.
    fn lose_machine(&mut self, row: InstanceRow, machine: Machine) {
        let life = &mut self.world.instances[row].life;
        life.machine = machine;
        life.power.off(self.now);
        life.unreported.clear();
        self.world.ledger.set_placeable(row, false);
        let terminated = machine == Machine::Terminated;
        self.lose_tasks(row, &Stop::HostLost { instance: row, terminated });
    }

    /// Every task of an instance is over at once, as far as ECS knows.
    pub(super) fn lose_tasks(&mut self, row: InstanceRow, stop: &Stop) {
        for task in self.world.instances[row].life.tasks.clone() {
            self.lose_task(task, stop.clone());
        }
    }

    /// A task is over at once: nobody hears how its containers end. Spec: FAULT-7.
    pub(super) fn lose_task(&mut self, task: TaskRow, stop: Stop) {
        self.containers_due(task);
        if self.world.tasks[task].last_status == TaskStatus::Stopped {
            return;
        }
        if self.world.tasks[task].desired_status == DesiredStatus::Running {
            self.desire_stopped(task, stop);
        }
        self.ask_containers(task, |containers, _, now, _| containers.lose(now));
        self.stopped(task);
    }
}
