//! Where the UpdateService leads that is being written, before it becomes a part of the timeline.

use super::shared::Shared;
use super::state::State;
use super::timeline::ActionRow;
use crate::player::ForesightQuestion;
use ecs_core::report::Foresight;

/// The question about an action, and its answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Forecast {
    /// Rises with every question.
    pub number: u32,
    /// What was asked last; none where there is nothing to ask.
    pub question: Option<ForesightQuestion>,
    /// The answer, once it is there: a forecast, or that there is none.
    pub answer: Option<Shared<Option<Foresight>>>,
}

impl State {
    /// This page, with the action that has to be asked about now.
    pub(super) fn foreseeing(self) -> State {
        let question = self.foresight_question();
        let asked = &self.forecast.question;
        if *asked == question {
            return self;
        }
        // Of another text the same is asked: what was there stays, so that nothing jumps while somebody types.
        let same = question.is_some() && asked.is_some();
        let answer = self.forecast.answer.clone().filter(|_| same);
        State { forecast: Forecast { number: self.forecast.number + 1, question, answer }, ..self }
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
