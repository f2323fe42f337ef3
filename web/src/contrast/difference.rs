//! Where two runs part.

use crate::session::{Action, Contrary, Dispatch, Move, moment};
use ecs_core::report::{Divergence, JournalEntry};
use yew::prelude::*;

/// The first entry that is not the same, on either side, and the way to its moment.
/// It is marked on the track, too, where the run on the stage is the one that was compared.
pub(super) fn difference(divergence: Option<&Divergence>, is_marked: bool, dispatch: &Dispatch) -> Html {
    let Some(found) = divergence else {
        return html! { <p class="same">{ "Both event logs are the same: nothing happens in one that does not happen in the other." }</p> };
    };
    let unmark = {
        let dispatch = dispatch.clone();
        Callback::from(move |_: MouseEvent| dispatch.dispatch(Action::Contrast(Contrary::Unmark)))
    };
    let (dispatch, at) = (dispatch.clone(), found.at);
    let onclick = Callback::from(move |_: MouseEvent| {
        dispatch.dispatch(Action::Contrast(Contrary::Close));
        dispatch.dispatch(Move::To(at).into());
    });
    html! {
        <section class="parting" aria-labelledby="parting-heading">
            <h3 id="parting-heading">{ format!("First difference: {}", moment(found.at)) }</h3>
            <dl>
                { side("This scenario", found.one.as_ref()) }
                { side("The other one", found.other.as_ref()) }
            </dl>
            <p class="parting-buttons">
                <button type="button" {onclick}>{ "Go to this moment" }</button>
                if is_marked {
                    <button type="button" onclick={unmark}>{ "Take its mark off the track" }</button>
                }
            </p>
        </section>
    }
}

fn side(name: &'static str, entry: Option<&JournalEntry>) -> Html {
    let told = entry.map_or_else(
        || html! { <p>{ "Nothing more happens." }</p> },
        |entry| {
            html! {
                <>
                    <p><b>{ moment(entry.at) }</b>{ " " }{ &entry.text }</p>
                    <p class="note">{ &*entry.plain }</p>
                    <p class="note">{ format!("About {}.", entry.names().join(", ")) }</p>
                </>
            }
        },
    );
    html! { <div><dt>{ name }</dt><dd>{ told }</dd></div> }
}
