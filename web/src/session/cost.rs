//! What the run has cost by the moment of the playhead.

use super::shared::Shared;
use super::state::State;
use ecs_core::SimTime;
use ecs_core::cost::CostReport;

/// Milliseconds between two questions while it is played: more often nobody can read it.
const READABLE_MS: u64 = 250;

/// The question, and its answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cost {
    /// Rises with every question.
    pub number: u32,
    /// The number of the run and the moment that were asked for last.
    pub of: Option<(u32, SimTime)>,
    /// The newest answer; none where nothing of this run was answered yet.
    pub answer: Option<Shared<CostReport>>,
    /// Whether its lines are shown.
    pub is_open: bool,
}

impl State {
    /// This page, with the cost that has to be asked for now. What was there stays until the answer comes.
    pub(super) fn costing(self) -> State {
        let Some(shown) = &self.shown else { return self };
        let of = (shown.number, self.transport.at);
        let is_known = self.cost.of.is_some_and(|(run, at)| {
            let pause_ms =
                if self.transport.is_playing { READABLE_MS * self.transport.speed.factor() } else { 0 };
            run == of.0 && (at == of.1 || at.as_ms().abs_diff(of.1.as_ms()) < pause_ms)
        });
        if is_known {
            return self;
        }
        let cost = Cost { number: self.cost.number + 1, of: Some(of), ..self.cost.clone() };
        State { cost, ..self }
    }
}
