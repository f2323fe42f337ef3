//! What a capacity provider would do with tasks that somebody lets wait.

use super::Facts;
use crate::platform;
use crate::session::Reservations;
use crate::setup::form::Select;
use ecs_core::capacity::Need;
use std::rc::Rc;
use yew::prelude::*;

/// A provider to try.
#[derive(Clone, Debug, PartialEq, Properties)]
pub(super) struct TryWaitingProps {
    /// The provider's name.
    pub(super) name: String,
    /// What it counts with; none where a number of it is none.
    pub(super) reservations: Option<Reservations>,
    /// What the tasks of each definition ask for.
    pub(super) facts: Rc<Facts>,
    /// Instances of the group: what is counted from until somebody tries another number.
    pub(super) instances: String,
    /// The id of the first input.
    pub(super) id: String,
}

/// The numbers, which are nobody else's, and what comes of them.
#[component]
pub(super) fn TryWaiting(props: &TryWaitingProps) -> Html {
    let [tasks, instances, used] = [use_text(), use_text(), use_text()];
    let definition = use_text();
    let shown = |state: &UseStateHandle<Option<String>>, otherwise: &str| {
        (**state).clone().unwrap_or_else(|| otherwise.to_owned())
    };
    let waiting = shown(&tasks, "3");
    let count = shown(&instances, &props.instances);
    let with_tasks = shown(&used, &count);
    let needs = &props.facts.needs;
    let chosen = shown(&definition, needs.first().map_or("", |(name, _)| name));
    let need = needs.iter().find(|(name, _)| *name == chosen).map_or_else(Need::default, |(_, need)| *need);
    let told = props.reservations.as_ref().and_then(|it| it.told(need, [&count, &with_tasks, &waiting]));
    let options: Vec<(String, String)> = needs.iter().map(|(name, _)| (name.clone(), name.clone())).collect();
    let select_id = format!("{}-definition", props.id);
    html! {
        <div class="trial" role="group" aria-label={format!("What waiting tasks would do by {}", props.name)}>
            <div class="pair">
                { number(&props.id, "Try: tasks that wait", &waiting, &tasks) }
                if !needs.is_empty() {
                    <div class="field">
                        <label for={select_id.clone()}>{ "each of" }</label>
                        <Select id={select_id} value={chosen} {options} invalid="false" onchange={chosen_by(&definition)} />
                    </div>
                }
            </div>
            <div class="pair">
                { number(&format!("{}-instances", props.id), "with instances running", &count, &instances) }
                { number(&format!("{}-used", props.id), "of them with tasks", &with_tasks, &used) }
            </div>
            <p class="note told" role="status">
                { told.unwrap_or_else(|| "Numbers are needed to tell: those of the group, of managed scaling and these.".to_owned()) }
            </p>
        </div>
    }
}

/// A text that somebody has typed; none until then.
#[hook]
fn use_text() -> UseStateHandle<Option<String>> {
    use_state_eq(|| None)
}

fn number(id: &str, label: &'static str, value: &str, state: &UseStateHandle<Option<String>>) -> Html {
    let setter = state.setter();
    let oninput = Callback::from(move |event: InputEvent| setter.set(Some(platform::value_of(&event))));
    html! {
        <div class="field">
            <label for={id.to_owned()}>{ label }</label>
            <input id={id.to_owned()} type="number" min="0" max="5000" autocomplete="off" value={value.to_owned()} {oninput} />
        </div>
    }
}

fn chosen_by(state: &UseStateHandle<Option<String>>) -> Callback<Event> {
    let setter = state.setter();
    Callback::from(move |event: Event| setter.set(Some(platform::value_of(&event))))
}
