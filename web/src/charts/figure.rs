//! A chart over time on the page, with its values where the pointer is, or where the playhead stands.

use super::compute::Ink;
use super::plot::Chart;
use super::sheet::use_sheet;
use crate::platform::{self, NodeRef, Theme};
use crate::session::{Axis, Dispatch, Move, Shared, moment, span_in_words};
use crate::time::moved_by;
use ecs_core::SimTime;
use yew::prelude::*;

/// What is drawn.
#[derive(Clone, PartialEq, Properties)]
pub(super) struct FigureProps {
    /// The chart.
    pub(super) chart: Shared<Chart>,
    /// Where the playhead stands.
    pub(super) at: SimTime,
    /// Where the pointer is, in any of the charts.
    pub(super) pointed: Option<SimTime>,
    /// What is shown of the run's time.
    pub(super) axis: Axis,
    /// How far the timeline reaches.
    pub(super) end: SimTime,
    /// The page's theme.
    pub(super) theme: Theme,
    /// Told where the pointer is.
    pub(super) point: UseStateSetter<Option<SimTime>>,
    /// Where actions go.
    pub(super) dispatch: Dispatch,
}

/// The chart.
#[component]
pub(super) fn Figure(props: &FigureProps) -> Html {
    let painted = (props.chart.clone(), props.axis);
    let canvas =
        use_sheet(painted, props.theme, |(chart, axis), size, scale| chart.shapes(*axis, size, scale));
    let area = use_node_ref();
    let values = props.chart.values(props.pointed.unwrap_or(props.at)).map(|(line, value)| {
        html! { <span key={line.name} class={classes!("key", line.ink.class())}>{ line.name }{ " " }<b>{ value }</b></span> }
    });
    let is_banded = !props.chart.bands.is_empty();
    html! {
        <figure class={classes!("chart", is_banded.then_some("banded"))}>
            <figcaption>
                <span class="chart-title" title={props.chart.title.clone()}>{ &props.chart.title }</span>
                { for values }
                if is_banded {
                    { states(props) }
                }
            </figcaption>
            <div class="plot">
                <canvas ref={canvas} aria-hidden="true"></canvas>
                { cross(props, &area) }
                if let Some(pointed) = props.pointed {
                    <span class="chart-at" aria-hidden="true">{ moment(pointed) }</span>
                }
            </div>
        </figure>
    }
}

/// The states of its alarms with their colours, in one line however long they are: nothing moves under the pointer.
fn states(props: &FigureProps) -> Html {
    let states: Vec<(String, Ink)> = props.chart.states(props.pointed.unwrap_or(props.at)).collect();
    let words: Vec<&str> = states.iter().map(|(words, _)| words.as_str()).collect();
    let key = |(words, ink): &(String, Ink)| html! { <span class={classes!("key", ink.class())}><b>{ words }</b></span> };
    html! { <span class="chart-states" title={words.join(", ")}>{ for states.iter().map(key) }</span> }
}

/// The crosshair: over the plot, so that the canvas is not painted again when it moves.
fn cross(props: &FigureProps, area: &NodeRef) -> Html {
    let (at, end, dispatch) = (props.at, props.end, props.dispatch.clone());
    let onkeydown = Callback::from(move |event: KeyboardEvent| {
        if let Some(to) = moved_by(&event.key(), event.shift_key(), at, end) {
            event.prevent_default();
            dispatch.dispatch(Move::To(to).into());
        }
    });
    let text = format!("{}: {}", span_in_words(at), props.chart.words(at).join(", "));
    let leave = props.point.clone();
    let is_in_view = props.axis.shows(at);
    html! {
        <svg ref={area.clone()} class="cross" role="slider" tabindex="0" aria-label={format!("Playhead in the chart {}", props.chart.title)} aria-valuemin="0"
            aria-valuemax={(end.as_ms() / 1000).to_string()} aria-valuenow={(at.as_ms() / 1000).to_string()} aria-valuetext={text}
            {onkeydown} onpointermove={points(props, area)} onpointerdown={goes(props, area)} onpointerleave={Callback::from(move |_: PointerEvent| leave.set(None))}>
            if is_in_view {
                { line("cross-at", at, props.axis) }
            }
            if let Some(pointed) = props.pointed {
                { line("cross-pointed", pointed, props.axis) }
            }
        </svg>
    }
}

pub(super) fn line(class: &'static str, at: SimTime, axis: Axis) -> Html {
    let x = axis.percent(at);
    html! { <line {class} x1={x.clone()} x2={x} y1="0" y2="100%" /> }
}

/// The moment under a pointer.
pub(super) fn under(area: &NodeRef, event: &PointerEvent, axis: Axis) -> Option<SimTime> {
    platform::along(area, event).map(|along| axis.moment(along))
}

fn points(props: &FigureProps, area: &NodeRef) -> Callback<PointerEvent> {
    let (point, area, axis) = (props.point.clone(), area.clone(), props.axis);
    Callback::from(move |event: PointerEvent| point.set(under(&area, &event, axis)))
}

fn goes(props: &FigureProps, area: &NodeRef) -> Callback<PointerEvent> {
    let (dispatch, area, axis) = (props.dispatch.clone(), area.clone(), props.axis);
    Callback::from(move |event: PointerEvent| {
        if platform::presses(&event)
            && let Some(at) = under(&area, &event, axis)
        {
            dispatch.dispatch(Move::To(at).into());
        }
    })
}
