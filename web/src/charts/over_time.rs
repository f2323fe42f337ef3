//! The charts over time: one axis, one crosshair, and the same in a table.

use super::paint::{Palette, paint};
use super::steps::{Line, Subject, chart};
use crate::platform::{self, NodeRef, Paper, Theme};
use crate::session::{Counts, Dispatch, Move, Shared, moment, span_in_words};
use crate::time::{moment_along, moved_by, percent};
use ecs_core::SimTime;
use ecs_core::report::{Point, Series};
use yew::prelude::*;

/// Rows of the table that are written: more are no easier to read.
const ROWS: usize = 200;

/// What the charts are of.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct OverTimeProps {
    /// The counts.
    pub counts: Counts,
    /// Where the playhead stands.
    pub at: SimTime,
    /// How far the timeline reaches.
    pub end: SimTime,
    /// Whether there is anything to reserve.
    pub has_instances: bool,
    /// The page's theme: its colours are the charts'.
    pub theme: Theme,
    /// Where actions go.
    pub dispatch: Dispatch,
}

/// The charts.
#[component]
pub fn OverTime(props: &OverTimeProps) -> Html {
    let pointed = use_state_eq(|| None::<SimTime>);
    let service = props.counts.of.as_ref().and_then(|(_, service)| service.as_deref());
    let tasks = service.map_or_else(|| "All tasks".to_owned(), |name| format!("Tasks of {name}"));
    let plot = |subject, title: String| {
        html! {
            <StepChart series={props.counts.series.clone()} {subject} {title} at={props.at} pointed={*pointed} end={props.end}
                theme={props.theme} point={pointed.setter()} dispatch={props.dispatch.clone()} />
        }
    };
    html! {
        <>
            { plot(Subject::Tasks, tasks.clone()) }
            if props.has_instances {
                { plot(Subject::Reserved, "Reserved in the cluster".to_owned()) }
            }
            <Numbers series={props.counts.series.clone()} title={tasks} has_instances={props.has_instances} />
        </>
    }
}

#[derive(Clone, PartialEq, Properties)]
struct StepChartProps {
    series: Shared<Series>,
    subject: Subject,
    title: String,
    at: SimTime,
    pointed: Option<SimTime>,
    end: SimTime,
    theme: Theme,
    point: UseStateSetter<Option<SimTime>>,
    dispatch: Dispatch,
}

/// A chart with its values where the pointer is, or where the playhead stands.
#[component]
fn StepChart(props: &StepChartProps) -> Html {
    let canvas = use_node_ref();
    let size = use_state_eq(|| (0, 0));
    {
        let (canvas, setter) = (canvas.clone(), size.setter());
        use_effect_with((), move |()| {
            let watch = platform::on_size(&canvas, move |size| setter.set(size));
            move || drop(watch)
        });
    }
    {
        let (canvas, subject) = (canvas.clone(), props.subject);
        let painted = (props.series.clone(), props.end, props.theme, *size);
        use_effect_with(painted, move |(series, end, _, size)| {
            draw(&canvas, series, subject, *end, *size);
        });
    }
    let area = use_node_ref();
    let at = props.pointed.unwrap_or(props.at);
    let point = props.series.at(at);
    let key = |line: &Line| {
        let value = props.subject.written((line.value)(&props.series, &point));
        html! { <span key={line.name} class={classes!("key", line.ink.class())}>{ line.name }{ " " }<b>{ value }</b></span> }
    };
    html! {
        <figure class="chart">
            <figcaption>
                <span class="chart-title">{ &props.title }</span>
                { for props.subject.lines().iter().rev().map(key) }
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

/// The crosshair: over the plot, so that the canvas is not painted again when it moves.
fn cross(props: &StepChartProps, area: &NodeRef) -> Html {
    let (at, end, dispatch) = (props.at, props.end, props.dispatch.clone());
    let point = props.series.at(at);
    let onkeydown = Callback::from(move |event: KeyboardEvent| {
        if let Some(to) = moved_by(&event.key(), event.shift_key(), at, end) {
            event.prevent_default();
            dispatch.dispatch(Move::To(to).into());
        }
    });
    let lines = props.subject.lines().iter().rev();
    let values = lines
        .map(|line| format!("{} {}", line.name, props.subject.written((line.value)(&props.series, &point))));
    let text = format!("{}: {}", span_in_words(at), values.collect::<Vec<_>>().join(", "));
    let leave = props.point.clone();
    html! {
        <svg ref={area.clone()} class="cross" role="slider" tabindex="0" aria-label={format!("Playhead in the chart {}", props.title)} aria-valuemin="0"
            aria-valuemax={(end.as_ms() / 1000).to_string()} aria-valuenow={(at.as_ms() / 1000).to_string()} aria-valuetext={text}
            {onkeydown} onpointermove={points(props, area)} onpointerdown={goes(props, area)} onpointerleave={Callback::from(move |_: PointerEvent| leave.set(None))}>
            { line("cross-at", at, end) }
            if let Some(pointed) = props.pointed {
                { line("cross-pointed", pointed, end) }
            }
        </svg>
    }
}

fn line(class: &'static str, at: SimTime, end: SimTime) -> Html {
    let x = percent(at, end);
    html! { <line {class} x1={x.clone()} x2={x} y1="0" y2="100%" /> }
}

/// The moment under a pointer.
fn under(area: &NodeRef, event: &PointerEvent, end: SimTime) -> Option<SimTime> {
    platform::along(area, event).map(|along| moment_along(along, end))
}

fn points(props: &StepChartProps, area: &NodeRef) -> Callback<PointerEvent> {
    let (point, area, end) = (props.point.clone(), area.clone(), props.end);
    Callback::from(move |event: PointerEvent| point.set(under(&area, &event, end)))
}

fn goes(props: &StepChartProps, area: &NodeRef) -> Callback<PointerEvent> {
    let (dispatch, area, end) = (props.dispatch.clone(), area.clone(), props.end);
    Callback::from(move |event: PointerEvent| {
        if let Some(at) = under(&area, &event, end) {
            dispatch.dispatch(Move::To(at).into());
        }
    })
}

fn draw(canvas: &NodeRef, series: &Series, subject: Subject, end: SimTime, size: (i32, i32)) {
    let Some(Paper { backend, size, scale }) = Paper::take(canvas, size) else { return };
    // A canvas that cannot be painted on leaves the words.
    let _ = paint(backend, &chart(series, subject, end, size, scale), &Palette::of_page(), scale);
}

#[derive(Clone, Debug, PartialEq, Properties)]
struct NumbersProps {
    series: Shared<Series>,
    title: String,
    has_instances: bool,
}

/// What the charts show, in a table. It is written when it is opened first.
#[component]
fn Numbers(props: &NumbersProps) -> Html {
    let open = use_state_eq(|| false);
    let ontoggle = {
        let open = open.clone();
        Callback::from(move |_: Event| open.set(!*open))
    };
    let subjects: &[Subject] =
        if props.has_instances { &[Subject::Tasks, Subject::Reserved] } else { &[Subject::Tasks] };
    html! {
        <details class="chart-table" {ontoggle}>
            <summary>{ "The charts as a table" }</summary>
            if *open {
                <div class="chart-rows" tabindex="0" role="group" aria-label="Rows">
                    { table(props, subjects) }
                    if props.series.points.len() > ROWS {
                        <p class="note">{ format!("and {} more", props.series.points.len() - ROWS) }</p>
                    }
                </div>
            }
        </details>
    }
}

fn table(props: &NumbersProps, subjects: &[Subject]) -> Html {
    let series = &props.series;
    let cells = |point: &Point| -> Html {
        let values = subjects.iter().flat_map(|subject| {
            subject.lines().iter().rev().map(|line| subject.written((line.value)(series, point)))
        });
        values.map(|value| html! { <td>{ value }</td> }).collect()
    };
    let names = subjects.iter().flat_map(|subject| subject.lines().iter().rev().map(|line| line.name));
    html! {
        <table>
            <caption>{ format!("{} over time", props.title) }</caption>
            <thead><tr><th scope="col">{ "From" }</th>{ for names.map(|name| html! { <th scope="col">{ name }</th> }) }</tr></thead>
            <tbody>{ for series.points.iter().take(ROWS).enumerate().map(|(number, point)| html! {
                <tr key={number}><th scope="row">{ moment(point.at) }</th>{ cells(point) }</tr>
            }) }</tbody>
        </table>
    }
}
