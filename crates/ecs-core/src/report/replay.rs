//! A run that is repeated up to a decision.

use super::Explanation;
use crate::engine::{Budget, Engine, Progress};
use crate::ids::TaskRow;
use crate::time::SimTime;

/// A run that is repeated up to the decision on a task, in slices: a long one takes longer than a
/// page may keep its reader waiting. Spec: PLACE-19.
#[derive(Clone, Debug)]
pub struct Replay {
    engine: Engine,
    arn: String,
    until: SimTime,
}

impl Replay {
    pub(crate) fn new(engine: &Engine, task: TaskRow) -> Replay {
        Replay {
            arn: engine.task_arn(task),
            until: engine.world.tasks[task].created_at,
            engine: engine.watching(task),
        }
    }

    /// Goes on until the decision was made, or until the budget is used up.
    pub fn advance(&mut self, budget: Budget) -> Progress {
        let progress = self.engine.advance_to(self.until, budget);
        if self.engine.has_witnessed() { Progress::Reached } else { progress }
    }

    /// The decision, once it was [`Progress::Reached`]; none for a task that no decision placed, such
    /// as one of StartTask.
    pub fn explanation(mut self) -> Option<Explanation> {
        let seen = self.engine.back_at_decision()?;
        Some(self.engine.explain_seen(self.arn, &seen))
    }
}
