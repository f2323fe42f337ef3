//! Drafts, registering, running, and what replaces a document.

use super::{Action, Change, ColourBy, Edit, Part, Picture, Selection, State, Tab, Wish, reduce};
use crate::player::{Parcel, Reply, Subject, Verdict};
use ecs_core::{Budget, Document, ENGINE_VERSION, SimTime, Simulation};
use ecs_workshop::gallery;
use ecs_workshop::link::{Decoded, Fingerprint};
use ecs_workshop::redact::{Replacement, Secret};

/// The state after the actions.
pub(super) fn after(state: State, actions: impl IntoIterator<Item = Action>) -> State {
    actions.into_iter().fold(state, |state, action| reduce(&state, action))
}

/// What the core answers once the text in the box has been typed.
pub(super) fn judged(state: &State) -> Action {
    Action::Reply(Reply::Validated {
        number: state.draft.number,
        subject: Subject::Draft,
        verdict: Verdict::from(Document::read(&state.draft.text)),
    })
}

fn typed(state: &State, text: &str) -> State {
    let state = reduce(state, Action::Type(text.into()));
    reduce(&state, judged(&state))
}

/// What the core answers to a run, at its end.
pub(super) fn reached(state: &State) -> Action {
    let mut run = Simulation::new(Document::read(&state.text).scenario.unwrap());
    run.advance_to(run.duration(), Budget::UNLIMITED);
    Action::Reply(Reply::Reached {
        number: state.run.number,
        snapshot: Box::new(run.snapshot(200)),
        log_hash: run.log_hash(),
        at_the_end: true,
    })
}

const MINE: &str =
    r#"{"family": "mine", "containerDefinitions": [{"name": "a", "image": "a:1", "memory": 128}]}"#;

/// The first scenario's definition with another amount of memory.
fn with_memory(state: &State, memory: u32) -> String {
    state.outline.definitions[0].text.replace("\"memory\": 512", &format!("\"memory\": {memory}"))
}

fn names(state: &State) -> Vec<String> {
    state.outline.definitions.iter().map(|row| row.name.to_string()).collect()
}

fn references(state: &State) -> Vec<&str> {
    state.outline.services.iter().map(|row| row.task_definition.as_str()).collect()
}

#[test]
fn an_edit_opens_a_draft_of_the_next_revision_and_the_scenario_stays() {
    let before = State::new();
    assert!(!before.draft.typed && before.draft.name.to_string() == "web:2");
    let state = typed(&before, &with_memory(&before, 640));
    assert!(state.draft.typed && state.draft.name.to_string() == "web:2");
    assert_eq!(state.text, before.text);
    assert_eq!(state.unregistered(), ["web:2"]);
    let renamed = typed(&state, MINE);
    assert_eq!(renamed.draft.name.to_string(), "mine:1");
    assert_eq!(typed(&renamed, "{").draft.name.to_string(), "mine:1");
    let typed_back = typed(&renamed, &before.outline.definitions[0].text);
    assert!(!typed_back.draft.typed && typed_back.draft.name.to_string() == "web:2");
}

#[test]
fn a_worker_that_breaks_down_takes_no_text_along_and_is_not_asked_for_ever() {
    let before = reduce(&State::new(), Action::Run);
    let before = typed(&reduce(&before, reached(&before)), MINE);
    let died =
        |state: &State, again| reduce(state, Action::CoreDied { message: "index 7".to_owned(), again });
    let repeated = died(&before, true);
    assert!(repeated.run.going && repeated.run.number > before.run.number);
    assert!(repeated.alert.as_deref().is_some_and(|alert| alert.contains("index 7")));
    let state = died(&repeated, false);
    assert!(!state.run.going && state.run.number == repeated.run.number);
    assert_eq!((&state.text, &state.draft.text), (&before.text, &before.draft.text));
    assert_eq!(state.shown, before.shown);
}

#[test]
fn registering_leaves_services_where_they_are() {
    let state = State::new();
    let text = with_memory(&state, 640);
    let state = reduce(&typed(&state, &text), Action::Register(Wish::Register));
    assert_eq!(names(&state), ["web:1", "web:2"]);
    assert_eq!(references(&state), ["web:1"]);
    assert!(!state.draft.typed && state.definition == 1 && *state.draft.text == text);
    assert!(!state.run.going && &*state.announcement == "Registered web:2.");
    assert!(state.outline.definitions[0].text.contains("512"));
}

#[test]
fn deploying_moves_services_and_runs() {
    let state = State::new();
    let state = reduce(&typed(&state, &with_memory(&state, 640)), Action::Proceed);
    assert_eq!(names(&state), ["web:1", "web:2"]);
    assert_eq!(references(&state), ["web"]);
    assert!(state.run.going && !state.draft.typed);
    let shown = reduce(&state, reached(&state)).shown.unwrap();
    assert!(shown.snapshot.tasks.iter().all(|task| task.task_definition == "web:2"));
    // Back on the first revision, the next draft is of the third, and the service goes along.
    let state = reduce(&state, Action::ChooseDefinition(0));
    let state = reduce(&typed(&state, &with_memory(&state, 700)), Action::Register(Wish::Deploy));
    assert_eq!(names(&state), ["web:1", "web:2", "web:3"]);
    assert_eq!(state.outline.services[0].runs, Some(2));
}

#[test]
fn without_a_draft_there_is_only_the_run() {
    let state = reduce(&State::new(), Action::Proceed);
    assert!(state.run.going);
    let same = reduce(&state, Action::Register(Wish::Register));
    assert_eq!(same.text, state.text);
    let state = typed(&state, MINE);
    let run = reduce(&state, Action::Run);
    assert!(run.run.number > state.run.number && run.draft.typed && run.text == state.text);
}

#[test]
fn the_inner_definition_of_a_wrapper_is_registered_and_the_rest_can_be_had_back() {
    let pasted = format!(r#"{{"taskDefinition": {MINE}, "tags": []}}"#);
    let draft = typed(&State::new(), &pasted);
    let state = reduce(&draft, Action::Register(Wish::Register));
    assert!(state.text.contains(MINE) && !state.text.contains("\"tags\""));
    assert!(state.note.as_ref().unwrap().text.contains("left out"));
    let back = reduce(&state, Action::Undo);
    assert_eq!((&*back.draft.text, &back.text), (pasted.as_str(), &draft.text));
}

#[test]
fn a_text_that_cannot_be_used_stays_and_changes_nothing() {
    let before = State::new();
    for text in ["{\"family\": \"x", "", "[]", r#"{"containerDefinitions": []}"#, "not json"] {
        let state = typed(&before, text);
        assert_eq!(&*state.draft.text, text);
        assert_eq!(state.text, before.text);
        assert!(state.draft.is_unusable());
        for action in [Action::Proceed, Action::Register(Wish::Register)] {
            let refused = reduce(&state, action);
            assert!(!refused.run.going && refused.announcement.contains("Not registered"));
            assert_eq!((&*refused.draft.text, &refused.text), (text, &before.text));
        }
    }
}

#[test]
fn a_wish_waits_until_the_box_is_judged() {
    let state = after(State::new(), [Action::Type(MINE.into()), Action::Proceed]);
    assert!(state.wish == Some(Wish::Deploy) && !state.run.going);
    let granted = reduce(&state, judged(&state));
    assert!(granted.run.going && granted.wish.is_none() && granted.text.contains(MINE));
    // Whoever types on has not asked for what stands there then.
    let state = reduce(&state, Action::Type("{".into()));
    let state = reduce(&state, judged(&state));
    assert!(!state.run.going && state.announcement.is_empty());
}

#[test]
fn drafts_survive_looking_at_other_definitions() {
    let state = reduce(&typed(&State::new(), MINE), Action::Register(Wish::Register));
    assert_eq!(names(&state), ["web:1", "mine:1"]);
    let first = MINE.replace("128", "129");
    let state = typed(&state, &first);
    let state = reduce(&state, Action::ChooseDefinition(0));
    assert!(!state.draft.typed);
    let second = with_memory(&state, 640);
    let state = typed(&state, &second);
    assert_eq!(state.unregistered(), ["web:2", "mine:2"]);
    let state = reduce(&state, Action::ChooseDefinition(1));
    assert_eq!((&*state.draft.text, state.draft.typed), (first.as_str(), true));
    let state = reduce(&state, judged(&state));
    let state = reduce(&state, Action::Register(Wish::Register));
    let state = reduce(&state, Action::ChooseDefinition(0));
    assert_eq!(&*state.draft.text, second);
    assert_eq!(state.draft.name.to_string(), "web:2");
    // Where another draft has taken the name meanwhile, this one moves on.
    let taken = with_memory(&state, 650);
    let state = reduce(
        &typed(&reduce(&state, Action::ChooseDefinition(2)), &taken),
        Action::Register(Wish::Register),
    );
    assert_eq!(names(&state).last().unwrap(), "web:2");
    assert_eq!(reduce(&state, Action::ChooseDefinition(0)).draft.name.to_string(), "web:3");
}

#[test]
fn what_replaces_a_draft_can_be_undone_and_done_again() {
    let state = typed(&State::new(), MINE);
    let template = super::TEMPLATES[0].text;
    for action in [
        Action::Open(gallery::ENTRIES[1].text),
        Action::StartFrom(template),
        Action::Discard,
        Action::OpenLink(Decoded { scenario: gallery::ENTRIES[1].text.to_owned(), fingerprint: None }),
    ] {
        let replaced = reduce(&state, action);
        assert_ne!(&*replaced.draft.text, MINE);
        let back = reduce(&replaced, Action::Undo);
        assert_eq!((&*back.draft.text, back.draft.typed), (MINE, true));
        assert_eq!(back.text, state.text);
        let again = reduce(&back, Action::Redo);
        assert_eq!((&again.draft.text, &again.text), (&replaced.draft.text, &replaced.text));
    }
    let untouched = reduce(&State::new(), Action::Open(gallery::ENTRIES[1].text));
    assert!(untouched.note.is_none());
    assert_eq!(reduce(&untouched, Action::Undo).text, State::new().text);
    let new = State::new();
    assert_eq!(reduce(&new, Action::Undo), new);
}

#[test]
fn a_pasted_scenario_replaces_the_one_that_was_there() {
    let before = typed(&State::new(), MINE);
    let state = typed(&before, gallery::ENTRIES[1].text);
    assert_eq!(&*state.text, gallery::ENTRIES[1].text.trim_end());
    assert_eq!(state.outline.services[0].name, "api");
    assert!(state.draft.text.contains("\"family\": \"api\""));
    let back = reduce(&state, Action::Undo);
    assert_eq!((&back.text, &*back.draft.text), (&before.text, MINE));
    let untouched = reduce(&typed(&State::new(), gallery::ENTRIES[1].text), Action::Undo);
    assert!(!untouched.draft.typed && untouched.text == State::new().text);
}

#[test]
fn a_pasted_scenario_with_errors_is_no_task_definition() {
    let broken = gallery::ENTRIES[1].text.replacen("\"desiredCount\": ", "\"desiredCount\": -", 1);
    let before = State::new();
    let state = typed(&before, &broken);
    assert!(state.draft.is_scenario && state.draft.errors() > 0 && state.text == before.text);
    assert!(!typed(&state, MINE).draft.is_scenario);
    let opened = reduce(&state, Action::OpenPasted);
    assert_eq!((&*opened.text, opened.draft.is_scenario), (broken.as_str(), false));
    assert_eq!(opened.outline.services[0].name, "api");
    assert_eq!(reduce(&opened, Action::Undo).text, before.text);
}

#[test]
fn the_page_asks_about_what_only_it_has() {
    let state = State::new();
    assert!(!state.is_worked_on());
    let pasted = typed(&state, gallery::ENTRIES[1].text);
    assert!(pasted.is_worked_on() && !reduce(&pasted, Action::Undo).is_worked_on());
    let opened = reduce(&pasted, Action::Open(gallery::ENTRIES[2].text));
    assert!(!opened.is_worked_on() && reduce(&opened, Action::Undo).is_worked_on());
    assert!(opened.note.is_some_and(|note| note.text.ends_with("has replaced what was here.")));
    assert!(reduce(&state, Action::Type("{".into())).is_worked_on());

    let linked = |state: &State, replacements: Vec<Replacement>| {
        let asked = reduce(state, Action::OpenShare);
        let parcel = Ok(Parcel { preview: String::new(), fragment: "#1.d.x".to_owned(), replacements });
        let number = asked.share_number;
        after(asked, [Action::Reply(Reply::Shared { number, parcel }), Action::CloseShare])
    };
    assert!(!linked(&pasted, Vec::new()).is_worked_on());
    let changed = reduce(&state, Action::Edit(Edit::AddService(0)));
    assert!(changed.is_worked_on());
    let left = reduce(&linked(&changed, Vec::new()), Action::Open(gallery::ENTRIES[2].text));
    assert!(left.note.is_some(), "it leads back to what the link has");
    let value = Replacement { secret: Secret::EnvironmentValue, placeholder: "value-1".to_owned() };
    assert!(linked(&pasted, vec![value]).is_worked_on(), "the link does not have that value");
    let edited = typed(&linked(&pasted, Vec::new()), MINE);
    assert!(edited.is_worked_on() && !reduce(&edited, Action::Discard).is_worked_on());
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
fn a_run_on_its_way_says_how_far_it_is_and_can_be_stopped() {
    let first = reduce(&State::new(), Action::Run);
    let shown = reduce(&first, reached(&first));
    let again = reduce(&shown, Action::Run);
    let (at, end) = (SimTime::from_seconds(420), SimTime::from_seconds(1_800));
    let number = again.run.number;
    let going = reduce(&again, Action::Reply(Reply::Advanced { number, at, end }));
    assert_eq!(going.run.progress, Some((at, end)));
    let stopped = reduce(&going, Action::StopRun);
    assert!(!stopped.run.going && stopped.run.progress.is_none() && stopped.run.number > number);
    assert_eq!(
        &*stopped.announcement,
        "The run was stopped at 7 min of 30 min: press Run to begin it again."
    );
    let late = reduce(&stopped, reached(&going));
    assert_eq!(late.shown.map(|shown| shown.number), Some(first.run.number));
    assert_eq!(reduce(&shown, Action::StopRun), shown);
}

#[test]
fn a_run_that_reached_its_limit_says_how_many_of_the_tasks_run() {
    let state = reduce(&State::new(), Action::Run);
    let Action::Reply(Reply::Reached { number, mut snapshot, log_hash, at_the_end }) = reached(&state) else {
        panic!("a run that is over");
    };
    snapshot.limit_reached = Some("The run has had 50,000 tasks.".into());
    snapshot.services[0].running_count = 0;
    let reply = Reply::Reached { number, snapshot, log_hash, at_the_end };
    let said = reduce(&state, Action::Reply(reply)).announcement;
    assert!(said.ends_with(" of 7 tasks of services running. The run has had 50,000 tasks."), "{said}");
}

#[test]
fn a_link_says_whether_the_run_is_the_same() {
    let open = |fingerprint| {
        let scenario = gallery::ENTRIES[0].text.to_owned();
        let state = reduce(&State::new(), Action::OpenLink(Decoded { scenario, fingerprint }));
        let shown = reduce(&state, reached(&state));
        shown.note.map(|note| note.text.to_string())
    };
    assert_eq!(open(None), None);
    let mut run = Simulation::new(Document::read(gallery::ENTRIES[0].text).scenario.unwrap());
    run.advance_to(run.duration(), Budget::UNLIMITED);
    let seen = Fingerprint { engine_version: ENGINE_VERSION, at_seconds: 1800, log_hash: run.log_hash() };
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
    assert_eq!(state.tab, Tab::Why);
    let again = reduce(&state, Action::Run);
    let again = reduce(&again, reached(&again));
    assert_eq!(again.selection, Some(Selection::Task(3)));
}

#[test]
fn a_task_is_started_where_somebody_wants_it_and_what_is_removed_comes_back() {
    let before = State::new();
    let started = reduce(&before, Action::StartTask("web:1".to_owned(), "host-a/1".to_owned()));
    assert!(started.run.going && started.outline.actions.len() == 1);
    let shown = reduce(&started, reached(&started)).shown.unwrap();
    let task = &shown.snapshot.tasks[0];
    assert_eq!((task.service, task.instance), (None, Some(0)));
    let removed = reduce(&started, Action::RemoveAction(0));
    assert!(removed.outline.actions.is_empty() && removed.run.number == started.run.number + 1);
    let undone = reduce(&removed, Action::Undo);
    assert_eq!(undone.text, started.text);
    assert!(reduce(&before, Action::RemoveAction(0)).alert.is_some());
}

#[test]
fn the_look_stays_from_one_scenario_to_the_next() {
    let by = ColourBy::Attribute("stack".into());
    let actions = [
        Action::ShowPicture(Picture::Dense),
        Action::ColourBy(by.clone()),
        Action::Open(gallery::ENTRIES[1].text),
    ];
    let look = after(State::new(), actions).look;
    assert_eq!((look.picture, look.colour_by), (Picture::Dense, by));
}

#[test]
fn the_form_goes_the_way_of_typing() {
    let before = State::new();
    let family = Change::Text("/family".to_owned(), "mine".to_owned());
    let filled = reduce(&before, Action::Fill(family.clone()));
    assert!(filled.draft.typed && filled.draft.verdict.is_none());
    assert_eq!(filled.draft.name.to_string(), "mine:1");
    let state = reduce(&filled, judged(&filled));
    assert_eq!(reduce(&state, Action::Fill(family)).draft, state.draft);
    let unreadable = typed(&state, "hello");
    let refused = reduce(&unreadable, Action::Fill(Change::Add(Part::Container)));
    assert!(refused.alert.is_some() && &*refused.draft.text == "hello");
}
