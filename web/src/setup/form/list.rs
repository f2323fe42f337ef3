//! A list within a form, with its name above it.

use yew::prelude::*;

/// The list. No fieldset: Chromium leaves one unpainted that was changed while the part around it was folded away.
pub(in super::super) fn titled_list(title: &'static str, content: Html) -> Html {
    html! {
        <div class="list" role="group" aria-label={title}>
            <p class="list-title">{ title }</p>
            { content }
        </div>
    }
}

/// The same where what is around it says its name to those who see it.
pub(in super::super) fn untitled_list(title: &'static str, content: Html) -> Html {
    html! { <div class="list" role="group" aria-label={title}>{ content }</div> }
}
