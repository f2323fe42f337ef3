//! What a policy would do with a value that somebody tries.

use crate::platform;
use crate::session::{PolicyOf, Trial};
use yew::prelude::*;

/// A policy to try.
#[derive(Clone, Debug, PartialEq, Properties)]
pub(super) struct TryValueProps {
    /// The policy.
    pub(super) trial: Trial,
    /// Tasks of the service, or instances of the group: what is counted from until somebody tries another number.
    pub(super) running: String,
    /// What they are called.
    pub(super) counts: &'static str,
    /// The id of the value's input.
    pub(super) id: String,
}

/// The value and the number of tasks, which are nobody else's, and what comes of them.
#[component]
pub(super) fn TryValue(props: &TryValueProps) -> Html {
    let (value, running) = (use_state_eq(|| None::<String>), use_state_eq(|| None::<String>));
    let shown = (*value).clone().unwrap_or_else(|| props.trial.example());
    let tasks = (*running).clone().unwrap_or_else(|| props.running.clone());
    let told = props.trial.told(&tasks, &shown);
    let policy = &props.trial.policy;
    let name = match policy.of {
        PolicyOf::Service => policy.title().to_owned(),
        PolicyOf::Group => format!("{} of group {}", policy.title(), policy.scaled),
    };
    let tasks_id = format!("{}-tasks", props.id);
    html! {
        <div class="trial" role="group" aria-label={format!("What a value would do by policy {name}")}>
            <div class="pair">
                <div class="field">
                    <label for={props.id.clone()}>{ "Try: the metric is at" }</label>
                    <input id={props.id.clone()} type="text" inputmode="decimal" autocomplete="off" value={shown} oninput={typed(&value)} />
                </div>
                <div class="field">
                    <label for={tasks_id.clone()}>{ props.counts }</label>
                    <input id={tasks_id} type="number" min="0" max="5000" autocomplete="off" value={tasks} oninput={typed(&running)} />
                </div>
            </div>
            <p class="note told" role="status">
                { told.unwrap_or_else(|| "Numbers are needed to tell: the target, the bounds and these two.".to_owned()) }
            </p>
        </div>
    }
}

fn typed(state: &UseStateHandle<Option<String>>) -> Callback<InputEvent> {
    let setter = state.setter();
    Callback::from(move |event: InputEvent| setter.set(Some(platform::value_of(&event))))
}
