//! What the core's answers make of the state.

use super::chart::Counts;
use super::clock::moment_in_words;
use super::cost::Cost;
use super::inspection::Inspection;
use super::journal::Reading;
use super::outline::{counted, grouped};
use super::shared::Shared;
use super::state::{Note, Share, Shown, State};
use super::story::{Telling, Told};
use super::wish::grant;
use crate::player::{Faults, Parcel, Reply, Subject};
use ecs_core::ENGINE_VERSION;
use ecs_core::report::Snapshot;
use ecs_workshop::link::Fingerprint;

pub(super) fn answer(state: &State, reply: Reply) -> State {
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
        Reply::Advanced { number, at, end } if number == state.run.number => {
            let mut state = state.clone();
            state.run.progress = Some((at, end));
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
        Reply::Story { number, page, now } if number == state.telling.number => {
            let told = Some(Shared::new(Told { page: *page, now }));
            State { telling: Telling { told, ..state.telling.clone() }, ..state.clone() }
        }
        Reply::Inspected { number, task } if number == state.inspection.number => {
            let answer = Some(Shared::new(task.map(|task| *task)));
            State { inspection: Inspection { answer, ..state.inspection.clone() }, ..state.clone() }
        }
        Reply::Shared { number, parcel } if number == state.share_number => {
            with_parcel(state, parcel)
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
        Reply::Foreseen { number, foresight } if number == state.forecast.number => {
            let mut state = state.clone();
            state.forecast.answer = Some(Shared::new(foresight.map(|foresight| *foresight)));
            state
        }
        Reply::Costed { number, cost } if number == state.cost.number => {
            let answer = Some(Shared::new(*cost));
            State { cost: Cost { answer, ..state.cost.clone() }, ..state.clone() }
        }
        Reply::Contrasted { number, contrast } if number == state.contrast_number => {
            state.with_contrast(contrast)
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
        | Reply::Story { .. }
        | Reply::Inspected { .. }
        | Reply::Shared { .. }
        | Reply::Explained { .. }
        | Reply::Traced { .. }
        | Reply::Examined { .. }
        | Reply::Compared { .. }
        | Reply::Foreseen { .. }
        | Reply::Costed { .. }
        | Reply::Contrasted { .. } => state.clone(),
    }
}

/// A link without placeholders has the whole scenario.
fn with_parcel(state: &State, parcel: Result<Parcel, Faults>) -> State {
    let Some(share) = state.share.clone() else { return state.clone() };
    let has_all = parcel.as_ref().is_ok_and(|parcel| parcel.replacements.is_empty());
    let share = Share { parcel: Some(Shared::new(parcel.map_err(|faults| faults.0))), ..share };
    let state = State { share: Some(share), ..state.clone() };
    if has_all { state.with_text_findable() } else { state }
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
    let undo = state.note.take().filter(|before| before.way.is_some());
    state.note = Some(match undo {
        Some(before) => Note { text: format!("{} {note}", before.text).into(), way: before.way },
        None => Note { text: note.into(), way: None },
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
    if let Some(limit) = &snapshot.limit_reached {
        let running = snapshot.services.iter().map(|service| u64::from(service.running_count)).sum();
        let desired = snapshot.services.iter().map(|service| u64::from(service.desired_count)).sum();
        let tasks = counted(desired, "task");
        return format!("Run finished: {} of {tasks} of services running. {limit}", grouped(running));
    }
    let tasks = snapshot.tasks.iter().filter(|task| task.waits.is_none()).count() as u64;
    let waiting = snapshot.services.iter().filter_map(|service| service.waiting.as_ref());
    let waiting: u64 = waiting.map(|waiting| u64::from(waiting.count)).sum();
    let of_none = snapshot.tasks.iter().filter(|task| task.waits.is_some() && task.service.is_none());
    let of_none = of_none.count() as u64;
    // Tasks that a service has neither started nor let wait are those that keep failing.
    let loose = snapshot.tasks.iter().filter(|task| task.service.is_none()).count() as u64;
    let desired: u64 = snapshot.services.iter().map(|service| u64::from(service.desired_count)).sum();
    let wanted = (tasks + waiting + of_none).max(desired + loose);
    let when = if snapshot.at < snapshot.duration {
        format!(", {}", moment_in_words(snapshot.at).to_lowercase())
    } else {
        String::new()
    };
    format!("Run finished: {} of {} placed{when}.", grouped(tasks), counted(wanted, "task"))
}
