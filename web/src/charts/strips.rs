//! Strips of the health of targets: one for each target group, on the axis of the charts.

use super::figure::{line, under};
use super::health::{class, strip, summary, words};
use super::sheet::use_sheet;
use crate::platform::{self, Theme};
use crate::session::{Action, Axis, Dispatch, Move, Shared, Targets};
use ecs_core::SimTime;
use ecs_core::balance::TargetState;
use ecs_core::report::{GroupHealth, HealthSeries};
use std::rc::Rc;
use yew::prelude::*;

/// What the strips are of.
#[derive(Clone, PartialEq, Properties)]
pub(super) struct StripsProps {
    /// The target groups.
    pub(super) health: Shared<HealthSeries>,
    /// The group whose targets are listed.
    pub(super) targets: Targets,
    /// Where the playhead stands.
    pub(super) at: SimTime,
    /// Where the pointer is, in any of the charts.
    pub(super) pointed: Option<SimTime>,
    /// What is shown of the run's time.
    pub(super) axis: Axis,
    /// The page's theme.
    pub(super) theme: Theme,
    /// Told where the pointer is.
    pub(super) point: UseStateSetter<Option<SimTime>>,
    /// Where actions go.
    pub(super) dispatch: Dispatch,
}

/// The strips.
#[component]
pub(super) fn Strips(props: &StripsProps) -> Html {
    let states = TargetState::ALL.into_iter().filter(|state| had(&props.health, *state));
    let key = |state: TargetState| {
        html! { <span key={state.name()} class={classes!("key", class(state))}>{ state.name() }</span> }
    };
    let more = props.health.more;
    html! {
        <figure class="chart strips">
            <figcaption>
                <span class="chart-title">{ "Target health" }</span>
                { for states.map(key) }
            </figcaption>
            { for (0..props.health.groups.len()).map(|number| html! {
                <Strip key={number} {number} strips={props.clone()} />
            }) }
            if more > 0 {
                <p class="note">{ format!("and {more} more target groups: select a service to see its own") }</p>
            }
        </figure>
    }
}

/// Whether a target was in that state.
fn had(health: &HealthSeries, state: TargetState) -> bool {
    health.groups.iter().any(|group| group.points.iter().any(|point| point.targets.of(state) > 0))
}

#[derive(Clone, PartialEq, Properties)]
struct StripProps {
    number: usize,
    strips: StripsProps,
}

/// A group: its name, which opens the list of its targets, its counts, and its strip.
#[component]
fn Strip(props: &StripProps) -> Html {
    let StripProps { number, strips } = props;
    let painted = (strips.health.clone(), *number, strips.axis);
    let canvas = use_sheet(painted, strips.theme, |(health, number, axis), size, scale| {
        health.groups.get(*number).map(|group| strip(group, *axis, size, scale)).unwrap_or_default()
    });
    let area = use_node_ref();
    let Some(group) = strips.health.groups.get(*number) else { return Html::default() };
    let told = words(&group.at(strips.pointed.unwrap_or(strips.at)).targets);
    html! {
        <div class="strip">
            <p class="strip-head">{ name(strips, group) }<span class="strip-counts">{ told }</span></p>
            <div class="plot">
                <canvas ref={canvas} role="img" aria-label={summary(group)}></canvas>
                { cross(strips, &area) }
            </div>
        </div>
    }
}

fn name(strips: &StripsProps, group: &GroupHealth) -> Html {
    let is_open = strips.targets.group.as_deref() == Some(&*group.name);
    let wanted = (!is_open).then(|| Rc::from(group.name.as_str()));
    let dispatch = strips.dispatch.clone();
    let onclick = Callback::from(move |_: MouseEvent| dispatch.dispatch(Action::ListTargets(wanted.clone())));
    html! {
        <button type="button" class="link" aria-expanded={is_open.to_string()} title="List the targets at the playhead" {onclick}>{ &group.name }</button>
    }
}

/// The crosshair, for the pointer alone: the charts beside it are sliders for the keyboard.
fn cross(strips: &StripsProps, area: &NodeRef) -> Html {
    let (point, leave, axis) = (strips.point.clone(), strips.point.clone(), strips.axis);
    let (pointed, pressed, dispatch) = (area.clone(), area.clone(), strips.dispatch.clone());
    let onpointermove = Callback::from(move |event: PointerEvent| point.set(under(&pointed, &event, axis)));
    let onpointerdown = Callback::from(move |event: PointerEvent| {
        if platform::presses(&event)
            && let Some(at) = under(&pressed, &event, axis)
        {
            dispatch.dispatch(Move::To(at).into());
        }
    });
    html! {
        <svg ref={area.clone()} class="cross" aria-hidden="true" {onpointermove} {onpointerdown} onpointerleave={Callback::from(move |_: PointerEvent| leave.set(None))}>
            if axis.shows(strips.at) {
                { line("cross-at", strips.at, axis) }
            }
            if let Some(pointed) = strips.pointed {
                { line("cross-pointed", pointed, axis) }
            }
        </svg>
    }
}
