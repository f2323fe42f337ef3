//! What the state asks of the core. A question is asked again when its number has risen.

use crate::editor::ASSISTED_BYTES;
use crate::platform::{self, Timeout};
use crate::player::{Player, Request, Subject};
use crate::session::State;
use ecs_core::SimTime;
use std::rc::Rc;
use yew::prelude::*;

/// How long typing pauses before a text is judged, in milliseconds: a judgement holds up whoever types,
/// so a text that takes longer to judge waits for a longer pause.
fn pause_ms(text: &str) -> u32 {
    let beyond = text.len().saturating_sub(ASSISTED_BYTES);
    250 + u32::try_from(beyond / 2048).unwrap_or(u32::MAX / 2)
}

/// Asks all of it.
#[hook]
pub(super) fn use_requests(state: &UseReducerHandle<State>, player: &Rc<Player>) {
    use_run(state, player);
    use_judgements(state, player);
    use_link(state, player);
    use_log(state, player);
    use_figures(state, player);
    use_network(state, player);
    use_question(player, state.why.number, state.why.question.clone(), |number, question| Request::Explain {
        number,
        question,
    });
}

/// Asks a question, if there is one, when its number has risen.
#[hook]
fn use_question<Q: 'static>(
    player: &Rc<Player>,
    number: u32,
    question: Option<Q>,
    request: fn(u32, Q) -> Request,
) {
    let player = player.clone();
    use_effect_with(number, move |number| {
        if let Some(question) = question {
            player.post(request(*number, question));
        }
    });
}

/// The run itself, the moment of the one on the stage, and what is counted over it.
#[hook]
fn use_run(state: &UseReducerHandle<State>, player: &Rc<Player>) {
    {
        let (player, text, run) = (player.clone(), state.text.clone(), state.run.clone());
        use_effect_with(run.number, move |number| {
            let number = *number;
            if number == 0 {
                return;
            }
            if !run.going {
                return player.post(Request::Stop { number });
            }
            player.post(Request::Load { number, text });
            let picture_at = run.picture_at;
            let expected = run.expected.map(|seen| SimTime::from_seconds(seen.at_seconds));
            for at in expected.map(Some).into_iter().chain([None]) {
                player.post(Request::AdvanceTo { number, at, picture_at });
            }
        });
    }
    let shown = state.shown.clone().map(|shown| (shown, state.transport.clone()));
    use_question(player, state.transport.number, shown, |number, (shown, transport)| {
        // What is played is drawn only where something happens.
        let seen = shown.events().filter(|_| transport.is_playing);
        Request::Seek { number, run: shown.number, at: transport.at, seen }
    });
    let (of, axis) = (state.counts.of.clone(), state.counts.axis);
    let counted = of.map(|(run, service)| (run, service, (axis.from, axis.to)));
    use_question(player, state.counts.number, counted, |number, (run, service, between)| Request::Count {
        number,
        run,
        service,
        between,
    });
}

/// What there is to say of texts, once typing pauses.
#[hook]
fn use_judgements(state: &UseReducerHandle<State>, player: &Rc<Player>) {
    let judge = |number: u32, subject: Subject, text: Rc<str>| {
        let player = player.clone();
        move |pause: u32| {
            Timeout::new(pause, move || player.post(Request::Validate { number, subject, text }))
        }
    };
    {
        let text = state.text.clone();
        let judge = judge(state.text_number, Subject::Document, text.clone());
        use_effect_with(state.text_number, move |_| {
            platform::remember(text.clone());
            let later = judge(pause_ms(&text));
            move || drop(later)
        });
    }
    {
        let (text, typed) = (state.draft.text.clone(), state.draft.typed);
        let judge = judge(state.draft.number, Subject::Draft, text.clone());
        use_effect_with((state.draft.number, state.wish.is_some()), move |(_, at_once)| {
            let pause = if *at_once { 0 } else { pause_ms(&text) };
            let later = (typed || !text.is_empty()).then(|| judge(pause));
            move || drop(later)
        });
    }
    let of_call = state.run_task.as_ref().map(|call| call.text.clone());
    let call = of_call.or_else(|| state.act.as_ref().map(|act| act.text.clone()));
    let judge = call.map(|text| (pause_ms(&text), judge(state.run_task_number, Subject::Call, text)));
    use_effect_with(state.run_task_number, move |_| {
        let later = judge.map(|(pause, judge)| judge(pause));
        move || drop(later)
    });
}

/// The link that is shared, which the address bar shows, too.
#[hook]
fn use_link(state: &UseReducerHandle<State>, player: &Rc<Player>) {
    let shared = state.share.as_ref().map(|share| (state.text.clone(), share.redact, state.stays_at()));
    use_question(player, state.share_number, shared, |number, (text, redact, at)| Request::Share {
        number,
        text,
        redact,
        at,
    });
    let parcel = state.share.as_ref().and_then(|share| share.parcel.clone());
    use_effect_with(parcel, |parcel| {
        if let Some(Ok(parcel)) = parcel.as_deref() {
            platform::set_fragment(&parcel.fragment);
        }
    });
}

/// The event log, the story of scaling, and details.
#[hook]
fn use_log(state: &UseReducerHandle<State>, player: &Rc<Player>) {
    use_question(player, state.reading.number, state.reading.question.clone(), |number, question| {
        Request::Journal { number, question }
    });
    use_question(player, state.telling.number, state.telling.question.clone(), |number, question| {
        Request::Story { number, question }
    });
    use_question(player, state.targets.number, state.targets.question.clone(), |number, question| {
        Request::Targets { number, question }
    });
    use_question(player, state.inspection.number, state.inspection.question.clone(), |number, question| {
        Request::Inspect { number, question }
    });
}

/// What a run costs, where an action leads, and two scenarios that are held against each other.
#[hook]
fn use_figures(state: &UseReducerHandle<State>, player: &Rc<Player>) {
    use_question(player, state.cost.number, state.cost.of, |number, (run, at)| Request::Cost {
        number,
        run,
        at,
    });
    use_question(player, state.forecast.number, state.forecast.question.clone(), |number, question| {
        Request::Foresee { number, question }
    });
    let (player, texts) = (player.clone(), state.rivals());
    use_effect_with(state.contrast_number, move |number| {
        let number = *number;
        let later = texts.map(|texts| {
            let pause = pause_ms(&texts.1);
            Timeout::new(pause, move || player.post(Request::Contrast { number, texts }))
        });
        move || drop(later)
    });
}

/// Networks, and the parts of a task.
#[hook]
fn use_network(state: &UseReducerHandle<State>, player: &Rc<Player>) {
    use_question(player, state.paths.number, state.paths.question.clone(), |number, question| {
        Request::Trace { number, question }
    });
    use_question(player, state.parts.number, state.parts.question.clone(), |number, question| {
        Request::Examine { number, question }
    });
    let (definition, scenario) = (state.draft.text.clone(), state.text.clone());
    let compared =
        state.comparison.clone().map(|comparison| (definition, scenario, comparison.instance_type));
    use_question(
        player,
        state.comparison_number,
        compared,
        |number, (definition, scenario, instance_type)| Request::Compare {
            number,
            definition,
            scenario,
            instance_type,
        },
    );
}
