//! The dialog in which an action of the timeline is written: which call, when, and what goes into it.

use super::act_field::field;
use super::forecast::forecast;
use crate::dialog::Dialog;
use crate::platform;
use crate::session::{Act, Action, CALLS, Dispatch, Forecast, Outline, Shared, Shown, Step};
use crate::setup::{Select, under_field};
use yew::prelude::*;

/// What is written.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct ActDialogProps {
    /// The action.
    pub act: Act,
    /// Where it leads, if it is an UpdateService.
    pub forecast: Forecast,
    /// What the forms show of the scenario.
    pub outline: Shared<Outline>,
    /// The run, where it is of this scenario: what there is to choose from.
    pub shown: Option<Shared<Shown>>,
    /// Where actions go.
    pub dispatch: Dispatch,
}

/// The dialog. The action is a part of the timeline only once it is made.
#[component]
pub fn ActDialog(props: &ActDialogProps) -> Html {
    let (act, dispatch) = (&props.act, &props.dispatch);
    let on_close = sends(dispatch, Step::Close);
    let (keys, is_broken) = (dispatch.clone(), act.is_broken);
    let onkeydown = Callback::from(move |event: KeyboardEvent| {
        if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) {
            // The page behind would run the scenario.
            event.stop_propagation();
            event.prevent_default();
            if !is_broken {
                make(&event, &keys);
            }
        }
    });
    let heading = if act.is_new { "Add an action" } else { "Change an action" };
    html! {
        <Dialog id="act-heading" heading={html! { { heading } }} {on_close}>
            <div class="run-task" {onkeydown}>
                { call(props) }
                <p class="note">{ act.form().map_or("Any call of the scenario format: what it takes is written as JSON.", |form| form.about) }</p>
                { when(props) }
                <div class="act-fields">{ for (0..act.values.len()).map(|number| field(props, number)) }</div>
                if act.foretells() {
                    { forecast(&props.forecast) }
                }
                { input(props) }
                <div role="status">{ under_field(&act.findings, "said-of-act", dispatch) }</div>
                { buttons(props) }
            </div>
        </Dialog>
    }
}

fn sends<E: 'static>(dispatch: &Dispatch, step: Step) -> Callback<E> {
    let dispatch = dispatch.clone();
    Callback::from(move |_: E| dispatch.dispatch(step.clone().into()))
}

/// Closes the dialog, which gives the focus back, and makes the action a part of the timeline.
fn make(event: &Event, dispatch: &Dispatch) {
    dispatch.dispatch(Step::Make.into());
    platform::close_dialog_around(event);
}

/// Sends what was typed or chosen.
pub(super) fn typed<E: AsRef<Event> + 'static>(
    dispatch: &Dispatch,
    step: impl Fn(String) -> Step + 'static,
) -> Callback<E> {
    let dispatch = dispatch.clone();
    Callback::from(move |event: E| {
        dispatch.dispatch(Action::Act(step(platform::value_of(event.as_ref()))));
    })
}

/// Which call; any other than those with a form by its name.
fn call(props: &ActDialogProps) -> Html {
    let act = &props.act;
    let known = act.form().map(|form| form.action);
    let options = CALLS.iter().map(|form| (form.action.to_owned(), form.title.to_owned()));
    let other = (String::new(), "Another call, as JSON".to_owned());
    html! {
        <>
            <div class="field">
                <label for="act-call">{ "Call" }</label>
                <Select id="act-call" value={known.unwrap_or_default()} options={options.chain([other]).collect::<Vec<_>>()} invalid="false"
                    onchange={typed(&props.dispatch, Step::Call)} />
            </div>
            if known.is_none() {
                <div class="field">
                    <label for="act-name">{ "Name of the call" }</label>
                    <input id="act-name" type="text" autocomplete="off" autocapitalize="off" spellcheck="false" placeholder="ecs:UpdateTaskProtection"
                        value={act.action.clone()} onchange={typed::<Event>(&props.dispatch, Step::Call)} />
                </div>
            }
        </>
    }
}

fn when(props: &ActDialogProps) -> Html {
    html! {
        <div class="field">
            <label for="act-at">{ "At second" }</label>
            <input id="act-at" type="text" inputmode="decimal" autocomplete="off" value={props.act.at_seconds.clone()}
                oninput={typed::<InputEvent>(&props.dispatch, Step::At)} />
        </div>
    }
}

/// The same as JSON: what the form shows, and whatever else the call takes.
fn input(props: &ActDialogProps) -> Html {
    let act = &props.act;
    let invalid = act.is_broken.to_string();
    html! {
        <details class="act-json" open={act.values.is_empty()}>
            <summary>{ "The call's input as JSON" }</summary>
            <textarea class="code" aria-label="Input as JSON" spellcheck="false" autocomplete="off" value={act.input.clone()} aria-invalid={invalid}
                aria-describedby={act.is_broken.then_some("act-broken")} oninput={typed::<InputEvent>(&props.dispatch, Step::Input)} />
            if act.is_broken {
                <p id="act-broken" class="bad-text">{ "This is no JSON object yet: what the call takes stands between { and }." }</p>
            }
        </details>
    }
}

fn buttons(props: &ActDialogProps) -> Html {
    let cancel = Callback::from(|event: MouseEvent| platform::close_dialog_around(&event));
    let dispatch = props.dispatch.clone();
    let onclick = Callback::from(move |event: MouseEvent| make(&event, &dispatch));
    let words = if props.act.is_new { "Add to the timeline" } else { "Change" };
    html! {
        <div class="foot-row">
            <button type="button" onclick={cancel}>{ "Cancel" }</button>
            <button type="button" class="primary" aria-keyshortcuts="Control+Enter" disabled={props.act.is_broken} {onclick}>{ words }</button>
        </div>
    }
}

/// A button that begins an action of the timeline with these fields, by pointer.
pub(crate) fn action_button(
    action: &'static str,
    fields: Vec<(&'static str, String)>,
    words: AttrValue,
    name: String,
    dispatch: &Dispatch,
) -> Html {
    let onclick = sends::<MouseEvent>(dispatch, Step::Begin(action, fields));
    html! { <button type="button" class="add" aria-haspopup="dialog" aria-label={name} {onclick}>{ words }</button> }
}

/// The button that begins an UpdateService of a service: to that revision, where one is named.
pub(crate) fn update_button(service: &str, definition: Option<String>, dispatch: &Dispatch) -> Html {
    let (words, name) = match &definition {
        Some(definition) => ("Roll out…", format!("Roll out {definition}")),
        None => ("Update…", format!("Update service {service}")),
    };
    let to = definition.map(|definition| ("/taskDefinition", definition));
    let fields = std::iter::once(("/service", service.to_owned())).chain(to).collect();
    action_button("ecs:UpdateService", fields, words.into(), name, dispatch)
}
