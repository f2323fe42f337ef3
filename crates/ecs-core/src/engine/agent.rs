//! The agent of a container instance: what ECS does not hear of while it is not connected. Spec: FAULT-8.

use super::Engine;
use super::Event;
use super::instances::InstanceDue;
use crate::containers::What;
use crate::ids::{InstanceRow, TaskRow};
use crate::time::SimTime;
use crate::world::{DesiredStatus, InstanceChange, Machine, TaskStatus};

impl Engine {
    /// Whether a task goes on without ECS hearing of it.
    pub(super) fn is_cut_off(&self, task: TaskRow) -> bool {
        self.world.tasks[task].instance.is_some_and(|instance| {
            let life = &self.world.instances[instance].life;
            life.machine == Machine::Running && life.cut_off_until.is_some()
        })
    }

    /// Something has happened inside of a task: ECS hears of it, now or when the agent is back.
    pub(super) fn report(&mut self, task: TaskRow, what: What) {
        match self.world.tasks[task].instance.filter(|_| self.is_cut_off(task)) {
            Some(instance) => self.world.instances[instance].life.unreported.push((task, what)),
            None => self.happens(task, &what),
        }
    }

    /// The agent does not reach ECS up to a moment.
    pub(super) fn cut_off(&mut self, row: InstanceRow, until: SimTime) {
        let life = &mut self.world.instances[row].life;
        let was_connected = life.agent_connected();
        life.cut_off_until = life.cut_off_until.max(Some(until));
        self.queue.push(until, Event::Instance(row, InstanceDue::AgentReturns));
        if was_connected {
            self.instance_changed(row, InstanceChange::Disconnected);
        }
    }

    /// The agent reaches ECS again: it tells what has happened, and hears what it is to do.
    pub(super) fn agent_is_due(&mut self, row: InstanceRow) {
        let life = &mut self.world.instances[row].life;
        if life.cut_off_until.is_none_or(|until| until > self.now) {
            return;
        }
        life.cut_off_until = None;
        let unreported = std::mem::take(&mut life.unreported);
        if life.agent_connected() {
            self.instance_changed(row, InstanceChange::Reconnected);
        }
        for (number, (task, what)) in unreported.iter().enumerate() {
            let later = unreported.get(number + 1..).unwrap_or_default();
            // Of a task's health it knows how it is, not how it was in between.
            let is_health = |what: &What| matches!(what, What::TaskHealth(_));
            let is_past = is_health(what) && later.iter().any(|(of, what)| of == task && is_health(what));
            if !is_past && self.world.tasks[*task].last_status != TaskStatus::Stopped {
                self.happens(*task, what);
            }
        }
        for task in self.world.instances[row].life.tasks.clone() {
            let state = &self.world.tasks[task];
            let is_to_stop = state.desired_status == DesiredStatus::Stopped;
            // One whose targets drain is asked when they have.
            let drains = self.traffic.of_task.contains_key(&task);
            if is_to_stop && state.last_status < TaskStatus::Stopping && !drains {
                self.ask_to_stop(task);
            }
        }
    }
}
