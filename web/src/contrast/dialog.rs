//! The dialog: what the scenario is held against, and what comes of it.

use super::difference::difference;
use super::figures::table;
use crate::charts::SideBySide;
use crate::dialog::Dialog;
use crate::platform::{self, Theme};
use crate::player::{Contrast, Unfit};
use crate::session::{Action, Contrary, Contrasting, Dispatch, Rival, errors, moment};
use crate::setup::Select;
use yew::prelude::*;

/// What is compared.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct ContrastDialogProps {
    /// The comparison.
    pub contrasting: Contrasting,
    /// Whether there is something to hold the scenario against.
    pub has_rival: bool,
    /// Whether the first difference is marked on the track.
    pub is_marked: bool,
    /// Whether a copy is kept.
    pub has_kept: bool,
    /// The page's theme: its colours are the charts'.
    pub theme: Theme,
    /// Where actions go.
    pub dispatch: Dispatch,
}

/// The dialog. It is on the page only while it is open.
#[component]
pub fn ContrastDialog(props: &ContrastDialogProps) -> Html {
    let on_close = sends(props, |_: Event| Contrary::Close);
    html! {
        <Dialog id="contrast-heading" class="wide" heading={html! { { "Compare two scenarios" } }} {on_close}>
            { choice(props) }
            if props.contrasting.rival == Rival::Pasted {
                { box_for_another(props) }
            }
            { outcome(props) }
        </Dialog>
    }
}

fn sends<E: 'static>(props: &ContrastDialogProps, step: impl Fn(E) -> Contrary + 'static) -> Callback<E> {
    let dispatch = props.dispatch.clone();
    Callback::from(move |event: E| dispatch.dispatch(Action::Contrast(step(event))))
}

fn choice(props: &ContrastDialogProps) -> Html {
    let word = |rival: Rival| match rival {
        Rival::Opened => "opened",
        Rival::Kept => "kept",
        Rival::Pasted => "pasted",
    };
    let mut options = vec![("opened".to_owned(), "the same as it was opened".to_owned())];
    if props.has_kept {
        options.push(("kept".to_owned(), "the copy that I kept".to_owned()));
    }
    options.push(("pasted".to_owned(), "one that I paste, or a link".to_owned()));
    let onchange = sends(props, |event: Event| {
        Contrary::Against(match platform::value_of(&event).as_str() {
            "opened" => Rival::Opened,
            "kept" => Rival::Kept,
            _ => Rival::Pasted,
        })
    });
    let keep = sends(props, |_: MouseEvent| Contrary::Keep);
    html! {
        <div class="modes-head">
            <p class="modes-type">
                <label class="label" for="contrast-rival">{ "This scenario against" }</label>
                <Select id="contrast-rival" value={word(props.contrasting.rival)} {options} invalid="false" {onchange} />
            </p>
            <button type="button" title="Go on working on the scenario, and compare it with this copy later" onclick={keep}>{ "Keep a copy of this scenario" }</button>
        </div>
    }
}

fn box_for_another(props: &ContrastDialogProps) -> Html {
    let oninput = sends(props, |event: InputEvent| Contrary::Paste(platform::value_of(&event).into()));
    html! {
        <div>
            <label class="label" for="contrast-text">{ "The other scenario: its JSON, or a link to it" }</label>
            <textarea id="contrast-text" class="contrast-text" rows="5" spellcheck="false" value={props.contrasting.pasted.to_string()} {oninput} />
        </div>
    }
}

fn outcome(props: &ContrastDialogProps) -> Html {
    if !props.has_rival {
        return html! { <p class="note" role="status">{ "Paste another scenario or a link. Or keep a copy of this one, change something, and come back." }</p> };
    }
    let Some(answer) = &props.contrasting.answer else {
        return html! { <p class="note" role="status">{ "Running both…" }</p> };
    };
    match &**answer {
        Err(unfit) => refused(unfit),
        Ok(contrast) => {
            let found = contrast.divergence.as_ref();
            html! {
                <>
                    { compared(contrast) }
                    { difference(found, props.is_marked, &props.dispatch) }
                    <SideBySide answer={answer.clone()} theme={props.theme} />
                </>
            }
        }
    }
}

fn compared(contrast: &Contrast) -> Html {
    let (ours, theirs) = &contrast.summaries;
    let seed = if contrast.seed_replaced { " The other one runs with the seed of this one." } else { "" };
    let apart = &contrast.traffic_apart;
    html! {
        <>
            <p class="note" role="status">{ format!("Both ran to {}, with the same seed.{seed}", moment(ours.at)) }</p>
            if !apart.is_empty() {
                <p class="banner" role="note">{ format!("Their traffic differs: {}. The runs differ by what arrives, too.", apart.join(", ")) }</p>
            }
            { table(ours, theirs) }
        </>
    }
}

fn refused(unfit: &Unfit) -> Html {
    let which = if unfit.is_other { "The other scenario" } else { "This scenario" };
    let finding = |finding: &ecs_core::finding::Finding| {
        html! { <li><code>{ &finding.pointer }</code>{ " " }{ &finding.message }</li> }
    };
    let mut wrong = errors(&unfit.findings).take(5).peekable();
    html! {
        <div class="banner broken" role="alert">
            if wrong.peek().is_some() {
                <p>{ format!("{which} has errors, so there is no run of it:") }</p>
                <ul>{ for wrong.map(finding) }</ul>
            } else {
                <p>{ format!("{which} is no scenario: paste one whole, with its \"version\", or a link.") }</p>
            }
        </div>
    }
}
