//! Where two runs part.

use crate::session::{Action, Contrary, Dispatch, Move, moment};
use ecs_core::report::{DecisionTold, Divergence, JournalEntry};
use yew::prelude::*;

/// The first decision that is not the same, on either side, and the way to its moment; the first entry of the event
/// logs where that is earlier. It is marked on the track, too, where the run on the stage is the one that was compared.
pub(super) fn difference(divergence: Option<&Divergence>, is_marked: bool, dispatch: &Dispatch) -> Html {
    let Some(found) = divergence else {
        return html! { <p class="same">{ "Both event logs are the same: nothing happens in one that does not happen in the other." }</p> };
    };
    let heading = match &found.decision {
        Some(decision) => format!("First decision that differs: {}", moment(decision.at)),
        None => "Both decide the same throughout".to_owned(),
    };
    html! {
        <section class="parting" aria-labelledby="parting-heading">
            <h3 id="parting-heading">{ heading }</h3>
            if let Some(decision) = &found.decision {
                <dl>
                    { side("This scenario", decision.one.as_ref().map(decided)) }
                    { side("The other one", decision.other.as_ref().map(decided)) }
                </dl>
            }
            if found.begins_in_the_log() {
                { of_the_log(found) }
            }
            { buttons(found, is_marked, dispatch) }
        </section>
    }
}

/// What is no decision: an alarm's other threshold, or what somebody has called.
fn of_the_log(found: &Divergence) -> Html {
    html! {
        <details class="parting-log">
            <summary>{ format!("First difference of the event logs: {}", moment(found.at)) }</summary>
            <dl>
                { side("This scenario", found.one.as_ref().map(entry)) }
                { side("The other one", found.other.as_ref().map(entry)) }
            </dl>
        </details>
    }
}

fn buttons(found: &Divergence, is_marked: bool, dispatch: &Dispatch) -> Html {
    let unmark = {
        let dispatch = dispatch.clone();
        Callback::from(move |_: MouseEvent| dispatch.dispatch(Action::Contrast(Contrary::Unmark)))
    };
    let (dispatch, at) = (dispatch.clone(), found.marked());
    let onclick = Callback::from(move |_: MouseEvent| {
        dispatch.dispatch(Action::Contrast(Contrary::Close));
        dispatch.dispatch(Move::To(at).into());
    });
    html! {
        <p class="parting-buttons">
            <button type="button" {onclick}>{ "Go to this moment" }</button>
            if is_marked {
                <button type="button" onclick={unmark}>{ "Take its mark off the track" }</button>
            }
        </p>
    }
}

fn side(name: &'static str, told: Option<Html>) -> Html {
    let told = told.unwrap_or_else(|| html! { <p>{ "Nothing of the kind from there on." }</p> });
    html! { <div><dt>{ name }</dt><dd>{ told }</dd></div> }
}

fn decided(decision: &DecisionTold) -> Html {
    html! {
        <>
            <p><b>{ moment(decision.at) }</b>{ " " }{ &decision.text }</p>
            if let Some(arithmetic) = &decision.arithmetic {
                <p><code>{ arithmetic }</code></p>
            }
            <p class="note">{ &*decision.plain }</p>
        </>
    }
}

fn entry(entry: &JournalEntry) -> Html {
    let names = entry.names().join(", ");
    html! {
        <>
            <p><b>{ moment(entry.at) }</b>{ " " }{ &entry.text }</p>
            <p class="note">{ &*entry.plain }</p>
            if !names.is_empty() {
                <p class="note">{ format!("About {names}.") }</p>
            }
        </>
    }
}
