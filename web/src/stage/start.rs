//! Starting a task on an instance of one's choice, and the actions that the timeline has.

use super::layout::clock;
use crate::platform;
use crate::session::{Action, ActionRow, Dispatch, Outline, Shared, Shown};
use crate::setup::{Select, run_task_button};
use ecs_core::report::EventView;
use yew::prelude::*;

/// Actions that are listed at first.
const LISTED: usize = 5;

/// Problems that are listed. The Events tab has them all.
const PROBLEMS: usize = 3;

/// What can be started where.
#[derive(Clone, Debug, PartialEq, Properties)]
pub(super) struct StartProps {
    /// The run.
    pub(super) shown: Shared<Shown>,
    /// What the forms show of the scenario.
    pub(super) outline: Shared<Outline>,
    /// The instance that is selected.
    pub(super) selected: Option<usize>,
    /// The instance that something would be dropped on.
    pub(super) target: Option<usize>,
    /// Where actions go.
    pub(super) dispatch: Dispatch,
}

/// The definition to start, the ways to start it, and the timeline's actions.
#[component]
pub(super) fn Start(props: &StartProps) -> Html {
    let chosen = use_state_eq(|| None::<String>);
    let names: Vec<String> = props.outline.definitions.iter().map(|row| row.name.to_string()).collect();
    let known = chosen.as_ref().filter(|name| names.contains(name)).or(names.last());
    let onchange = {
        let chosen = chosen.setter();
        Callback::from(move |event: Event| chosen.set(Some(platform::value_of(&event))))
    };
    let has_instances = !props.shown.snapshot.instances.is_empty();
    let number = known.and_then(|name| names.iter().position(|other| other == name));
    let options: Vec<(String, String)> = names.iter().map(|name| (name.clone(), name.clone())).collect();
    html! {
        <>
            if let Some(definition) = known.filter(|_| has_instances) {
                <section class="start" aria-labelledby="start-heading">
                    <h3 id="start-heading">{ "Start a task" }</h3>
                    <Select id="start-definition" name={Some(AttrValue::from("Task definition to start"))} value={definition.clone()} {options} invalid="false" {onchange} />
                    { handle(definition) }
                    { button(props, definition) }
                </section>
            }
            <Actions outline={props.outline.clone()} shown={props.shown.clone()} definition={number} dispatch={props.dispatch.clone()} />
        </>
    }
}

/// What is dragged. The button does the same for those who do not drag.
fn handle(definition: &str) -> Html {
    let carried = definition.to_owned();
    let ondragstart = Callback::from(move |event: DragEvent| platform::carry_definition(&event, &carried));
    html! {
        <span class="handle" draggable="true" title={format!("Drag {definition} onto an instance")} data-testid="handle" {ondragstart}>
            <span aria-hidden="true">{ "⠿ " }</span>{ "Drag onto an instance" }
        </span>
    }
}

fn button(props: &StartProps, definition: &str) -> Html {
    let instances = &props.shown.snapshot.instances;
    let Some(instance) = props.target.or(props.selected).and_then(|number| instances.get(number)) else {
        return html! { <p class="note">{ "Select an instance to start it there." }</p> };
    };
    let (dispatch, definition, short) =
        (props.dispatch.clone(), definition.to_owned(), instance.short.clone());
    let onclick = Callback::from(move |_: MouseEvent| {
        dispatch.dispatch(Action::StartTask(definition.clone(), short.clone()));
    });
    html! { <button type="button" {onclick}>{ format!("Start it on {}", instance.short) }</button> }
}

#[derive(Clone, Debug, PartialEq, Properties)]
struct ActionsProps {
    outline: Shared<Outline>,
    shown: Shared<Shown>,
    definition: Option<usize>,
    dispatch: Dispatch,
}

/// The timeline's actions, the way to add one, and what became of those that failed.
#[component]
fn Actions(props: &ActionsProps) -> Html {
    let all = use_state(|| false);
    let actions = &props.outline.actions;
    let definition =
        props.definition.and_then(|number| Some((number, props.outline.definitions.get(number)?)));
    if actions.is_empty() && definition.is_none() {
        return Html::default();
    }
    let shown = if *all { actions.len() } else { LISTED };
    let show_all = {
        let all = all.setter();
        Callback::from(move |_: MouseEvent| all.set(true))
    };
    let problems = &props.shown.snapshot.problems;
    html! {
        <section class="actions" aria-labelledby="actions-heading">
            <h3 id="actions-heading">{ "Timeline" }</h3>
            if let Some((number, row)) = definition {
                { run_task_button(number, &row.name.to_string(), &props.dispatch) }
            }
            <ul>{ for actions.iter().enumerate().take(shown).map(|(number, row)| action(props, number, row)) }</ul>
            if actions.len() > shown {
                <button type="button" class="more" onclick={show_all}>{ format!("Show all {}", actions.len()) }</button>
            }
            if !problems.is_empty() {
                <ul class="bad-text" data-testid="problems">{ for problems.iter().take(PROBLEMS).map(problem) }</ul>
            }
        </section>
    }
}

fn action(props: &ActionsProps, number: usize, row: &ActionRow) -> Html {
    let dispatch = props.dispatch.clone();
    let onclick = Callback::from(move |_: MouseEvent| dispatch.dispatch(Action::RemoveAction(number)));
    html! {
        <li key={number} class="action">
            <span class="at">{ format!("{} s", row.at_seconds) }</span>
            <span>{ &row.words }</span>
            <button type="button" class="plain" aria-label={format!("Remove {}", row.words)} title="Remove" {onclick}>{ "×" }</button>
        </li>
    }
}

fn problem(event: &EventView) -> Html {
    html! { <li key={event.id.clone()}>{ format!("At {}: {}", clock(event.at), event.text) }</li> }
}
