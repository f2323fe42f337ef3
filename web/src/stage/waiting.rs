//! The strip above the stage: which tasks have no place, and why.

use crate::platform;
use crate::session::{Action, Dispatch, Shared, Shown, counted, grouped};
use ecs_core::report::{ServiceView, WaitingView};
use yew::prelude::*;

/// A service that waits, with its number.
type Waiting<'a> = (usize, &'a ServiceView, &'a WaitingView);

/// The strip. It keeps its line when nothing waits, so that a run moves nothing below it.
pub(super) fn waiting(shown: &Shared<Shown>, dispatch: &Dispatch) -> Html {
    let services = shown.snapshot.services.iter().enumerate();
    let services: Vec<Waiting<'_>> =
        services.filter_map(|(number, service)| Some((number, service, service.waiting.as_ref()?))).collect();
    match services.as_slice() {
        [] => {
            let limit = shown.snapshot.limit_reached.clone();
            html! { <p class="banner none-waiting">{ limit.unwrap_or("No task is waiting.".into()) }</p> }
        }
        [only] => html! { <div class="banner waiting" data-testid="waiting">{ line(only, dispatch) }</div> },
        several => {
            let tasks: u64 = several.iter().map(|(_, _, waiting)| u64::from(waiting.count)).sum();
            html! {
                <details class="banner waiting" data-testid="waiting">
                    <summary><strong>{ format!("{} of {} services waiting", counted(tasks, "task"), several.len()) }</strong></summary>
                    <ul>{ for several.iter().map(|service| html! { <li key={service.0}>{ line(service, dispatch) }</li> }) }</ul>
                </details>
            }
        }
    }
}

fn line((number, service, waiting): &Waiting<'_>, dispatch: &Dispatch) -> Html {
    let (dispatch, number) = (dispatch.clone(), *number);
    let onclick = Callback::from(move |_: MouseEvent| {
        dispatch.dispatch(Action::AskWhy(number));
        // The receipt is where the eyes are to go: on a phone it is far below.
        platform::focus("inspector-panel");
    });
    html! {
        <div class="waiting-line">
            <p><strong>{ format!("{} {} waiting", grouped(waiting.count.into()), service.name) }</strong>{ " " }{ &waiting.reason }</p>
            <button type="button" class="link" {onclick}>{ "Why not?" }<span class="visually-hidden">{ format!(" {}", service.name) }</span></button>
        </div>
    }
}
