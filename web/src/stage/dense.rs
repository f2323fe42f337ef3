//! A small cell for each instance: a thousand of them can be taken in at a glance.

use super::colours::Colours;
use super::grid::{Size, level, reserved_percent, step};
use super::layout::{host_ports_in_words, instances_of, short_id};
use super::pictures::instance_of;
use crate::platform;
use crate::session::{Action, Dispatch, Selection, Shared, Shown, counted, grouped};
use ecs_core::report::{InstanceCondition, Snapshot, ZoneView};
use yew::prelude::*;

/// Tasks that a roomy cell shows one by one.
const TICKS: usize = 9;

/// What the view shows.
#[derive(Clone, Debug, PartialEq, Properties)]
pub(super) struct DenseProps {
    /// The run.
    pub(super) shown: Shared<Shown>,
    /// What the colours mean.
    pub(super) colours: Shared<Colours>,
    /// What the inspector looks at.
    pub(super) selection: Option<Selection>,
    /// The instance that something would be dropped on.
    pub(super) target: Option<usize>,
    /// Where actions go.
    pub(super) dispatch: Dispatch,
}

/// A grid for each zone, below each other. One cell of all can be reached with the Tab key, the others
/// with the arrows. The cells themselves are what assistive technology reads: a browser draws 5,000 of
/// them in less time than a canvas and a second tree for the keyboard would take to keep in step.
#[component]
pub(super) fn Dense(props: &DenseProps) -> Html {
    let element = use_node_ref();
    let width = use_state_eq(|| 0);
    let visited = use_state_eq(|| None::<usize>);
    let pointed = use_state_eq(|| None::<usize>);
    {
        let (element, width) = (element.clone(), width.setter());
        use_effect_with((), move |()| {
            let watch = platform::on_size(&element, move |(now, _)| width.set(now));
            move || drop(watch)
        });
    }
    let snapshot = &props.shown.snapshot;
    let size = Size::of(snapshot.instances.len());
    let columns = size.columns(*width);
    let selected = selected_instance(snapshot, props.selection);
    let known = |number: &usize| *number < snapshot.instances.len();
    let tab_stop = visited.filter(known).or(selected).or_else(|| first(snapshot));
    let told = props.target.or(*pointed).filter(known).or(tab_stop);
    let onfocusin = {
        let visited = visited.setter();
        Callback::from(move |event: FocusEvent| visited.set(instance_of(&event)))
    };
    html! {
        <div class={classes!("dense", size.class())} ref={element} {onfocusin} onkeydown={keys(props, columns)} onclick={choose(props)}
            onmouseover={points(&pointed)} onmouseleave={leaves(&pointed)}>
            { readout(props, told) }
            if *width > 0 {
                { for snapshot.zones.iter().enumerate().map(|(number, zone)| html! {
                    <section key={number} class="dense-zone">
                        { head(snapshot, number, zone) }
                        if !zone.instances.is_empty() {
                            <div role="grid" aria-labelledby={format!("dense-zone-{number}")}>
                                { for (0..zone.instances.len().div_ceil(columns)).map(|row| {
                                    let range = row * columns..((row + 1) * columns).min(zone.instances.len());
                                    let within = |instance: &usize| zone.instances.get(range.clone()).is_some_and(|row| row.contains(instance));
                                    html! {
                                        <Row key={row} shown={props.shown.clone()} colours={props.colours.clone()} zone={number} from={range.start} to={range.end}
                                            tab_stop={tab_stop.filter(within)} selected={selected.filter(within)} target={props.target.filter(within)} />
                                    }
                                }) }
                            </div>
                        }
                    </section>
                }) }
            }
        </div>
    }
}

fn head(snapshot: &Snapshot, number: usize, zone: &ZoneView) -> Html {
    let fargate = zone.fargate_tasks.len() as u64;
    html! {
        <header class="zone-head">
            <h3 id={format!("dense-zone-{number}")}>{ &zone.name }</h3>
            <span>
                { instances_of(snapshot, zone) }
                if fargate > 0 {
                    { format!(" · {} on Fargate", counted(fargate, "task")) }
                }
            </span>
        </header>
    }
}

/// The figures of one instance, always in the same place.
fn readout(props: &DenseProps, instance: Option<usize>) -> Html {
    let words =
        instance.map(|number| words(&props.shown.snapshot, &props.colours, number)).unwrap_or_default();
    html! {
        <div class="readout">
            <p aria-hidden="true" data-testid="readout">{ words }</p>
            <p class="note">
                { "Number and filling: percent reserved, of CPU or memory, whichever is more. Hatched: DRAINING." }
            </p>
        </div>
    }
}

#[derive(Clone, Debug, PartialEq, Properties)]
struct RowProps {
    shown: Shared<Shown>,
    colours: Shared<Colours>,
    zone: usize,
    from: usize,
    to: usize,
    tab_stop: Option<usize>,
    selected: Option<usize>,
    target: Option<usize>,
}

/// A row of cells: drawn again only when something of its own has changed.
#[component]
fn Row(props: &RowProps) -> Html {
    let zone = props.shown.snapshot.zones.get(props.zone);
    let instances = zone.and_then(|zone| zone.instances.get(props.from..props.to)).unwrap_or_default();
    html! { <div role="row" class="cells">{ for instances.iter().map(|number| cell(props, *number)) }</div> }
}

fn cell(props: &RowProps, number: usize) -> Html {
    let snapshot = &props.shown.snapshot;
    let Some(instance) = snapshot.instances.get(number) else { return Html::default() };
    let percent = reserved_percent(instance);
    let selected = props.selected == Some(number);
    let class = classes!(
        "cell",
        level(percent),
        props.colours.class(number),
        (instance.condition != InstanceCondition::Active).then_some("hatched"),
        selected.then_some("chosen"),
        (props.target == Some(number)).then_some("target"),
    );
    let ticks = Size::of(snapshot.instances.len()) == Size::Roomy;
    html! {
        <div key={number} role="gridcell" {class} id={format!("cell-{number}")} data-instance={number.to_string()}
            tabindex={if props.tab_stop == Some(number) { "0" } else { "-1" }} aria-selected={selected.to_string()}
            aria-label={words(snapshot, &props.colours, number)}>
            if ticks {
                <b>{ percent }</b>
                { for snapshot.tasks_on(number).iter().take(TICKS).filter_map(|task| snapshot.tasks.get(*task)).map(|task| html! {
                    <i class={classes!("tick", props.colours.task(task))}></i>
                }) }
            } else {
                { percent }
            }
        </div>
    }
}

/// An instance and its figures.
fn words(snapshot: &Snapshot, colours: &Colours, number: usize) -> String {
    let Some(instance) = snapshot.instances.get(number) else { return String::new() };
    let (cpu, memory) = (instance.cpu_units, instance.memory_mib);
    let ports = host_ports_in_words(snapshot, number);
    let ports = if ports.is_empty() { ports } else { format!("host ports {ports}, ") };
    format!(
        "{} ({}), {}, {}, {}, CPU {} of {} units, memory {} of {} MiB, network interfaces {} of {}, {ports}{}, {}: {}",
        instance.short,
        short_id(&instance.id),
        instance.instance_type,
        instance.zone,
        instance.status_in_words(),
        grouped(cpu.used.into()),
        grouped(cpu.total.into()),
        grouped(memory.used.into()),
        grouped(memory.total.into()),
        instance.enis.used,
        instance.enis.total,
        counted(snapshot.tasks_on(number).len() as u64, "task"),
        colours.subject,
        colours.words(number),
    )
}

/// The instance that is selected, or that the selected task is on.
fn selected_instance(snapshot: &Snapshot, selection: Option<Selection>) -> Option<usize> {
    match selection? {
        Selection::Instance(number) => Some(number),
        Selection::Task(number) => snapshot.tasks.get(number)?.instance,
        Selection::Service(_) | Selection::Group(_) => None,
    }
}

fn first(snapshot: &Snapshot) -> Option<usize> {
    snapshot.zones.iter().find_map(|zone| zone.instances.first().copied())
}

fn choose(props: &DenseProps) -> Callback<MouseEvent> {
    let dispatch = props.dispatch.clone();
    Callback::from(move |event: MouseEvent| {
        if let Some(number) = instance_of(&event) {
            dispatch.dispatch(Action::Select(Selection::Instance(number)));
        }
    })
}

fn points(pointed: &UseStateHandle<Option<usize>>) -> Callback<MouseEvent> {
    let pointed = pointed.setter();
    Callback::from(move |event: MouseEvent| pointed.set(instance_of(&event)))
}

fn leaves(pointed: &UseStateHandle<Option<usize>>) -> Callback<MouseEvent> {
    let pointed = pointed.setter();
    Callback::from(move |_: MouseEvent| pointed.set(None))
}

fn keys(props: &DenseProps, columns: usize) -> Callback<KeyboardEvent> {
    let (shown, dispatch) = (props.shown.clone(), props.dispatch.clone());
    Callback::from(move |event: KeyboardEvent| {
        let Some(number) = instance_of(&event) else { return };
        let key = event.key();
        let commands = event.ctrl_key() || event.meta_key();
        if !commands && matches!(key.as_str(), "Enter" | " ") {
            event.prevent_default();
            return dispatch.dispatch(Action::Select(Selection::Instance(number)));
        }
        let zones = &shown.snapshot.zones;
        let counts: Vec<usize> = zones.iter().map(|zone| zone.instances.len()).collect();
        let at = zones.iter().enumerate().find_map(|(zone, view)| {
            Some((zone, view.instances.iter().position(|instance| *instance == number)?))
        });
        let to = at.and_then(|at| step(&counts, columns, at, &key, commands));
        if let Some(instance) = to.and_then(|(zone, index)| zones.get(zone)?.instances.get(index)) {
            event.prevent_default();
            platform::focus(&format!("cell-{instance}"));
        }
    })
}
