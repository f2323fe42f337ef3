//! What there is of a task besides its status: its roles and its volumes.

mod roles;
mod volumes;

use crate::session::{Dispatch, Parts};
use roles::Roles;
use volumes::Volumes;
use yew::prelude::*;

/// Both, once the core has answered.
pub(super) fn parts(parts: &Parts, dispatch: &Dispatch) -> Html {
    if parts.question.is_none() {
        return Html::default();
    }
    let Some(answer) = &parts.answer else {
        return html! { <p class="note">{ "Looking into the task…" }</p> };
    };
    let Some(found) = answer.as_ref() else { return Html::default() };
    html! {
        <>
            <Roles report={found.roles.clone()} dispatch={dispatch.clone()} />
            <Volumes report={found.volumes.clone()} />
        </>
    }
}
