//! Where the UpdateService leads that is being written, before it becomes a part of the timeline.

use super::asked::Asked;
use super::state::State;
use super::timeline::ActionRow;
use crate::player::ForesightQuestion;
use ecs_core::report::Foresight;

/// The question about an action, and its answer.
pub type Forecast = Asked<ForesightQuestion, Foresight>;

impl State {
    /// This page, with the action that has to be asked about now.
    pub(super) fn foreseeing(self) -> State {
        // Of another text the same is asked: what was there stays while somebody types.
        let forecast = self.forecast.asking(self.foresight_question(), |_, _| true);
        State { forecast, ..self }
    }

    fn foresight_question(&self) -> Option<ForesightQuestion> {
        let act = self.act.as_ref().filter(|act| act.foretells() && !act.is_broken)?;
        // What was run must be what the action is added to.
        let shown = self.shown.as_ref().filter(|shown| shown.text == self.text && !self.run.going)?;
        let row = ActionRow { at_seconds: act.at_seconds.clone(), ..ActionRow::default() };
        let service = act.values.first()?.clone();
        Some(ForesightQuestion {
            run: shown.number,
            text: act.text.clone(),
            place: act.place,
            at: row.at()?,
            service,
        })
    }
}
