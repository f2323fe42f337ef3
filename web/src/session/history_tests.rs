//! The way back, and branches.

use super::time_tests::{at, gone, ran};
use super::{Action, Edit, Move, ServiceField, State, Way, reduce};
use ecs_core::limits;
use ecs_workshop::gallery;

fn after(state: &State, actions: impl IntoIterator<Item = Action>) -> State {
    actions.into_iter().fold(state.clone(), |state, action| reduce(&state, action))
}

fn count(typed: &str) -> Action {
    Action::Edit(Edit::Service(0, ServiceField::DesiredCount, typed.to_owned()))
}

fn next(state: &State, way: Way) -> Option<String> {
    state.history.next(way).map(|words| words.to_string())
}

#[test]
fn every_change_can_be_undone_one_by_one_and_done_again() {
    let start = State::new();
    let task = Action::StartTask("web:1".to_owned(), "host-a/1".to_owned());
    let changes = [
        count("1"),
        count("12"),
        Action::Edit(Edit::AddService(0)),
        task,
        Action::MoveAction(0, "60".into()),
    ];
    let end = after(&start, changes);
    assert_eq!(next(&end, Way::Undo).unwrap(), "moved StartTask web:1 on host-a/1");
    let mut texts = vec![end.text.clone()];
    let mut state = end.clone();
    while state.history.next(Way::Undo).is_some() {
        state = reduce(&state, Action::Undo);
        texts.push(state.text.clone());
    }
    // What is typed letter by letter is one change.
    assert_eq!((texts.len(), &state.text), (5, &start.text));
    assert_eq!(next(&state, Way::Redo).unwrap(), "changed desiredCount of web");
    while state.history.next(Way::Redo).is_some() {
        assert_eq!(Some(&state.text), texts.pop().as_ref());
        state = reduce(&state, Action::Redo);
    }
    assert_eq!(state.text, end.text);
    // Another change leaves the way ahead.
    let other = after(&end, [Action::Undo, count("5")]);
    assert_eq!(next(&other, Way::Redo), None);
}

#[test]
fn a_draft_stays_where_the_scenario_goes_back() {
    let state = after(&State::new(), [count("3"), Action::Type("my draft".into()), Action::Undo]);
    assert_eq!((&*state.draft.text, &state.text), ("my draft", &State::new().text));
}

#[test]
fn the_oldest_changes_go_where_there_are_too_many() {
    let changes = (0..limits::UNDO_STEPS + 5).map(|_| Action::Edit(Edit::AddService(0)));
    let mut state = after(&State::new(), changes);
    let mut undone = 0;
    while state.history.next(Way::Undo).is_some() {
        state = reduce(&state, Action::Undo);
        undone += 1;
    }
    assert_eq!((undone, state.outline.services.len()), (limits::UNDO_STEPS, 1 + 5));
}

#[test]
fn a_note_of_an_earlier_change_goes_with_the_next_one() {
    let removed = reduce(&State::new(), Action::Edit(Edit::RemoveService(0)));
    assert!(removed.note.as_ref().unwrap().way == Some(Way::Undo));
    assert!(reduce(&removed, Action::Edit(Edit::AddInstances)).note.is_none());
}

#[test]
fn a_branch_drops_what_is_behind_the_playhead() {
    let task = |instance: &str| Action::StartTask("web:1".to_owned(), instance.to_owned());
    let moves = [
        task("host-a/1"),
        task("host-a/1"),
        Action::MoveAction(0, "60".into()),
        Action::MoveAction(1, "600".into()),
    ];
    let state = after(&ran(gallery::ENTRIES[0].text), moves);
    let there = gone(&ran(&state.text), Move::To(at(300)));
    let branched = reduce(&there, Action::Branch);
    let seconds: Vec<&str> = branched.outline.actions.iter().map(|row| row.at_seconds.as_str()).collect();
    assert_eq!(seconds, ["60"]);
    assert_eq!(&*branched.note.as_ref().unwrap().text, "Branched at t+05:00: without 1 later action.");
    assert_eq!(branched.run.picture_at, Some(at(300)));
    assert_eq!(reduce(&branched, Action::Undo).text, there.text);
    let nothing = reduce(&branched, Action::Branch);
    assert!(nothing.text == branched.text && nothing.note.unwrap().way.is_none());
}
