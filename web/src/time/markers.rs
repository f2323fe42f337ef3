//! The timeline's actions on the track: each can be moved, by hand or with the keyboard, and removed.

use super::keys::moved_by;
use super::track::PLAYHEAD;
use crate::platform;
use crate::session::{
    Action, ActionRow, Axis, Dispatch, Move, Outline, Remark, Remarks, Shared, moment, span_in_words,
};
use ecs_core::SimTime;
use yew::prelude::*;

/// Actions that stand on the track; the list of actions has them all.
const MARKERS: usize = 100;

/// How far beside the one before a marker stands at the same place, in pixels.
const BESIDE: i32 = 13;

/// Markers nearer to each other than so many thousandths of the track stand at the same place.
const SAME_PLACE: u64 = 12;

/// Whose actions they are.
#[derive(Clone, Debug, PartialEq, Properties)]
pub(super) struct MarkersProps {
    /// What the forms show of the scenario.
    pub(super) outline: Shared<Outline>,
    /// What is shown of the run's time.
    pub(super) axis: Axis,
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
    let remarks = use_context::<Shared<Remarks>>().unwrap_or_default();
    let actions = props.outline.actions.iter().enumerate();
    let placed = actions.filter_map(|(number, row)| Some((number, row, row.at()?)));
    let placed: Vec<(usize, &ActionRow, SimTime)> =
        placed.filter(|(.., at)| props.axis.shows(*at)).take(MARKERS).collect();
    let shifts = shifts(&placed.iter().map(|(.., at)| props.axis.along(*at, 1000)).collect::<Vec<_>>());
    let said = placed.iter().filter_map(|(number, ..)| Some(spoken(*number, remarks.at(*number)?)));
    let said = said.collect::<Html>();
    html! {
        <>
            <svg ref={area.clone()} class="markers" role="group" aria-label="Actions on the timeline">
                { for placed.into_iter().zip(shifts).map(|((number, row, at), shift)| {
                    let shown_at = dragged.filter(|(moved, _)| *moved == number).map_or(at, |(_, to)| to);
                    let drag = Drag { area: area.clone(), dragged: dragged.clone(), number, shift };
                    marker(props, (row, remarks.at(number)), (at, shown_at), drag)
                }) }
            </svg>
            { said }
        </>
    }
}

/// The id of what is said of an action, by which its marker names it.
fn id_of(number: usize) -> String {
    format!("said-of-marker-{number}")
}

/// What is said of an action, for whoever comes to its marker without seeing it.
fn spoken(number: usize, remark: &Remark) -> Html {
    html! { <p key={number} class="visually-hidden" id={id_of(number)}>{ remark.words() }</p> }
}

/// That something is said of an action: a sign beside its marker, told apart by its shape, too.
fn sign(remark: &Remark) -> Html {
    if remark.is_bad() {
        return html! { <g class="sign"><path d="M8 -8 l7 12 h-14 z" /><path class="mark" d="M8 -4 v4 M8 1.5 v1.5" /></g> };
    }
    html! { <g class="sign note"><circle cx="8" cy="-2" r="6" /><path class="mark" d="M8 -5.5 v1.5 M8 -2.5 v4" /></g> }
}

/// What a marker needs to be dragged.
struct Drag {
    area: NodeRef,
    dragged: UseStateHandle<Dragged>,
    number: usize,
    /// How many places beside its moment it stands, where another one stands there.
    shift: i32,
}

fn marker(
    props: &MarkersProps,
    (row, remark): (&ActionRow, Option<&Remark>),
    (at, shown_at): (SimTime, SimTime),
    drag: Drag,
) -> Html {
    let (number, end, axis) = (drag.number, props.end, props.axis);
    let kind = if row.is_fault { "marker fault" } else { "marker" };
    let shape = if row.is_fault { "M0 -5 l7 7 l-7 7 l-7 -7 z" } else { "M-5 0 h10 v9 l-5 6 l-5 -6 z" };
    let beside = format!("translate({} 0)", drag.shift * BESIDE);
    let said = remark.map(|remark| format!(". {}", remark.words())).unwrap_or_default();
    let words = format!("{} {}{said}", moment(shown_at), row.words);
    html! {
        <svg key={number} x={axis.percent(shown_at)}>
            <g class={kind} transform={beside} role="slider" tabindex="0" aria-label={row.words.clone()} aria-valuemin="0" aria-valuemax={(end.as_ms() / 1000).to_string()}
                aria-valuenow={(shown_at.as_ms() / 1000).to_string()} aria-valuetext={span_in_words(shown_at)} aria-keyshortcuts="Enter Delete" aria-describedby={remark.map(|_| id_of(number))}
                data-testid="marker" onkeydown={keys(props, number, at)} onpointerdown={begins(&drag, axis)} onpointermove={moves(&drag, axis)}
                onpointerup={ends(props, drag, at)}>
                <title>{ words }</title>
                <rect class="grip" x="-12" y="-6" width="24" height="24" />
                <path d={shape} />
                if let Some(remark) = remark {
                    { sign(remark) }
                }
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

fn begins(drag: &Drag, axis: Axis) -> Callback<PointerEvent> {
    let moves = moves(drag, axis);
    Callback::from(move |event: PointerEvent| {
        platform::follow_pointer(&event);
        moves.emit(event);
    })
}

fn moves(drag: &Drag, axis: Axis) -> Callback<PointerEvent> {
    let (area, dragged, number) = (drag.area.clone(), drag.dragged.setter(), drag.number);
    Callback::from(move |event: PointerEvent| {
        if event.buttons() != 0
            && let Some(along) = platform::along(&area, &event)
        {
            dragged.set(Some((number, axis.moment(along))));
        }
    })
}

/// One that was only touched stays where it is.
fn ends(props: &MarkersProps, drag: Drag, at: SimTime) -> Callback<PointerEvent> {
    let (dispatch, axis) = (props.dispatch.clone(), props.axis);
    Callback::from(move |event: PointerEvent| {
        drag.dragged.set(None);
        let Some(along) = platform::along(&drag.area, &event) else { return };
        let to = axis.moment(along);
        // A pixel of a long run is many seconds.
        if to.as_ms().abs_diff(at.as_ms()) > axis.ms() / 250 {
            dispatch.dispatch(Action::MoveAction(drag.number, seconds(to)));
        }
    })
}

/// Whole seconds, as `atSeconds` has them.
fn seconds(at: SimTime) -> String {
    (at.as_ms() / 1000).to_string()
}

/// How many places beside its own each marker stands, by how many thousandths along they are: those at the
/// same place stand in a row, to the right or, at the right end, to the left.
fn shifts(along: &[u64]) -> Vec<i32> {
    let before = |number: usize, place: u64| {
        let earlier = along.iter().take(number);
        i32::try_from(earlier.filter(|other| other.abs_diff(place) < SAME_PLACE).count()).unwrap_or(0)
    };
    let shift = |(number, place): (usize, &u64)| {
        let count = before(number, *place);
        if *place > 800 { -count } else { count }
    };
    along.iter().enumerate().map(shift).collect()
}

#[cfg(test)]
mod tests {
    use super::shifts;

    #[test]
    fn markers_at_one_place_stand_in_a_row() {
        assert_eq!(shifts(&[100, 500, 505, 100, 500]), [0, 0, 1, 1, 2]);
        assert_eq!(shifts(&[950, 1000]), [0, 0]);
        assert_eq!(shifts(&[1000, 1000, 995]), [0, -1, -2]);
        assert!(shifts(&[]).is_empty());
    }
}
