//! The bar: play, steps, speed, the moment, and the track.

use super::controls::{Buttons, Settings};
use super::track::Track;
use crate::platform;
use crate::session::{Axis, Dispatch, Look, Move, Outline, Parting, Shared, Shown, Transport, Zoom, moment};
use ecs_core::SimTime;
use yew::prelude::*;

/// What the bar is of.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct TimeBarProps {
    /// The run.
    pub shown: Shared<Shown>,
    /// What is shown of its time.
    pub axis: Axis,
    /// What else can be shown of it.
    pub zooms: Vec<Zoom>,
    /// How it is looked at.
    pub look: Look,
    /// What the forms show of the scenario.
    pub outline: Shared<Outline>,
    /// Where the playhead stands, and how it moves.
    pub transport: Transport,
    /// Where the run parts from the one that it was held against.
    pub parting: Option<Parting>,
    /// Where actions go.
    pub dispatch: Dispatch,
}

/// The bar. Nothing on the page moves by itself unless its button says "Pause".
#[component]
pub fn TimeBar(props: &TimeBarProps) -> Html {
    let dispatch = props.dispatch.clone();
    use_effect_with(props.transport.is_playing, move |is_playing| {
        let beat = is_playing.then(|| platform::on_beat(move |ms| dispatch.dispatch(Move::Tick(ms).into())));
        move || drop(beat)
    });
    let (dispatch, play) = (props.dispatch.clone(), Move::Play(!props.transport.is_playing));
    let onkeydown = Callback::from(move |event: KeyboardEvent| {
        if event.key() == " " && !platform::takes_space(&event) {
            event.prevent_default();
            dispatch.dispatch(play.into());
        }
    });
    let (at, end) = (props.transport.at, props.shown.snapshot.duration);
    html! {
        <section class="time" aria-label="Time" {onkeydown}>
            <div class="time-row">
                <Buttons {end} is_playing={props.transport.is_playing} dispatch={props.dispatch.clone()} />
                <div class="when">
                    <p class="clock" data-testid="moment"><b>{ moment_of(&props.transport) }</b>{ " / " }{ moment(end).trim_start_matches("t+") }</p>
                    <p class="calendar" title="The calendar time that startsAt gives the run">{ calendar(&props.shown, at) }</p>
                </div>
                <Settings zooms={props.zooms.clone()} look={props.look.clone()} speed={props.transport.speed} is_looped={props.transport.is_looped} dispatch={props.dispatch.clone()} />
            </div>
            <Track shown={props.shown.clone()} axis={props.axis} outline={props.outline.clone()} parting={props.parting.clone()} {at} dispatch={props.dispatch.clone()} />
        </section>
    }
}

/// The moment; without what is left behind whole seconds while it runs.
fn moment_of(transport: &Transport) -> String {
    let at = transport.at;
    moment(if transport.is_playing { SimTime::from_seconds(at.as_ms() / 1000) } else { at })
}

/// `2026-01-01 00:13:46 UTC`.
fn calendar(shown: &Shown, at: SimTime) -> String {
    let iso = shown.course.calendar.iso(at);
    format!("{} UTC", iso.get(..19).unwrap_or(&iso).replace('T', " "))
}
