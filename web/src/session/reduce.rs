//! What an action makes of the state: a pure function.

use super::action::Action;
use super::amend::{
    acting, allowed, amend, branched, core_died, moved_action, permitted, removed_action, run_task, start,
    stopped, unchanged, written,
};
use super::answer::answer;
use super::cost::Cost;
use super::deed::{joins, words_of};
use super::draft::Wish;
use super::edit::{Edit, edit};
use super::form::change;
use super::look::Look;
use super::run_task::RunTask;
use super::state::{Note, Selection, Share, State, Tab};
use super::timeline::start_task;
use super::wish::register;
use ecs_core::DocumentKind;
use ecs_core::finding::{Finding, Severity};
use ecs_core::validate::subject_of;
use ecs_workshop::link::Decoded;
use std::rc::Rc;

/// The state after the action.
pub fn reduce(state: &State, action: Action) -> State {
    let (words, joins) = (words_of(state, &action), joins(&action));
    act(state, action)
        .remembering(state, words, joins)
        .standing()
        .asking()
        .counting()
        .tracing()
        .examining()
        .reading_log()
        .inspecting()
        .listing()
        .costing()
        .story_asked()
        .foreseeing()
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
            let words = || format!("The template has replaced the draft of {}.", state.draft.name);
            let note = state.draft.typed.then(|| Note::undoable(words()));
            State { note: note.or(state.note.clone()), ..state.with_typed(text.into()) }
        }
        Action::Discard if state.draft.typed => {
            let note = Note::undoable(format!("The draft of {} is discarded.", state.draft.name));
            State { note: Some(note), ..state.without_draft() }
        }
        Action::Discard => state.clone(),
        Action::OpenPasted => state.with_pasted_scenario(),
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
        Action::Edit(change) => edited(state, &change),
        Action::Run => start(State { note: None, ..state.clone() }, None),
        Action::StopRun => stopped(state),
        Action::Register(wish) => register(state, wish),
        Action::Proceed if state.draft.typed => register(state, Wish::Deploy),
        Action::Proceed => reduce(state, Action::Run),
        Action::Undo => state.undone(),
        Action::Redo => state.redone(),
        Action::Branch => branched(state),
        Action::Reply(reply) => answer(state, reply),
        Action::CoreDied { message, again } => core_died(state, &message, again),
        Action::Select(selection) => state.with_selection(selection, tab_of(selection, state.tab)),
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
            acting(
                amend(
                    state,
                    start_task(&state.text, &state.standing_text(), (&definition, &instance), at),
                    None,
                ),
                at,
            )
        }
        Action::SetTraffic(name, tenths_per_second) => state.with_traffic(&name, tenths_per_second),
        Action::OpenRunTask(definition) => {
            written(state, RunTask::open(&state.text, &state.outline, definition, state.acts_at_seconds()))
        }
        Action::CloseRunTask => State { run_task: None, ..state.clone() },
        Action::RunTask => run_task(state),
        Action::Act(step) => state.with_step(step),
        Action::Read(read) => state.read(read),
        Action::Tell(tell) => state.telling(tell),
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

/// Somebody who reads details goes on to those of the next thing, and so with its network.
fn tab_of(selection: Selection, open: Tab) -> Tab {
    match (selection, open) {
        // Nobody decides where a group goes, and it has no network of its own.
        (Selection::Group(_), Tab::Why | Tab::Network | Tab::Events) => Tab::Details,
        (_, Tab::Events) => Tab::Why,
        (_, tab) => tab,
    }
}

/// A form has changed what stands.
fn edited(state: &State, change: &Edit) -> State {
    let edited = edit(&state.standing_text(), &state.outline, change);
    let said = change.takes_away(&state.outline);
    let done = edited.and_then(|edited| state.with_standing(&edited, said));
    done.unwrap_or_else(|error| unchanged(state, error))
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

/// Another scenario takes the place of this one; the note leads back to what somebody worked on, also where a link
/// has it.
fn open(state: &State, text: Rc<str>) -> State {
    let opened = State { alert: None, note: None, ..state.with_document(text).with_text_findable() };
    if !state.is_worked_on() && state.text == state.opened {
        return opened;
    }
    let name = if opened.outline.name.is_empty() { "The scenario" } else { opened.outline.name.as_str() };
    let note = Note::undoable(format!("{name} has replaced what was here."));
    State { note: Some(note), ..opened }
}

/// Findings because of which there is no run.
pub fn errors(findings: &[Finding]) -> impl Iterator<Item = &Finding> {
    findings.iter().filter(|finding| finding.severity == Severity::Error)
}
