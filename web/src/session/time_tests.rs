//! Moving in time: what the session makes of it.

use super::{Action, Edit, InstanceField, Move, PAGE, Read, Selection, Speed, State, Tab, reduce};
use crate::player::Reply;
use ecs_core::report::{EventKind, Landmark};
use ecs_core::{Budget, Document, SimTime, Simulation};
use ecs_workshop::gallery;
use ecs_workshop::link::{Decoded, Fingerprint};

pub(super) fn at(seconds: u64) -> SimTime {
    SimTime::from_seconds(seconds)
}

/// The core, as the player has it: a run that goes back and ahead.
pub(super) fn core(state: &State) -> Simulation {
    let mut run = Simulation::recorded(Document::read(&state.text).scenario.unwrap(), 100);
    run.advance_to(run.duration(), Budget::UNLIMITED);
    run
}

/// What the core answers to a run that was asked for.
fn answered(state: &State) -> State {
    let mut run = core(state);
    let (course, log_hash) = (run.course(), run.log_hash());
    let number = state.run.number;
    let picture_at = state.run.picture_at.unwrap_or(run.duration()).min(run.duration());
    run.seek(picture_at);
    run.advance_to(picture_at, Budget::UNLIMITED);
    let snapshot = Box::new(run.snapshot(200));
    let state = reduce(state, Action::Reply(Reply::Reached { number, snapshot, log_hash, at_the_end: true }));
    reduce(&state, Action::Reply(Reply::Charted { number, course: Box::new(course) }))
}

/// What it answers to a move.
fn sought(state: &State) -> State {
    let mut run = core(state);
    run.seek(state.transport.at);
    run.advance_to(state.transport.at, Budget::UNLIMITED);
    let snapshot = Some(Box::new(run.snapshot(200)));
    let (number, at, events) = (state.run.number, state.transport.at, run.events());
    reduce(state, Action::Reply(Reply::Sought { run: number, at, events, snapshot }))
}

pub(super) fn ran(text: &str) -> State {
    let link = Decoded { scenario: text.to_owned(), fingerprint: None };
    answered(&reduce(&State::new(), Action::OpenLink(link)))
}

pub(super) fn gone(state: &State, to: Move) -> State {
    let moved = reduce(state, Action::Time(to));
    if moved.transport.number == state.transport.number { moved } else { sought(&moved) }
}

#[test]
fn a_run_stands_at_its_end_and_one_can_go_anywhere() {
    let end = ran(gallery::ENTRIES[0].text);
    assert_eq!((end.transport.at, end.shown.as_ref().unwrap().snapshot.at), (at(1800), at(1800)));
    let early = gone(&end, Move::To(at(3)));
    let snapshot = &early.shown.as_ref().unwrap().snapshot;
    assert_eq!(
        (snapshot.at, snapshot.services[0].running_count, snapshot.services[0].pending_count),
        (at(3), 0, 7)
    );
    assert_eq!(gone(&early, Move::To(at(9999))).transport.at, at(1800));
    let next = gone(&early, Move::Next);
    assert_eq!(next.transport.at, SimTime::from_ms(21_050));
    assert_eq!(gone(&next, Move::Previous).transport.at, SimTime::ZERO);
    let healthy = gone(&next, Move::Next);
    assert_eq!(healthy.transport.at, SimTime::from_ms(61_050));
    assert!(healthy.announcement.contains("steady state"), "{}", healthy.announcement);
    assert_eq!(gone(&healthy, Move::Next).transport.at, at(1800));
}

#[test]
fn an_answer_of_another_run_is_dropped() {
    let state = ran(gallery::ENTRIES[0].text);
    let snapshot = Some(Box::new(core(&state).snapshot(0)));
    let late = Reply::Sought { run: state.run.number + 1, at: at(5), events: 1, snapshot };
    assert_eq!(reduce(&state, Action::Reply(late)), state);
}

#[test]
fn it_plays_to_the_end_from_the_beginning_or_round_and_round() {
    let end = ran(gallery::ENTRIES[0].text);
    assert!(!end.transport.is_playing);
    assert_eq!(reduce(&end, Action::Time(Move::Tick(100))).transport, end.transport);
    let playing = gone(&end, Move::Play(true));
    assert!(playing.transport.is_playing && playing.transport.at == SimTime::ZERO);
    let played = gone(&playing, Move::Tick(100));
    assert_eq!(played.transport.at, at(6));
    let fast = gone(&gone(&played, Move::Speed(Speed::Hour)), Move::Tick(100));
    assert_eq!(fast.transport.at, at(366));
    let over = gone(&fast, Move::Tick(100_000));
    assert!(!over.transport.is_playing && over.transport.at == at(1800));
    let looped = gone(&gone(&gone(&fast, Move::Loop(true)), Move::Tick(100_000)), Move::Tick(0));
    assert!(looped.transport.is_playing && looped.transport.at == SimTime::ZERO);
    // A step is one that somebody wants to look at.
    assert!(!gone(&looped, Move::Next).transport.is_playing);
    assert!(reduce(&looped, Action::Run).run.picture_at.is_none());
}

#[test]
fn what_is_selected_is_selected_again_once_it_is_there() {
    let end = reduce(&ran(gallery::ENTRIES[0].text), Action::OpenRunTask(0));
    let end = answered(&reduce(&end, Action::RunTask));
    let with_action = answered(&reduce(&end, Action::MoveAction(0, "60".into())));
    let last = with_action.shown.as_ref().unwrap().snapshot.tasks.len() - 1;
    let selected = reduce(&with_action, Action::Select(Selection::Task(last)));
    let early = gone(&selected, Move::To(at(30)));
    assert!(early.selection.is_none() && early.why.question.is_none());
    let back = gone(&early, Move::To(at(90)));
    assert_eq!(back.selection, Some(Selection::Task(last)));
    assert!(back.why.question.is_some());
    let other = reduce(&early, Action::Select(Selection::Service(0)));
    assert_eq!(gone(&other, Move::To(at(90))).selection, Some(Selection::Service(0)));
}

#[test]
fn tasks_start_behind_the_playhead_and_the_playhead_goes_along() {
    let end = ran(gallery::ENTRIES[0].text);
    assert_eq!(end.acts_at_seconds(), 0);
    let middle = gone(&end, Move::To(SimTime::from_ms(299_500)));
    assert_eq!(middle.acts_at_seconds(), 300);
    assert_eq!(gone(&middle, Move::FromTheBeginning(true)).acts_at_seconds(), 0);
    let instance = middle.shown.as_ref().unwrap().snapshot.instances[0].short.clone();
    let started = reduce(&middle, Action::StartTask("web:1".into(), instance));
    assert_eq!(started.outline.actions[0].at_seconds, "300");
    let started = answered(&started);
    assert_eq!(started.transport.at, at(300));
    assert_eq!(started.shown.as_ref().unwrap().snapshot.tasks.len(), 8);
    assert!(started.announcement.contains("after 5 minutes"), "{}", started.announcement);
    let call = reduce(&started, Action::OpenRunTask(0));
    assert_eq!(call.run_task.as_ref().unwrap().row.at_seconds, "301");
}

#[test]
fn an_action_is_moved_by_a_small_edit_and_all_moves_are_undone_in_one_go() {
    let end = ran(gallery::ENTRIES[0].text);
    let call = reduce(&end, Action::OpenRunTask(0));
    let called = gone(&answered(&reduce(&call, Action::RunTask)), Move::To(at(120)));
    let moved = answered(&reduce(&called, Action::MoveAction(0, "61".into())));
    let moved = answered(&reduce(&moved, Action::MoveAction(0, "62".into())));
    assert_eq!(moved.text.replace("62", "0"), called.text.replace("62", "0"));
    assert_eq!((moved.outline.actions[0].at_seconds.as_str(), moved.transport.at), ("62", at(120)));
    let undone = reduce(&moved, Action::Undo);
    assert_eq!((&undone.text, undone.run.picture_at), (&called.text, Some(at(120))));
    // What cannot be used stays as it was typed, and is said.
    let odd = reduce(&moved, Action::MoveAction(0, "soon".into()));
    assert!(odd.outline.actions[0].at().is_none() && odd.outline.actions[0].at_seconds == "soon");
}

#[test]
fn a_link_opens_where_its_maker_stood() {
    let text = gallery::ENTRIES[0].text;
    let mut run = Simulation::new(Document::read(text).scenario.unwrap());
    run.advance_to(at(15), Budget::UNLIMITED);
    let fingerprint =
        Fingerprint { engine_version: ecs_core::ENGINE_VERSION, at_seconds: 15, log_hash: run.log_hash() };
    let link = Decoded { scenario: text.to_owned(), fingerprint: Some(fingerprint) };
    let opened = reduce(&State::new(), Action::OpenLink(link));
    let opened = answered(&opened);
    assert_eq!((opened.transport.at, opened.stays_at()), (at(15), Some(at(15))));
    // Whoever edits and runs again sees the end.
    let zone = Edit::Instance(0, InstanceField::Count, "3".into());
    let again = answered(&reduce(&reduce(&opened, Action::Edit(zone)), Action::Run));
    assert_eq!((again.transport.at, again.stays_at()), (at(1800), None));
}

#[test]
fn the_service_that_is_selected_is_counted() {
    let state = ran(gallery::ENTRIES[0].text);
    assert_eq!(state.counts.of, Some((state.run.number, None)));
    let web = reduce(&state, Action::Select(Selection::Service(0)));
    assert_eq!(web.counts.of, Some((state.run.number, Some("web".into()))));
    let number = web.counts.number;
    let series = core(&web).tally().series(Some("web"), (at(0), at(1800)), 100);
    let counted = reduce(
        &web,
        Action::Reply(Reply::Counted {
            number,
            series: Box::new(series),
            load: Box::default(),
            health: Box::default(),
        }),
    );
    assert_eq!(counted.counts.series.at(at(60)).running, 7);
    assert_eq!(gone(&counted, Move::To(at(3))).counts, counted.counts);
}

/// What the core answers to the page of the event log that was asked for.
fn read(state: &State) -> State {
    let question = state.reading.question.clone().unwrap();
    let mut journal = core(state).journal();
    journal.look_for(&question.filter);
    journal.advance(Budget::UNLIMITED);
    let page = Box::new(journal.page(question.from, 5));
    reduce(state, Action::Reply(Reply::Journal { number: state.reading.number, page }))
}

#[test]
fn the_page_of_the_log_is_that_of_the_playhead_until_somebody_turns_it() {
    let end = read(&ran(gallery::ENTRIES[0].text));
    let newest = end.reading.page.clone().unwrap();
    assert_eq!((newest.offset, end.entries_ahead()), (0, 0));
    // On the page that is there, the playhead moves without a question.
    let near = gone(&end, Move::To(at(1799)));
    assert_eq!(near.reading, end.reading);
    let early = read(&gone(&end, Move::To(SimTime::ZERO)));
    let page = early.reading.page.clone().unwrap();
    assert!(page.offset > 0 && early.entries_ahead() < page.entries.len(), "{}", page.offset);
    let turned = read(&reduce(&early, Read::Turn(0).into()));
    assert!(!turned.reading.follows());
    assert_eq!(turned.entries_ahead(), 5);
    assert_eq!(gone(&turned, Move::To(at(60))).reading, turned.reading);
    let followed = read(&reduce(&turned, Read::Follow.into()));
    assert_eq!(followed.reading.page.unwrap().offset, page.offset);
    let stops = read(&reduce(&turned, Read::Kind(Some(EventKind::Stop)).into()));
    assert_eq!((stops.reading.page.as_ref().unwrap().total, stops.reading.follows()), (0, true));
    // Nobody reads it: nothing is asked.
    let details = reduce(&early, Action::ShowTab(Tab::Details));
    assert_eq!(gone(&details, Move::To(at(1800))).reading, early.reading);
}

#[test]
fn while_it_is_played_the_log_follows_twice_a_second() {
    let start = read(&gone(&ran(gallery::ENTRIES[0].text), Move::To(SimTime::ZERO)));
    let mut state = reduce(&start, Action::Time(Move::Play(true)));
    let mut asked = vec![state.reading.number];
    for _ in 0..120 {
        state = read(&reduce(&state, Action::Time(Move::Tick(16))));
        asked.push(state.reading.number);
    }
    asked.dedup();
    assert!((2..=5).contains(&asked.len()), "{asked:?}");
    // Who pauses reads what is there, and further down.
    let entries = |state: &State| state.reading.question.as_ref().unwrap().entries;
    let paused = read(&reduce(&state, Action::Time(Move::Play(false))));
    assert!(entries(&state) < entries(&paused) && entries(&paused) == PAGE);
    assert!(paused.reading.page.as_ref().unwrap().shows(paused.transport.at));
}

#[test]
fn an_entry_leads_to_its_task_at_its_moment_also_to_one_that_has_stopped() {
    let text = r#"{"version": 1,
      "taskDefinitions": [{"family": "job", "containerDefinitions": [
        {"name": "app", "image": "app:1", "memory": 64, "simulation": {"exit": {"afterSeconds": 5, "code": 1}}}]}],
      "containerInstances": [{"name": "host", "instanceType": "t3.medium", "availabilityZone": "us-east-1a"}],
      "simulation": {"durationSeconds": 600, "timeline": [{"atSeconds": 10, "action": "ecs:RunTask", "input": {"taskDefinition": "job"}}]}}"#;
    let state = read(&reduce(&ran(text), Read::Search("stopped".into()).into()));
    let entry = state.reading.page.as_ref().unwrap().entries[0].clone();
    let Some(Landmark::Task { id, .. }) = entry.landmarks.first().cloned() else { panic!("{entry:?}") };
    let there = gone_by(&state, Read::GoTo(entry.at, entry.landmarks[0].clone()));
    assert_eq!((there.transport.at, there.tab, there.selection), (entry.at, Tab::Details, None));
    assert!(there.task_away());
    assert_eq!(there.inspection.question.as_ref().unwrap().task, id);
    let number = there.inspection.number;
    let task = core(&there).inspect_task(&id).map(Box::new);
    let seen = reduce(&there, Action::Reply(Reply::Inspected { number, task }));
    let answer = seen.inspection.answer.clone().unwrap();
    assert_eq!(answer.as_ref().unwrap().containers[0].exit_code, Some(1));
    // While it runs it is in the picture.
    let before = gone(&seen, Move::To(at(25)));
    assert!(!before.task_away() && before.selection == Some(Selection::Task(0)));
    let host = Landmark::Instance {
        id: before.shown.as_ref().unwrap().snapshot.instances[0].id.clone(),
        short: "host/1".into(),
    };
    assert_eq!(gone_by(&before, Read::GoTo(at(30), host)).selection, Some(Selection::Instance(0)));
}

fn gone_by(state: &State, to: Read) -> State {
    sought(&reduce(state, to.into()))
}
