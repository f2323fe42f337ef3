//! The story of scaling: which page of it is asked for, and where its steps lead.

use super::time_tests::{at, core};
use super::{Action, Move, Selection, State, Tab, Tell, reduce};
use crate::player::Reply;
use ecs_core::report::{Landmark, Stage, StoryFilter};
use ecs_core::{Budget, SimTime};
use ecs_workshop::gallery;
use ecs_workshop::link::Decoded;

/// A run of the gallery's empty cluster, at its end, with the story's tab open.
fn ran() -> State {
    let entry = gallery::ENTRIES.iter().find(|entry| entry.id == "empty-cluster-two").unwrap();
    let link = Decoded { scenario: entry.text.to_owned(), fingerprint: None };
    let state = reduce(&State::new(), Action::OpenLink(link));
    let run = core(&state);
    let (number, log_hash) = (state.run.number, run.log_hash());
    let snapshot = Box::new(run.snapshot(0));
    let state =
        reduce(&state, Action::Reply(Reply::Reached { number, snapshot, log_hash, at_the_end: true }));
    reduce(&state, Action::ShowTab(Tab::Scaling))
}

/// What the core answers to the page that was asked for.
fn told(state: &State) -> State {
    let question = state.telling.question.clone().unwrap();
    let mut run = core(state);
    let mut story = run.journal().story();
    story.advance(Budget::UNLIMITED);
    run.seek(question.at);
    run.advance_to(question.at, Budget::UNLIMITED);
    let page = Box::new(story.page(&question.filter, question.from, 5));
    reduce(state, Action::Reply(Reply::Story { number: state.telling.number, page, now: run.scaling_now() }))
}

fn gone(state: &State, to: SimTime) -> State {
    told(&reduce(state, Action::Time(Move::To(to))))
}

#[test]
fn nothing_is_asked_until_somebody_opens_the_tab() {
    let state = reduce(&ran(), Action::ShowTab(Tab::Details));
    let asked = state.telling.number;
    assert_eq!(reduce(&state, Action::Time(Move::To(at(60)))).telling.number, asked);
}

#[test]
fn the_page_is_that_of_the_playhead_until_somebody_turns_it() {
    let end = told(&ran());
    let page = &end.telling.told.as_ref().unwrap().page;
    assert_eq!(end.steps_passed(), page.steps.len());
    assert!(page.next.is_none());
    let start = gone(&end, SimTime::ZERO);
    let page = start.telling.told.clone().unwrap();
    assert_eq!((page.page.offset, start.steps_passed()), (0, 1));
    assert!(page.now[0].is_off || page.now[0].text.contains("had no value"), "{:?}", page.now);
    let turned = told(&reduce(&start, Tell::Turn(5).into()));
    assert!(!turned.telling.follows());
    assert_eq!(turned.telling.told.as_ref().unwrap().page.offset, 5);
    assert_eq!(gone(&turned, at(1)).telling.told.unwrap().page.offset, 5);
    let followed = told(&reduce(&turned, Tell::Follow.into()));
    assert_eq!(followed.telling.told.unwrap().page, page.page);
}

#[test]
fn an_answer_asks_for_nothing_more() {
    let start = gone(&ran(), at(100));
    let number = start.telling.number;
    assert_eq!(told(&start).telling.number, number);
}

#[test]
fn a_step_leads_to_its_moment_and_to_what_it_is_about() {
    let start = gone(&told(&ran()), SimTime::ZERO);
    let decisions = told(&reduce(&start, Tell::DecisionsOnly(true).into()));
    let steps = &decisions.telling.told.as_ref().unwrap().page.steps;
    assert!(steps.iter().all(|step| step.stage == Stage::CapacityProvider));
    let waits = start.telling.told.as_ref().unwrap().page.steps[0].clone();
    assert_eq!(waits.landmarks[0], Landmark::Service { name: "web".to_owned() });
    let there = reduce(&start, Tell::GoTo(waits.at, waits.landmarks.first().cloned()).into());
    assert_eq!((there.transport.at, there.tab), (waits.at, Tab::Scaling));
    assert_eq!(there.selection, Some(Selection::Service(0)));
}

#[test]
fn the_log_and_the_story_lead_to_one_another() {
    let mut narrow = reduce(&told(&ran()), Tell::Of(Some("pool".to_owned())).into());
    narrow = told(&narrow);
    let log = reduce(&narrow, Tell::OpenLog(at(60)).into());
    assert_eq!((log.tab, log.transport.at), (Tab::Events, at(60)));
    let back = reduce(&log, Tell::Show(at(480)).into());
    assert_eq!((back.tab, back.transport.at), (Tab::Scaling, at(480)));
    assert_eq!(back.telling.filter, StoryFilter::default());
}
