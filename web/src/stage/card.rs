//! An instance with its bars and tasks.

use super::faces::Faces;
use super::layout::{BAR, PAGE, Part, chip_note, host_ports, parts, short_id};
use super::zone::more_button;
use crate::session::{Action, Dispatch, Selection, Shared, Shown};
use ecs_core::report::{Amount, InstanceCondition, InstanceView, MemberView, TaskView};
use std::rc::Rc;
use yew::prelude::*;

/// Network interfaces up to which each has a slot.
const SLOTS_MAX: u32 = 15;

/// An instance of a run. All that is on the card, and nothing else of the picture: from one moment to the
/// next most instances are what they were, and are not drawn again.
#[derive(Clone, Debug, PartialEq, Properties)]
pub(super) struct InstanceCardProps {
    /// The instance.
    pub(super) instance: Rc<InstanceView>,
    /// Its number.
    pub(super) number: usize,
    /// Its tasks.
    pub(super) tasks: Vec<Rc<TaskView>>,
    /// When each of them lands; empty where none does.
    pub(super) landing: Vec<&'static str>,
    /// How they are drawn.
    pub(super) faces: Faces,
    /// The colour of the card and what it means, where it has one.
    pub(super) tint: Option<Tint>,
    /// Whether something would be dropped on it.
    pub(super) is_target: bool,
    /// Whether network interfaces are worth showing.
    pub(super) enis: bool,
    /// Whether the inspector looks at it.
    pub(super) selected: bool,
    /// The id of the task that the inspector looks at, where it is one of these.
    pub(super) selected_task: Option<String>,
    /// Where actions go.
    pub(super) dispatch: Dispatch,
    /// The card itself, where somebody wants to know it.
    pub(super) article: Option<NodeRef>,
}

/// The colour of a card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Tint {
    /// The style class; none where the instance has no value.
    pub(super) class: Option<&'static str>,
    /// What it means.
    pub(super) words: String,
}

/// An instance.
#[component]
pub(super) fn InstanceCard(props: &InstanceCardProps) -> Html {
    let pages = use_state(|| 1usize);
    let instance = &props.instance;
    let tasks: Vec<&TaskView> = props.tasks.iter().map(|task| &**task).collect();
    let class = |task: &TaskView| props.faces.class(task);
    let cpu = parts(&tasks, instance.cpu_units.total, |task| task.cpu_units, class);
    let memory = parts(&tasks, instance.memory_mib.total, |task| task.memory_mib, class);
    let class = classes!(
        "card",
        condition_class(instance.condition),
        props.selected.then_some("selected"),
        props.tint.as_ref().and_then(|tint| tint.class).map(|class| classes!("tinted", class)),
        props.is_target.then_some("target")
    );
    let is_gone = instance.condition == InstanceCondition::Terminated;
    let selected = props.selected_task.as_deref();
    let chips = Chips { landing: &props.landing, faces: &props.faces, selected, dispatch: &props.dispatch };
    html! {
        <article ref={props.article.clone().unwrap_or_default()} {class} data-testid="instance" data-instance={props.number.to_string()}>
            { head(props, instance, props.selected) }
            if let Some(tint) = &props.tint {
                <p class="value">{ &tint.words }</p>
            }
            if !is_gone {
                { bar("CPU", "CPU units", &cpu, instance.cpu_units, "") }
                { bar("MEM", "MiB of memory", &memory, instance.memory_mib, " MiB") }
                if props.enis {
                    { slots(instance.enis) }
                }
                { ports(instance).unwrap_or_default() }
            }
            if !is_gone || !tasks.is_empty() {
                { chips.list(&pages, props.tasks.len(), tasks.iter().copied()) }
            }
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
            <span>{ &*instance.instance_type }</span>
            if instance.condition != InstanceCondition::Active {
                <span class={classes!("tag", tag_class(instance.condition))}>{ instance.condition.name() }</span>
            }
            { for instance.member.iter().flat_map(MemberView::notes).map(|note| html! { <span class="tag">{ note }</span> }) }
        </header>
    }
}

/// How an instance is drawn that is not ACTIVE: dashed while it boots or drains, dotted while nobody hears of it,
/// hatched where no task can be.
fn condition_class(condition: InstanceCondition) -> Option<&'static str> {
    match condition {
        InstanceCondition::Active => None,
        InstanceCondition::Booting => Some("booting"),
        InstanceCondition::Draining => Some("draining"),
        InstanceCondition::Disconnected => Some("cut-off"),
        _ => Some("lost"),
    }
}

fn tag_class(condition: InstanceCondition) -> &'static str {
    if condition.is_lost() { "bad" } else { "warn" }
}

fn bar(
    name: &'static str,
    unit: &'static str,
    parts: &[Part<'_>],
    amount: Amount,
    suffix: &'static str,
) -> Html {
    let label = format!("{} of {} {unit} reserved", amount.used, amount.total);
    html! {
        <div class="bar">
            <span aria-hidden="true">{ name }</span>
            <svg class="track" viewBox={format!("0 0 {BAR} 8")} preserveAspectRatio="none" role="img" aria-label={label}>
                { for parts.iter().map(|part| html! {
                    <rect key={part.task} class={part.colour} x={part.x.to_string()} y="0" width={part.width.to_string()} height="8" />
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

/// Tasks on Fargate in one zone.
#[derive(Clone, Debug, PartialEq, Properties)]
pub(super) struct FargateTasksProps {
    /// The run.
    pub(super) shown: Shared<Shown>,
    /// The tasks' numbers in it.
    pub(super) tasks: Vec<usize>,
    /// When each of them lands; empty where none does.
    pub(super) landing: Vec<&'static str>,
    /// How they are drawn.
    pub(super) faces: Faces,
    /// The id of the task that the inspector looks at.
    pub(super) selected_task: Option<String>,
    /// Where actions go.
    pub(super) dispatch: Dispatch,
}

/// They are drawn with every picture: there may be thousands, of which a page is looked at.
#[component]
pub(super) fn FargateTasks(props: &FargateTasksProps) -> Html {
    let pages = use_state(|| 1usize);
    let snapshot = &props.shown.snapshot;
    let selected = props.selected_task.as_deref();
    let chips = Chips { landing: &props.landing, faces: &props.faces, selected, dispatch: &props.dispatch };
    let tasks = props.tasks.iter().filter_map(|number| snapshot.tasks.get(*number).map(|task| &**task));
    chips.list(&pages, props.tasks.len(), tasks)
}

/// What chips are made with.
struct Chips<'a> {
    landing: &'a [&'static str],
    faces: &'a Faces,
    selected: Option<&'a str>,
    dispatch: &'a Dispatch,
}

impl Chips<'_> {
    /// Tasks as chips, a page of them at first.
    fn list<'a>(
        &self,
        pages: &UseStateHandle<usize>,
        count: usize,
        tasks: impl Iterator<Item = &'a TaskView>,
    ) -> Html {
        let shown_tasks = **pages * PAGE;
        if count == 0 {
            return html! { <p class="idle">{ "No task" }</p> };
        }
        let more = {
            let pages = pages.clone();
            Callback::from(move |_: MouseEvent| pages.set(*pages + 1))
        };
        html! {
            <>
                <ul class="tasks">{ for tasks.take(shown_tasks).enumerate().map(|(place, task)| self.chip(place, task)) }</ul>
                if count > shown_tasks {
                    { more_button(count, shown_tasks, more) }
                }
            </>
        }
    }

    fn chip(&self, place: usize, task: &TaskView) -> Html {
        let pressed = self.selected == Some(task.id.as_str());
        let (dispatch, id) = (self.dispatch.clone(), task.id.clone());
        let onclick = Callback::from(move |_: MouseEvent| dispatch.dispatch(Action::SelectTask(id.clone())));
        let class = classes!("task", self.faces.class(task), self.landing.get(place).copied());
        html! {
            <li key={task.id.clone()}>
                <button type="button" {class} title={format!("Task {} of {}", task.id, task.task_definition)} aria-pressed={pressed.to_string()} data-testid="task" {onclick}>
                    <b>{ self.faces.name(task) }</b>
                    <span>{ task.id.get(..4).unwrap_or_default().to_owned() }</span>
                    <em>{ chip_note(task) }</em>
                </button>
            </li>
        }
    }
}
