//! How a service's or a call's tasks are divided among the providers of its strategy. Spec: CAP-2, CAP-3.

use super::super::Engine;
use crate::aws::StrategyItem;
use crate::capacity::{Share, gives_way, next_within, split};
use crate::ids::{LaunchRow, TaskRow};
use crate::world::{DesiredStatus, Launch, Shares, Task};
use std::collections::BTreeSet;
use std::sync::Arc;

/// How the tasks that are there are divided.
pub(in super::super) struct Division {
    shares: Arc<Shares>,
    /// How many tasks each provider has.
    counts: Vec<u32>,
}

impl Engine {
    /// Starts up to `count` tasks, of `more` that are to be started in all. Gives the launches whose tasks found no
    /// place, and how many those are, where there are fewer: a provider without room keeps no other one waiting.
    pub(in super::super) fn start_divided(
        &mut self,
        launch: LaunchRow,
        count: u32,
        more: u32,
        tasks: &mut Vec<TaskRow>,
    ) -> Vec<(LaunchRow, u32)> {
        let Some(mut division) = self.division(launch) else {
            for started in 0..count {
                if self.is_full() {
                    break;
                }
                match self.start_task(launch) {
                    Some(task) => tasks.push(task),
                    None => return vec![(launch, count - started)],
                }
            }
            return Vec::new();
        };
        let total = division.counts.iter().sum::<u32>().saturating_add(more);
        let wanted = split(&division.shares.shares, total);
        let mut closed = BTreeSet::new();
        for _ in 0..count {
            if self.is_full() {
                break;
            }
            loop {
                let open = |number: usize| !closed.contains(&number);
                let next = next_within(&division.shares.shares, &division.counts, &wanted, open);
                let Some((number, launch)) = next.and_then(|number| Some((number, division.launch(number)?)))
                else {
                    return closed.iter().filter_map(|number| division.short_of(&wanted, *number)).collect();
                };
                if let Some(task) = self.start_task(launch) {
                    tasks.push(task);
                    division.add(number);
                    break;
                }
                closed.insert(number);
            }
        }
        Vec::new()
    }

    /// What the next single task of a launch is started from.
    pub(in super::super) fn next_launch(&self, launch: LaunchRow) -> LaunchRow {
        let Some(division) = self.division(launch) else { return launch };
        let next = crate::capacity::next(&division.shares.shares, &division.counts);
        next.and_then(|number| division.launch(number)).unwrap_or(launch)
    }

    /// Of the tasks that a service could give up those of the provider that is the first to give one up. Spec:
    /// CAP-3.
    pub(in super::super) fn giving_way(&self, division: &Division, open: &[TaskRow]) -> Vec<TaskRow> {
        let provider = |task: &TaskRow| self.provider_number(division, *task);
        let has_open = |number: usize| open.iter().any(|task| provider(task) == Some(number));
        let chosen = gives_way(&division.shares.shares, &division.counts, has_open);
        open.iter().copied().filter(|task| chosen.is_none() || provider(task) == chosen).collect()
    }

    /// A task is no longer counted, though it has not been asked to stop yet.
    pub(in super::super) fn leave_out(&self, division: &mut Division, task: TaskRow) {
        let number = self.provider_number(division, task);
        if let Some(count) = number.and_then(|number| division.counts.get_mut(number)) {
            *count = count.saturating_sub(1);
        }
    }

    fn provider_number(&self, division: &Division, task: TaskRow) -> Option<usize> {
        division.number_of(&self.world.launches[self.world.tasks[task].launch])
    }

    /// The tasks of a launch's service deployment, or of its call, by providers; none where nothing divides
    /// them.
    pub(in super::super) fn division(&self, launch: LaunchRow) -> Option<Division> {
        let started = &self.world.launches[launch];
        let shares = started.shares.clone()?;
        let mut division = Division { counts: vec![0; shares.launches.len()], shares };
        let of_deployment = started.service.and_then(|service| {
            let deployment = self.world.services[service].deployments.get(started.deployment)?;
            Some(&deployment.tasks)
        });
        // A call has started its tasks after all others.
        let is_of_call = |(_, task): &(TaskRow, &Task)| division.shares.launches.contains(&task.launch);
        let of_call = self.world.tasks.iter().rev().take_while(is_of_call).map(|(task, _)| task);
        let tasks: Vec<TaskRow> = match of_deployment {
            Some(tasks) => tasks.iter().copied().collect(),
            None => of_call.collect(),
        };
        for task in tasks {
            division.count(&self.world.tasks[task], &self.world.launches);
        }
        Some(division)
    }

    /// Every launch that tasks of the same deployment or call are started from, one for each provider.
    pub(in super::super) fn siblings(&self, launch: LaunchRow) -> Vec<LaunchRow> {
        let shares = self.world.launches[launch].shares.as_ref();
        shares.map_or_else(|| vec![launch], |shares| shares.launches.clone())
    }

    /// Puts what is made for each provider of a strategy together.
    pub(in super::super) fn join_launches(&mut self, rows: &[LaunchRow], strategy: &[StrategyItem]) {
        let shares: Vec<Share> = strategy.iter().map(|item| item.share).collect();
        let providers = strategy.iter().map(|item| item.provider).collect();
        let shares = Arc::new(Shares { launches: rows.to_vec(), providers, shares });
        for row in rows {
            self.world.launches[*row].shares = Some(Arc::clone(&shares));
        }
    }
}

impl Division {
    fn launch(&self, number: usize) -> Option<LaunchRow> {
        self.shares.launches.get(number).copied()
    }

    /// How many tasks a provider has less than it is to have.
    fn short_of(&self, wanted: &[u32], number: usize) -> Option<(LaunchRow, u32)> {
        let missing = wanted.get(number)?.saturating_sub(*self.counts.get(number)?);
        Some((self.launch(number)?, missing))
    }

    fn add(&mut self, number: usize) {
        if let Some(count) = self.counts.get_mut(number) {
            *count += 1;
        }
    }

    /// Which provider of the strategy a launch's tasks go to: launches of the same deployment that came before
    /// this one count, too.
    fn number_of(&self, launch: &Launch) -> Option<usize> {
        let provider = launch.capacity_provider?;
        self.shares.providers.iter().position(|other| *other == provider)
    }

    /// Counts a task that is to run and stays where it is.
    fn count(&mut self, task: &Task, launches: &crate::ids::Table<LaunchRow, Launch>) {
        let stays =
            task.desired_status == DesiredStatus::Running && !task.counted.is_some_and(|one| one.leaves);
        if let Some(number) = self.number_of(&launches[task.launch]).filter(|_| stays) {
            self.add(number);
        }
    }
}
