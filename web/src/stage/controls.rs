//! How the run is looked at: the view, and what the colours mean.

use super::colours::{Colours, Meaning, NAMED, choices};
use crate::platform;
use crate::session::{Action, ColourBy, Dispatch, Look, Picture, Shared, Shown, counted};
use crate::setup::Select;
use yew::prelude::*;

const PICTURES: [(Picture, &str); 3] =
    [(Picture::Stage, "Stage"), (Picture::Table, "Table"), (Picture::Dense, "Dense")];

/// How the run is looked at.
#[derive(Clone, Debug, PartialEq, Properties)]
pub(super) struct ControlsProps {
    /// The run.
    pub(super) shown: Shared<Shown>,
    /// How it is looked at.
    pub(super) look: Look,
    /// Where actions go.
    pub(super) dispatch: Dispatch,
}

/// The choice of a view and of colours.
#[component]
pub(super) fn Controls(props: &ControlsProps) -> Html {
    let choices = use_memo(props.shown.clone(), |shown| choices(&shown.snapshot));
    let chosen = choices.iter().position(|(by, _)| *by == props.look.colour_by).unwrap_or_default();
    let options = choices.iter().enumerate().map(|(number, (_, name))| (number.to_string(), name.clone()));
    let onchange = {
        let (dispatch, choices) = (props.dispatch.clone(), choices.clone());
        Callback::from(move |event: Event| {
            let number = platform::value_of(&event).parse::<usize>().unwrap_or_default();
            if let Some((by, _)) = choices.get(number) {
                dispatch.dispatch(Action::ColourBy(by.clone()));
            }
        })
    };
    html! {
        <div class="look">
            <label for="colour-by">{ "Colour by" }</label>
            <Select id="colour-by" value={chosen.to_string()} options={options.collect::<Vec<_>>()} invalid="false" {onchange} />
            <div class="segmented" role="radiogroup" aria-label="View">
                { for PICTURES.iter().map(|(picture, word)| segment(props, *picture, word)) }
            </div>
        </div>
    }
}

fn segment(props: &ControlsProps, picture: Picture, word: &'static str) -> Html {
    let dispatch = props.dispatch.clone();
    let onchange = Callback::from(move |_: Event| dispatch.dispatch(Action::ShowPicture(picture)));
    html! {
        <label key={word}>
            <input type="radio" name="picture" value={word} checked={props.look.picture == picture} {onchange} />
            <span>{ word }</span>
        </label>
    }
}

/// What the colours mean, in words.
pub(super) fn legend(colours: &Colours) -> Html {
    let used: Vec<&Meaning> = colours.meanings.iter().filter(|meaning| meaning.count > 0).collect();
    let entry = |meaning: &&Meaning| {
        let count = counted(meaning.count, if colours.of_tasks { "task" } else { "instance" });
        html! {
            <li key={meaning.words.clone()}>
                <span class={classes!("swatch", meaning.class)} aria-hidden="true"></span>
                <b>{ &meaning.words }</b>{ format!(" {count}") }
            </li>
        }
    };
    html! {
        <div class="legend">
            <span id="legend-subject">{ format!("Colour: {}", colours.subject) }</span>
            <ul aria-labelledby="legend-subject">
                { for used.iter().take(NAMED).map(entry) }
                if used.len() > NAMED {
                    <li>{ format!("and {} more", used.len() - NAMED) }</li>
                }
            </ul>
        </div>
    }
}

/// Whether the cards need colours of their own: services and revisions have theirs on tasks and bars.
pub(super) fn colours_cards(look: &Look) -> bool {
    !matches!(look.colour_by, ColourBy::Service | ColourBy::Revision)
}

/// Whether what the colours mean has to be said: those of services are on their chips.
pub(super) fn needs_legend(look: &Look) -> bool {
    look.colour_by != ColourBy::Service
}
