use super::{Action, Change, Part, Selection, State, Tab, reduce};
use crate::player::{Reply, Subject, Verdict};
use ecs_core::{Budget, Document, Simulation};
use ecs_workshop::gallery;
use ecs_workshop::link::{Decoded, Fingerprint};

/// The state after the actions.
fn after(state: State, actions: impl IntoIterator<Item = Action>) -> State {
    actions.into_iter().fold(state, |state, action| reduce(&state, action))
}

fn verdict(text: &str) -> Verdict {
    let document = Document::read(text);
    Verdict {
        kind: document.kind,
        range: document.subject().map(|node| node.range).unwrap_or_default(),
        usable: document.kind.is_some() && !document.has_errors(),
        findings: document.findings,
    }
}

/// What the core answers once the text in the box has been typed.
fn judged(state: &State) -> Action {
    Action::Reply(Reply::Validated {
        number: state.draft.number,
        subject: Subject::Draft,
        verdict: verdict(&state.draft.text),
    })
}

fn typed(state: &State, text: &str) -> State {
    let state = reduce(state, Action::Type(text.into()));
    reduce(&state, judged(&state))
}

fn reached(state: &State) -> Action {
    let mut run = Simulation::new(Document::read(&state.text).scenario.unwrap());
    run.advance_to(run.duration(), Budget::UNLIMITED);
    Action::Reply(Reply::Reached {
        number: state.run.number,
        snapshot: Box::new(run.snapshot(200)),
        log_hash: run.log_hash(),
        at_the_end: true,
    })
}

#[test]
fn a_definition_that_is_typed_goes_into_the_scenario() {
    let text =
        r#"{"family": "mine", "containerDefinitions": [{"name": "a", "image": "a:1", "memory": 128}]}"#;
    let state = typed(&State::new(), text);
    assert!(state.text.contains(text));
    assert_eq!(state.outline.services[0].task_definition, "mine");
    assert_eq!(&*state.draft.text, text);
}

#[test]
fn the_inner_definition_of_a_wrapper_is_used() {
    let inner =
        r#"{"family": "mine", "containerDefinitions": [{"name": "a", "image": "a:1", "memory": 128}]}"#;
    let state = typed(&State::new(), &format!(r#"{{"taskDefinition": {inner}, "tags": []}}"#));
    assert!(state.text.contains(inner) && !state.text.contains("\"tags\""));
}

#[test]
fn a_text_that_cannot_be_used_stays_and_changes_nothing() {
    let before = State::new();
    for text in ["{\"family\": \"x", "", "[]", r#"{"containerDefinitions": []}"#, "not json"] {
        let state = typed(&before, text);
        assert_eq!(&*state.draft.text, text);
        assert_eq!(state.text, before.text);
        assert!(state.draft_is_unusable());
        let refused = reduce(&state, Action::Run);
        assert!(!refused.run.going && refused.announcement.contains("Not run"));
    }
}

#[test]
fn a_run_waits_until_the_box_is_judged() {
    let text =
        r#"{"family": "mine", "containerDefinitions": [{"name": "a", "image": "a:1", "memory": 128}]}"#;
    let state = after(State::new(), [Action::Type(text.into()), Action::Run]);
    assert!(state.run.waits_for_draft && !state.run.going);
    let state = reduce(&state, judged(&state));
    assert!(state.run.going && state.text.contains(text));
}

#[test]
fn a_pasted_scenario_replaces_the_one_that_was_there() {
    let state = typed(&State::new(), gallery::ENTRIES[1].text);
    assert_eq!(&*state.text, gallery::ENTRIES[1].text.trim_end());
    assert_eq!(state.outline.services[0].name, "api");
    assert!(state.draft.text.contains("\"family\": \"api\""));
    assert!(state.note.is_some());
}

#[test]
fn answers_to_old_questions_are_dropped() {
    let state = reduce(&State::new(), Action::Run);
    let old = reached(&state);
    let state = reduce(&state, Action::Run);
    let same = reduce(&state, old);
    assert!(same.shown.is_none() && same.run.going);
    let shown = reduce(&same, reached(&same));
    assert!(shown.shown.is_some() && !shown.run.going);
    assert_eq!(&*shown.announcement, "Run finished: 7 of 7 tasks placed.");
}

#[test]
fn a_link_says_whether_the_run_is_the_same() {
    let open = |fingerprint| {
        let scenario = gallery::ENTRIES[0].text.to_owned();
        let state = reduce(&State::new(), Action::OpenLink(Decoded { scenario, fingerprint }));
        let shown = reduce(&state, reached(&state));
        shown.note.map(|note| note.to_string())
    };
    assert_eq!(open(None), None);
    let mut run = Simulation::new(Document::read(gallery::ENTRIES[0].text).scenario.unwrap());
    run.advance_to(run.duration(), Budget::UNLIMITED);
    let seen = Fingerprint { engine_version: 1, at_seconds: 1800, log_hash: run.log_hash() };
    assert!(open(Some(seen)).unwrap().starts_with("Replayed exactly: event log "));
    let other = Fingerprint { log_hash: 1, ..seen };
    assert!(open(Some(other)).unwrap().contains("our bug"));
    let newer = Fingerprint { engine_version: 99, ..seen };
    assert!(open(Some(newer)).unwrap().contains("engine version 99"));
}

#[test]
fn a_broken_link_leaves_everything_as_it_was() {
    let before = State::new();
    let broken = reduce(&before, Action::BrokenLink("the link breaks off".to_owned()));
    assert_eq!(broken.alert.as_deref(), Some("The link could not be opened: the link breaks off."));
    assert_eq!(State { alert: None, ..broken }, before);
    let empty = reduce(&before, Action::OpenLink(Decoded { scenario: "[]".to_owned(), fingerprint: None }));
    assert!(empty.alert.is_some() && empty.text == before.text);
}

#[test]
fn what_is_selected_stays_selected_in_the_next_run() {
    let state = reduce(&State::new(), Action::Run);
    let state = after(state.clone(), [reached(&state), Action::Select(Selection::Task(3))]);
    assert_eq!(state.tab, Tab::Details);
    let again = reduce(&state, Action::Run);
    let again = reduce(&again, reached(&again));
    assert_eq!(again.selection, Some(Selection::Task(3)));
}

#[test]
fn the_form_goes_the_way_of_typing() {
    let before = State::new();
    let family = Change::Text("/family".to_owned(), "mine".to_owned());
    let filled = reduce(&before, Action::Fill(family.clone()));
    assert!(filled.draft.typed && filled.draft.verdict.is_none());
    let state = reduce(&filled, judged(&filled));
    assert_eq!(state.outline.services[0].task_definition, "mine");
    assert_eq!(reduce(&state, Action::Fill(family)).draft, state.draft);
    let unreadable = typed(&state, "hello");
    let refused = reduce(&unreadable, Action::Fill(Change::Add(Part::Container)));
    assert!(refused.alert.is_some() && &*refused.draft.text == "hello");
}
