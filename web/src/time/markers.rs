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

/// How far the pointer has to go until a marker that it presses goes with it, in pixels: a hand that presses
/// something is not quite still.
const TRAVEL: u32 = 4;

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

/// An action that the pointer holds.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Held {
    number: usize,
    /// Where it was taken: the pixel, and how far along in thousandths.
    x: i32,
    along: u64,
    /// Where it is now; none until the pointer has gone anywhere.
    to: Option<SimTime>,
}

impl Held {
    /// Whether it goes with the pointer that is at that pixel now.
    fn goes_along(&self, x: i32) -> bool {
        self.to.is_some() || x.abs_diff(self.x) >= TRAVEL
    }
}

/// The actions.
#[component]
pub(super) fn Markers(props: &MarkersProps) -> Html {
    let area = use_node_ref();
    let held = use_state_eq(|| None::<Held>);
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
                    let shown_at = held.filter(|held| held.number == number).and_then(|held| held.to).unwrap_or(at);
                    let drag = Drag { area: area.clone(), held: held.clone(), number, at, shift };
                    marker(props, (row, remarks.at(number)), shown_at, drag)
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
#[derive(Clone)]
struct Drag {
    area: NodeRef,
    held: UseStateHandle<Option<Held>>,
    number: usize,
    /// Its moment.
    at: SimTime,
    /// How many places beside its moment it stands, where another one stands there.
    shift: i32,
}

fn marker(
    props: &MarkersProps,
    (row, remark): (&ActionRow, Option<&Remark>),
    shown_at: SimTime,
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
                data-testid="marker" onkeydown={keys(props, number, drag.at)} onpointerdown={begins(&drag)} onpointermove={moves(&drag, axis)}
                onpointercancel={lets_go(&drag)} onpointerup={ends(props, drag)}>
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

fn begins(drag: &Drag) -> Callback<PointerEvent> {
    let (area, held, number) = (drag.area.clone(), drag.held.setter(), drag.number);
    Callback::from(move |event: PointerEvent| {
        if platform::takes_hold(&event)
            && let Some(along) = platform::along(&area, &event)
        {
            held.set(Some(Held { number, x: event.client_x(), along, to: None }));
        }
    })
}

fn moves(drag: &Drag, axis: Axis) -> Callback<PointerEvent> {
    let drag = drag.clone();
    Callback::from(move |event: PointerEvent| {
        if platform::holds(&event)
            && let Some(held) = drag.held_at(axis, &event)
        {
            drag.held.set(Some(held));
        }
    })
}

fn lets_go(drag: &Drag) -> Callback<PointerEvent> {
    let held = drag.held.setter();
    Callback::from(move |_: PointerEvent| held.set(None))
}

/// One that was only pressed stays where it is, and the playhead goes there.
fn ends(props: &MarkersProps, drag: Drag) -> Callback<PointerEvent> {
    let (dispatch, axis) = (props.dispatch.clone(), props.axis);
    Callback::from(move |event: PointerEvent| {
        let Some(held) = drag.held_at(axis, &event) else { return };
        drag.held.set(None);
        match held.to {
            None => dispatch.dispatch(Move::To(drag.at).into()),
            Some(to) if to != drag.at => dispatch.dispatch(Action::MoveAction(drag.number, seconds(to))),
            Some(_) => {}
        }
    })
}

impl Drag {
    /// How the action is held, if it is, by the pointer where it is now.
    fn held_at(&self, axis: Axis, event: &PointerEvent) -> Option<Held> {
        let held = (*self.held).filter(|held| held.number == self.number)?;
        if !held.goes_along(event.client_x()) {
            return Some(held);
        }
        let along = platform::along(&self.area, event)?;
        let by = along.cast_signed() - held.along.cast_signed();
        // Back where it was it keeps what it has behind whole seconds.
        let to = if by == 0 { self.at } else { axis.moved(self.at, by) };
        Some(Held { to: Some(to), ..held })
    }
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
    use super::{Held, shifts};
    use ecs_core::SimTime;

    #[test]
    fn a_marker_that_is_only_pressed_does_not_go_anywhere() {
        let held = Held { number: 0, x: 100, along: 250, to: None };
        assert!(![97, 100, 103].into_iter().any(|x| held.goes_along(x)));
        assert!(held.goes_along(96) && held.goes_along(104));
        // One that has gone somewhere can go back.
        assert!(Held { to: Some(SimTime::ZERO), ..held }.goes_along(100));
    }

    #[test]
    fn markers_at_one_place_stand_in_a_row() {
        assert_eq!(shifts(&[100, 500, 505, 100, 500]), [0, 0, 1, 1, 2]);
        assert_eq!(shifts(&[950, 1000]), [0, 0]);
        assert_eq!(shifts(&[1000, 1000, 995]), [0, -1, -2]);
        assert!(shifts(&[]).is_empty());
    }
}
