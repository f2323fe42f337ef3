//! Starting a task on an instance of one's choice, and the actions that the timeline has.

use super::layout::clock;
use super::remarks::{id_of, said_of};
use crate::platform;
use crate::session::{Action, ActionRow, Dispatch, Move, Outline, Remarks, Shared, Shown, Step, moment};
use crate::setup::{Select, run_task_button};
use ecs_core::SimTime;
use ecs_core::report::EventView;
use yew::prelude::*;

/// Actions that are listed at first: a line of them, so that most of the stage is the cluster.
const LISTED: usize = 2;

/// Actions of which something is said that are listed, too.
const REMARKED: usize = 6;

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
    /// The definition to start, by number.
    pub(super) definition: Option<usize>,
    /// The second at which the task starts; none while the playhead moves.
    pub(super) acts_at_seconds: Option<u64>,
    /// Told which definition it is to be, by name.
    pub(super) choose: UseStateSetter<Option<String>>,
    /// Where actions go.
    pub(super) dispatch: Dispatch,
}

/// The ACTIVE definition of that name, by number; the last one where none is chosen, or it is gone.
pub(super) fn definition_to_start(outline: &Outline, chosen: Option<&str>) -> Option<usize> {
    let active = || outline.definitions.iter().enumerate().filter(|(_, row)| row.is_active);
    let named = active().find(|(_, row)| chosen.is_some_and(|name| row.name.to_string() == name));
    named.or_else(|| active().next_back()).map(|(number, _)| number)
}

/// The definition to start, and the ways to start it on an instance; nothing where there is none.
#[component]
pub(super) fn Start(props: &StartProps) -> Html {
    let definitions = &props.outline.definitions;
    let known = props.definition.and_then(|number| definitions.get(number)).map(|row| row.name.to_string());
    let choose = props.choose.clone();
    let onchange = Callback::from(move |event: Event| choose.set(Some(platform::value_of(&event))));
    let Some(definition) = known.filter(|_| !props.shown.snapshot.instances.is_empty()) else {
        return Html::default();
    };
    let active = definitions.iter().filter(|row| row.is_active).map(|row| row.name.to_string());
    let options: Vec<(String, String)> = active.map(|name| (name.clone(), name)).collect();
    html! {
        <section class="start" aria-labelledby="start-heading">
            <h3 id="start-heading">{ "Start a task" }</h3>
            <Select id="start-definition" name={Some(AttrValue::from("Task definition to start"))} value={definition.clone()} {options} invalid="false" {onchange} />
            { handle(&definition) }
            { button(props, &definition) }
        </section>
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
    let words = format!("Start it on {} at {}", instance.short, acting(props.acts_at_seconds));
    html! { <button type="button" title={words.clone()} {onclick}>{ &words }</button> }
}

/// The moment at which something acts.
fn acting(at_seconds: Option<u64>) -> String {
    at_seconds.map_or_else(|| "the playhead".to_owned(), |at| moment(SimTime::from_seconds(at)))
}

/// At which second a task starts that is started by hand, and the switch to the beginning. Set-up is at
/// second 0; whatever is done later is an action.
fn when(props: &ActionsProps) -> Html {
    let at = acting(props.acts_at_seconds);
    let dispatch = props.dispatch.clone();
    let onchange = Callback::from(move |event: Event| {
        dispatch.dispatch(Move::FromTheBeginning(platform::is_checked(&event)).into());
    });
    html! {
        <>
            <p class="note" data-testid="acts-at">{ format!("This acts at {at}{}.", why_there(props)) }</p>
            if props.from_the_beginning || props.acts_at_seconds != Some(0) {
                <label class="note"><input type="checkbox" checked={props.from_the_beginning} {onchange} />{ " Change the beginning instead" }</label>
            }
        </>
    }
}

/// Why it is the beginning, where nobody asked for that.
fn why_there(props: &ActionsProps) -> &'static str {
    match props.acts_at_seconds {
        Some(0) if props.from_the_beginning => "",
        Some(0) if props.shown.snapshot.at == SimTime::ZERO => ", where the playhead stands",
        Some(0) => ": the playhead stands at the end, and nothing can act behind it. Move it to act later",
        _ => "",
    }
}

#[derive(Clone, Debug, PartialEq, Properties)]
pub(super) struct ActionsProps {
    /// What the forms show of the scenario.
    pub(super) outline: Shared<Outline>,
    /// The run.
    pub(super) shown: Shared<Shown>,
    /// The definition that a task can be run of, by number.
    pub(super) definition: Option<usize>,
    /// The second at which what is done acts; none while the playhead moves.
    pub(super) acts_at_seconds: Option<u64>,
    /// Whether somebody wants that to be the beginning.
    pub(super) from_the_beginning: bool,
    /// Where actions go.
    pub(super) dispatch: Dispatch,
}

/// The timeline's actions, the way to add one, and what became of those that failed. Below the cluster, which is
/// what the stage is for: the track has a marker for each of them.
#[component]
pub(super) fn Actions(props: &ActionsProps) -> Html {
    let all = use_state_eq(|| false);
    let remarks = use_context::<Shared<Remarks>>().unwrap_or_default();
    let actions = &props.outline.actions;
    let definition =
        props.definition.and_then(|number| Some((number, props.outline.definitions.get(number)?)));
    if actions.is_empty() && definition.is_none() {
        return Html::default();
    }
    let rows = listed(actions.len(), *all, &remarks);
    let toggle = {
        let all = all.clone();
        Callback::from(move |_: MouseEvent| all.set(!*all))
    };
    let problems = &props.shown.snapshot.problems;
    let others: Vec<&EventView> = problems.iter().filter(|event| !remarks.tells(&event.id)).collect();
    html! {
        <section class="actions" aria-labelledby="actions-heading">
            <h3 id="actions-heading">{ "Timeline" }</h3>
            if let Some((number, row)) = definition {
                { run_task_button(number, &row.name.to_string(), &props.dispatch) }
                { when(props) }
            }
            <ul id="timeline-actions">{ for rows.iter().filter_map(|number| Some(action(props, *number, actions.get(*number)?, &remarks))) }</ul>
            if actions.len() > LISTED {
                <button type="button" class="more" aria-expanded={all.to_string()} aria-controls="timeline-actions" onclick={toggle}>
                    { if *all { "Show fewer".to_owned() } else { format!("Show all {}", actions.len()) } }
                </button>
            }
            if !others.is_empty() {
                <ul class="bad-text" data-testid="problems">{ for others.into_iter().take(PROBLEMS).map(problem) }</ul>
            }
        </section>
    }
}

/// The numbers of the actions that are listed: the first, and the first of which something is said.
fn listed(actions: usize, all: bool, remarks: &Remarks) -> Vec<usize> {
    let remarked = (LISTED..actions).filter(|number| remarks.at(*number).is_some());
    let first = if all { actions } else { actions.min(LISTED) };
    (0..first).chain(remarked.take(if all { 0 } else { REMARKED })).collect()
}

fn action(props: &ActionsProps, number: usize, row: &ActionRow, remarks: &Remarks) -> Html {
    let dispatch = props.dispatch.clone();
    let onclick = Callback::from(move |_: MouseEvent| dispatch.dispatch(Action::RemoveAction(number)));
    let dispatch = props.dispatch.clone();
    let changes = Callback::from(move |_: MouseEvent| dispatch.dispatch(Step::Change(number).into()));
    let dispatch = props.dispatch.clone();
    let moves = Callback::from(move |event: Event| {
        dispatch.dispatch(Action::MoveAction(number, platform::value_of(&event)));
    });
    let remark = remarks.at(number);
    let said = remark.map(|_| id_of(number));
    html! {
        <li key={number} class={classes!("action", remark.map(|_| "remarked"))}>
            <input class="at" type="text" inputmode="decimal" autocomplete="off" value={row.at_seconds.clone()} aria-label={format!("Second of {}", row.words)} aria-describedby={said.clone()} onchange={moves} />
            <span class="at" aria-hidden="true">{ "s" }</span>
            <span>{ &row.words }</span>
            <button type="button" class="plain" aria-haspopup="dialog" aria-label={format!("Change {}", row.words)} aria-describedby={said} title="Change" onclick={changes}>{ "✎" }</button>
            <button type="button" class="plain" aria-label={format!("Remove {}", row.words)} title="Remove" {onclick}>{ "×" }</button>
            if let Some(remark) = remark {
                { said_of(number, remark, &props.dispatch) }
            }
        </li>
    }
}

fn problem(event: &EventView) -> Html {
    html! { <li key={event.id.clone()}>{ format!("At {}: {}", clock(event.at), event.text) }</li> }
}
