//! The timeline's actions on the track: each can be moved, by hand or with the keyboard, and removed.

use super::keys::moved_by;
use super::track::{PLAYHEAD, moment_along, percent};
use crate::platform;
use crate::session::{Action, ActionRow, Dispatch, Move, Outline, Shared, moment, span_in_words};
use ecs_core::SimTime;
use yew::prelude::*;

/// Actions that stand on the track; the list of actions has them all.
const MARKERS: usize = 100;

/// Whose actions they are.
#[derive(Clone, Debug, PartialEq, Properties)]
pub(super) struct MarkersProps {
    /// What the forms show of the scenario.
    pub(super) outline: Shared<Outline>,
    /// How far the timeline reaches.
    pub(super) end: SimTime,
    /// Where actions go.
    pub(super) dispatch: Dispatch,
}

/// The action that is dragged, and where to.
type Dragged = Option<(usize, SimTime)>;

/// The actions.
#[component]
pub(super) fn Markers(props: &MarkersProps) -> Html {
    let area = use_node_ref();
    let dragged = use_state_eq(|| Dragged::None);
    let actions = props.outline.actions.iter().enumerate();
    let placed = actions.filter_map(|(number, row)| Some((number, row, row.at()?))).take(MARKERS);
    html! {
        <svg ref={area.clone()} class="markers" role="group" aria-label="Actions on the timeline">
            { for placed.map(|(number, row, at)| {
                let shown_at = dragged.filter(|(moved, _)| *moved == number).map_or(at, |(_, to)| to);
                let drag = Drag { area: area.clone(), dragged: dragged.clone(), number };
                marker(props, row, (at, shown_at), drag)
            }) }
        </svg>
    }
}

/// What a marker needs to be dragged.
struct Drag {
    area: NodeRef,
    dragged: UseStateHandle<Dragged>,
    number: usize,
}

fn marker(props: &MarkersProps, row: &ActionRow, (at, shown_at): (SimTime, SimTime), drag: Drag) -> Html {
    let (number, end) = (drag.number, props.end);
    let words = format!("{} {}", moment(shown_at), row.words);
    html! {
        <svg key={number} x={percent(shown_at, end)}>
            <g class="marker" role="slider" tabindex="0" aria-label={row.words.clone()} aria-valuemin="0" aria-valuemax={(end.as_ms() / 1000).to_string()}
                aria-valuenow={(shown_at.as_ms() / 1000).to_string()} aria-valuetext={span_in_words(shown_at)} aria-keyshortcuts="Enter Delete"
                data-testid="marker" onkeydown={keys(props, number, at)} onpointerdown={begins(&drag, end)} onpointermove={moves(&drag, end)}
                onpointerup={ends(props, drag, at)}>
                <title>{ words }</title>
                <rect class="grip" x="-12" y="-6" width="24" height="24" />
                <path d="M-5 0 h10 v9 l-5 6 l-5 -6 z" />
            </g>
        </svg>
    }
}

/// Arrows and the like move it, Enter moves the playhead to it, Delete removes it.
fn keys(props: &MarkersProps, number: usize, at: SimTime) -> Callback<KeyboardEvent> {
    let (dispatch, end) = (props.dispatch.clone(), props.end);
    Callback::from(move |event: KeyboardEvent| {
        let key = event.key();
        if let Some(to) = moved_by(&key, event.shift_key(), at, end) {
            dispatch.dispatch(Action::MoveAction(number, seconds(to)));
        } else if key == "Enter" && !event.ctrl_key() && !event.meta_key() {
            dispatch.dispatch(Move::To(at).into());
        } else if key == "Delete" || key == "Backspace" {
            dispatch.dispatch(Action::RemoveAction(number));
            platform::focus(PLAYHEAD);
        } else {
            return;
        }
        event.prevent_default();
    })
}

fn begins(drag: &Drag, end: SimTime) -> Callback<PointerEvent> {
    let moves = moves(drag, end);
    Callback::from(move |event: PointerEvent| {
        platform::follow_pointer(&event);
        moves.emit(event);
    })
}

fn moves(drag: &Drag, end: SimTime) -> Callback<PointerEvent> {
    let (area, dragged, number) = (drag.area.clone(), drag.dragged.setter(), drag.number);
    Callback::from(move |event: PointerEvent| {
        if event.buttons() != 0
            && let Some(along) = platform::along(&area, &event)
        {
            dragged.set(Some((number, moment_along(along, end))));
        }
    })
}

/// One that was only touched stays where it is.
fn ends(props: &MarkersProps, drag: Drag, at: SimTime) -> Callback<PointerEvent> {
    let (dispatch, end) = (props.dispatch.clone(), props.end);
    Callback::from(move |event: PointerEvent| {
        drag.dragged.set(None);
        let Some(along) = platform::along(&drag.area, &event) else { return };
        let to = moment_along(along, end);
        // A pixel of a long run is many seconds.
        if to.as_ms().abs_diff(at.as_ms()) > end.as_ms() / 250 {
            dispatch.dispatch(Action::MoveAction(drag.number, seconds(to)));
        }
    })
}

/// Whole seconds, as `atSeconds` has them.
fn seconds(at: SimTime) -> String {
    (at.as_ms() / 1000).to_string()
}
