//! Changes of the scenario that are run at once, and the way back from them.

use super::clock::moment;
use super::outline::counted;
use super::parts::allow;
use super::paths::permit;
use super::run_task::RunTask;
use super::state::{Note, State};
use super::timeline::{move_action, remove_action, without_later};
use ecs_core::SimTime;
use ecs_core::json::EditError;
use ecs_core::report::{MissingPermission, PermissionReport};
use ecs_workshop::link::Fingerprint;

/// The scenario is another, and is run.
pub(super) fn amend(state: &State, amended: Result<String, EditError>, note: Option<Note>) -> State {
    match amended {
        Ok(text) => again(state, State { note, ..state.with_text(text.into()) }),
        Err(error) => unchanged(state, error),
    }
}

/// The scenario is run again as it is in `after`, and the playhead stays where it is in `before`.
pub(super) fn again(before: &State, after: State) -> State {
    let mut state = start(after, None);
    state.run.picture_at = before.stays_at();
    state
}

pub(super) fn start(mut state: State, expected: Option<Fingerprint>) -> State {
    state.run.number += 1;
    state.wish = None;
    state.run.going = true;
    state.run.progress = None;
    state.run.expected = expected;
    state.run.picture_at = expected.map(|seen| SimTime::from_seconds(seen.at_seconds));
    state.announcement = "".into();
    state
}

/// The run on its way is given up; what is on the stage stays. What somebody can go back to does, too.
pub(super) fn stopped(state: &State) -> State {
    if !state.run.going {
        return state.clone();
    }
    let mut state = state.clone();
    let how_far = state
        .run
        .progress
        .map_or_else(String::new, |(at, end)| format!(" at {}", super::clock::part_of_span(at, end)));
    let text = format!("The run was stopped{how_far}: press Run to begin it again.");
    state.run.number += 1;
    state.run.going = false;
    state.run.progress = None;
    state.announcement = text.as_str().into();
    if state.note.as_ref().is_none_or(|note| note.way.is_none()) {
        state.note = Some(Note { text: text.into(), way: None });
    }
    state
}

pub(super) fn unchanged(state: &State, error: EditError) -> State {
    State { alert: Some(format!("This could not be changed: {error}.").into()), ..state.clone() }
}

/// The call that is being written is another.
pub(super) fn written(state: &State, call: Result<RunTask, EditError>) -> State {
    match call {
        Ok(call) => {
            let run_task_number = state.run_task_number + 1;
            State { run_task: Some(call), run_task_number, ..state.clone() }
        }
        Err(error) => unchanged(state, error),
    }
}

/// The call is made.
pub(super) fn run_task(state: &State) -> State {
    let Some(call) = &state.run_task else { return state.clone() };
    let note = Note::undoable(format!("Added to the timeline: {}.", call.words()));
    let at = call.row.at_seconds.parse().unwrap_or_default();
    acting(amend(state, Ok(call.text.to_string()), Some(note)), at)
}

pub(super) fn removed_action(state: &State, number: usize) -> State {
    let words = state.outline.actions.get(number).map_or("", |row| row.words.as_str());
    let note = Note::undoable(format!("Removed from the timeline: {words}."));
    amend(state, remove_action(&state.text, number), Some(note))
}

/// An action gets another second.
pub(super) fn moved_action(state: &State, number: usize, typed: &str) -> State {
    let Some(row) = state.outline.actions.get(number).filter(|row| row.at_seconds != typed) else {
        return state.clone();
    };
    let note = Note::undoable(format!("Moved to second {typed}: {}.", row.words));
    amend(state, move_action(&state.text, number, typed), Some(note))
}

/// A branch: the scenario without the actions behind the playhead.
pub(super) fn branched(state: &State) -> State {
    let at = state.transport.at;
    let when = moment(at);
    match without_later(&state.text, at) {
        Ok((_, 0)) => {
            let text = format!("There is no action behind {when}: the run goes on from here as it is.");
            State { note: Some(Note { text: text.into(), way: None }), ..state.clone() }
        }
        Ok((text, dropped)) => {
            let dropped = counted(dropped as u64, "later action");
            amend(state, Ok(text), Some(Note::undoable(format!("Branched at {when}: without {dropped}."))))
        }
        Err(error) => unchanged(state, error),
    }
}

/// The playhead goes along to the second at which somebody acts, so that it is seen what comes of it.
pub(super) fn acting(mut state: State, at_seconds: u64) -> State {
    let at = SimTime::from_seconds(at_seconds);
    state.run.picture_at = state.run.picture_at.map(|stays| stays.max(at));
    state
}

/// A security group has one more rule, and what that changes is run.
pub(super) fn permitted(state: &State, rule: &PermissionReport) -> State {
    let Some(group) = &rule.group_id else { return state.clone() };
    let note = Note::undoable(format!("Added to {group}: {}.", rule.sentence));
    amend(state, permit(&state.text, group, &rule.ip_permission), Some(note))
}

/// A role has one more policy, and what that changes is run.
pub(super) fn allowed(state: &State, missing: &MissingPermission) -> State {
    let note = Note::undoable(format!("Added: {}.", missing.sentence));
    amend(state, allow(&state.text, missing), Some(note))
}

/// The texts are the page's own: nothing of them is lost with a worker.
pub(super) fn core_died(state: &State, message: &str, again_now: bool) -> State {
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
