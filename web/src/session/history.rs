//! The way back: a stack of earlier documents, and of those that somebody has gone back from.

use super::action::Action;
use super::amend::again;
use super::draft::Earlier;
use super::state::{Note, State};
use ecs_core::limits;
use std::rc::Rc;

/// A change of the document.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Change {
    /// What was done, for example `moved UpdateService web`.
    words: Rc<str>,
    /// Where it leads to from here: to the moment before it or, gone back, behind it.
    to: Rc<Earlier>,
    /// Whether it is of drafts, too: else they stay as they are.
    is_of_drafts: bool,
    /// The second that it was made at, where several changes with the same words there are one.
    joins: Option<u64>,
}

/// The changes before the document that is here, the last one last, and those that were undone.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct History {
    back: Rc<Vec<Change>>,
    ahead: Rc<Vec<Change>>,
}

/// Where a note's button leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Back to the document before a change.
    Undo,
    /// To the one behind it again.
    Redo,
}

impl Way {
    /// What the button is called.
    pub fn label(self) -> &'static str {
        match self {
            Way::Undo => "Undo",
            Way::Redo => "Redo",
        }
    }
}

/// The action that leads that way.
impl From<Way> for Action {
    fn from(way: Way) -> Action {
        match way {
            Way::Undo => Action::Undo,
            Way::Redo => Action::Redo,
        }
    }
}

impl History {
    /// What lies that way, in words.
    pub fn next(&self, way: Way) -> Option<Rc<str>> {
        let changes = match way {
            Way::Undo => &self.back,
            Way::Redo => &self.ahead,
        };
        changes.last().map(|change| change.words.clone())
    }

    /// This with one more change. The oldest go where there are more than anybody goes back.
    fn with(&self, change: Change) -> History {
        let joined = change.joins.is_some()
            && self.ahead.is_empty()
            && self.back.last().is_some_and(|last| last.joins == change.joins && last.words == change.words);
        if joined {
            return self.clone();
        }
        let mut back = (*self.back).clone();
        back.push(change);
        let mut bytes = 0;
        let kept = back.iter().rev().take(limits::UNDO_STEPS).take_while(|change| {
            bytes += change.to.bytes();
            bytes <= limits::UNDO_BYTES
        });
        // The last change can always be undone.
        let kept = kept.count().max(1);
        back.drain(..back.len() - kept);
        History { back: Rc::new(back), ahead: Rc::default() }
    }
}

impl State {
    /// This page, which a change has made of `before`, with the way back there.
    pub(super) fn remembering(
        self,
        before: &State,
        words: impl FnOnce(&State) -> String,
        joins: bool,
    ) -> State {
        if self.history != before.history {
            // It has remembered by itself.
            return self;
        }
        let is_another = !Rc::ptr_eq(&self.text, &before.text) && self.text != before.text;
        let offers =
            self.note != before.note && self.note.as_ref().is_some_and(|note| note.way == Some(Way::Undo));
        if !is_another && !offers {
            return self;
        }
        let joins = joins.then(|| before.acts_at_seconds());
        let words = words(&self);
        self.with_change(words, before.earlier(), before, joins)
    }

    /// This page, which a change has made of `before`; it leads back to that moment.
    pub(super) fn with_change(
        mut self,
        words: String,
        to: Rc<Earlier>,
        before: &State,
        joins: Option<u64>,
    ) -> State {
        let is_of_drafts = self.draft.text != before.draft.text
            || self.definition != before.definition
            || self.drafts != before.drafts;
        self.history = before.history.with(Change { words: words.into(), to, is_of_drafts, joins });
        // A note of an earlier change would lead back to before this one.
        if self.note == before.note && self.note.as_ref().is_some_and(|note| note.way.is_some()) {
            self.note = None;
        }
        self
    }

    /// The document before the last change.
    pub(super) fn undone(&self) -> State {
        let mut back = (*self.history.back).clone();
        let Some(change) = back.pop() else { return self.clone() };
        let mut ahead = (*self.history.ahead).clone();
        ahead.push(Change { to: self.earlier(), ..change.clone() });
        self.gone(&change, History { back: Rc::new(back), ahead: Rc::new(ahead) }, Way::Redo)
    }

    /// The document behind the change that was undone last.
    pub(super) fn redone(&self) -> State {
        let mut ahead = (*self.history.ahead).clone();
        let Some(change) = ahead.pop() else { return self.clone() };
        let mut back = (*self.history.back).clone();
        back.push(Change { to: self.earlier(), ..change.clone() });
        self.gone(&change, History { back: Rc::new(back), ahead: Rc::new(ahead) }, Way::Undo)
    }

    /// What was undone or done again is run if the scenario is another.
    fn gone(&self, change: &Change, history: History, way: Way) -> State {
        let mut state = self.back_to(&change.to, change.is_of_drafts);
        let done = if way == Way::Redo { "Undone" } else { "Done again" };
        state.note = Some(Note { text: format!("{done}: {}.", change.words).into(), way: Some(way) });
        state.history = history;
        if state.text == self.text { state } else { again(self, state) }
    }
}
