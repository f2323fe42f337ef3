//! Cards that nobody sees: in a field of hundreds a few are in view, and drawing the others anew with every
//! picture would take longer than a frame.

use super::card::{InstanceCard, InstanceCardProps};
use crate::platform::{self, Timeout};
use yew::prelude::*;

/// Instances from which on cards out of sight are held back.
pub(super) const HELD_FROM: usize = 60;

/// Milliseconds until a card out of sight is drawn, once the pictures have come to rest.
const REST_MS: u32 = 150;

/// Cards of which each waits a little longer than the one before: all at once would be one long block.
const STAGGERED: u32 = 64;

/// How much longer, in milliseconds.
const STAGGER_MS: u32 = 8;

/// A card, and when it is held back.
#[derive(Clone, Debug, PartialEq, Properties)]
pub(super) struct HeldCardProps {
    /// What is on it.
    pub(super) card: InstanceCardProps,
    /// Whether pictures follow each other by themselves: until they rest, what is out of sight stays.
    pub(super) is_playing: bool,
}

/// A card that is drawn when it is in sight, and out of sight once the pictures have come to rest. In sight is
/// what the browser draws: also what has the focus or a selection in it.
#[component]
pub(super) fn HeldCard(props: &HeldCardProps) -> Html {
    let article = use_node_ref();
    let unseen = use_state_eq(|| false);
    let held = use_mut_ref(|| props.card.clone());
    let redraw = use_force_update();
    {
        let (article, setter) = (article.clone(), unseen.setter());
        use_effect_with((), move |()| {
            let listener = platform::on_skipped(&article, move |is_skipped| setter.set(is_skipped));
            move || drop(listener)
        });
    }
    if !*unseen {
        held.replace(props.card.clone());
    }
    let waits = *held.borrow() != props.card && !props.is_playing;
    {
        let (held, card) = (held.clone(), props.card.clone());
        use_effect_with((waits, props.card.clone()), move |(waits, _)| {
            let number = u32::try_from(card.number).unwrap_or_default();
            let wait_ms = REST_MS + number % STAGGERED * STAGGER_MS;
            let later = waits.then(|| {
                Timeout::new(wait_ms, move || {
                    held.replace(card);
                    redraw.force_update();
                })
            });
            move || drop(later)
        });
    }
    let card = InstanceCardProps { article: Some(article), ..held.borrow().clone() };
    html! { <InstanceCard ..card /> }
}
