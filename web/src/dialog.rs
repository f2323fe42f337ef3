//! A dialog: its heading, what closes it, and what is in it.

use crate::platform;
use yew::prelude::*;

/// What a dialog is made from.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct DialogProps {
    /// The heading's id.
    pub id: AttrValue,
    /// Style classes.
    #[prop_or_default]
    pub class: Classes,
    /// The heading.
    pub heading: Html,
    /// Told once it is closed: by its button, or by Escape.
    pub on_close: Callback<Event>,
    /// What is in it.
    pub children: Html,
}

/// The dialog. It is open as long as it is on the page; the browser gives the focus back afterwards.
#[component]
pub fn Dialog(props: &DialogProps) -> Html {
    let dialog = use_node_ref();
    {
        let dialog = dialog.clone();
        use_effect_with((), move |()| platform::open_dialog(&dialog));
    }
    let close = {
        let dialog = dialog.clone();
        Callback::from(move |_: MouseEvent| platform::close_dialog(&dialog))
    };
    html! {
        <dialog ref={dialog} class={props.class.clone()} aria-labelledby={props.id.clone()} onclose={props.on_close.clone()}>
            <header class="dialog-head">
                <h2 id={props.id.clone()}>{ props.heading.clone() }</h2>
                <button type="button" class="icon" aria-label="Close" onclick={close}>{ "×" }</button>
            </header>
            <div class="dialog-body">{ props.children.clone() }</div>
        </dialog>
    }
}
