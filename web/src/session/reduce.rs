//! What an action makes of the state: a pure function.

use super::act::Step;
use super::axis::Zoom;
use super::chart::Counts;
use super::clock::moment_in_words;
use super::contrast::Contrary;
use super::cost::Cost;
use super::draft::Wish;
use super::edit::{Edit, edit};
use super::form::{Change, change};
use super::inspection::Inspection;
use super::journal::{Read, Reading};
use super::look::{ColourBy, Look, Picture};
use super::outline::{counted, grouped};
use super::parts::allow;
use super::paths::permit;
use super::run_task::RunTask;
use super::shared::Shared;
use super::state::{Note, Section, Selection, Share, Shown, State, Tab, View};
use super::timeline::{move_action, remove_action, start_task};
use super::transport::Move;
use crate::player::{Reply, Subject};
use ecs_core::finding::{Finding, Severity};
use ecs_core::json::EditError;
use ecs_core::report::{MissingPermission, PermissionReport, Snapshot};
use ecs_core::validate::subject_of;
use ecs_core::{DocumentKind, ENGINE_VERSION, SimTime};
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
    /// Another text stands in the box for the scenario.
    TypeScenario(Rc<str>),
    /// The scenario's last text that was JSON takes the place of the one that is none.
    ReadAgain,
    /// A template takes the place of what stands in the box.
    StartFrom(&'static str),
    /// The draft in the box goes.
    Discard,
    /// The form of the task definition was used.
    Fill(Change),
    /// Another task definition goes into the box.
    ChooseDefinition(usize),
    /// A form was used.
    Edit(Edit),
    /// A run of the scenario as it is registered is asked for.
    Run,
    /// The draft is to be registered.
    Register(Wish),
    /// The main button: registers and deploys the draft, or runs where there is none.
    Proceed,
    /// The note's button: back to the moment that it names.
    Undo,
    /// The core answers.
    Reply(Reply),
    /// The worker with the core has broken down, saying this.
    CoreDied {
        /// What it said.
        message: String,
        /// Whether the run is to be repeated: not where that has broken the next worker.
        again: bool,
    },
    /// Something is looked at.
    Select(Selection),
    /// A task is looked at, by its id: its number is another as soon as one before it stops.
    SelectTask(String),
    /// Why the next task of a service stands where it would, or has no place. By its number.
    AskWhy(usize),
    /// A rule is added to a security group: an entry of its `IpPermissions`, and the same in words.
    Permit(PermissionReport),
    /// A role is allowed what it is denied.
    Allow(MissingPermission),
    /// The network modes of what stands in the box are compared, with copies counted on that instance type.
    CompareModes(Option<Rc<str>>),
    /// The comparison is closed.
    CloseModes,
    /// Something is done with the comparison with another scenario.
    Contrast(Contrary),
    /// The lines of what the run costs are shown, or are not.
    ShowCost(bool),
    /// The service whose next task an instance is asked about, by name.
    AskAbout(Rc<str>),
    /// A task of a definition is started on an instance: `family:revision`, and the instance's short form.
    StartTask(String, String),
    /// A RunTask call of the definition of that number is to be written.
    OpenRunTask(usize),
    /// It is not to be made.
    CloseRunTask,
    /// The call that was written becomes an action of the timeline.
    RunTask,
    /// Something is done with the action of the timeline that is being written.
    Act(Step),
    /// Something is done with the event log.
    Read(Read),
    /// The targets of a target group are listed, by its name; or of none.
    ListTargets(Option<Rc<str>>),
    /// A move in the time of the run.
    Time(Move),
    /// An action of the timeline gets another second, as it was typed.
    MoveAction(usize, String),
    /// An action of the timeline goes.
    RemoveAction(usize),
    /// The stage shows another view.
    ShowPicture(Picture),
    /// The colours of instances mean something else.
    ColourBy(ColourBy),
    /// The track and the charts show another part of the run's time.
    Zoom(Zoom),
    /// The charts are folded away, or are not.
    FoldCharts(bool),
    /// A tab of the inspector is opened.
    ShowTab(Tab),
    /// A tab of the left panel is opened.
    ShowSection(Section),
    /// The task definition is looked at in another way.
    ShowView(View),
    /// The dialog for links is opened.
    OpenShare,
    /// Whether secrets are replaced in the link.
    Redact(bool),
    /// The dialog for links is closed.
    CloseShare,
    /// The rule with that code is to be explained.
    ShowRule(&'static str),
    /// The explanation is closed.
    CloseRule,
    /// The alert was read.
    DismissAlert,
    /// The note was read.
    DismissNote,
}

/// The state after the action.
pub fn reduce(state: &State, action: Action) -> State {
    act(state, action)
        .asking()
        .counting()
        .tracing()
        .examining()
        .reading_log()
        .inspecting()
        .listing()
        .costing()
}

fn act(state: &State, action: Action) -> State {
    match action {
        Action::Open(text) => start(open(state, text.into()), None),
        Action::OpenLink(link) => open_link(state, link),
        Action::BrokenLink(why) => {
            let alert = format!("The link could not be opened: {}.", why.trim_end_matches('.'));
            State { alert: Some(alert.into()), ..state.clone() }
        }
        Action::Type(text) => state.with_typed(text),
        Action::TypeScenario(text) => state.with_typed_scenario(text),
        Action::ReadAgain => state.with_last_readable(),
        Action::StartFrom(text) => {
            let note = state.draft.typed.then(|| Note {
                text: format!("The template has replaced the draft of {}.", state.draft.name).into(),
                undo: Some(state.earlier()),
            });
            State { note: note.or(state.note.clone()), ..state.with_typed(text.into()) }
        }
        Action::Discard if state.draft.typed => {
            let note = Note {
                text: format!("The draft of {} is discarded.", state.draft.name).into(),
                undo: Some(state.earlier()),
            };
            State { note: Some(note), ..state.without_draft() }
        }
        Action::Discard => state.clone(),
        Action::Fill(filled) => match change(&state.draft.text, &filled) {
            Ok(text) if *text == *state.draft.text => state.clone(),
            Ok(text) => reduce(state, Action::Type(text.into())),
            Err(error) => unchanged(state, error),
        },
        Action::ChooseDefinition(number) => state.with_definition(number),
        Action::Edit(change) if change.is_of_the_call() => match &state.run_task {
            Some(call) => written(state, call.edited(&state.outline, &change)),
            None => state.clone(),
        },
        Action::Edit(change) => match edit(&state.text, &state.outline, &change) {
            Ok(text) => {
                let undo = Some(state.earlier());
                let taken = change.takes_away(&state.outline);
                let note = taken.map(|sentence| Note { text: sentence.into(), undo });
                State { note: note.or(state.note.clone()), ..state.with_text(text.into()) }
            }
            Err(error) => unchanged(state, error),
        },
        Action::Run => start(State { note: None, ..state.clone() }, None),
        Action::Register(wish) => register(state, wish),
        Action::Proceed if state.draft.typed => register(state, Wish::Deploy),
        Action::Proceed => reduce(state, Action::Run),
        Action::Undo => undo(state),
        Action::Reply(reply) => answer(state, reply),
        Action::CoreDied { message, again } => core_died(state, &message, again),
        // Somebody who reads details goes on to those of the next thing, and so with its network.
        Action::Select(selection) => {
            let tab = if state.tab == Tab::Events { Tab::Why } else { state.tab };
            state.with_selection(selection, tab)
        }
        Action::SelectTask(id) => select_task(state, &id),
        Action::AskWhy(service) => state.with_selection(Selection::Service(service), Tab::Why),
        Action::Permit(rule) => permitted(state, &rule),
        Action::Allow(missing) => allowed(state, &missing),
        Action::CompareModes(instance_type) => state.comparing(instance_type),
        Action::CloseModes => State { comparison: None, ..state.clone() },
        Action::Contrast(step) => state.contrasted(step),
        Action::ShowCost(is_open) => State { cost: Cost { is_open, ..state.cost.clone() }, ..state.clone() },
        Action::AskAbout(service) => {
            let mut state = state.clone();
            state.why.service = Some(service);
            state
        }
        // What takes it back stands beside it in the list of actions.
        Action::StartTask(definition, instance) => {
            let at = state.acts_at_seconds();
            acting(amend(state, start_task(&state.text, &definition, &instance, at), None), at)
        }
        Action::OpenRunTask(definition) => {
            written(state, RunTask::open(&state.text, &state.outline, definition, state.acts_at_seconds()))
        }
        Action::CloseRunTask => State { run_task: None, ..state.clone() },
        Action::RunTask => run_task(state),
        Action::Act(step) => state.with_step(step),
        Action::Read(read) => state.read(read),
        Action::ListTargets(group) => state.with_targets_of(group),
        Action::Time(to) => state.moved(to),
        Action::MoveAction(number, typed) => moved_action(state, number, &typed),
        Action::RemoveAction(number) => removed_action(state, number),
        Action::ShowPicture(picture) => looking(state, |look| look.picture = picture),
        Action::ColourBy(colour_by) => looking(state, |look| look.colour_by = colour_by),
        Action::Zoom(zoom) => looking(state, |look| look.zoom = zoom),
        Action::FoldCharts(folds_charts) => looking(state, |look| look.folds_charts = folds_charts),
        Action::ShowTab(tab) => State { tab, ..state.clone() },
        Action::ShowSection(section) => State { section, ..state.clone() },
        Action::ShowView(view) => State { view, ..state.clone() },
        Action::OpenShare => share(state, true),
        Action::Redact(redact) => share(state, redact),
        Action::CloseShare => State { share: None, ..state.clone() },
        Action::ShowRule(code) => State { rule: Some(code), ..state.clone() },
        Action::CloseRule => State { rule: None, ..state.clone() },
        Action::DismissAlert => State { alert: None, ..state.clone() },
        Action::DismissNote => State { note: None, ..state.clone() },
    }
}

/// The texts are the page's own: nothing of them is lost with a worker.
fn core_died(state: &State, message: &str, again_now: bool) -> State {
    let next = if again_now {
        "It has been started again, and the run is repeated"
    } else {
        "It stopped again when the run was repeated: change the set-up and press Run"
    };
    let alert = format!(
        "The simulator has stopped because of a mistake of ours. {next}; your texts are as they were. A report with this message helps to mend it: {message}"
    );
    let state = State { alert: Some(alert.into()), ..state.clone() };
    if again_now {
        return again(&state, state.clone());
    }
    let mut state = state;
    state.run.going = false;
    state
}

/// The run is looked at in another way.
fn looking(state: &State, change: impl FnOnce(&mut Look)) -> State {
    let mut state = state.clone();
    change(&mut state.look);
    state
}

fn select_task(state: &State, id: &str) -> State {
    let mut tasks = state.shown.iter().flat_map(|shown| &shown.snapshot.tasks);
    match tasks.position(|task| task.id == id) {
        Some(number) => act(state, Action::Select(Selection::Task(number))),
        None => state.clone(),
    }
}

pub(super) fn unchanged(state: &State, error: EditError) -> State {
    State { alert: Some(format!("This could not be changed: {error}.").into()), ..state.clone() }
}

/// The call that is being written is another.
fn written(state: &State, call: Result<RunTask, EditError>) -> State {
    match call {
        Ok(call) => {
            let run_task_number = state.run_task_number + 1;
            State { run_task: Some(call), run_task_number, ..state.clone() }
        }
        Err(error) => unchanged(state, error),
    }
}

/// The call is made.
fn run_task(state: &State) -> State {
    let Some(call) = &state.run_task else { return state.clone() };
    let note = Note {
        text: format!("Added to the timeline: {}.", call.words()).into(),
        undo: Some(state.earlier()),
    };
    let at = call.row.at_seconds.parse().unwrap_or_default();
    acting(amend(state, Ok(call.text.to_string()), Some(note)), at)
}

fn removed_action(state: &State, number: usize) -> State {
    let words = state.outline.actions.get(number).map_or("", |row| row.words.as_str());
    let note =
        Note { text: format!("Removed from the timeline: {words}.").into(), undo: Some(state.earlier()) };
    amend(state, remove_action(&state.text, number), Some(note))
}

/// An action gets another second. Several moves of one action are undone in one go.
fn moved_action(state: &State, number: usize, typed: &str) -> State {
    let Some(row) = state.outline.actions.get(number).filter(|row| row.at_seconds != typed) else {
        return state.clone();
    };
    let undo = state.note.as_ref().and_then(|note| note.undo.as_ref());
    let first = state
        .transport
        .moved
        .as_ref()
        .filter(|(moved, before)| *moved == number && undo.is_some_and(|undo| Rc::ptr_eq(undo, before)));
    let before = first.map_or_else(|| state.earlier(), |(_, before)| before.clone());
    let text = format!("Moved to second {typed}: {}.", row.words);
    let note = Note { text: text.into(), undo: Some(before.clone()) };
    let mut state = amend(state, move_action(&state.text, number, typed), Some(note));
    state.transport.moved = Some((number, before));
    state
}

/// The playhead goes along to the second at which somebody acts, so that it is seen what comes of it.
pub(super) fn acting(mut state: State, at_seconds: u64) -> State {
    let at = SimTime::from_seconds(at_seconds);
    state.run.picture_at = state.run.picture_at.map(|stays| stays.max(at));
    state
}

/// A security group has one more rule, and what that changes is run.
fn permitted(state: &State, rule: &PermissionReport) -> State {
    let Some(group) = &rule.group_id else { return state.clone() };
    let note =
        Note { text: format!("Added to {group}: {}.", rule.sentence).into(), undo: Some(state.earlier()) };
    amend(state, permit(&state.text, group, &rule.ip_permission), Some(note))
}

/// A role has one more policy, and what that changes is run.
fn allowed(state: &State, missing: &MissingPermission) -> State {
    let note = Note { text: format!("Added: {}.", missing.sentence).into(), undo: Some(state.earlier()) };
    amend(state, allow(&state.text, missing), Some(note))
}

/// The scenario is another, and is run.
pub(super) fn amend(state: &State, amended: Result<String, EditError>, note: Option<Note>) -> State {
    match amended {
        Ok(text) => again(state, State { note, ..state.with_text(text.into()) }),
        Err(error) => unchanged(state, error),
    }
}

/// The scenario is run again as it is in `after`, and the playhead stays where it is in `before`.
fn again(before: &State, after: State) -> State {
    let mut state = start(after, None);
    state.run.picture_at = before.stays_at();
    state
}

fn start(mut state: State, expected: Option<Fingerprint>) -> State {
    state.run.number += 1;
    state.wish = None;
    state.run.going = true;
    state.run.started = 0;
    state.run.expected = expected;
    state.run.picture_at = expected.map(|seen| SimTime::from_seconds(seen.at_seconds));
    state.announcement = "".into();
    state
}

/// Another scenario takes the place of this one; the note leads back to what somebody worked on.
fn open(state: &State, text: Rc<str>) -> State {
    let opened = State { alert: None, note: None, ..state.with_document(text) };
    if !state.is_worked_on() {
        return opened;
    }
    let name = if opened.outline.name.is_empty() { "The scenario" } else { opened.outline.name.as_str() };
    let note =
        Note { text: format!("{name} has replaced what was here.").into(), undo: Some(state.earlier()) };
    State { note: Some(note), ..opened }
}

/// What was undone or done again is run if the scenario is another.
fn undo(state: &State) -> State {
    let Some(earlier) = state.note.as_ref().and_then(|note| note.undo.clone()) else { return state.clone() };
    let back = state.back_to(&earlier);
    if back.text == state.text { back } else { again(state, back) }
}

/// What stands in the box is registered once it is judged.
fn register(state: &State, wish: Wish) -> State {
    if !state.draft.typed {
        return state.clone();
    }
    let mut state = State { note: None, announcement: "".into(), ..state.clone() };
    match &state.draft.verdict {
        None => {
            state.wish = Some(wish);
            state
        }
        Some(verdict) if verdict.usable => registered(&state, wish),
        Some(_) => refuse(state),
    }
}

fn registered(state: &State, wish: Wish) -> State {
    let registered = state.with_registered(wish);
    let went_wrong = registered.text == state.text;
    if wish == Wish::Register || went_wrong { registered } else { start(registered, None) }
}

fn refuse(mut state: State) -> State {
    state.wish = None;
    let problems = counted(state.draft.errors() as u64, "problem");
    state.announcement = format!("Not registered: the draft of {} has {problems}.", state.draft.name).into();
    state
}

fn share(state: &State, redact: bool) -> State {
    let share = Some(Share { redact, parcel: None });
    State { share, share_number: state.share_number + 1, ..state.clone() }
}

fn open_link(state: &State, link: Decoded) -> State {
    if subject_of(&link.scenario).is_none_or(|(kind, _)| kind != DocumentKind::Scenario) {
        return reduce(state, Action::BrokenLink("it holds no scenario".to_owned()));
    }
    start(open(state, link.scenario.into()), link.fingerprint)
}

fn answer(state: &State, reply: Reply) -> State {
    match reply {
        Reply::Validated { number, subject: Subject::Draft, verdict } if number == state.draft.number => {
            grant(state, state.with_verdict(verdict))
        }
        Reply::Validated { number, subject: Subject::Document, verdict } if number == state.text_number => {
            State { findings: Shared::new(verdict.findings), ..state.clone() }
        }
        Reply::Validated { number, subject: Subject::Call, verdict } if number == state.run_task_number => {
            let run_task = state.run_task.as_ref().map(|call| call.judged(verdict.findings.clone()));
            let act = state.act.as_ref().map(|act| act.judged(verdict.findings));
            State { run_task, act, ..state.clone() }
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
        Reply::Charted { number, course } if number == state.run.number => {
            let mut state = state.clone();
            if let Some(shown) = state.shown.as_ref().filter(|shown| shown.number == number) {
                let shown = Shown { course: Shared::new(*course), ..(**shown).clone() };
                state.shown = Some(Shared::new(shown));
            }
            state
        }
        Reply::Sought { run, at, events, snapshot } if state.is_on_stage(run) => {
            state.with_picture(at, events, snapshot.map(|snapshot| *snapshot))
        }
        other => answer_to_question(state, other),
    }
}

/// The answer to a question about the run on the stage, or about texts.
fn answer_to_question(state: &State, reply: Reply) -> State {
    match reply {
        Reply::Counted { number, series, load, health } if number == state.counts.number => {
            let (series, load, health) = (Shared::new(*series), Shared::new(*load), Shared::new(*health));
            let counts = Counts { series, load, health, ..state.counts.clone() };
            State { counts, ..state.clone() }
        }
        Reply::Targets { number, list } if number == state.targets.number => {
            state.with_list(list.map(|list| *list))
        }
        Reply::Journal { number, page } if number == state.reading.number => {
            let reading = Reading { page: Some(Shared::new(*page)), ..state.reading.clone() };
            State { reading, ..state.clone() }
        }
        Reply::Inspected { number, task } if number == state.inspection.number => {
            let answer = Some(Shared::new(task.map(|task| *task)));
            State { inspection: Inspection { answer, ..state.inspection.clone() }, ..state.clone() }
        }
        Reply::Shared { number, parcel } if number == state.share_number => {
            let mut state = state.clone();
            if let Some(share) = &mut state.share {
                share.parcel = Some(Shared::new(parcel.map_err(|faults| faults.0)));
            }
            state
        }
        Reply::Explained { number, explanation } if number == state.why.number => {
            let mut state = state.clone();
            state.why.answer = Some(Shared::new(explanation.map(|explanation| *explanation)));
            state
        }
        Reply::Traced { number, reports } if number == state.paths.number => {
            let mut state = state.clone();
            state.paths.answer = Some(Shared::new(reports));
            state
        }
        Reply::Examined { number, parts } if number == state.parts.number => {
            let mut state = state.clone();
            state.parts.answer = Some(Shared::new(parts.map(|parts| *parts)));
            state
        }
        Reply::Compared { number, compared } if number == state.comparison_number => {
            let mut state = state.clone();
            if let Some(comparison) = &mut state.comparison {
                comparison.answer = Some(Shared::new(compared));
            }
            state
        }
        Reply::Costed { number, cost } if number == state.cost.number => {
            let answer = Some(Shared::new(*cost));
            State { cost: Cost { answer, ..state.cost.clone() }, ..state.clone() }
        }
        Reply::Contrasted { number, contrast } if number == state.contrast_number => {
            let mut state = state.clone();
            if let Some(contrasting) = &mut state.contrasting {
                contrasting.answer = Some(Shared::new(contrast.map(|contrast| *contrast)));
            }
            state
        }
        // An answer to a question that is no longer asked.
        Reply::Validated { .. }
        | Reply::Refused { .. }
        | Reply::Advanced { .. }
        | Reply::Reached { .. }
        | Reply::Charted { .. }
        | Reply::Sought { .. }
        | Reply::Counted { .. }
        | Reply::Targets { .. }
        // The player's own.
        | Reply::Pong
        | Reply::Journal { .. }
        | Reply::Inspected { .. }
        | Reply::Shared { .. }
        | Reply::Explained { .. }
        | Reply::Traced { .. }
        | Reply::Examined { .. }
        | Reply::Compared { .. }
        | Reply::Costed { .. }
        | Reply::Contrasted { .. } => state.clone(),
    }
}

/// What was asked for while the draft was being judged happens now.
fn grant(before: &State, judged: State) -> State {
    let Some(wish) = before.wish else { return judged };
    if judged.text_number != before.text_number {
        // A pasted scenario has come: there is nothing to register.
        return if wish == Wish::Deploy { start(judged, None) } else { judged };
    }
    match &judged.draft.verdict {
        Some(verdict) if verdict.usable => registered(&judged, wish),
        _ => refuse(judged),
    }
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
    // What somebody can go back to stays.
    let undo = state.note.take().filter(|before| before.undo.is_some());
    state.note = Some(match undo {
        Some(before) => Note { text: format!("{} {note}", before.text).into(), undo: before.undo },
        None => Note { text: note.into(), undo: None },
    });
    state
}

fn show(mut state: State, snapshot: Snapshot) -> State {
    state.run.going = false;
    state.transport.arrive(snapshot.at);
    state.announcement = finished(&snapshot).into();
    let picture = Shown {
        number: state.run.number,
        text: state.text.clone(),
        opened: state.opened.clone(),
        course: Shared::default(),
        events: None,
        snapshot,
    };
    state.showing(picture)
}

fn finished(snapshot: &Snapshot) -> String {
    let tasks = snapshot.tasks.len() as u64;
    let waiting = snapshot.services.iter().filter_map(|service| service.waiting.as_ref());
    let waiting: u64 = waiting.map(|waiting| u64::from(waiting.count)).sum();
    let when = if snapshot.at < snapshot.duration {
        format!(", {}", moment_in_words(snapshot.at).to_lowercase())
    } else {
        String::new()
    };
    format!("Run finished: {} of {} placed{when}.", grouped(tasks), counted(tasks + waiting, "task"))
}

/// Findings because of which there is no run.
pub fn errors(findings: &[Finding]) -> impl Iterator<Item = &Finding> {
    findings.iter().filter(|finding| finding.severity == Severity::Error)
}
