//! What has gone wrong and what was done, above everything, until somebody dismisses it.

use crate::session::{Action, Dispatch, State};
use yew::prelude::*;

/// The alert and the note.
pub(super) fn messages(state: &State, dispatch: &Dispatch) -> Html {
    let sends = |action: Action| {
        let dispatch = dispatch.clone();
        Callback::from(move |_: MouseEvent| dispatch.dispatch(action.clone()))
    };
    let button = |onclick| html! { <button type="button" class="icon" aria-label="Dismiss" {onclick}>{ "×" }</button> };
    html! {
        <div class="messages">
            <div role="alert">{ state.alert.as_ref().map(|text| html! {
                <div class="message broken"><p>{ &**text }</p>{ button(sends(Action::DismissAlert)) }</div>
            }) }</div>
            <div role="status">{ state.note.as_ref().map(|note| html! {
                <div class="message">
                    <p>{ &*note.text }</p>
                    if let Some(way) = note.way {
                        <button type="button" onclick={sends(way.into())}>{ way.label() }</button>
                    }
                    { button(sends(Action::DismissNote)) }
                </div>
            }) }</div>
        </div>
    }
}
