//! An instance with its bars and tasks.

use super::colours::Colours;
use super::layout::{BAR, PAGE, Part, chip_note, colour, host_ports, landing, parts, short_id};
use super::zone::more_button;
use crate::session::{Action, Dispatch, Selection, Shared, Shown};
use ecs_core::report::{Amount, InstanceView, TaskView};
use yew::prelude::*;

/// Network interfaces up to which each has a slot.
const SLOTS_MAX: u32 = 15;

/// An instance of a run.
#[derive(Clone, Debug, PartialEq, Properties)]
pub(super) struct InstanceCardProps {
    /// The run.
    pub(super) shown: Shared<Shown>,
    /// The instance's number in it.
    pub(super) number: usize,
    /// What the card's colour means, where it has one.
    pub(super) colours: Option<Shared<Colours>>,
    /// Whether something would be dropped on it.
    pub(super) is_target: bool,
    /// Whether network interfaces are worth showing.
    pub(super) enis: bool,
    /// The selection, where it is of this instance or one of its tasks.
    pub(super) selection: Option<Selection>,
    /// Where actions go.
    pub(super) dispatch: Dispatch,
}

/// An instance.
#[component]
pub(super) fn InstanceCard(props: &InstanceCardProps) -> Html {
    let snapshot = &props.shown.snapshot;
    let Some(instance) = snapshot.instances.get(props.number) else { return Html::default() };
    let tasks: Vec<&TaskView> =
        instance.tasks.iter().filter_map(|number| snapshot.tasks.get(*number)).collect();
    let selected = props.selection == Some(Selection::Instance(props.number));
    let cpu = parts(&tasks, instance.cpu_units.total, |task| task.cpu_units);
    let memory = parts(&tasks, instance.memory_mib.total, |task| task.memory_mib);
    let class = props.colours.as_ref().and_then(|colours| colours.class(props.number));
    let class = classes!(
        "card",
        (!instance.active).then_some("draining"),
        selected.then_some("selected"),
        class.map(|class| classes!("tinted", class)),
        props.is_target.then_some("target")
    );
    html! {
        <article {class} data-testid="instance" data-instance={props.number.to_string()}>
            { head(props, instance, selected) }
            if let Some(colours) = &props.colours {
                <p class="value">{ format!("{}: {}", colours.subject, colours.words(props.number)) }</p>
            }
            { bar("CPU", "CPU units", &cpu, instance.cpu_units, "") }
            { bar("MEM", "MiB of memory", &memory, instance.memory_mib, " MiB") }
            if props.enis {
                { slots(instance.enis) }
            }
            { ports(instance).unwrap_or_default() }
            <Tasks shown={props.shown.clone()} tasks={instance.tasks.clone()} selection={props.selection} dispatch={props.dispatch.clone()} />
        </article>
    }
}

fn head(props: &InstanceCardProps, instance: &InstanceView, selected: bool) -> Html {
    let (dispatch, number) = (props.dispatch.clone(), props.number);
    let onclick =
        Callback::from(move |_: MouseEvent| dispatch.dispatch(Action::Select(Selection::Instance(number))));
    html! {
        <header class="card-head">
            <h4><button type="button" class="plain" title={instance.id.clone()} aria-pressed={selected.to_string()} {onclick}>{ short_id(&instance.id) }</button></h4>
            <span>{ instance.instance_type }</span>
            if !instance.active {
                <span class="tag warn">{ "DRAINING" }</span>
            }
        </header>
    }
}

fn bar(name: &'static str, unit: &'static str, parts: &[Part], amount: Amount, suffix: &'static str) -> Html {
    let label = format!("{} of {} {unit} reserved", amount.used, amount.total);
    html! {
        <div class="bar">
            <span aria-hidden="true">{ name }</span>
            <svg class="track" viewBox={format!("0 0 {BAR} 8")} preserveAspectRatio="none" role="img" aria-label={label}>
                { for parts.iter().map(|part| html! {
                    <rect class={part.colour} x={part.x.to_string()} y="0" width={part.width.to_string()} height="8" />
                }) }
            </svg>
            <span class="num" aria-hidden="true">{ format!("{}/{}", amount.used, amount.total) }<span class="unit">{ suffix }</span></span>
        </div>
    }
}

fn slots(enis: Amount) -> Html {
    let label = format!("{} of {} elastic network interfaces used", enis.used, enis.total);
    let slots = if enis.total > SLOTS_MAX { 0 } else { enis.total };
    let pips = (0..slots).map(|number| {
        html! { <i class={classes!("pip", (number < enis.used).then_some("on"))}></i> }
    });
    html! {
        <div class="bar">
            <span aria-hidden="true">{ "ENI" }</span>
            <span class="pips" role="img" aria-label={label}>{ for pips }</span>
            <span class="num" aria-hidden="true">{ format!("{}/{}", enis.used, enis.total) }</span>
        </div>
    }
}

fn ports(instance: &InstanceView) -> Option<Html> {
    let ports = host_ports(instance);
    if ports.is_empty() {
        return None;
    }
    let listed: Vec<String> = ports.iter().take(6).map(ToString::to_string).collect();
    let more = if ports.len() > 6 { format!(" and {} more", ports.len() - 6) } else { String::new() };
    Some(html! {
        <p class="ports"><span>{ if ports.len() == 1 { "Host port" } else { "Host ports" } }</span>{ format!(" {}{more}", listed.join(", ")) }</p>
    })
}

/// Tasks in one place.
#[derive(Clone, Debug, PartialEq, Properties)]
pub(super) struct TasksProps {
    /// The run.
    pub(super) shown: Shared<Shown>,
    /// The tasks' numbers in it.
    pub(super) tasks: Vec<usize>,
    /// The selection.
    pub(super) selection: Option<Selection>,
    /// Where actions go.
    pub(super) dispatch: Dispatch,
}

/// Tasks as chips, a page of them at first.
#[component]
pub(super) fn Tasks(props: &TasksProps) -> Html {
    let pages = use_state(|| 1usize);
    let shown_tasks = *pages * PAGE;
    if props.tasks.is_empty() {
        return html! { <p class="idle">{ "No task" }</p> };
    }
    let more = {
        let pages = pages.clone();
        Callback::from(move |_: MouseEvent| pages.set(*pages + 1))
    };
    let chips = props.tasks.iter().take(shown_tasks);
    html! {
        <>
            <ul class="tasks">{ for chips.filter_map(|number| chip(props, *number)) }</ul>
            if props.tasks.len() > shown_tasks {
                { more_button(props.tasks.len(), shown_tasks, more) }
            }
        </>
    }
}

fn chip(props: &TasksProps, number: usize) -> Option<Html> {
    let snapshot = &props.shown.snapshot;
    let task = snapshot.tasks.get(number)?;
    let selection = Selection::Task(number);
    let pressed = props.selection == Some(selection);
    let dispatch = props.dispatch.clone();
    let onclick = Callback::from(move |_: MouseEvent| dispatch.dispatch(Action::Select(selection)));
    let class = classes!("task", colour(task.service), landing(number, snapshot.tasks.len()));
    Some(html! {
        <li key={number}>
            <button type="button" {class} title={format!("Task {}", task.id)} aria-pressed={pressed.to_string()} data-testid="task" {onclick}>
                <b>{ &task.name }</b>
                <span>{ task.id.get(..4).unwrap_or_default().to_owned() }</span>
                <em>{ chip_note(task) }</em>
            </button>
        </li>
    })
}
