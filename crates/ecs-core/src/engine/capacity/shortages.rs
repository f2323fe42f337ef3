//! Capacity that is not there: shortages of Fargate and Fargate Spot, and Spot tasks that are taken back.
//! Spec: CAP-4, CAP-5.

use super::super::{Engine, Event};
use crate::aws::Provider;
use crate::ids::{TaskRow, ZoneRow};
use crate::scenario::{ShortageOf, Targets};
use crate::world::{Stop, TaskStatus};

/// From the notice of an interruption to the end of the task. Spec: CAP-5.
const SPOT_NOTICE_MS: u64 = 120_000;

impl Engine {
    /// Whoever waits for room looks again when a shortage is over.
    pub(in super::super) fn set_up_shortages(&mut self) {
        for shortage in &self.scenario.shortages {
            self.queue.push(shortage.until, Event::ShortageEnds);
        }
    }

    /// Whether a provider has no room in a zone now.
    pub(in super::super) fn is_short(&self, provider: Option<Provider>, zone: ZoneRow) -> bool {
        let of = ShortageOf::Provider(provider.unwrap_or(Provider::Fargate));
        let zone = &self.world.zones[zone];
        self.scenario.shortages.iter().any(|shortage| shortage.of == of && shortage.is_felt(zone, self.now))
    }

    /// Services that wait for room look again.
    pub(in super::super) fn waiting_look_again(&mut self) {
        for service in self.world.waiting.clone() {
            self.schedule_soon(service);
        }
    }

    /// Fargate Spot takes tasks back: those that are meant, of those that it has.
    pub(in super::super) fn interrupt_spot_tasks(&mut self, number: usize, targets: &Targets) {
        let is_spot = |engine: &Engine, task: TaskRow| {
            let launch = &engine.world.launches[engine.world.tasks[task].launch];
            launch.capacity_provider == Some(Provider::FargateSpot)
        };
        for task in self.target_tasks(number, targets, is_spot) {
            self.interrupt_spot_task(task);
        }
    }

    /// Fargate Spot takes a task back: its containers are told at once, and two minutes later it is over.
    fn interrupt_spot_task(&mut self, task: TaskRow) {
        self.stop_task(task, Stop::SpotInterruption);
        if self.world.tasks[task].last_status == TaskStatus::Deactivating {
            self.ask_to_stop(task);
        }
        self.after(SPOT_NOTICE_MS, Event::SpotTaskEnds(task));
    }

    /// What has not stopped by itself is over.
    pub(in super::super) fn spot_task_ends(&mut self, task: TaskRow) {
        self.lose_task(task, Stop::SpotInterruption);
    }
}
