//! Everything that the page knows, at one moment.

use super::act::Act;
use super::chart::Counts;
use super::comparison::Comparison;
use super::contrast::{Contrasting, Parting};
use super::cost::Cost;
use super::draft::{Draft, Wish};
use super::foresight::Forecast;
use super::history::{History, Way};
use super::inspection::Inspection;
use super::journal::Reading;
use super::look::Look;
use super::outline::Outline;
use super::parts::Parts;
use super::paths::Paths;
use super::run_task::RunTask;
use super::shared::Shared;
use super::standing::{Basis, Deeds, Standing};
use super::story::Telling;
use super::targets::Targets;
use super::transport::Transport;
use super::why::Why;
use crate::player::Parcel;
use ecs_core::SimTime;
use ecs_core::finding::Finding;
use ecs_core::report::{Course, Snapshot};
use ecs_workshop::gallery;
use ecs_workshop::link::Fingerprint;
use std::collections::BTreeMap;
use std::rc::Rc;

/// The page's state. The text of the scenario is the source of truth; all else follows from it or
/// from what is looked at.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// The scenario.
    pub text: Rc<str>,
    /// Rises with every change of the text.
    pub text_number: u32,
    /// Where the text is no JSON, the last one that was: the forms show that one.
    pub readable: Option<Rc<str>>,
    /// The scenario as it was opened, before anybody worked on it.
    pub opened: Rc<str>,
    /// The scenario that can be found again without this page: as the gallery has it, or the link that was opened or
    /// made last.
    pub(super) findable: Rc<str>,
    /// What the forms show: the scenario as it stands where somebody acts.
    pub outline: Shared<Outline>,
    /// That, where it is not the scenario as it begins.
    pub(super) standing: Option<Shared<Standing>>,
    /// What it was worked out from.
    pub(super) basis: Basis,
    /// The calls of the timeline that change it.
    pub(super) deeds: Shared<Deeds>,
    /// The way back.
    pub history: History,
    /// What there is to say of the text.
    pub findings: Shared<Vec<Finding>>,
    /// Which task definition is in the box.
    pub definition: usize,
    /// What stands in the box.
    pub draft: Draft,
    /// The drafts of other definitions, by number of the one that each was made from.
    pub drafts: BTreeMap<usize, Draft>,
    /// What is to be done with the draft as soon as it is judged.
    pub wish: Option<Wish>,
    /// The tab of the left panel.
    pub section: Section,
    /// How the task definition is looked at.
    pub view: View,
    /// The run that was asked for.
    pub run: Run,
    /// The run that is on the stage.
    pub shown: Option<Shared<Shown>>,
    /// Where in its time the page stands.
    pub transport: Transport,
    /// What is counted over its time.
    pub counts: Counts,
    /// What it has cost.
    pub cost: Cost,
    /// The page of the event log.
    pub reading: Reading,
    /// The page of the story of scaling.
    pub telling: Telling,
    /// The target group whose targets are listed.
    pub targets: Targets,
    /// The task that is looked at in details.
    pub inspection: Inspection,
    /// How it is looked at.
    pub look: Look,
    /// What the inspector looks at.
    pub selection: Option<Selection>,
    /// The inspector's tab.
    pub tab: Tab,
    /// What the inspector asks about a decision.
    pub why: Why,
    /// What the inspector asks about the network.
    pub paths: Paths,
    /// What the inspector asks about a task's roles and volumes.
    pub parts: Parts,
    /// The comparison of network modes, where it is open.
    pub comparison: Option<Comparison>,
    /// Rises with every comparison that is asked for.
    pub comparison_number: u32,
    /// What the scenario is held against, where that is open.
    pub contrasting: Option<Contrasting>,
    /// Rises with every such comparison that is asked for.
    pub contrast_number: u32,
    /// Where two runs that were held against each other part.
    pub parting: Option<Parting>,
    /// The copy of a scenario that somebody kept to hold others against.
    pub kept: Option<Rc<str>>,
    /// The dialog for links, where it is open.
    pub share: Option<Share>,
    /// Rises with every link that is asked for.
    pub share_number: u32,
    /// The RunTask call that is being written.
    pub run_task: Option<RunTask>,
    /// The action of the timeline that is being written.
    pub act: Option<Act>,
    /// Rises with every change of either.
    pub run_task_number: u32,
    /// Where that action leads.
    pub forecast: Forecast,
    /// The code of the rule that is explained.
    pub rule: Option<&'static str>,
    /// Something went wrong.
    pub alert: Option<Rc<str>>,
    /// Something worth reading.
    pub note: Option<Note>,
    /// What assistive technology says.
    pub announcement: Rc<str>,
}

/// Something worth reading.
#[derive(Clone, Debug, PartialEq)]
pub struct Note {
    /// The words.
    pub text: Rc<str>,
    /// Where its button leads.
    pub way: Option<Way>,
}

impl Note {
    /// What was done and can be undone.
    pub(super) fn undoable(text: impl Into<Rc<str>>) -> Note {
        Note { text: text.into(), way: Some(Way::Undo) }
    }
}

/// A tab of the left panel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    /// Task definitions.
    Task,
    /// Services.
    Service,
    /// Container instances.
    Cluster,
    /// The VPC and load balancers.
    Network,
    /// The scenario's text.
    Json,
}

/// A way to look at the task definition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    /// As a form.
    Form,
    /// As a text.
    Json,
    /// Side by side, where there is room.
    Both,
}

/// The run that was asked for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Run {
    /// Rises with every run.
    pub number: u32,
    /// Whether it goes on.
    pub going: bool,
    /// How far it is, and how far it is to go; none before it has taken long enough to say so.
    pub progress: Option<(SimTime, SimTime)>,
    /// What the maker of a link saw.
    pub expected: Option<Fingerprint>,
    /// Where the playhead is to stand in it; at its end where none.
    pub picture_at: Option<SimTime>,
}

/// A run on the stage.
#[derive(Clone, Debug, PartialEq)]
pub struct Shown {
    /// Its number.
    pub number: u32,
    /// The scenario that was run.
    pub text: Rc<str>,
    /// What that scenario was opened as.
    pub(super) opened: Rc<str>,
    /// Where something happens in it.
    pub course: Shared<Course>,
    /// Events of the run up to the picture, where that is known.
    pub(super) events: Option<u64>,
    /// The picture: the state at one of its moments.
    pub snapshot: Snapshot,
}

impl Shown {
    /// Everything but the picture.
    pub(super) fn without_picture(&self) -> Shown {
        Shown {
            number: self.number,
            text: self.text.clone(),
            opened: self.opened.clone(),
            course: self.course.clone(),
            events: None,
            snapshot: Snapshot::default(),
        }
    }

    /// Whether nobody has gone anywhere else in it yet.
    pub fn is_fresh(&self) -> bool {
        self.events.is_none()
    }

    /// Events of the run up to the picture, where that is known.
    pub fn events(&self) -> Option<u64> {
        self.events
    }
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
    /// An Auto Scaling group.
    Group(usize),
}

/// A tab of the inspector.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tab {
    /// Why it stands where it does, and not elsewhere.
    Why,
    /// The way to it and out of it.
    Network,
    /// What happened.
    Events,
    /// How it was scaled.
    Scaling,
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
            readable: None,
            opened: "".into(),
            findable: "".into(),
            outline: Shared::default(),
            standing: None,
            basis: Basis::default(),
            deeds: Shared::default(),
            history: History::default(),
            findings: Shared::default(),
            definition: 0,
            draft: Draft::default(),
            drafts: BTreeMap::new(),
            wish: None,
            section: Section::Task,
            view: View::Form,
            run: Run::default(),
            shown: None,
            transport: Transport::default(),
            counts: Counts::default(),
            cost: Cost::default(),
            reading: Reading::default(),
            telling: Telling::default(),
            targets: Targets::default(),
            inspection: Inspection::default(),
            look: Look::default(),
            selection: None,
            tab: Tab::Events,
            why: Why::default(),
            paths: Paths::default(),
            parts: Parts::default(),
            comparison: None,
            comparison_number: 0,
            contrasting: None,
            contrast_number: 0,
            parting: None,
            kept: None,
            share: None,
            share_number: 0,
            run_task: None,
            act: None,
            run_task_number: 0,
            forecast: Forecast::default(),
            rule: None,
            alert: None,
            note: None,
            announcement: "".into(),
        };
        blank.with_document(gallery::ENTRIES[0].text.into()).with_text_findable()
    }

    /// This page, whose scenario can be found again without it.
    pub(super) fn with_text_findable(self) -> State {
        State { findable: self.text.clone(), ..self }
    }

    /// This page with another scenario.
    pub(super) fn with_document(&self, text: Rc<str>) -> State {
        let state = self.with_text(text.clone());
        State { findings: Shared::default(), opened: text, definition: 0, drafts: BTreeMap::new(), ..state }
            .without_draft()
    }

    /// This page with the scenario's text edited. Of one that is no JSON nothing is lost: the forms stay
    /// as they are. A call that was being written was one of the text before.
    pub(super) fn with_text(&self, text: Rc<str>) -> State {
        let (outline, readable) = match Outline::of(&text) {
            Some(outline) => (Shared::new(outline), None),
            None => (self.outline.clone(), self.readable.clone().or_else(|| Some(self.text.clone()))),
        };
        let (standing, deeds) = match readable {
            None => (None, Shared::new(Deeds::of(&outline))),
            Some(_) => (self.standing.clone(), self.deeds.clone()),
        };
        let text_number = self.text_number + 1;
        let basis = Basis::of_the_beginning(text_number);
        let edited = State {
            text,
            text_number,
            readable,
            outline,
            standing,
            basis,
            deeds,
            run_task: None,
            act: None,
            ..self.clone()
        };
        edited.stand()
    }

    /// Whether the scenario has changed since the run on the stage.
    pub fn is_stale(&self) -> bool {
        self.shown.as_ref().is_some_and(|shown| !self.run.going && !self.is_of_text(shown))
    }

    /// Mostly it is the same text, and then nothing of it is compared: this is asked with every picture.
    fn is_of_text(&self, shown: &Shown) -> bool {
        Rc::ptr_eq(&shown.text, &self.text) || shown.text == self.text
    }

    /// What happened when in the run on the stage, where that is a run of the text as it stands: another text has
    /// other actions at the same numbers.
    pub fn course_of_text(&self) -> Option<Shared<Course>> {
        self.shown.as_ref().filter(|shown| self.is_of_text(shown)).map(|shown| shown.course.clone())
    }

    /// Whether the run on the stage is the one of that number.
    pub(super) fn is_on_stage(&self, number: u32) -> bool {
        self.shown.as_ref().is_some_and(|shown| shown.number == number)
    }

    /// The run on the stage, unless it is of a scenario that was open before this one.
    pub fn shown_here(&self) -> Option<Shared<Shown>> {
        self.shown.clone().filter(|shown| Rc::ptr_eq(&shown.opened, &self.opened))
    }

    /// The names of the drafts that are not registered yet, and so neither run nor shared.
    pub fn unregistered(&self) -> Vec<String> {
        let aside = self.drafts.values().map(|draft| self.outline.name_of(draft));
        let in_the_box = self.draft.typed.then(|| self.draft.name.clone());
        let mut names: Vec<String> =
            in_the_box.into_iter().chain(aside).map(|name| name.to_string()).collect();
        names.dedup();
        names
    }
}

impl Default for State {
    fn default() -> Self {
        State::new()
    }
}
