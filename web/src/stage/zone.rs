//! A zone: a column of instances and Fargate tasks.

use super::card::{FargateTasks, InstanceCard, InstanceCardProps, Tint};
use super::colours::Colours;
use super::faces::Faces;
use super::held::{HELD_FROM, HeldCard};
use super::layout::{PAGE, instances_of, landing};
use crate::session::{Dispatch, Selection, Shared, Shown, counted, grouped};
use ecs_core::report::TaskView;
use yew::prelude::*;

/// A zone of a run.
#[derive(Clone, Debug, PartialEq, Properties)]
pub(super) struct ZoneProps {
    /// The run.
    pub(super) shown: Shared<Shown>,
    /// The zone's number in it.
    pub(super) number: usize,
    /// What the colours of cards mean, where they have any.
    pub(super) colours: Option<Shared<Colours>>,
    /// How tasks are drawn.
    pub(super) faces: Faces,
    /// The instance that something would be dropped on.
    pub(super) target: Option<usize>,
    /// Whether network interfaces are worth showing.
    pub(super) enis: bool,
    /// What the inspector looks at.
    pub(super) selection: Option<Selection>,
    /// Whether the run is played.
    pub(super) is_playing: bool,
    /// Where actions go.
    pub(super) dispatch: Dispatch,
}

/// A zone. It begins with a page of instances: a cluster has up to 5,000.
#[component]
pub(super) fn Zone(props: &ZoneProps) -> Html {
    let pages = use_state(|| 1usize);
    let Some(zone) = props.shown.snapshot.zones.get(props.number) else { return Html::default() };
    let shown_cards = *pages * PAGE;
    let instances = zone.instances.iter().take(shown_cards);
    let more = {
        let pages = pages.clone();
        Callback::from(move |_: MouseEvent| pages.set(*pages + 1))
    };
    html! {
        <section class="zone" aria-label={zone.name.clone()}>
            <header class="zone-head">
                <h3>{ &zone.name }</h3>
                <span>{ instances_of(&props.shown.snapshot, zone) }</span>
            </header>
            { for instances.filter_map(|number| card(props, *number)) }
            if zone.instances.len() > shown_cards {
                { more_button(zone.instances.len(), shown_cards, more) }
            }
            if !zone.fargate_tasks.is_empty() {
                { fargate(props, &zone.fargate_tasks) }
            }
        </section>
    }
}

fn card(props: &ZoneProps, number: usize) -> Option<Html> {
    let snapshot = &props.shown.snapshot;
    let instance = snapshot.instances.get(number)?.clone();
    let numbers = snapshot.tasks_on(number);
    let tasks = numbers.iter().filter_map(|number| snapshot.tasks.get(*number).cloned());
    let selected = props.selection == Some(Selection::Instance(number));
    let tint = props.colours.as_ref().map(|colours| Tint {
        class: colours.class(number),
        words: format!("{}: {}", colours.subject, colours.words(number)),
    });
    let card = InstanceCardProps {
        instance,
        number,
        tasks: tasks.collect(),
        landing: landings(props, numbers),
        faces: props.faces.clone(),
        tint,
        is_target: props.target == Some(number),
        enis: props.enis,
        selected,
        selected_task: selected_task(props, |task| task.instance == Some(number)),
        dispatch: props.dispatch.clone(),
        article: None,
    };
    Some(if snapshot.instances.len() < HELD_FROM {
        html! { <InstanceCard key={number} ..card /> }
    } else {
        html! { <HeldCard key={number} {card} is_playing={props.is_playing} /> }
    })
}

/// When tasks land: those of a run that has just been worked out, none of another moment of it.
fn landings(props: &ZoneProps, tasks: &[usize]) -> Vec<&'static str> {
    let all = props.shown.snapshot.tasks.len();
    let fresh = props.shown.is_fresh().then_some(tasks);
    fresh.into_iter().flatten().map(|number| landing(*number, all)).collect()
}

/// The id of the selected task, where it is one of these: what else is drawn stays as it is when
/// something is selected.
fn selected_task(props: &ZoneProps, is_one: impl Fn(&TaskView) -> bool) -> Option<String> {
    let Some(Selection::Task(number)) = props.selection else { return None };
    let task = props.shown.snapshot.tasks.get(number).filter(|task| is_one(task))?;
    Some(task.id.clone())
}

/// The button for the next page.
pub(super) fn more_button(count: usize, shown: usize, onclick: Callback<MouseEvent>) -> Html {
    let left = count - shown;
    let text = format!("Show {} more of {}", left.min(PAGE), grouped(left as u64));
    html! { <button type="button" class="more" {onclick}>{ text }</button> }
}

fn fargate(props: &ZoneProps, tasks: &[usize]) -> Html {
    html! {
        <article class="card fargate">
            <header class="card-head"><h4>{ "Fargate" }</h4><span>{ counted(tasks.len() as u64, "task") }</span></header>
            <FargateTasks shown={props.shown.clone()} tasks={tasks.to_vec()} landing={landings(props, tasks)} faces={props.faces.clone()}
                selected_task={selected_task(props, |task| task.instance.is_none())} dispatch={props.dispatch.clone()} />
        </article>
    }
}
