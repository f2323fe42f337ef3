//! The draft in the box is registered when somebody wishes it and the core has judged it.

use super::amend::start;
use super::draft::Wish;
use super::outline::counted;
use super::state::State;

/// What stands in the box is registered once it is judged.
pub(super) fn register(state: &State, wish: Wish) -> State {
    if !state.draft.typed {
        return state.clone();
    }
    let mut state = State { note: None, announcement: "".into(), ..state.clone() };
    match &state.draft.verdict {
        None => {
            state.wish = Some(wish);
            state
        }
        Some(verdict) if verdict.usable => registered(&state, wish),
        Some(_) => refuse(state),
    }
}

fn registered(state: &State, wish: Wish) -> State {
    let registered = state.with_registered(wish);
    let went_wrong = registered.text == state.text;
    // A call is run at once, and the playhead stays before it.
    let is_run = registered.run.number != state.run.number;
    if wish == Wish::Register || went_wrong || is_run { registered } else { start(registered, None) }
}

fn refuse(mut state: State) -> State {
    state.wish = None;
    let problems = counted(state.draft.errors() as u64, "problem");
    state.announcement = format!("Not registered: the draft of {} has {problems}.", state.draft.name).into();
    state
}

/// What was asked for while the draft was being judged happens now.
pub(super) fn grant(before: &State, judged: State) -> State {
    let Some(wish) = before.wish else { return judged };
    if judged.text_number != before.text_number {
        // A pasted scenario has come: there is nothing to register.
        return if wish == Wish::Deploy { start(judged, None) } else { judged };
    }
    match &judged.draft.verdict {
        Some(verdict) if verdict.usable => registered(&judged, wish),
        _ => refuse(judged),
    }
}
