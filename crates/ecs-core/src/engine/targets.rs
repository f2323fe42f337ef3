//! Whom a fault of AWS FIS is done to. Spec: FAULT-10.

use super::Engine;
use crate::ids::{InstanceRow, ServiceRow, TaskRow};
use crate::rng::{Purpose, draw};
use crate::scenario::{Selection, Targets};
use crate::world::DesiredStatus;

/// Spec: FAULT-10.
pub(super) const EMPTY: &str = "Target resolution returned empty set";

impl Engine {
    /// The tasks that an action is done to, of those that `wanted` picks; it is refused where there is none.
    pub(super) fn target_tasks(
        &mut self,
        action: usize,
        targets: &Targets,
        wanted: impl Fn(&Engine, TaskRow) -> bool,
    ) -> Vec<TaskRow> {
        let named: Option<Vec<TaskRow>> = self.named(action, targets, "task", Engine::find_task);
        if named.as_ref().is_some_and(Vec::is_empty) {
            return Vec::new();
        }
        let service = self.service_of(targets);
        let is_meant = |task: &TaskRow| {
            let state = &self.world.tasks[*task];
            let of_service = || service.is_some_and(|service| self.is_to_run(*task, service));
            let is_there = state.desired_status == DesiredStatus::Running && wanted(self, *task);
            is_there && (targets.service.is_none() || of_service())
        };
        let all = || self.world.tasks.iter().map(|(task, _)| task);
        let candidates: Vec<TaskRow> =
            named.unwrap_or_else(|| all().collect()).into_iter().filter(is_meant).collect();
        let short = |task: &TaskRow| self.world.task_short(&self.world.tasks[*task]);
        let chosen = self.chosen(action, targets.selection, candidates, short);
        self.refuse_if_none(action, chosen)
    }

    /// The machines that an action is done to, of those that `wanted` picks; it is refused where there is
    /// none.
    pub(super) fn target_machines(
        &mut self,
        action: usize,
        targets: &Targets,
        wanted: impl Fn(&Engine, InstanceRow) -> bool,
    ) -> Vec<InstanceRow> {
        let named = self.named(action, targets, "instance", Engine::find_instance);
        if named.as_ref().is_some_and(Vec::is_empty) {
            return Vec::new();
        }
        let service = self.service_of(targets);
        let is_meant = |row: &InstanceRow| {
            let tasks = || self.world.instances[*row].life.tasks.iter();
            let has_task =
                || service.is_some_and(|service| tasks().any(|task| self.is_to_run(*task, service)));
            wanted(self, *row) && (targets.service.is_none() || has_task())
        };
        let all = || self.world.instances.iter().map(|(row, _)| row);
        let candidates: Vec<InstanceRow> =
            named.unwrap_or_else(|| all().collect()).into_iter().filter(is_meant).collect();
        let chosen = self.chosen(action, targets.selection, candidates, |row| self.instance_short(*row));
        self.refuse_if_none(action, chosen)
    }

    /// So many of some, drawn: each has a draw of its own, so that no other action shifts it.
    pub(super) fn chosen<R: Copy>(
        &self,
        action: usize,
        selection: Selection,
        candidates: Vec<R>,
        short: impl Fn(&R) -> String,
    ) -> Vec<R> {
        let wanted = selection.of(candidates.len());
        if wanted == candidates.len() {
            return candidates;
        }
        let timeline = &self.scenario.timeline;
        let Some(given) = timeline.get(action) else { return candidates };
        let like_it = |other: &&crate::scenario::Action| other.at == given.at && other.name == given.name;
        let before = timeline.iter().take(action).filter(like_it).count() as u64;
        let seed = self.scenario.account.seed;
        let place = |candidate: &R| {
            let entity = format!("{} {} {}", given.name, given.at.as_ms(), short(candidate));
            draw(seed, Purpose::FaultTarget, &entity, before)
        };
        let mut drawn: Vec<(u128, usize)> =
            candidates.iter().enumerate().map(|(number, candidate)| (place(candidate), number)).collect();
        drawn.sort_unstable();
        let mut numbers: Vec<usize> = drawn.into_iter().take(wanted).map(|(_, number)| number).collect();
        numbers.sort_unstable();
        numbers.into_iter().filter_map(|number| candidates.get(number).copied()).collect()
    }

    /// What the ARNs and short forms of an action mean; none where it names none. One that means nothing is
    /// said, and the others are looked at: where all are, there is nothing left to say.
    pub(super) fn named<R: PartialEq>(
        &mut self,
        action: usize,
        targets: &Targets,
        noun: &str,
        find: fn(&mut Engine, &str) -> Option<R>,
    ) -> Option<Vec<R>> {
        if targets.resource_arns.is_empty() {
            return None;
        }
        let mut found: Vec<R> = Vec::new();
        for reference in &targets.resource_arns {
            match find(self, reference) {
                Some(row) if found.contains(&row) => {}
                Some(row) => found.push(row),
                None => {
                    let message = format!("There is no {noun} {reference}.");
                    self.refuse_in_our_words(action, "InvalidTarget", message);
                }
            }
        }
        Some(found)
    }

    fn service_of(&self, targets: &Targets) -> Option<ServiceRow> {
        let wanted = targets.service.as_ref()?;
        let mut services = self.world.services.iter().map(|(row, _)| row);
        services.find(|row| self.service_name(*row) == wanted)
    }

    pub(super) fn refuse_if_none<R>(&mut self, action: usize, chosen: Vec<R>) -> Vec<R> {
        if chosen.is_empty() {
            self.refuse_with(action, "InvalidTarget", EMPTY);
        }
        chosen
    }
}
