//! The views of a run, and what is dropped on the instances in them.

use super::colours::{Colours, colours};
use super::controls::{colours_cards, legend, needs_legend};
use super::dense::Dense;
use super::faces::Faces;
use super::layout::uses_enis;
use super::sheet::{Sheet, Source};
use super::start::{Actions, Start, definition_to_start};
use super::table::Table;
use super::zone::Zone;
use crate::platform;
use crate::session::{Action, Dispatch, Look, Outline, Picture, Selection, Shared, Shown, counted};
use yew::prelude::*;

/// What is looked at.
#[derive(Clone, Debug, PartialEq, Properties)]
pub(super) struct PicturesProps {
    /// The run.
    pub(super) shown: Shared<Shown>,
    /// What the forms show of the scenario.
    pub(super) outline: Shared<Outline>,
    /// Whether the run is of that scenario.
    pub(super) here: bool,
    /// How it is looked at.
    pub(super) look: Look,
    /// What the inspector looks at.
    pub(super) selection: Option<Selection>,
    /// The second at which a task that is started by hand starts; none while the playhead moves.
    pub(super) acts_at_seconds: Option<u64>,
    /// Whether somebody wants that to be the beginning.
    pub(super) from_the_beginning: bool,
    /// Where actions go.
    pub(super) dispatch: Dispatch,
}

/// The run in the view that was chosen.
#[component]
pub(super) fn Pictures(props: &PicturesProps) -> Html {
    let target = use_state_eq(|| None::<usize>);
    let chosen = use_state_eq(|| None::<String>);
    let definition = definition_to_start(&props.outline, chosen.as_deref());
    // Cards in no colour need none worked out with every picture.
    let is_coloured = props.look.picture != Picture::Stage || needs_legend(&props.look);
    let of = is_coloured.then(|| (props.shown.clone(), props.look.colour_by.clone()));
    let colours = use_memo(of, |of| {
        Shared::new(of.as_ref().map(|(shown, by)| colours(&shown.snapshot, by)).unwrap_or_default())
    });
    let colours = (*colours).clone();
    let snapshot = &props.shown.snapshot;
    if snapshot.zones.is_empty() {
        return html! { <div class="pictures">{ empty(&props.outline) }{ actions(props, definition) }</div> };
    }
    html! {
        <div class="pictures" ondragover={over(props, &target)} ondragleave={left(&target)} ondrop={dropped(props, &target)}>
            if props.here {
                { start(props, *target, definition, chosen.setter()) }
            }
            if props.look.picture == Picture::Dense || (props.look.picture == Picture::Stage && needs_legend(&props.look)) {
                { legend(&colours) }
            }
            { picture(props, &colours, *target) }
            { actions(props, definition) }
        </div>
    }
}

fn start(
    props: &PicturesProps,
    target: Option<usize>,
    definition: Option<usize>,
    choose: UseStateSetter<Option<String>>,
) -> Html {
    let selected = match props.selection {
        Some(Selection::Instance(number)) => Some(number),
        _ => None,
    };
    html! {
        <Start shown={props.shown.clone()} outline={props.outline.clone()} {selected} {target} {definition} acts_at_seconds={props.acts_at_seconds} {choose} dispatch={props.dispatch.clone()} />
    }
}

fn actions(props: &PicturesProps, definition: Option<usize>) -> Html {
    if !props.here {
        return Html::default();
    }
    html! {
        <Actions shown={props.shown.clone()} outline={props.outline.clone()} {definition} acts_at_seconds={props.acts_at_seconds}
            from_the_beginning={props.from_the_beginning} dispatch={props.dispatch.clone()} />
    }
}

fn picture(props: &PicturesProps, colours: &Shared<Colours>, target: Option<usize>) -> Html {
    let (shown, selection, dispatch) = (&props.shown, props.selection, &props.dispatch);
    match props.look.picture {
        Picture::Stage => zones(props, colours, target),
        Picture::Table => {
            let source = Source { shown: shown.clone(), colours: colours.clone() };
            html! {
                <div class="tables">
                    <Table sheet={Sheet::Instances} source={source.clone()} {selection} dispatch={dispatch.clone()} />
                    <Table sheet={Sheet::Tasks} {source} {selection} dispatch={dispatch.clone()} />
                </div>
            }
        }
        Picture::Dense => {
            html! { <Dense shown={shown.clone()} colours={colours.clone()} {selection} {target} dispatch={dispatch.clone()} /> }
        }
    }
}

fn zones(props: &PicturesProps, colours: &Shared<Colours>, target: Option<usize>) -> Html {
    let (shown, selection) = (&props.shown, props.selection);
    let snapshot = &shown.snapshot;
    let enis = uses_enis(snapshot);
    let faces = Faces::of(snapshot, colours);
    let colours = colours_cards(&props.look).then(|| colours.clone());
    // Another run is another picture: its tasks land again. Those of another moment of a run do not.
    html! {
        <div class={classes!("zones", shown.is_fresh().then_some("landing"))} key={shown.number} aria-label={counted(snapshot.zones.len() as u64, "Availability Zone")} role="group">
            { for (0..snapshot.zones.len()).map(|number| html! {
                <Zone key={number} shown={shown.clone()} {number} {enis} colours={colours.clone()} faces={faces.clone()} {target} {selection} is_playing={props.acts_at_seconds.is_none()} dispatch={props.dispatch.clone()} />
            }) }
        </div>
    }
}

fn empty(outline: &Outline) -> Html {
    let (title, what_next) = if outline.is_for_fargate() {
        (
            "No task at this moment.",
            "A task on Fargate stands here, in its zone, from when it is started: by its service, by Run task…, by a rule or by a schedule.",
        )
    } else if outline.capacity.groups.is_empty() {
        (
            "No instances yet.",
            "Add some on the left, and press Run: a task on EC2 needs an instance to land on.",
        )
    } else {
        (
            "No instances at this moment.",
            "An Auto Scaling group launches some when its size, a policy, a schedule or a capacity provider asks for them.",
        )
    };
    html! {
        <div class="empty">
            <p class="empty-title">{ title }</p>
            <p>{ what_next }</p>
        </div>
    }
}

/// The instance of the card or cell that an event is from.
pub(super) fn instance_of(event: &Event) -> Option<usize> {
    platform::nearest_attribute(event, "data-instance")?.parse().ok()
}

fn over(props: &PicturesProps, target: &UseStateHandle<Option<usize>>) -> Callback<DragEvent> {
    let (target, here) = (target.setter(), props.here);
    Callback::from(move |event: DragEvent| {
        if here && platform::carries_definition(&event) {
            let instance = instance_of(&event);
            if instance.is_some() {
                // Where nothing does this, nothing can be dropped.
                event.prevent_default();
            }
            target.set(instance);
        }
    })
}

fn left(target: &UseStateHandle<Option<usize>>) -> Callback<DragEvent> {
    let target = target.setter();
    Callback::from(move |_: DragEvent| target.set(None))
}

fn dropped(props: &PicturesProps, target: &UseStateHandle<Option<usize>>) -> Callback<DragEvent> {
    let (target, shown, dispatch) = (target.setter(), props.shown.clone(), props.dispatch.clone());
    Callback::from(move |event: DragEvent| {
        target.set(None);
        let Some(definition) = platform::dropped_definition(&event) else { return };
        let instance = instance_of(&event).and_then(|number| shown.snapshot.instances.get(number));
        if let Some(instance) = instance {
            event.prevent_default();
            dispatch.dispatch(Action::StartTask(definition, instance.short.clone()));
        }
    })
}
