//! A zone: a column of instances and Fargate tasks.

use super::card::{InstanceCard, Tasks};
use super::colours::Colours;
use super::layout::PAGE;
use crate::session::{Dispatch, Selection, Shared, Shown, counted, grouped};
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
    /// The instance that something would be dropped on.
    pub(super) target: Option<usize>,
    /// Whether network interfaces are worth showing.
    pub(super) enis: bool,
    /// What the inspector looks at.
    pub(super) selection: Option<Selection>,
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
                <span>{ counted(zone.instances.len() as u64, "instance") }</span>
            </header>
            { for instances.map(|number| html! {
                <InstanceCard key={*number} shown={props.shown.clone()} number={*number} enis={props.enis}
                    colours={props.colours.clone()} is_target={props.target == Some(*number)}
                    selection={within(props, *number)} dispatch={props.dispatch.clone()} />
            }) }
            if zone.instances.len() > shown_cards {
                { more_button(zone.instances.len(), shown_cards, more) }
            }
            if !zone.fargate_tasks.is_empty() {
                { fargate(props, &zone.fargate_tasks) }
            }
        </section>
    }
}

/// The selection, where it is of this instance or one of its tasks: the other cards stay as they
/// are when something is selected.
fn within(props: &ZoneProps, instance: usize) -> Option<Selection> {
    props.selection.filter(|selection| match selection {
        Selection::Instance(number) => *number == instance,
        Selection::Task(number) => {
            props.shown.snapshot.tasks.get(*number).is_some_and(|task| task.instance == Some(instance))
        }
        Selection::Service(_) => false,
    })
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
            <Tasks shown={props.shown.clone()} tasks={tasks.to_vec()} selection={props.selection} dispatch={props.dispatch.clone()} />
        </article>
    }
}
