//! The track: a slider for the playhead, with what went wrong marked on it.

use super::keys::moved_by;
use super::markers::Markers;
use super::parting::PartingMark;
use crate::platform;
use crate::session::{Axis, Dispatch, Move, Outline, Parting, Shared, Shown, counted, moment, span_in_words};
use ecs_core::SimTime;
use ecs_core::report::{Course, EventView};
use yew::prelude::*;

/// The id of the slider.
pub(super) const PLAYHEAD: &str = "playhead";

/// Things that went wrong, of which words tell the first.
const TOLD: usize = 3;

/// What the track is of.
#[derive(Clone, Debug, PartialEq, Properties)]
pub(super) struct TrackProps {
    /// The run.
    pub(super) shown: Shared<Shown>,
    /// What is shown of its time.
    pub(super) axis: Axis,
    /// What the forms show of the scenario.
    pub(super) outline: Shared<Outline>,
    /// Where the run parts from the one that it was held against.
    pub(super) parting: Option<Parting>,
    /// Where the playhead stands.
    pub(super) at: SimTime,
    /// Where actions go.
    pub(super) dispatch: Dispatch,
}

/// The slider, and the actions above it.
#[component]
pub(super) fn Track(props: &TrackProps) -> Html {
    let slider = use_node_ref();
    let (at, end, axis) = (props.at, props.shown.snapshot.duration, props.axis);
    let dispatch = props.dispatch.clone();
    let onkeydown = Callback::from(move |event: KeyboardEvent| {
        if let Some(to) = moved_by(&event.key(), event.shift_key(), at, end) {
            event.prevent_default();
            dispatch.dispatch(Move::To(to).into());
        }
    });
    let text = format!("{} of {}", span_in_words(at), span_in_words(end));
    let x = axis.percent(at);
    let knob = if axis.shows(at) { "knob" } else { "knob outside" };
    html! {
        <div class="track-box">
            <svg ref={slider.clone()} id={PLAYHEAD} class="rail" role="slider" tabindex="0" aria-label="Playhead" aria-valuemin="0"
                aria-valuemax={(end.as_ms() / 1000).to_string()} aria-valuenow={(at.as_ms() / 1000).to_string()} aria-valuetext={text}
                {onkeydown} onpointerdown={drag(props, &slider, true)} onpointermove={drag(props, &slider, false)}>
                <rect class="rail-all" x="0" y="18" width="100%" height="4" rx="2" />
                <rect class="rail-past" x="0" y="18" width={x.clone()} height="4" rx="2" />
                <Marks course={props.shown.course.clone()} {axis} />
                <rect class={knob} {x} y="11" width="12" height="18" rx="4" />
            </svg>
            <Markers outline={props.outline.clone()} {axis} {end} dispatch={props.dispatch.clone()} />
            if let Some(parting) = props.parting.clone() {
                <PartingMark {parting} {axis} dispatch={props.dispatch.clone()} />
            }
            <p class="visually-hidden">{ wrong(&props.shown.course) }</p>
        </div>
    }
}

/// Goes where the pointer is that has been pressed, or is being pressed now.
fn drag(props: &TrackProps, slider: &NodeRef, begins: bool) -> Callback<PointerEvent> {
    let (dispatch, slider, axis) = (props.dispatch.clone(), slider.clone(), props.axis);
    Callback::from(move |event: PointerEvent| {
        let is_held = if begins { platform::takes_hold(&event) } else { platform::holds(&event) };
        if !is_held {
            return;
        }
        if let Some(along) = platform::along(&slider, &event) {
            dispatch.dispatch(Move::To(axis.moment(along)).into());
        }
    })
}

#[derive(Clone, Debug, PartialEq, Properties)]
struct MarksProps {
    course: Shared<Course>,
    axis: Axis,
}

/// What went wrong, as marks.
#[component]
fn Marks(props: &MarksProps) -> Html {
    let mark = |event: &EventView| {
        let words = format!("{} {}", moment(event.at), event.text);
        html! {
            <svg key={event.id.clone()} class="wrong" x={props.axis.percent(event.at)}>
                <title>{ words }</title>
                <path d="M-4 31 L0 24 L4 31 z" />
            </svg>
        }
    };
    html! { <>{ for props.course.marks.iter().filter(|event| props.axis.shows(event.at)).map(mark) }</> }
}

/// The same in words.
fn wrong(course: &Course) -> String {
    let all = course.marks.len() + course.more_marks;
    if all == 0 {
        return String::new();
    }
    let told = course.marks.iter().take(TOLD).map(|event| format!("{} {}", moment(event.at), event.text));
    format!("Went wrong: {}. {}", counted(all as u64, "event"), told.collect::<Vec<_>>().join(" "))
}
