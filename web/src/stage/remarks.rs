//! What is said of an action of the timeline, below it in the list.

use super::layout::clock;
use crate::session::{Dispatch, Remark};
use crate::setup::finding_item;
use ecs_core::report::EventView;
use yew::prelude::*;

/// The id of what is said of an action, by which its inputs name it.
pub(super) fn id_of(number: usize) -> String {
    format!("said-of-action-{number}")
}

/// The findings of an action, and what became of it in the run.
pub(super) fn said_of(number: usize, remark: &Remark, dispatch: &Dispatch) -> Html {
    let found = remark.findings.iter().map(|finding| finding_item(finding, Html::default(), dispatch));
    html! {
        <ul class="findings" id={id_of(number)}>
            { for found }
            { for remark.events.iter().map(became) }
        </ul>
    }
}

fn became(event: &EventView) -> Html {
    html! {
        <li key={event.id.clone()} class="finding is-error">
            <span class="severity">{ "In the run" }</span>
            <div class="finding-body"><p>{ format!("At {}: {}", clock(event.at), event.text) }</p></div>
        </li>
    }
}
