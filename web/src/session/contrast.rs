//! The scenario held against another one: what the dialog asks, and what it says.

use super::shared::Shared;
use super::state::State;
use crate::player::{Contrast, Unfit};
use ecs_core::report::Divergence;
use ecs_core::validate::subject_of;
use ecs_core::{DocumentKind, SimTime};
use ecs_workshop::link;
use std::rc::Rc;

/// What the scenario is held against.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Rival {
    /// The same as it was opened.
    #[default]
    Opened,
    /// The copy that somebody kept.
    Kept,
    /// A text that somebody pastes: a scenario, or a link to one.
    Pasted,
}

/// The comparison that is open.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Contrasting {
    /// What the scenario is held against.
    pub rival: Rival,
    /// What was pasted.
    pub pasted: Rc<str>,
    /// The answer, once it is there.
    pub answer: Option<Shared<Result<Contrast, Unfit>>>,
}

/// Where the run on the stage and another one part: it stays marked on the track.
#[derive(Clone, Debug, PartialEq)]
pub struct Parting {
    /// When.
    pub at: SimTime,
    /// What happens in the one on the stage, or in the other one.
    pub words: Rc<str>,
    /// The scenario that was compared: of another run the mark would say nothing.
    scenario: Rc<str>,
}

impl Parting {
    fn of(divergence: &Divergence, scenario: Rc<str>) -> Parting {
        let entry = divergence.one.as_ref().or(divergence.other.as_ref()).map(|entry| &entry.text);
        let decision = divergence.decision.as_ref();
        let decided = decision.and_then(|found| found.one.as_ref().or(found.other.as_ref()));
        let words = decided.map(|decided| &decided.text).or(entry);
        Parting { at: divergence.marked(), words: words.map_or("", String::as_str).into(), scenario }
    }
}

/// Something that is done with the comparison.
#[derive(Clone, Debug, PartialEq)]
pub enum Contrary {
    /// It is opened.
    Open,
    /// It is closed.
    Close,
    /// The scenario is held against something else.
    Against(Rival),
    /// A text was pasted.
    Paste(Rc<str>),
    /// The scenario as it is now is the copy from now on.
    Keep,
    /// The mark of the first difference goes from the track.
    Unmark,
}

impl State {
    /// This page after something was done with the comparison.
    pub(super) fn contrasted(&self, step: Contrary) -> State {
        let mut state = self.clone();
        let open = state.contrasting.take();
        let contrasting = match (step, open) {
            (Contrary::Close, _) => return state,
            (Contrary::Unmark, open) => return State { parting: None, contrasting: open, ..state },
            (Contrary::Open, _) => Contrasting { rival: self.first_rival(), ..Contrasting::default() },
            (Contrary::Keep, open) => {
                state.kept = Some(self.text.clone());
                state.announcement = "A copy of this scenario is kept.".into();
                Contrasting { rival: Rival::Kept, ..open.unwrap_or_default() }
            }
            (Contrary::Against(rival), open) => Contrasting { rival, ..open.unwrap_or_default() },
            (Contrary::Paste(pasted), open) => Contrasting { pasted, ..open.unwrap_or_default() },
        };
        state.contrasting = Some(Contrasting { answer: None, ..contrasting });
        state.contrast_number += 1;
        state
    }

    /// This page with what has come of the comparison.
    pub(super) fn with_contrast(&self, contrast: Result<Box<Contrast>, Unfit>) -> State {
        let mut state = self.clone();
        let Some(contrasting) = &mut state.contrasting else { return state };
        let divergence = contrast.as_ref().ok().and_then(|contrast| contrast.divergence.as_ref());
        state.parting = divergence.map(|divergence| Parting::of(divergence, self.text.clone()));
        contrasting.answer = Some(Shared::new(contrast.map(|contrast| *contrast)));
        state
    }

    /// Where the run on the stage parts from the one that it was held against last.
    pub fn parting(&self) -> Option<&Parting> {
        let shown = self.shown.as_ref()?;
        self.parting.as_ref().filter(|parting| parting.scenario == shown.text)
    }

    fn first_rival(&self) -> Rival {
        match (&self.kept, self.text == self.opened) {
            (Some(_), _) => Rival::Kept,
            (None, false) => Rival::Opened,
            (None, true) => Rival::Pasted,
        }
    }

    /// Both texts; none where there is nothing to hold the scenario against.
    pub fn rivals(&self) -> Option<(Rc<str>, Rc<str>)> {
        let contrasting = self.contrasting.as_ref()?;
        let other = match contrasting.rival {
            Rival::Opened => self.opened.clone(),
            Rival::Kept => self.kept.clone()?,
            Rival::Pasted => pasted(&contrasting.pasted)?,
        };
        Some((self.text.clone(), other))
    }
}

/// The scenario in a pasted text: what a link holds, or the text itself. None where it is empty.
fn pasted(text: &str) -> Option<Rc<str>> {
    if text.trim().is_empty() {
        return None;
    }
    let is_scenario = subject_of(text).is_some_and(|(kind, _)| kind == DocumentKind::Scenario);
    let opened = if is_scenario { None } else { link::decode(text).ok() };
    Some(opened.map_or_else(|| text.into(), |opened| opened.scenario.into()))
}
