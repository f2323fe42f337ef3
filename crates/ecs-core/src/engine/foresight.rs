//! A deployment is rehearsed before it is made: on a copy of the run, with the real placement and the real choice
//! of who makes way. Spec: DEPLOY-21.

use super::Engine;
use crate::deploy::{Forecast, Pass, Situation, Stage, Stall, Stops, foresee};
use crate::ids::{ServiceRow, TaskRow};
use crate::log::{Log, LogEvent};
use crate::placement::Receipt;
use crate::scenario::{Action, Call};
use crate::world::{DesiredStatus, Fleet, Rebalancing, TaskState, Unplaced};

/// What a rehearsal has shown.
pub(crate) struct Rehearsed {
    /// Where the service ends.
    pub(crate) forecast: Forecast,
    /// Whether its deployment has failed, so that it launches no task.
    pub(crate) failed: bool,
    /// Why a task found no place, and what placement said to it; none where every task found one.
    pub(crate) unplaced: Option<(Unplaced, Receipt)>,
    /// The run as it is at the end of the rehearsal.
    pub(crate) stage: Engine,
}

impl Engine {
    /// Makes a call now that is not in the timeline: AWS's code and message where it is refused. None where the
    /// call cannot be made here, because it speaks of a task definition that is none of this run's.
    pub(crate) fn call_now(&mut self, action: Action) -> Option<Result<(), (&'static str, String)>> {
        if let Call::RegisterTaskDefinition(call) = &action.call
            && call.number != self.scenario.task_definitions.len()
        {
            return None;
        }
        self.log = Log::default();
        let number = self.scenario.timeline.len();
        self.append(action);
        self.act(number);
        let refusal = self.log.entries().rev().find_map(|entry| match &entry.event {
            LogEvent::Refused { action, code, message, .. } if *action == number => {
                Some((*code, message.clone()))
            }
            _ => None,
        });
        Some(refusal.map_or(Ok(()), Err))
    }

    /// Where a service ends if every task is healthy and gone at once, and nothing else happens. None where its
    /// launch type is not simulated.
    pub(crate) fn rehearse(mut self, service: ServiceRow) -> Option<Rehearsed> {
        let launch = self.world.services[service].launch?;
        self.log = Log::default();
        let desired = self.wanted(service);
        self.world.services[service].desired_count = desired;
        self.world.services[service].rebalancing = Rebalancing::default();
        // Where blue and green are there together, green is the one that has to find room.
        let newest = self.world.services[service].fleets().pop()?;
        let fleet = Fleet { is_wanted: true, ..newest };
        let situation = self.situation(service, &fleet);
        let mut rehearsal = Rehearsal { engine: &mut self, service, fleet, unplaced: None };
        let forecast = foresee(&situation, &mut rehearsal);
        let unplaced = rehearsal.unplaced.filter(|_| forecast.stall == Some(Stall::NoRoom));
        let unplaced = unplaced.map(|why| (why, self.receipt(launch)));
        Some(Rehearsed { forecast, failed: situation.failed, unplaced, stage: self })
    }
}

/// A copy of a run, on which a service exchanges its tasks.
struct Rehearsal<'a> {
    engine: &'a mut Engine,
    service: ServiceRow,
    fleet: Fleet,
    /// Why the last task had no place that found none.
    unplaced: Option<Unplaced>,
}

impl Stage for &mut Rehearsal<'_> {
    fn start(&mut self, _: &Situation, look: &Pass) -> u32 {
        let (mut tasks, of_source) = (Vec::new(), look.source.start);
        let mut without = self.engine.start_of_source(self.service, &self.fleet, (of_source, &mut tasks));
        let count = look.target.start;
        if self.engine.is_daemon(self.service) {
            if let Some(launch) = self.engine.world.services[self.service].launch {
                without =
                    self.engine.start_daemon_tasks(self.service, (launch, count), &mut tasks).or(without);
            }
        } else if let Some(launch) = self.engine.launch_of(self.service, &self.fleet)
            && let Some((launch, _)) = self.engine.start_divided(launch, count, count, &mut tasks).first()
        {
            without = Some(self.engine.why_unplaced(*launch));
        }
        self.unplaced = without.or(self.unplaced);
        u32::try_from(tasks.len()).unwrap_or(u32::MAX)
    }

    fn stop(&mut self, look: &Pass) {
        self.stop_some(true, look.source.stop);
        self.stop_some(false, look.target.stop);
    }
}

impl Rehearsal<'_> {
    /// Tasks of a side are gone. What is not known to be healthy yet is taken for healthy, and goes first.
    fn stop_some(&mut self, to_go: bool, stops: Stops) {
        let mut healthy = stops.healthy;
        self.stop_in(to_go, TaskState::Unhealthy, stops.unhealthy);
        for state in [TaskState::Pending, TaskState::Unproven, TaskState::Healthy] {
            healthy = healthy.saturating_sub(self.stop_in(to_go, state, healthy));
        }
    }

    fn stop_in(&mut self, to_go: bool, state: TaskState, most: u32) -> u32 {
        let tasks: Vec<TaskRow> = self.engine.victims(self.service, &self.fleet, (to_go, state), most);
        for task in &tasks {
            self.engine.world.tasks[*task].desired_status = DesiredStatus::Stopped;
            self.engine.stopped(*task);
        }
        u32::try_from(tasks.len()).unwrap_or(u32::MAX)
    }
}
