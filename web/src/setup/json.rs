//! The task definition as a text.

use crate::platform::{self, NodeRef};
use crate::session::{Action, Dispatch};
use yew::prelude::*;

/// What is in the box.
#[derive(Clone, Debug, PartialEq, Properties)]
pub(super) struct JsonBoxProps {
    /// The text.
    pub(super) text: AttrValue,
    /// Whether it has an error.
    pub(super) invalid: bool,
    /// The textarea, for those who lead into it.
    pub(super) area: NodeRef,
    /// Where actions go.
    pub(super) dispatch: Dispatch,
}

/// The box.
#[component]
pub(super) fn JsonBox(props: &JsonBoxProps) -> Html {
    let dispatch = props.dispatch.clone();
    let oninput = Callback::from(move |event: InputEvent| {
        dispatch.dispatch(Action::Type(platform::value_of(&event).into()));
    });
    html! {
        <>
            <p class="note" id="definition-note">
                { "Paste the JSON of a task definition: the input of " }<code>{ "register-task-definition" }</code>
                { ", or what " }<code>{ "describe-task-definition" }</code>{ " prints. It stays in your browser." }
            </p>
            <textarea ref={props.area.clone()} class={classes!("code", props.invalid.then_some("bad"))} rows="13" wrap="off"
                spellcheck="false" autocapitalize="off" autocomplete="off"
                aria-label="Task definition JSON" aria-describedby="definition-note definition-findings" aria-invalid={props.invalid.to_string()}
                value={props.text.clone()} {oninput} />
        </>
    }
}
