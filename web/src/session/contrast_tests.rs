//! What the scenario is held against, and what the run has cost.

use super::{Action, Contrary, Move, Rival, State, reduce};
use crate::player::{Contrast, Reply, Unfit};
use ecs_core::cost::CostReport;
use ecs_core::report::{DecisionDivergence, DecisionKind, DecisionTold, Divergence};
use ecs_core::{Budget, Document, SimTime, Simulation};
use ecs_workshop::link;

const OTHER: &str = r#"{"version": 1, "name": "other"}"#;

fn contrast(state: &State, steps: impl IntoIterator<Item = Contrary>) -> State {
    steps.into_iter().fold(state.clone(), |state, step| reduce(&state, Action::Contrast(step)))
}

fn other(state: &State) -> Option<String> {
    state.rivals().map(|(_, other)| other.to_string())
}

#[test]
fn an_unchanged_scenario_waits_for_another() {
    let open = contrast(&State::new(), [Contrary::Open]);
    assert_eq!((open.contrasting.as_ref().unwrap().rival, other(&open)), (Rival::Pasted, None));
    let pasted = contrast(&open, [Contrary::Paste(OTHER.into())]);
    assert_eq!(other(&pasted).as_deref(), Some(OTHER));
    assert_eq!(pasted.contrast_number, 2);
}

#[test]
fn a_link_is_what_it_holds_and_a_broken_one_is_a_text() {
    let fragment = link::encode(&serde_json::from_str(OTHER).unwrap(), None);
    let address = format!("https://example.org/{fragment}");
    let open = contrast(&State::new(), [Contrary::Open, Contrary::Paste(address.into())]);
    assert!(other(&open).unwrap().contains("\"other\""));
    let broken = contrast(&open, [Contrary::Paste("#1.d.AAAA".into())]);
    assert_eq!(other(&broken).as_deref(), Some("#1.d.AAAA"));
}

#[test]
fn a_copy_is_what_the_scenario_was_when_it_was_kept() {
    let kept = contrast(&State::new(), [Contrary::Open, Contrary::Keep, Contrary::Close]);
    assert_eq!(kept.contrasting, None);
    let changed = reduce(&kept, Action::TypeScenario(OTHER.into()));
    let open = contrast(&changed, [Contrary::Open]);
    assert_eq!(open.contrasting.as_ref().unwrap().rival, Rival::Kept);
    let (ours, theirs) = open.rivals().unwrap();
    assert_eq!((&*ours, &*theirs), (OTHER, &*State::new().text));
}

#[test]
fn only_the_newest_answer_counts() {
    let open = contrast(&State::new(), [Contrary::Open, Contrary::Paste(OTHER.into())]);
    let unfit = || Err(Unfit { is_other: true, findings: Vec::new() });
    let answer = |number| Action::Reply(Reply::Contrasted { number, contrast: unfit() });
    let late = reduce(&open, answer(open.contrast_number - 1));
    assert_eq!(late.contrasting.unwrap().answer, None);
    let answered = reduce(&open, answer(open.contrast_number));
    assert!(answered.contrasting.as_ref().unwrap().answer.is_some());
    let asked = contrast(&answered, [Contrary::Against(Rival::Opened)]);
    assert_eq!(asked.contrasting.unwrap().answer, None);
}

/// A run of ten minutes on the stage.
fn on_stage() -> State {
    let text = r#"{"version": 1, "simulation": {"durationSeconds": 600}}"#;
    let mut run = Simulation::new(Document::read(text).scenario.unwrap());
    run.advance_to(run.duration(), Budget::UNLIMITED);
    let started = reduce(&State::new(), Action::Run);
    let (number, snapshot) = (started.run.number, Box::new(run.snapshot(1)));
    let reached = Reply::Reached { number, snapshot, log_hash: 0, at_the_end: true };
    let course = Reply::Charted { number, course: Box::new(run.course()) };
    reduce(&reduce(&started, Action::Reply(reached)), Action::Reply(course))
}

/// Where a run and another one part, as the core tells it.
fn parted() -> Contrast {
    let run = Simulation::new(Document::read(OTHER).scenario.unwrap());
    let divergence = Divergence { at: SimTime::from_seconds(90), one: None, other: None, decision: None };
    Contrast {
        summaries: (run.summary(), run.summary()),
        divergence: Some(divergence),
        seed_replaced: false,
        traffic_apart: Vec::new(),
        courses: Default::default(),
    }
}

#[test]
fn the_first_difference_stays_marked_for_the_run_that_was_compared() {
    let open = contrast(&on_stage(), [Contrary::Open, Contrary::Paste(OTHER.into())]);
    let (number, contrast_of) = (open.contrast_number, Ok(Box::new(parted())));
    let answered = reduce(&open, Action::Reply(Reply::Contrasted { number, contrast: contrast_of }));
    let at = |state: &State| state.parting().map(|parting| parting.at);
    let closed = contrast(&answered, [Contrary::Close]);
    assert_eq!(at(&closed), Some(SimTime::from_seconds(90)));
    let unmarked = contrast(&answered, [Contrary::Unmark]);
    assert_eq!((at(&unmarked), &unmarked.contrasting), (None, &answered.contrasting));
    // What was compared is not on the stage.
    let elsewhere = State { shown: None, ..closed.clone() };
    assert_eq!(at(&elsewhere), None);
    let edited = reduce(&closed, Action::TypeScenario(OTHER.into()));
    assert_eq!(at(&edited), Some(SimTime::from_seconds(90)));
    let again = contrast(&edited, [Contrary::Open, Contrary::Paste(OTHER.into())]);
    let number = again.contrast_number;
    let of_another = Ok(Box::new(parted()));
    let answered = reduce(&again, Action::Reply(Reply::Contrasted { number, contrast: of_another }));
    assert_eq!(at(&answered), None);
}

#[test]
fn a_decision_that_differs_is_marked_rather_than_an_earlier_entry() {
    let decided = DecisionTold {
        at: SimTime::from_seconds(120),
        kind: DecisionKind::Scaling,
        of: "web".to_owned(),
        text: "Policy cpu of web: desired count 2 → 4".to_owned(),
        plain: "".into(),
        arithmetic: Some("ceil(2 × 82 / 50) = 4".to_owned()),
    };
    let decision = DecisionDivergence { at: decided.at, one: None, other: Some(decided) };
    let mut contrast_of = parted();
    contrast_of.divergence.as_mut().unwrap().decision = Some(decision);
    let open = contrast(&on_stage(), [Contrary::Open, Contrary::Paste(OTHER.into())]);
    let reply = Reply::Contrasted { number: open.contrast_number, contrast: Ok(Box::new(contrast_of)) };
    let answered = reduce(&open, Action::Reply(reply));
    let parting = answered.parting().unwrap();
    assert_eq!(
        (parting.at, &*parting.words),
        (SimTime::from_seconds(120), "Policy cpu of web: desired count 2 → 4")
    );
}

#[test]
fn the_cost_is_asked_for_at_the_playhead_and_not_too_often_while_it_is_played() {
    let state = on_stage();
    assert_eq!(state.cost.of, Some((state.run.number, SimTime::from_seconds(600))));
    let back = reduce(&state, Move::To(SimTime::from_seconds(10)).into());
    assert_eq!(back.cost.of.unwrap().1, SimTime::from_seconds(10));
    let playing = reduce(&back, Move::Play(true).into());
    let ticked = reduce(&playing, Move::Tick(16).into());
    assert_eq!(ticked.cost, back.cost);
    let later = (0..20).fold(ticked, |state, _| reduce(&state, Move::Tick(16).into()));
    assert_eq!(later.cost.number, back.cost.number + 1);
    let paused = reduce(&later, Move::Play(false).into());
    assert_eq!(paused.cost.of.unwrap().1, paused.transport.at);
}

#[test]
fn an_answer_stays_until_the_next_one() {
    let state = on_stage();
    let cost = || Box::new(CostReport { total_usd: 2.5, ..CostReport::default() });
    let known = reduce(&state, Action::Reply(Reply::Costed { number: state.cost.number, cost: cost() }));
    let moved = reduce(&known, Move::To(SimTime::ZERO).into());
    assert_eq!(moved.cost.answer.as_ref().map(|report| report.total_usd), Some(2.5));
    let late = Reply::Costed { number: state.cost.number, cost: Box::default() };
    assert_eq!(reduce(&moved, Action::Reply(late)).cost, moved.cost);
}
