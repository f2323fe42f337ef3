//! Everything that the page knows, at one moment.

use super::outline::Outline;
use super::shared::Shared;
use crate::player::{Parcel, Verdict};
use ecs_core::finding::Finding;
use ecs_core::report::Snapshot;
use ecs_workshop::gallery;
use ecs_workshop::link::Fingerprint;
use std::rc::Rc;

/// The page's state. The text of the scenario is the source of truth; all else follows from it or
/// from what is looked at.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// The scenario.
    pub text: Rc<str>,
    /// Rises with every change of the text.
    pub text_number: u32,
    /// What the forms show of the text.
    pub outline: Shared<Outline>,
    /// What there is to say of the text.
    pub findings: Shared<Vec<Finding>>,
    /// Which task definition is in the box.
    pub definition: usize,
    /// What stands in the box.
    pub draft: Draft,
    /// The run that was asked for.
    pub run: Run,
    /// The run that is on the stage.
    pub shown: Option<Shared<Shown>>,
    /// What the inspector looks at.
    pub selection: Option<Selection>,
    /// The inspector's tab.
    pub tab: Tab,
    /// The dialog for links, where it is open.
    pub share: Option<Share>,
    /// Rises with every link that is asked for.
    pub share_number: u32,
    /// Something went wrong.
    pub alert: Option<Rc<str>>,
    /// Something worth reading.
    pub note: Option<Rc<str>>,
    /// What assistive technology says.
    pub announcement: Rc<str>,
}

/// The text in the box for the task definition. It is never lost, whatever it is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Draft {
    /// The text.
    pub text: Rc<str>,
    /// Rises with every change.
    pub number: u32,
    /// Whether somebody typed it: what comes out of the scenario need not go back into it.
    pub typed: bool,
    /// The judgement; none until there is one.
    pub verdict: Option<Shared<Verdict>>,
    /// What there was to say of the text that was judged last.
    pub findings: Shared<Vec<Finding>>,
}

/// The run that was asked for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Run {
    /// Rises with every run.
    pub number: u32,
    /// Whether the run begins as soon as the draft is judged.
    pub waits_for_draft: bool,
    /// Whether it goes on.
    pub going: bool,
    /// Tasks started so far.
    pub started: usize,
    /// What the maker of a link saw.
    pub expected: Option<Fingerprint>,
}

/// A run on the stage.
#[derive(Clone, Debug, PartialEq)]
pub struct Shown {
    /// Its number.
    pub number: u32,
    /// The scenario that was run.
    pub text: Rc<str>,
    /// The state at the end of its timeline.
    pub snapshot: Snapshot,
}

/// What the inspector looks at, by number in the snapshot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Selection {
    /// A task.
    Task(usize),
    /// A container instance.
    Instance(usize),
    /// A service.
    Service(usize),
}

/// A tab of the inspector.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tab {
    /// What happened.
    Events,
    /// What is selected.
    Details,
}

/// The dialog for links.
#[derive(Clone, Debug, PartialEq)]
pub struct Share {
    /// Whether secrets are replaced by placeholders.
    pub redact: bool,
    /// The link; none until it is made.
    pub parcel: Option<Shared<Result<Parcel, Vec<Finding>>>>,
}

impl State {
    /// The page before anything has happened: the first scenario of the gallery, not yet run.
    pub fn new() -> State {
        let blank = State {
            text: "".into(),
            text_number: 0,
            outline: Shared::default(),
            findings: Shared::default(),
            definition: 0,
            draft: Draft::default(),
            run: Run::default(),
            shown: None,
            selection: None,
            tab: Tab::Events,
            share: None,
            share_number: 0,
            alert: None,
            note: None,
            announcement: "".into(),
        };
        blank.with_document(gallery::ENTRIES[0].text.into())
    }

    /// This page with another scenario.
    pub(super) fn with_document(&self, text: Rc<str>) -> State {
        let mut state = self.with_text(text);
        state.findings = Shared::default();
        state.with_definition(0)
    }

    /// This page with the scenario's text edited.
    pub(super) fn with_text(&self, text: Rc<str>) -> State {
        let outline = Shared::new(Outline::read(&text));
        State { text, text_number: self.text_number + 1, outline, ..self.clone() }
    }

    /// This page with another task definition in the box.
    pub(super) fn with_definition(&self, number: usize) -> State {
        let text = self.outline.definitions.get(number).map_or("", |row| row.text.as_str());
        let number_of_draft = self.draft.number + 1;
        let draft = Draft { text: text.into(), number: number_of_draft, ..Draft::default() };
        State { definition: number, draft, ..self.clone() }
    }

    /// Whether the scenario has changed since the run on the stage.
    pub fn is_stale(&self) -> bool {
        self.shown.as_ref().is_some_and(|shown| !self.run.going && shown.text != self.text)
    }

    /// Whether the text in the box cannot be used, so that the scenario holds an older one.
    pub fn draft_is_unusable(&self) -> bool {
        self.draft.typed && self.draft.verdict.as_ref().is_some_and(|verdict| !verdict.usable)
    }
}

impl Default for State {
    fn default() -> Self {
        State::new()
    }
}
