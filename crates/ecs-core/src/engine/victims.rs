//! Which tasks make way, and that they are asked to stop. Spec: DEPLOY-9.

use super::Engine;
use crate::deploy::{Pass, Stops};
use crate::ids::{LaunchRow, Row, ServiceRow, TaskRow};
use crate::log::LogEvent;
use crate::placement::{Condition, Places, Standing, choose_victim};
use crate::rng::{Purpose, below, draw};
use crate::world::{DesiredStatus, Fleet, Stop, TaskState};
use std::borrow::Cow;

impl Engine {
    /// Asks tasks to stop as the scheduler wants it: those that are to go first, and at most `most`. Where there
    /// was one, the service looks again behind it.
    pub(super) fn make_way(&mut self, service: ServiceRow, fleet: &Fleet, pass: &Pass, most: u32) {
        let (mut tasks, mut pending) = (Vec::new(), 0);
        let mut left = most;
        for (to_go, stops) in [(true, pass.source.stop), (false, pass.target.stop)] {
            for (state, count) in by_state(stops) {
                let victims = self.victims(service, fleet, (to_go, state), count.min(left));
                left = left.saturating_sub(u32::try_from(victims.len()).unwrap_or(u32::MAX));
                for task in victims {
                    let stop = match state {
                        TaskState::Unhealthy => self.stop_of_unhealthy(task),
                        _ => Stop::Scaling,
                    };
                    self.stop_task(task, stop);
                    if state == TaskState::Pending {
                        pending += 1;
                    } else {
                        tasks.push(task);
                    }
                }
            }
        }
        let stops = pending > 0 || !tasks.is_empty();
        if pending > 0 {
            self.say(LogEvent::ServiceStoppedPending { service, tasks: pending });
        }
        if !tasks.is_empty() {
            self.say(LogEvent::ServiceStopped { service, tasks });
        }
        if stops {
            self.schedule_soon(service);
        }
    }

    /// So many tasks of a fleet out of those in a state that are to go, or that stay.
    pub(super) fn victims(
        &mut self,
        service: ServiceRow,
        fleet: &Fleet,
        (to_go, state): (bool, TaskState),
        count: u32,
    ) -> Vec<TaskRow> {
        if count == 0 {
            return Vec::new();
        }
        let mut open = self.tasks_in(service, fleet, to_go, state);
        if matches!(state, TaskState::Unproven | TaskState::Healthy) {
            let waiting = self.waiting_daemons(service);
            open.retain(|task| !self.is_kept(*task, &waiting));
        }
        if open.len() <= count as usize {
            return open;
        }
        let tasks = self.tasks_to_run(service, fleet);
        let Some(row) = self.launch_of(service, fleet) else { return Vec::new() };
        let launch = &self.world.launches[row];
        // Those that are to go all go; of the others the providers keep their parts. Spec: CAP-3.
        let mut division = if to_go { None } else { self.division(row) };
        let on_instances = launch.runs_on_instances();
        let strategies = launch.strategies.clone();
        let ledger = &self.world.ledger;
        let instance = |task: &TaskRow| self.world.tasks[*task].instance;
        let mut places = Places::of(ledger, &strategies, tasks.iter().filter_map(instance));
        let mut in_zone: Vec<u32> = vec![0; self.world.zones.len()];
        for task in &tasks {
            in_zone[self.world.tasks[*task].zone.number()] += 1;
        }
        let mut chosen = Vec::new();
        for number in 0..u64::from(count) {
            let tie = self.victim_draw(service, number);
            let candidates = match &division {
                Some(division) => Cow::from(self.giving_way(division, &open)),
                None => Cow::from(&open),
            };
            // Nothing has begun of those that wait for an instance; the newest would wait longest. Spec: CAP-11.
            let waiting = candidates.iter().rposition(|task| on_instances && instance(task).is_none());
            let place = if waiting.is_some() {
                waiting
            } else if on_instances {
                // Protected ones that are not to be chosen are left out already.
                let standing = |task: &TaskRow| {
                    Some(Standing { row: instance(task)?, condition: Condition::Running, protected: false })
                };
                let standings: Vec<Standing> = candidates.iter().filter_map(standing).collect();
                choose_victim(ledger, &strategies, &places, &standings, tie).chosen
            } else {
                self.in_fullest_zone(&candidates, &in_zone, tie)
            };
            let Some(task) = place.and_then(|place| candidates.get(place).copied()) else { break };
            open.retain(|other| *other != task);
            if let Some(division) = &mut division {
                self.leave_out(division, task);
            }
            in_zone[self.world.tasks[task].zone.number()] -= 1;
            if let Some(row) = instance(&task) {
                places.leave(ledger, &strategies, row);
            }
            chosen.push(task);
        }
        self.world.services[service].victims += u64::from(count);
        chosen
    }

    /// Of tasks that are as good to go as each other, the one that its service would stop first.
    pub(super) fn choose_among(
        &self,
        service: ServiceRow,
        launch: LaunchRow,
        open: &[TaskRow],
    ) -> Option<TaskRow> {
        let launch = &self.world.launches[launch];
        let (ledger, tie) = (&self.world.ledger, self.victim_draw(service, 0));
        let place = if launch.runs_on_instances() {
            let instance = |task: &TaskRow| self.world.tasks[*task].instance;
            let tasks = self.tasks_to_run(service, &self.world.services[service].newest());
            let places = Places::of(ledger, &launch.strategies, tasks.iter().filter_map(instance));
            let standing = |task: &TaskRow| {
                Some(Standing { row: instance(task)?, condition: Condition::Running, protected: false })
            };
            let standings: Vec<Standing> = open.iter().filter_map(standing).collect();
            choose_victim(ledger, &launch.strategies, &places, &standings, tie).chosen?
        } else {
            below(tie, u32::try_from(open.len()).unwrap_or(u32::MAX)) as usize
        };
        open.get(place).copied()
    }

    /// On Fargate zones are kept even: the place in the list of a task in the zone with the most.
    fn in_fullest_zone(&self, open: &[TaskRow], in_zone: &[u32], tie_break: u128) -> Option<usize> {
        let count = |task: &TaskRow| in_zone[self.world.tasks[*task].zone.number()];
        let most = open.iter().map(count).max()?;
        let places: Vec<usize> =
            open.iter().enumerate().filter(|(_, task)| count(task) == most).map(|(place, _)| place).collect();
        let number = below(tie_break, u32::try_from(places.len()).unwrap_or(u32::MAX));
        places.get(number as usize).copied()
    }

    /// The tasks of a fleet that are to run, whatever their revision.
    pub(super) fn tasks_to_run(&self, service: ServiceRow, fleet: &Fleet) -> Vec<TaskRow> {
        let state = &self.world.services[service];
        let numbers = fleet.to_go.iter().chain([&fleet.home]);
        let tasks = numbers.filter_map(|number| state.deployments.get(*number)).flat_map(|one| &one.tasks);
        let is_to_run = |task: &TaskRow| self.world.tasks[*task].desired_status == DesiredStatus::Running;
        tasks.copied().filter(is_to_run).collect()
    }

    fn victim_draw(&self, service: ServiceRow, number: u64) -> u128 {
        let counter = self.world.services[service].victims + number;
        draw(self.scenario.account.seed, Purpose::Victim, self.service_name(service), counter)
    }
}

/// In the order in which they go.
fn by_state(stops: Stops) -> [(TaskState, u32); 4] {
    [
        (TaskState::Pending, stops.pending),
        (TaskState::Unhealthy, stops.unhealthy),
        (TaskState::Unproven, stops.unproven),
        (TaskState::Healthy, stops.healthy),
    ]
}
