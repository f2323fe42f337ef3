//! The event log: which page of it is read, and what leads from it to the stage.

use super::action::Action;
use super::shared::Shared;
use super::state::{State, Tab};
use super::transport::{Move, Named};
use crate::player::JournalQuestion;
use ecs_core::SimTime;
use ecs_core::report::{EventKind, JournalFilter, JournalPage, Landmark, PageFrom};

/// Entries of a page.
pub const PAGE: usize = 40;

/// Entries of a page while the run is played: every half second another page takes its place, and nobody
/// reads further down.
const PLAYED: usize = 12;

/// The page of the event log that is read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    /// Rises with every question.
    pub number: u32,
    /// What was asked last.
    pub question: Option<JournalQuestion>,
    /// The page; the one before until the core has answered. None until there was one.
    pub page: Option<Shared<JournalPage>>,
    /// What is looked for.
    pub filter: JournalFilter,
    /// Where somebody has turned to; none while the page is that of the playhead.
    pub(super) turned_to: Option<usize>,
}

/// What somebody does with the event log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Read {
    /// Looks for words.
    Search(String),
    /// Looks for what it is about; anything where none.
    Kind(Option<EventKind>),
    /// Turns to the page that begins with the entry of that number.
    Turn(usize),
    /// Goes back to the playhead, and stays with it.
    Follow,
    /// Goes to the moment of an entry, and to what that is about.
    GoTo(SimTime, Landmark),
}

impl Reading {
    /// Whether the page is that of the playhead.
    pub fn follows(&self) -> bool {
        self.turned_to.is_none()
    }
}

impl State {
    /// This page after something was done with the event log.
    pub(super) fn read(&self, read: Read) -> State {
        let mut state = self.clone();
        match read {
            Read::Search(text) => state.reading.filter.text = text,
            Read::Kind(kind) => state.reading.filter.kind = kind,
            Read::Turn(offset) => state.reading.turned_to = Some(offset),
            Read::Follow => state.reading.turned_to = None,
            Read::GoTo(at, landmark) => return state.gone_to(at, landmark),
        }
        if state.reading.filter != self.reading.filter {
            state.reading.turned_to = None;
        }
        state
    }

    fn gone_to(self, at: SimTime, landmark: Landmark) -> State {
        let named = match landmark {
            Landmark::Task { id, .. } => Named::Task(id),
            Landmark::Instance { id, .. } => Named::Instance(id),
            Landmark::Service { name } => Named::Service(name),
        };
        let mut state = State { tab: Tab::Details, ..self };
        state.select_named(named);
        state.moved(Move::To(at))
    }

    /// How many entries of the page of the event log lie ahead of the playhead.
    pub fn entries_ahead(&self) -> usize {
        let entries = self.reading.page.iter().flat_map(|page| &page.entries);
        entries.take_while(|entry| entry.at > self.transport.read_at()).count()
    }

    /// This page, with the page of the event log that has to be asked for now. One that is there is not
    /// asked for again.
    pub(super) fn reading_log(self) -> State {
        let Some(shown) = self.shown.as_ref().filter(|_| self.tab == Tab::Events) else { return self };
        let reading = &self.reading;
        let at = self.transport.read_at();
        let from = reading.turned_to.map_or(PageFrom::Moment(at), PageFrom::Offset);
        let is_passing = self.transport.is_playing && reading.follows();
        let entries = if is_passing { PLAYED } else { PAGE };
        let question = JournalQuestion { run: shown.number, filter: reading.filter.clone(), from, entries };
        let is_same = |asked: &JournalQuestion| match from {
            PageFrom::Offset(_) => *asked == question,
            // The playhead moves on the page that is there.
            PageFrom::Moment(_) => {
                let same = asked.run == question.run
                    && asked.filter == question.filter
                    && asked.entries >= question.entries;
                *asked == question || (same && reading.page.as_ref().is_some_and(|page| page.shows(at)))
            }
        };
        if reading.question.as_ref().is_some_and(is_same) {
            return self;
        }
        let reading = Reading { number: reading.number + 1, question: Some(question), ..reading.clone() };
        State { reading, ..self }
    }
}

/// The action that reading is.
impl From<Read> for Action {
    fn from(read: Read) -> Action {
        Action::Read(read)
    }
}
