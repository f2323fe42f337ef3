//! What happened, newest first.

use super::bus::bus;
use crate::session::{Shared, Shown};
use crate::stage::clock;
use ecs_core::report::{EventView, Tone};
use yew::prelude::*;

/// Events of a run.
#[derive(Clone, Debug, PartialEq, Properties)]
pub(super) struct EventsProps {
    /// The run.
    pub(super) shown: Shared<Shown>,
}

/// The newest events. The core brings at most 200 along.
#[component]
pub(super) fn Events(props: &EventsProps) -> Html {
    let events = &props.shown.snapshot.events;
    html! {
        <>
            { bus(&props.shown.snapshot.bus) }
            if events.is_empty() {
                <p class="empty-note">{ "Nothing has happened." }</p>
            } else {
                <ol class="log">{ for events.iter().map(line) }</ol>
            }
        </>
    }
}

fn line(event: &EventView) -> Html {
    let tone = match event.tone {
        Tone::Neutral => "neutral",
        Tone::Good => "good",
        Tone::Bad => "bad-text",
    };
    html! {
        <li key={event.id.clone()}>
            <time>{ format!("t+{}", clock(event.at)) }</time>
            <span class={tone}>{ words(&event.text) }</span>
        </li>
    }
}

/// The text with its task ids set apart: ten of them in full are unreadable.
pub(super) fn words(text: &str) -> Html {
    let is_id = |word: &str| word.len() == 32 && word.bytes().all(|byte| byte.is_ascii_hexdigit());
    let word = |piece: &str| {
        let word = piece.trim_end_matches([' ', ')', '.', ':', ',']);
        if !is_id(word) {
            return html! { { piece.to_owned() } };
        }
        let rest = piece.get(word.len()..).unwrap_or_default().to_owned();
        html! { <><code class="id" title={word.to_owned()}>{ word.to_owned() }</code>{ rest }</> }
    };
    if !text.split([' ', ')']).any(is_id) {
        return html! { { text.to_owned() } };
    }
    text.split_inclusive(' ').map(word).collect()
}
