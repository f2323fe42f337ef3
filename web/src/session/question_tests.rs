//! What is asked of the core about what is selected, and calls that are written beside the scenario.

use super::tests::{after, reached};
use super::{Action, CallEdit, Edit, Selection, State, Tab, reduce};
use crate::player::{About, Compared, NetworkOf, Reply, Subject, Verdict};
use ecs_core::{Budget, Document, Simulation};
use ecs_workshop::gallery;
use ecs_workshop::link::Decoded;

/// A run of the second scenario of the gallery: `api` has two tasks on two instances, a third waits.
fn with_a_run() -> State {
    let state = reduce(&State::new(), Action::Open(gallery::ENTRIES[1].text));
    reduce(&state, reached(&state))
}

fn asked(state: &State) -> Option<&About> {
    state.why.question.as_ref().map(|question| &question.about)
}

#[test]
fn selecting_asks_why_and_the_answer_to_an_older_question_is_dropped() {
    let state = with_a_run();
    assert!(asked(&state).is_none());
    let task = reduce(&state, Action::Select(Selection::Task(0)));
    assert_eq!(asked(&task), Some(&About::Task("service:api/1".to_owned())));
    let other = reduce(&task, Action::Select(Selection::Task(1)));
    let explained = |number| Action::Reply(Reply::Explained { number, explanation: None });
    assert!(reduce(&other, explained(task.why.number)).why.answer.is_none());
    let answered = reduce(&other, explained(other.why.number));
    assert!(answered.why.answer.is_some());
    // What is known is not asked again; another run is another question.
    let back = after(answered, [Action::ShowTab(Tab::Events), Action::ShowTab(Tab::Why)]);
    assert!(back.why.number == other.why.number && back.why.answer.is_some());
    let again = reduce(&back, Action::Run);
    assert_eq!(again.why, back.why);
    let again = reduce(&again, reached(&again));
    assert!(again.why.number > back.why.number && again.why.answer == back.why.answer);
    let other = reduce(&again, Action::Select(Selection::Task(0)));
    assert!(other.why.answer.is_none());
}

#[test]
fn nothing_is_asked_while_nobody_looks() {
    let state = after(with_a_run(), [Action::ShowTab(Tab::Details), Action::Select(Selection::Task(0))]);
    assert!(state.tab == Tab::Details && asked(&state).is_none());
    assert!(asked(&reduce(&state, Action::ShowTab(Tab::Why))).is_some());
}

#[test]
fn an_instance_is_asked_about_the_chosen_service_else_the_one_that_waits() {
    let mut text: serde_json::Value = serde_json::from_str(gallery::ENTRIES[1].text).unwrap();
    let small = serde_json::json!({"family": "web", "containerDefinitions": [{"name": "a", "image": "a", "memory": 64}]});
    text["taskDefinitions"].as_array_mut().unwrap().push(small);
    text["services"]
        .as_array_mut()
        .unwrap()
        .insert(0, serde_json::json!({"serviceName": "web", "taskDefinition": "web", "desiredCount": 1}));
    let link = Decoded { scenario: text.to_string(), fingerprint: None };
    let state = reduce(&State::new(), Action::OpenLink(link));
    let state = reduce(&state, reached(&state));
    let instance = state.shown.as_ref().unwrap().snapshot.instances[1].id.clone();
    let about = |service: &str| About::Instance { service: service.to_owned(), instance: instance.clone() };
    let waits = reduce(&state, Action::Select(Selection::Instance(1)));
    assert_eq!(asked(&waits), Some(&about("api")));
    assert_eq!(asked(&reduce(&waits, Action::AskAbout("web".into()))), Some(&about("web")));
    let select = [Action::Select(Selection::Service(0)), Action::Select(Selection::Instance(1))];
    assert_eq!(asked(&after(state.clone(), select)), Some(&about("web")));
    let strip = after(state, [Action::ShowTab(Tab::Details), Action::AskWhy(1)]);
    assert_eq!(asked(&strip), Some(&About::Service("api".to_owned())));
}

#[test]
fn a_run_task_call_is_written_beside_the_scenario_and_made_at_once() {
    let before = after(State::new(), [Action::OpenRunTask(0)]);
    let call = |state: &State| state.run_task.clone().unwrap();
    assert_eq!(call(&before).row.task_definition, "web:1");
    let three = reduce(&before, Action::Edit(Edit::Call(CallEdit::Count("3".into()))));
    assert_eq!((call(&three).row.count.as_str(), &three.text), ("3", &before.text));
    let answer = |state: &State, number: u32| {
        let verdict = Verdict::from(Document::read(&call(state).text));
        reduce(state, Action::Reply(Reply::Validated { number, subject: Subject::Call, verdict }))
    };
    let odd = reduce(&three, Action::Edit(Edit::Call(CallEdit::AtSeconds("soon".into()))));
    assert!(call(&answer(&odd, three.run_task_number)).findings.is_empty(), "an answer to an older question");
    assert!(!call(&answer(&odd, odd.run_task_number)).findings.is_empty());
    let made = reduce(&three, Action::RunTask);
    assert!(made.run_task.is_none() && made.run.going);
    assert_eq!(made.note.as_ref().unwrap().text.as_ref(), "Added to the timeline: RunTask web:1, 3 tasks.");
    assert_eq!(made.outline.actions.len(), 1);
    assert_eq!(reduce(&made, Action::Undo).text, before.text);
    let cancelled = reduce(&three, Action::CloseRunTask);
    assert!(cancelled.run_task.is_none() && cancelled.text == before.text);
    let unasked = reduce(&cancelled, Action::Edit(Edit::Call(CallEdit::Count("4".into()))));
    assert!(unasked.alert.is_none() && unasked.text == before.text);
}

/// What is asked about the network, and the answer of the run on the stage.
fn traced(state: &State) -> State {
    let question = state.paths.question.clone().unwrap();
    let mut run = Simulation::new(Document::read(&state.shown.as_ref().unwrap().text).scenario.unwrap());
    run.advance_to(run.duration(), Budget::UNLIMITED);
    let reports = match question.of {
        NetworkOf::Task(task) => run.network_of_task(&task).map(|report| vec![report]),
        NetworkOf::Service(service) => run.network_of_service(&service),
    };
    reduce(state, Action::Reply(Reply::Traced { number: state.paths.number, reports }))
}

fn with_missing_rule() -> State {
    let text = gallery::ENTRIES.iter().find(|entry| entry.id == "missing-rule").unwrap().text;
    let state = reduce(&State::new(), Action::Open(text));
    let state = reduce(&state, reached(&state));
    after(state, [Action::Select(Selection::Service(0)), Action::ShowTab(Tab::Network)])
}

#[test]
fn the_network_is_asked_for_once_a_moment_and_stale_answers_are_dropped() {
    let state = with_missing_rule();
    let first = state.paths.number;
    assert_eq!(state.paths.question.as_ref().unwrap().of, NetworkOf::Service("web".to_owned()));
    assert_eq!(reduce(&state, Action::ShowTab(Tab::Network)).paths.number, first);
    let late = Action::Reply(Reply::Traced { number: first, reports: None });
    let other = reduce(&state, Action::Select(Selection::Task(1)));
    assert!(other.tab == Tab::Network && other.paths.number == first + 1);
    assert!(reduce(&other, late).paths.answer.is_none());
    let answered = traced(&other);
    assert_eq!(Option::as_ref(&answered.paths.answer.unwrap()).map(Vec::len), Some(1));
}

#[test]
fn a_missing_rule_is_added_once_run_and_taken_back() {
    let state = traced(&with_missing_rule());
    let reports = state.paths.answer.clone().unwrap();
    let mut hops = Option::as_ref(&reports).unwrap().iter().flat_map(|report| &report.hops);
    let rule = hops.find_map(|hop| hop.missing_permission.clone()).unwrap();
    let added = reduce(&state, Action::Permit(rule.clone()));
    assert!(added.run.going && added.run.number == state.run.number + 1);
    assert_eq!(&*added.note.as_ref().unwrap().text, "Added to sg-host: tcp 32768-60999 from sg-alb.");
    assert!(Document::read(&added.text).findings.is_empty());
    let again = reduce(&added, Action::Permit(rule));
    assert_eq!(again.text, added.text);
    // What was there stays until the answer of the next run comes, and then the request passes.
    let shown = reduce(&added, reached(&added));
    assert!(shown.paths.number > state.paths.number && shown.paths.answer == state.paths.answer);
    let answer = traced(&shown).paths.answer.unwrap();
    assert!(Option::as_ref(&answer).unwrap().iter().all(|report| report.paths[0].passed));
    assert_eq!(reduce(&added, Action::Undo).text, state.text);
}

#[test]
fn a_comparison_is_answered_while_it_is_open() {
    let state = reduce(&State::new(), Action::CompareModes(None));
    let reply = |number| Action::Reply(Reply::Compared { number, compared: Compared::default() });
    assert!(reduce(&state, reply(0)).comparison.unwrap().answer.is_none());
    let answered = reduce(&state, reply(state.comparison_number));
    assert!(answered.comparison.as_ref().unwrap().answer.is_some());
    let other = reduce(&answered, Action::CompareModes(Some("c5.large".into())));
    assert!(other.comparison_number == state.comparison_number + 1);
    assert!(other.comparison.as_ref().unwrap().answer.is_some());
    let closed = reduce(&other, Action::CloseModes);
    assert!(closed.comparison.is_none());
    assert!(reduce(&closed, reply(other.comparison_number)).comparison.is_none());
}

#[test]
fn what_is_wrong_with_a_services_network_is_said_beside_its_picture() {
    let state = with_missing_rule();
    assert!(state.said_of_selection().is_empty());
    let text: std::rc::Rc<str> =
        state.text.replace(r#""TargetType": "instance""#, r#""TargetType": "ip""#).into();
    let state = reduce(&state, Action::TypeScenario(text));
    let verdict = Verdict::from(Document::read(&state.text));
    let reply = Reply::Validated { number: state.text_number, subject: Subject::Document, verdict };
    let state = reduce(&state, Action::Reply(reply));
    let said = state.said_of_selection();
    assert_eq!(
        said.iter().map(|finding| finding.code).collect::<Vec<_>>(),
        ["targets-out-of-reach", "target-type"]
    );
    assert!(reduce(&state, Action::ShowTab(Tab::Details)).said_of_selection().is_empty());
}

#[test]
fn a_group_opens_its_details_and_leaves_the_story_open() {
    let tab = |before: Tab| {
        let steps = [Action::ShowTab(before), Action::Select(Selection::Group(0))];
        after(with_a_run(), steps).tab
    };
    let before = [Tab::Why, Tab::Network, Tab::Events, Tab::Scaling, Tab::Details];
    let then = [Tab::Details, Tab::Details, Tab::Details, Tab::Scaling, Tab::Details];
    assert_eq!(before.map(tab), then);
}
