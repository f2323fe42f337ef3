//! A decision, seen again: a run is repeated up to it, and this time somebody listens.

use super::Engine;
use crate::ids::{LaunchRow, TaskRow};
use crate::placement::{Receipt, Requirement, decide};
use crate::time::SimTime;
use crate::world::World;

/// Whose decision somebody wants to see: a group's n-th task.
#[derive(Clone, Debug)]
pub(super) struct Watch {
    group: String,
    number: u32,
    seen: Option<Witnessed>,
}

/// A decision, with all its reasons and the world in which it was made.
#[derive(Clone, Debug)]
pub(crate) struct Witnessed {
    /// When.
    pub(crate) at: SimTime,
    /// What the task was started from.
    pub(crate) launch: LaunchRow,
    /// The reasons.
    pub(crate) receipt: Receipt,
    world: World,
}

impl Engine {
    /// The run from its beginning on, with somebody who wants to see the decision on a task.
    pub(crate) fn watching(&self, task: TaskRow) -> Engine {
        let row = &self.world.tasks[task];
        let mut again = Engine::new(self.scenario.clone());
        again.watch = Some(Watch {
            group: self.world.launches[row.launch].group.clone(),
            number: row.number,
            seen: None,
        });
        again
    }

    /// Whether the decision was seen.
    pub(crate) fn has_witnessed(&self) -> bool {
        self.watch.as_ref().is_some_and(|watch| watch.seen.is_some())
    }

    /// Goes back to the moment of the decision that was seen; none for a task that no decision
    /// placed, such as one of StartTask.
    pub(crate) fn back_at_decision(&mut self) -> Option<Witnessed> {
        let mut seen = self.watch.take()?.seen?;
        self.world = std::mem::take(&mut seen.world);
        self.now = seen.at;
        Some(seen)
    }

    /// Writes a decision down that is about to be made, if it is the one that somebody wants to see. What
    /// found no place before is decided again later, and only the last decision placed the task.
    pub(super) fn witness(
        &mut self,
        launch: LaunchRow,
        requirement: &Requirement,
        number: u32,
        tie_break: u128,
    ) {
        let started = &self.world.launches[launch];
        let wanted = |watch: &&mut Watch| {
            watch.seen.is_none() && watch.number == number && watch.group == started.group
        };
        let Some(watch) = self.watch.as_mut().filter(wanted) else { return };
        let mut receipt = Receipt::default();
        if started.runs_on_instances() {
            let ledger = &self.world.ledger;
            if decide(ledger, requirement, &started.strategies, tie_break, &mut receipt).is_none() {
                return;
            }
        }
        watch.seen = Some(Witnessed { at: self.now, launch, receipt, world: self.world.clone() });
    }
}
