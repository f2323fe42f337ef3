//! The buttons of the bar. They stand apart from the moment: while it moves, with every frame, none of them is
//! drawn again.

use crate::platform;
use crate::session::{Action, Dispatch, Look, Move, Speed, Step, Zoom};
use crate::setup::Select;
use ecs_core::SimTime;
use yew::prelude::*;

/// The id of what is below the bar.
pub const CHARTS: &str = "charts";

#[derive(Clone, Debug, PartialEq, Properties)]
pub(super) struct ButtonsProps {
    /// How far the timeline reaches.
    pub(super) end: SimTime,
    /// Whether it is played.
    pub(super) is_playing: bool,
    /// Where actions go.
    pub(super) dispatch: Dispatch,
}

#[derive(Clone, Debug, PartialEq, Properties)]
pub(super) struct SettingsProps {
    /// What of the run's time can be shown.
    pub(super) zooms: Vec<Zoom>,
    /// How it is looked at.
    pub(super) look: Look,
    /// How fast it is played.
    pub(super) speed: Speed,
    /// Whether it begins again at its end.
    pub(super) is_looped: bool,
    /// Where actions go.
    pub(super) dispatch: Dispatch,
}

/// What moves in time.
#[component]
pub(super) fn Buttons(props: &ButtonsProps) -> Html {
    let (play, play_word, play_icon) = if props.is_playing {
        (false, "Pause", "M5 3h3v10H5z M10 3h3v10h-3z")
    } else {
        (true, "Play", "M5 3l9 5-9 5z")
    };
    html! {
        <div class="time-buttons" role="group" aria-label="Move in time">
            { button(props, "To the start", Move::To(SimTime::ZERO), "M3 3h2v10H3z M14 3v10L6 8z") }
            { button(props, "Previous event", Move::Previous, "M12 3v10L4 8z") }
            { button(props, play_word, Move::Play(play), play_icon) }
            { button(props, "Next event", Move::Next, "M4 3v10l8-5z") }
            { button(props, "To the end", Move::To(props.end), "M11 3h2v10h-2z M2 3v10l8-5z") }
        </div>
    }
}

fn button(props: &ButtonsProps, word: &'static str, to: Move, path: &'static str) -> Html {
    let dispatch = props.dispatch.clone();
    let onclick = Callback::from(move |_: MouseEvent| dispatch.dispatch(to.into()));
    html! {
        <button type="button" class="icon" aria-label={word} title={word} {onclick}>
            <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true"><path d={path} /></svg>
        </button>
    }
}

/// What a button says: a picture where the bar has no room for the word, which is its name in either case.
fn word_or_icon(word: &'static str, path: &'static str) -> Html {
    html! {
        <>
            <span class="word">{ word }</span>
            <svg class="word-icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true"><path d={path} /></svg>
        </>
    }
}

/// What stands beside the moment: other courses from here on, how fast it is played, and what is shown.
#[component]
pub(super) fn Settings(props: &SettingsProps) -> Html {
    html! {
        <>
            { add_action(props) }
            { branch(props) }
            { pace(props) }
            { view(props) }
        </>
    }
}

/// The way to another decision, or to something that goes wrong, where the playhead stands.
fn add_action(props: &SettingsProps) -> Html {
    let dispatch = props.dispatch.clone();
    let onclick = Callback::from(move |_: MouseEvent| dispatch.dispatch(Step::Add.into()));
    html! {
        <button type="button" aria-haspopup="dialog" aria-label="Add action…" title="A call or a fault where the playhead stands: the run is another from there on" {onclick}>
            { word_or_icon("Add action…", "M7 2h2v5h5v2H9v5H7V9H2V7h5z") }
        </button>
    }
}

/// The way to another course from here on.
fn branch(props: &SettingsProps) -> Html {
    let dispatch = props.dispatch.clone();
    let onclick = Callback::from(move |_: MouseEvent| dispatch.dispatch(Action::Branch));
    html! {
        <button type="button" aria-label="Branch here" title="Drops the actions of the timeline behind the playhead: what comes instead is yours" {onclick}>
            { word_or_icon("Branch here", "M4 2h2v5c0 1 1 2 2 2h3V7l4 3-4 3v-2H8a4 4 0 0 1-2-.6V14H4z") }
        </button>
    }
}

/// How fast, and whether again and again.
fn pace(props: &SettingsProps) -> Html {
    let options =
        Speed::ALL.iter().enumerate().map(|(number, speed)| (number.to_string(), words(*speed).to_owned()));
    let chosen = Speed::ALL.iter().position(|speed| *speed == props.speed).unwrap_or_default();
    let dispatch = props.dispatch.clone();
    let onchange = Callback::from(move |event: Event| {
        let number = platform::value_of(&event).parse::<usize>().unwrap_or_default();
        if let Some(speed) = Speed::ALL.get(number) {
            dispatch.dispatch(Move::Speed(*speed).into());
        }
    });
    let (dispatch, looped) = (props.dispatch.clone(), props.is_looped);
    let onclick = Callback::from(move |_: MouseEvent| dispatch.dispatch(Move::Loop(!looped).into()));
    html! {
        <div class="pace">
            <Select id="speed" name={Some(AttrValue::from("Speed"))} value={chosen.to_string()} options={options.collect::<Vec<_>>()} invalid="false" {onchange} />
            <button type="button" aria-pressed={looped.to_string()} aria-label="Loop" title="Begin again at the end" {onclick}>
                { word_or_icon("Loop", "M3 8a5 5 0 0 1 8.5-3.5L13 3v5H8l2-2a3 3 0 1 0 .8 3h2A5 5 0 0 1 3 8z") }
            </button>
        </div>
    }
}

/// What part of the time is shown, and whether the charts are.
fn view(props: &SettingsProps) -> Html {
    let zooms = props.zooms.clone();
    let chosen = zooms.iter().position(|zoom| *zoom == props.look.zoom).unwrap_or_default();
    let options =
        zooms.iter().enumerate().map(|(number, zoom)| (number.to_string(), zoom_words(*zoom).to_owned()));
    let options = options.collect::<Vec<_>>();
    let dispatch = props.dispatch.clone();
    let onchange = Callback::from(move |event: Event| {
        let number = platform::value_of(&event).parse::<usize>().unwrap_or_default();
        if let Some(zoom) = zooms.get(number) {
            dispatch.dispatch(Action::Zoom(*zoom));
        }
    });
    let (dispatch, folds) = (props.dispatch.clone(), !props.look.folds_charts);
    let onclick = Callback::from(move |_: MouseEvent| dispatch.dispatch(Action::FoldCharts(folds)));
    html! {
        <div class="pace">
            if options.len() > 1 {
                <Select id="zoom" name={Some(AttrValue::from("Time shown"))} value={chosen.to_string()} {options} invalid="false" {onchange} />
            }
            <button type="button" aria-expanded={folds.to_string()} aria-controls={folds.then_some(CHARTS)} aria-label="Charts" title="Charts below the track" {onclick}>
                { word_or_icon("Charts", "M2 2h2v10h10v2H2z M6 7h2v4H6z M10 4h2v7h-2z") }
            </button>
        </div>
    }
}

fn zoom_words(zoom: Zoom) -> &'static str {
    match zoom {
        Zoom::Whole => "Whole run",
        Zoom::Events => "Around the events",
        Zoom::TenMinutes => "10 minutes here",
        Zoom::Hour => "1 hour here",
    }
}

fn words(speed: Speed) -> &'static str {
    match speed {
        Speed::RealTime => "Real time",
        Speed::Ten => "×10",
        Speed::Minute => "×60",
        Speed::TenMinutes => "×600",
        Speed::Hour => "1 h a second",
    }
}
