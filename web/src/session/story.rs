//! The story of scaling: which page of it is read, and what leads from it to the stage and to the event log.

use super::action::Action;
use super::shared::Shared;
use super::state::{State, Tab};
use super::transport::Move;
use crate::player::StoryQuestion;
use ecs_core::SimTime;
use ecs_core::report::{JournalFilter, Landmark, PageFrom, ScalingNow, StoryFilter, StoryPage};

/// The page of the story that is read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Telling {
    /// Rises with every question.
    pub number: u32,
    /// What was asked last.
    pub question: Option<StoryQuestion>,
    /// The answer; the one before until the core has answered. None until there was one.
    pub told: Option<Shared<Told>>,
    /// What is looked for.
    pub filter: StoryFilter,
    /// Where somebody has turned to; none while the page is that of the playhead.
    pub(super) turned_to: Option<usize>,
}

/// An answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Told {
    /// The page.
    pub page: StoryPage,
    /// Where everything that is scaled stands at the playhead.
    pub now: Vec<ScalingNow>,
}

/// What somebody does with the story.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tell {
    /// Looks for what is scaled by a name; everything where none.
    Of(Option<String>),
    /// Looks for decisions only, or for every step.
    DecisionsOnly(bool),
    /// Turns to the page that begins with the step of that number.
    Turn(usize),
    /// Goes back to the playhead, and stays with it.
    Follow,
    /// Goes to the moment of a step, and selects what that is about, where that is on the stage.
    GoTo(SimTime, Option<Landmark>),
    /// Goes from the event log to the step of a moment.
    Show(SimTime),
    /// Goes from a step to the event log at that moment.
    OpenLog(SimTime),
}

impl Telling {
    /// Whether the page is that of the playhead.
    pub fn follows(&self) -> bool {
        self.turned_to.is_none()
    }
}

impl State {
    /// This page after something was done with the story.
    pub(super) fn telling(&self, tell: Tell) -> State {
        let mut state = self.clone();
        match tell {
            Tell::Of(of) => state.telling.filter.of = of,
            Tell::DecisionsOnly(only) => state.telling.filter.decisions_only = only,
            Tell::Turn(offset) => state.telling.turned_to = Some(offset),
            Tell::Follow => state.telling.turned_to = None,
            Tell::GoTo(at, landmark) => {
                if let Some(landmark) = landmark {
                    state.select_landmark(landmark);
                }
                return state.moved(Move::To(at));
            }
            Tell::Show(at) => {
                state.tab = Tab::Scaling;
                (state.telling.filter, state.telling.turned_to) = (StoryFilter::default(), None);
                return state.moved(Move::To(at));
            }
            Tell::OpenLog(at) => {
                state.tab = Tab::Events;
                (state.reading.filter, state.reading.turned_to) = (JournalFilter::default(), None);
                return state.moved(Move::To(at));
            }
        }
        if state.telling.filter != self.telling.filter {
            state.telling.turned_to = None;
        }
        state
    }

    /// How many steps of the page the playhead has passed.
    pub fn steps_passed(&self) -> usize {
        let steps = self.telling.told.iter().flat_map(|told| &told.page.steps);
        steps.take_while(|step| step.at <= self.transport.read_at()).count()
    }

    /// This page, with the page of the story that has to be asked for now: the one that is there stays the page
    /// while the playhead moves on it.
    pub(super) fn story_asked(self) -> State {
        let Some(shown) = self.shown.as_ref().filter(|_| self.tab == Tab::Scaling) else { return self };
        let telling = &self.telling;
        let at = self.transport.read_at();
        let asked = telling.question.as_ref();
        let is_same = |asked: &&StoryQuestion| asked.run == shown.number && asked.filter == telling.filter;
        let from = match (telling.turned_to, asked.filter(is_same), &telling.told) {
            (Some(offset), ..) => PageFrom::Offset(offset),
            (None, Some(_), Some(told)) if told.page.shows(at) => PageFrom::Offset(told.page.offset),
            _ => PageFrom::Moment(at),
        };
        let question = StoryQuestion { run: shown.number, at, filter: telling.filter.clone(), from };
        let stands_for = |asked: &StoryQuestion| telling.follows() && was_same(asked, &question);
        if asked.is_some_and(|asked| *asked == question || stands_for(asked)) {
            return self;
        }
        let telling = Telling { number: telling.number + 1, question: Some(question), ..telling.clone() };
        State { telling, ..self }
    }
}

/// Whether a question about the playhead's page was the same: the page of a moment has a number as soon as it is
/// there.
fn was_same(asked: &StoryQuestion, question: &StoryQuestion) -> bool {
    let by_moment = matches!((asked.from, question.from), (PageFrom::Moment(_), PageFrom::Offset(_)));
    by_moment && StoryQuestion { from: asked.from, ..question.clone() } == *asked
}

/// The action that telling is.
impl From<Tell> for Action {
    fn from(tell: Tell) -> Action {
        Action::Tell(tell)
    }
}
