//! A text that the form cannot show, and what helps.

use crate::editor::ASSISTED_BYTES;
use crate::session::{Action, Change, Dispatch, Form};
use ecs_core::validate::plain_json;
use std::rc::Rc;
use yew::prelude::*;

/// The text.
#[derive(Clone, Debug, PartialEq, Properties)]
pub(super) struct UnreadableProps {
    /// What stands in the box.
    pub(super) text: Rc<str>,
    /// Where actions go.
    pub(super) dispatch: Dispatch,
}

/// A note, and a button where the text can become one that the form shows.
#[component]
pub(super) fn Unreadable(props: &UnreadableProps) -> Html {
    let converts = use_memo(props.text.clone(), |text| {
        text.len() <= ASSISTED_BYTES && plain_json(text).is_some_and(|plain| Form::read(&plain).is_some())
    });
    if props.text.len() > ASSISTED_BYTES {
        return html! {
            <p class="note">{ "This text is too long to be shown as a form: see it under JSON, or start from a template." }</p>
        };
    }
    if !*converts {
        return html! {
            <p class="note">{ "The form cannot show this text. Its problems are listed below and can be solved under JSON, or start from a template." }</p>
        };
    }
    let dispatch = props.dispatch.clone();
    let onclick = Callback::from(move |_: MouseEvent| dispatch.dispatch(Action::Fill(Change::ToPlainJson)));
    html! {
        <div class="convert">
            <p class="note" id="convert-note">
                { "The form shows plain JSON, and this text is only nearly that, as the findings below say. It can be rewritten as it is read here: with the API's member names, one member of each name, and placeholders in quotes. " }
                <strong>{ "Comments and the text's own layout are lost." }</strong>
            </p>
            <button type="button" class="add" aria-describedby="convert-note" {onclick}>{ "Convert to plain JSON" }</button>
        </div>
    }
}
