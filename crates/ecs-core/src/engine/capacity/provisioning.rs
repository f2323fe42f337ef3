//! Tasks that wait in PROVISIONING for an instance of their capacity provider. Spec: CAP-11.

use super::super::{Engine, Event};
use crate::aws::Provider;
use crate::ids::{InstanceRow, LaunchRow, Row, TaskRow, ZoneRow};
use crate::limits;
use crate::world::{DesiredStatus, Stop, TaskStatus};
use std::collections::BTreeSet;

/// How long a task waits for an instance. AWS says 10 to 30 minutes.
const WAIT_MS: u64 = 15 * 60 * 1000;

impl Engine {
    /// Whether tasks of a launch wait for an instance where there is none: their provider scales its group.
    pub(in super::super) fn waits_for_instances(&self, launch: LaunchRow) -> bool {
        let Some(Provider::Group(number)) = self.world.launches[launch].capacity_provider else {
            return false;
        };
        let provider = self.world.capacity.providers.get(number);
        provider.is_some_and(|provider| provider.managed_scaling.is_some())
    }

    /// Whether as many tasks wait as may.
    pub(in super::super) fn provisioning_is_full(&self) -> bool {
        self.world.provisioning.len() >= limits::PROVISIONING_TASKS
    }

    /// A task that waits for an instance.
    pub(in super::super) fn wait_for_instance(&mut self, launch: LaunchRow) -> TaskRow {
        let task = self.new_task(launch, None, ZoneRow::from_number(0), TaskStatus::Provisioning);
        self.world.provisioning.insert(task);
        self.after(WAIT_MS, Event::WaitedForInstance(task));
        self.say_status(task);
        self.recount(task);
        task
    }

    /// Nobody has made room for a task: it is over.
    pub(in super::super) fn waited_for_instance(&mut self, task: TaskRow) {
        if self.world.provisioning.contains(&task) {
            self.stop_task(task, Stop::NoInstance);
        }
    }

    /// Whether a task waits for an instance.
    pub(in super::super) fn is_provisioning(&self, task: TaskRow) -> bool {
        self.world.provisioning.contains(&task)
    }

    /// A task that waits for an instance waits no longer: it ends at once, since nothing of it has begun.
    pub(in super::super) fn stop_waiting(&mut self, task: TaskRow) {
        let row = &mut self.world.tasks[task];
        row.last_status = TaskStatus::Stopped;
        row.stopped_at = Some(self.now);
        self.say_status(task);
        self.recount(task);
        self.world.provisioning.remove(&task);
    }

    /// Something has changed on an instance: tasks that wait for one are looked at when everything that is due
    /// now has been done.
    pub(in super::super) fn look_for_places(&mut self) {
        if !self.world.provisioning.is_empty() && !std::mem::replace(&mut self.world.places_asked, true) {
            self.after(0, Event::PlacesDue);
        }
    }

    /// Tasks that wait are placed where they fit, in the order in which they began to wait.
    pub(in super::super) fn places_due(&mut self) {
        self.world.places_asked = false;
        let mut without: BTreeSet<LaunchRow> = BTreeSet::new();
        for task in self.world.provisioning.clone() {
            let launch = self.world.tasks[task].launch;
            if without.contains(&launch) || !self.place(task, launch) {
                without.insert(launch);
            }
        }
    }

    /// Whether there is a place for a task that waits: then it goes there.
    fn place(&mut self, task: TaskRow, launch: LaunchRow) -> bool {
        let started = &self.world.launches[launch];
        let before = self.world.tasks[task].number - 1;
        let tie = super::super::lifecycle::tie_break(self.scenario.account.seed, &started.group, before);
        if self.watch.is_some() {
            let requirement = started.requirement.clone();
            self.witness(launch, &requirement, before + 1, tie);
        }
        let started = &self.world.launches[launch];
        let Some(instance) = self.shortlists.decide(launch, started, &self.world.ledger, tie) else {
            return false;
        };
        self.world.provisioning.remove(&task);
        self.take_place(task, instance);
        true
    }

    /// A task that has waited has an instance now, and goes on as one that begins there.
    fn take_place(&mut self, task: TaskRow, instance: InstanceRow) {
        let zone = self.world.ledger.zone(instance);
        let row = &self.world.tasks[task];
        let (launch, number) = (row.launch, row.number);
        self.world.ledger.take(instance, &self.world.launches[launch].requirement);
        self.world.instances[instance].pending_tasks += 1;
        self.world.instances[instance].life.tasks.insert(task);
        let network_interface = self.new_network_interface(launch, zone, number);
        let times = self.start_times_of(launch);
        let row = &mut self.world.tasks[task];
        (row.instance, row.zone, row.network_interface) = (Some(instance), zone, network_interface);
        row.placed_at = self.now;
        if times.provisioning_ms == 0 {
            row.last_status = TaskStatus::Pending;
        }
        self.say_status(task);
        self.begin_start(task);
        self.recount(task);
    }

    /// Tasks of a provider that wait for an instance.
    pub(in super::super) fn waiting_for(&self, provider: Provider) -> impl Iterator<Item = TaskRow> {
        let waiting = self.world.provisioning.iter().copied();
        waiting.filter(move |task| {
            let task = &self.world.tasks[*task];
            let launch = &self.world.launches[task.launch];
            launch.capacity_provider == Some(provider) && task.desired_status == DesiredStatus::Running
        })
    }
}
