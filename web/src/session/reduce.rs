//! What an action makes of the state: a pure function.

use super::apply::apply_definition;
use super::edit::{Edit, edit};
use super::form::{Change, change};
use super::outline::{counted, grouped};
use super::shared::Shared;
use super::state::{Draft, Selection, Share, Shown, State, Tab};
use crate::player::{Reply, Subject, Verdict};
use ecs_core::finding::{Finding, Severity};
use ecs_core::report::Snapshot;
use ecs_core::{DocumentKind, ENGINE_VERSION};
use ecs_workshop::link::{Decoded, Fingerprint};
use std::rc::Rc;

/// Something that happens to the page.
#[derive(Clone, Debug)]
pub enum Action {
    /// A scenario of the gallery is opened.
    Open(&'static str),
    /// A link is opened.
    OpenLink(Decoded),
    /// A link cannot be opened, and why.
    BrokenLink(String),
    /// Another text stands in the box for the task definition.
    Type(Rc<str>),
    /// The form of the task definition was used.
    Fill(Change),
    /// Another task definition goes into the box.
    ChooseDefinition(usize),
    /// A form was used.
    Edit(Edit),
    /// A run is asked for.
    Run,
    /// The core answers.
    Reply(Reply),
    /// Something is looked at.
    Select(Selection),
    /// A tab of the inspector is opened.
    ShowTab(Tab),
    /// The dialog for links is opened.
    OpenShare,
    /// Whether secrets are replaced in the link.
    Redact(bool),
    /// The dialog for links is closed.
    CloseShare,
    /// The alert was read.
    DismissAlert,
    /// The note was read.
    DismissNote,
}

/// The state after the action.
pub fn reduce(state: &State, action: Action) -> State {
    match action {
        Action::Open(text) => {
            let opened = State { note: None, alert: None, ..state.with_document(text.into()) };
            start(opened, None)
        }
        Action::OpenLink(link) => open_link(state, link),
        Action::BrokenLink(why) => {
            let alert = format!("The link could not be opened: {}.", why.trim_end_matches('.'));
            State { alert: Some(alert.into()), ..state.clone() }
        }
        Action::Type(text) => {
            // What was said of the text before stands until this one is judged: nothing flickers.
            let findings = state.draft.findings.clone();
            let draft = Draft { text, number: state.draft.number + 1, typed: true, verdict: None, findings };
            State { draft, ..state.clone() }
        }
        Action::Fill(filled) => match change(&state.draft.text, &filled) {
            Ok(text) if *text == *state.draft.text => state.clone(),
            Ok(text) => reduce(state, Action::Type(text.into())),
            Err(error) => {
                State { alert: Some(format!("This could not be changed: {error}.").into()), ..state.clone() }
            }
        },
        Action::ChooseDefinition(number) => state.with_definition(number),
        Action::Edit(change) => match edit(&state.text, &state.outline, &change) {
            Ok(text) => state.with_text(text.into()),
            Err(error) => {
                State { alert: Some(format!("This could not be changed: {error}.").into()), ..state.clone() }
            }
        },
        Action::Run => run(state),
        Action::Reply(reply) => answer(state, reply),
        Action::Select(selection) => State { selection: Some(selection), tab: Tab::Details, ..state.clone() },
        Action::ShowTab(tab) => State { tab, ..state.clone() },
        Action::OpenShare => share(state, true),
        Action::Redact(redact) => share(state, redact),
        Action::CloseShare => State { share: None, ..state.clone() },
        Action::DismissAlert => State { alert: None, ..state.clone() },
        Action::DismissNote => State { note: None, ..state.clone() },
    }
}

fn start(mut state: State, expected: Option<Fingerprint>) -> State {
    state.run.number += 1;
    state.run.waits_for_draft = false;
    state.run.going = true;
    state.run.started = 0;
    state.run.expected = expected;
    state.announcement = "".into();
    state
}

/// A run begins with what stands in the box, so it waits until that is judged.
fn run(state: &State) -> State {
    let mut state = State { note: None, ..state.clone() };
    if !state.draft.typed {
        return start(state, None);
    }
    match &state.draft.verdict {
        None => {
            state.run.waits_for_draft = true;
            state.announcement = "".into();
            state
        }
        Some(verdict) if verdict.usable => start(state, None),
        Some(_) => refuse(state),
    }
}

fn refuse(mut state: State) -> State {
    state.run.waits_for_draft = false;
    state.announcement = "Not run: the task definition cannot be used as it stands.".into();
    state
}

fn share(state: &State, redact: bool) -> State {
    let share = Some(Share { redact, parcel: None });
    State { share, share_number: state.share_number + 1, ..state.clone() }
}

fn open_link(state: &State, link: Decoded) -> State {
    if ecs_core::Document::read(&link.scenario).kind != Some(DocumentKind::Scenario) {
        return reduce(state, Action::BrokenLink("it holds no scenario".to_owned()));
    }
    let opened = State { alert: None, note: None, ..state.with_document(link.scenario.into()) };
    start(opened, link.fingerprint)
}

fn answer(state: &State, reply: Reply) -> State {
    match reply {
        Reply::Validated { number, subject: Subject::Draft, verdict } if number == state.draft.number => {
            judge(state, verdict)
        }
        Reply::Validated { number, subject: Subject::Document, verdict } if number == state.text_number => {
            State { findings: Shared::new(verdict.findings), ..state.clone() }
        }
        Reply::Refused { number, findings } if number == state.run.number => {
            let mut state = State { findings: Shared::new(findings), ..state.clone() };
            state.run.going = false;
            state.announcement = "Not run: the scenario has errors.".into();
            state
        }
        Reply::Advanced { number, started } if number == state.run.number => {
            let mut state = state.clone();
            state.run.started = started;
            state
        }
        Reply::Reached { number, snapshot, log_hash, at_the_end } if number == state.run.number => {
            let state = compare(state, &snapshot, log_hash);
            if at_the_end { show(state, *snapshot) } else { state }
        }
        Reply::Shared { number, parcel } if number == state.share_number => {
            let mut state = state.clone();
            if let Some(share) = &mut state.share {
                share.parcel = Some(Shared::new(parcel));
            }
            state
        }
        // An answer to a question that is no longer asked.
        Reply::Validated { .. }
        | Reply::Refused { .. }
        | Reply::Advanced { .. }
        | Reply::Reached { .. }
        | Reply::Shared { .. } => state.clone(),
    }
}

/// What was typed goes into the scenario if it can be used.
fn judge(state: &State, verdict: Verdict) -> State {
    let mut state = state.clone();
    state.draft.findings = Shared::new(verdict.findings.clone());
    let verdict = Shared::new(verdict);
    state.draft.verdict = Some(verdict.clone());
    if !state.draft.typed {
        return state;
    }
    if !verdict.usable {
        return if state.run.waits_for_draft { refuse(state) } else { state };
    }
    let waits = state.run.waits_for_draft;
    let raw = state.draft.text.get(verdict.range.start..verdict.range.end).unwrap_or_default().to_owned();
    let state = match verdict.kind {
        Some(DocumentKind::Scenario) => {
            let note = "The pasted scenario has replaced the one that was here.".into();
            State { note: Some(note), ..state.with_document(raw.into()) }
        }
        Some(DocumentKind::TaskDefinition) | None => {
            match apply_definition(&state.text, state.definition, &raw) {
                Ok(text) if *text == *state.text => state,
                Ok(text) => state.with_text(text.into()),
                Err(error) => {
                    let alert = format!("The task definition could not be put into the scenario: {error}.");
                    State { alert: Some(alert.into()), ..state }
                }
            }
        }
    };
    if waits { start(state, None) } else { state }
}

/// What the maker of a link saw, against what this run gives at the same moment.
fn compare(state: &State, snapshot: &Snapshot, log_hash: u64) -> State {
    let mut state = state.clone();
    let at_ms = |expected: &Fingerprint| expected.at_seconds.saturating_mul(1000);
    let behind_the_end =
        |expected: &Fingerprint| snapshot.at == snapshot.duration && at_ms(expected) > snapshot.at.as_ms();
    let here = |expected: &Fingerprint| at_ms(expected) == snapshot.at.as_ms() || behind_the_end(expected);
    let Some(expected) = state.run.expected.filter(here) else { return state };
    state.run.expected = None;
    let note = if behind_the_end(&expected) {
        "The link speaks of a moment behind the end of its scenario: it was changed, and cannot be compared."
            .to_owned()
    } else if expected.log_hash == log_hash && expected.engine_version == ENGINE_VERSION {
        format!("Replayed exactly: event log {}.", snapshot.log_hash)
    } else if expected.engine_version == ENGINE_VERSION {
        format!(
            "This run differs from the one that the link was made of, though the engine is the same: event log {} instead of {:016x}. Either the link was changed, or this is our bug.",
            snapshot.log_hash, expected.log_hash
        )
    } else {
        format!(
            "The link was made with engine version {}, and this page has version {ENGINE_VERSION}: the run may differ from the one that was shared.",
            expected.engine_version
        )
    };
    state.note = Some(note.into());
    state
}

fn show(mut state: State, snapshot: Snapshot) -> State {
    state.run.going = false;
    state.selection = state.selection.and_then(|selection| {
        let shown = state.shown.as_ref()?;
        same(selection, &shown.snapshot, &snapshot)
    });
    let tasks = snapshot.tasks.len() as u64;
    let waiting: u64 = snapshot
        .services
        .iter()
        .filter_map(|service| service.waiting.as_ref())
        .map(|w| u64::from(w.count))
        .sum();
    state.announcement =
        format!("Run finished: {} of {} placed.", grouped(tasks), counted(tasks + waiting, "task")).into();
    state.shown = Some(Shared::new(Shown { number: state.run.number, text: state.text.clone(), snapshot }));
    state
}

/// The selected thing in another run.
fn same(selection: Selection, old: &Snapshot, new: &Snapshot) -> Option<Selection> {
    match selection {
        Selection::Task(number) => {
            let id = &old.tasks.get(number)?.id;
            new.tasks.iter().position(|task| task.id == *id).map(Selection::Task)
        }
        Selection::Instance(number) => {
            let id = &old.instances.get(number)?.id;
            new.instances.iter().position(|instance| instance.id == *id).map(Selection::Instance)
        }
        Selection::Service(number) => {
            let name = &old.services.get(number)?.name;
            new.services.iter().position(|service| service.name == *name).map(Selection::Service)
        }
    }
}

/// Findings because of which there is no run.
pub fn errors(findings: &[Finding]) -> impl Iterator<Item = &Finding> {
    findings.iter().filter(|finding| finding.severity == Severity::Error)
}
