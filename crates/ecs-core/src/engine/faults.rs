//! Faults: what they do to tasks, instances, their machines and agents. Spec: FAULT-10.

use super::instances::InstanceDue;
use super::timeline::INVALID_PARAMETER;
use super::timeline::STOPPED_BY_USER;
use super::{Engine, Event};
use crate::ids::{InstanceRow, TaskRow, ZoneRow};
use crate::scenario::{Fault, FisAction, Selection, Targets};
use crate::world::{InstanceChange, InstanceStatus, Machine, Stop};

/// What a shell adds to the number of the signal that ended a process. Spec: FAULT-12.
const EXIT_CODE_OF_SIGNAL: i32 = 128;

/// How many tasks a refusal names.
const TASKS_SAID: usize = 3;

/// How long before a Spot instance is interrupted its notice comes. Spec: FAULT-13.
const SPOT_NOTICE_MS: u64 = 120_000;

impl Engine {
    pub(super) fn fault(&mut self, number: usize, fault: &Fault) {
        match fault {
            Fault::LoseZone { availability_zone, duration_ms } => {
                self.lose_zone(availability_zone, *duration_ms);
            }
            Fault::DisconnectAgent { container_instance, duration_ms } => {
                self.disconnect_agent(number, container_instance, *duration_ms);
            }
            Fault::InterruptSpotTasks { targets } => self.interrupt_spot_tasks(number, targets),
            Fault::Fis { action, targets } => self.fis(number, action, targets),
        }
    }

    fn fis(&mut self, number: usize, action: &FisAction, targets: &Targets) {
        match action {
            FisAction::StopTask => {
                for task in self.target_tasks(number, targets, |_, _| true) {
                    self.stop_task(task, Stop::ByUser(STOPPED_BY_USER.to_owned()));
                }
            }
            FisAction::KillProcess { process_name, signal } => {
                let tasks = self.target_tasks(number, targets, |_, _| true);
                self.kill_processes(number, &tasks, process_name, *signal);
            }
            FisAction::Disturb { kind, duration_ms } => {
                for task in self.target_tasks(number, targets, |_, _| true) {
                    self.disturb(task, *kind, *duration_ms);
                }
            }
            FisAction::DrainInstances { percent, duration_ms } => {
                self.drain_some(number, *percent, *duration_ms);
            }
            FisAction::StopInstances { start_after_ms } => {
                let until = start_after_ms.map(|ms| self.now.plus_ms(ms));
                for row in self.target_machines(number, targets, Engine::is_running_machine) {
                    self.stop_machine(row, until);
                }
            }
            FisAction::TerminateInstances => {
                for row in self.target_machines(number, targets, Engine::is_machine) {
                    self.terminate(row);
                }
            }
            FisAction::InterruptSpotInstances { after_ms } => {
                let is_spot =
                    |engine: &Engine, row| engine.instance_entry(row).spot && engine.is_running_machine(row);
                for row in self.target_machines(number, targets, is_spot) {
                    self.group_instance_at_risk(row);
                    self.after(after_ms - SPOT_NOTICE_MS, Event::Instance(row, InstanceDue::SpotNotice));
                }
            }
            FisAction::InsufficientCapacity { percent, availability_zones, duration_ms } => {
                self.lack_capacity(number, targets, *percent, availability_zones, *duration_ms);
            }
            FisAction::DisruptConnectivity { duration_ms } => {
                self.disrupt(number, targets, *duration_ms);
            }
        }
    }

    /// Whether a machine of EC2 is there, running or stopped.
    fn is_machine(&self, row: InstanceRow) -> bool {
        !self.is_external(row) && self.world.instances[row].life.machine != Machine::Terminated
    }

    /// Kills the main process of a container in each of some tasks; those that have none of the name are said
    /// together. Spec: FAULT-12.
    fn kill_processes(&mut self, number: usize, tasks: &[TaskRow], process_name: &str, signal: i32) {
        let mut without = Vec::new();
        for task in tasks {
            match self.container_of_process(*task, process_name) {
                Some(container) => self.kill_process(*task, container, signal),
                None => without.push(self.world.task_short(&self.world.tasks[*task])),
            }
        }
        if without.is_empty() {
            return;
        }
        let more = without.len().saturating_sub(TASKS_SAID);
        without.truncate(TASKS_SAID);
        let others = if more > 0 { format!(" and {more} more") } else { String::new() };
        let message = format!("There is no process {process_name} in {}{others}.", without.join(", "));
        self.refuse_in_our_words(number, "InvalidTarget", message);
    }

    /// The container whose main process has a name: its own, or that of its image.
    fn container_of_process(&self, task: TaskRow, process_name: &str) -> Option<usize> {
        let definition = self.world.launches[self.world.tasks[task].launch].task_definition;
        let containers = &self.scenario.task_definitions.get(definition)?.container_definitions;
        let by_name = containers.iter().position(|container| container.name == process_name);
        by_name
            .or_else(|| containers.iter().position(|container| is_of_image(&container.image, process_name)))
    }

    fn kill_process(&mut self, task: TaskRow, container: usize, signal: i32) {
        self.containers_due(task);
        self.ask_containers(task, |containers, plan, now, happenings| {
            containers.exit(plan, now, container, EXIT_CODE_OF_SIGNAL + signal, None, happenings);
        });
    }

    /// Sets some of the ACTIVE instances to DRAINING for a time. Spec: FAULT-3.
    fn drain_some(&mut self, number: usize, percent: u32, duration_ms: u64) {
        let is_active = |row: &InstanceRow| self.world.instances[*row].life.status == InstanceStatus::Active;
        let active: Vec<InstanceRow> = self.world.ledger.rows().filter(is_active).collect();
        let short = |row: &InstanceRow| self.instance_short(*row);
        let chosen = self.chosen(number, Selection::Percent(percent), active, short);
        if chosen.is_empty() {
            return self.refuse(number, "No Container Instances were found in your cluster.");
        }
        let until = self.now.plus_ms(duration_ms);
        for row in chosen {
            self.set_draining(row, true);
            self.world.instances[row].life.drains_until = Some(until);
            self.queue.push(until, Event::Instance(row, InstanceDue::DrainEnds));
        }
    }

    /// An instance that was set to DRAINING for a time is ACTIVE again.
    pub(super) fn drain_is_due(&mut self, row: InstanceRow) {
        let life = &self.world.instances[row].life;
        if life.drains_until == Some(self.now) && life.status == InstanceStatus::Draining {
            self.set_draining(row, false);
        }
    }

    /// Spec: FAULT-8.
    fn disconnect_agent(&mut self, number: usize, reference: &str, duration_ms: u64) {
        let Some(row) = self.find_registered(reference) else {
            let message = format!("MISSING: there is no container instance {reference}");
            return self.refuse_in_our_words(number, INVALID_PARAMETER, message);
        };
        if self.world.instances[row].life.machine != Machine::Running {
            let message = format!("{reference} does not run: its agent is not connected");
            return self.refuse_in_our_words(number, INVALID_PARAMETER, message);
        }
        self.cut_off(row, self.now.plus_ms(duration_ms));
    }

    /// The machines and Fargate tasks of a zone are gone, the machines for a time. Spec: FAULT-11.
    fn lose_zone(&mut self, name: &str, duration_ms: u64) {
        let zone = self.world.zone_row(name);
        let until = self.now.plus_ms(duration_ms);
        let lost_until = self.world.lost_zones.entry(zone).or_insert(until);
        *lost_until = until.max(*lost_until);
        self.queue.push(until, Event::ZoneReturns(zone));
        let in_zone = self.world.instances.iter().filter(|(_, instance)| instance.zone == zone);
        let machines: Vec<InstanceRow> = in_zone.map(|(row, _)| row).collect();
        for row in machines.into_iter().filter(|row| self.is_running_machine(*row)).collect::<Vec<_>>() {
            self.stop_machine(row, Some(until));
        }
        let fargate = self.world.fargate_tasks.iter().copied();
        let tasks: Vec<TaskRow> = fargate.filter(|task| self.world.tasks[*task].zone == zone).collect();
        for task in tasks {
            self.lose_task(task, Stop::ZoneLost { zone });
        }
    }

    /// Services that wait for room on Fargate look again when a zone is back, and those that are kept even.
    pub(super) fn zone_returns(&mut self, zone: ZoneRow) {
        if self.world.lost_zones.get(&zone).is_some_and(|until| *until <= self.now) {
            self.world.lost_zones.remove(&zone);
            self.groups_look_again();
            self.waiting_look_again();
            self.wake_rebalanced_services();
        }
    }

    /// The notice of an interruption: the agent may set the instance to DRAINING. Spec: FAULT-13.
    pub(super) fn spot_notice(&mut self, row: InstanceRow) {
        if !self.is_running_machine(row) {
            return;
        }
        self.say_instance(row, InstanceChange::SpotNotice);
        self.after(SPOT_NOTICE_MS, Event::Instance(row, InstanceDue::SpotInterrupts));
        let connected = self.world.instances[row].life.agent_connected();
        let drains = self.instance_entry(row).drains_on_notice || self.drained_for(row).is_some();
        if connected && drains {
            self.set_draining(row, true);
        }
    }

    /// The agents of the instances in some subnets do not reach ECS. Spec: FAULT-14.
    fn disrupt(&mut self, number: usize, targets: &Targets, duration_ms: u64) {
        let named = self.named(number, targets, "subnet", Engine::find_subnet);
        if named.as_ref().is_some_and(Vec::is_empty) {
            return;
        }
        let subnets = &self.scenario.vpc.subnets;
        let candidates = named.unwrap_or_else(|| (0..subnets.len()).collect());
        let short =
            |subnet: &usize| subnets.get(*subnet).map_or_else(String::new, |one| one.subnet_id.clone());
        let chosen = self.chosen(number, targets.selection, candidates, short);
        let chosen = self.refuse_if_none(number, chosen);
        let until = self.now.plus_ms(duration_ms);
        let cut_off: Vec<InstanceRow> = self
            .world
            .ledger
            .rows()
            .filter(|row| self.instance_entry(*row).subnet.is_some_and(|subnet| chosen.contains(&subnet)))
            .filter(|row| self.is_running_machine(*row))
            .collect();
        for row in cut_off {
            self.cut_off(row, until);
        }
    }
}

impl Engine {
    /// A subnet by its id or its ARN.
    fn find_subnet(&mut self, reference: &str) -> Option<usize> {
        let subnets = &self.scenario.vpc.subnets;
        let is_named = |id: &str| reference == id || reference.ends_with(&format!(":subnet/{id}"));
        subnets.iter().position(|subnet| is_named(&subnet.subnet_id))
    }
}

/// Whether a process is called like the last part of an image's name.
fn is_of_image(image: &str, process_name: &str) -> bool {
    let name = image.rsplit('/').next().unwrap_or(image);
    name.split([':', '@']).next() == Some(process_name)
}
