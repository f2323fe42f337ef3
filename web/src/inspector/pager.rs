//! Which part of a long list this is, and the way to others.

use crate::session::{counted, grouped};
use yew::prelude::*;

/// The part in words, a button each way, and one to stay with the playhead. A way that is none leads nowhere.
pub(super) fn pager(
    range: &str,
    ways: [(&'static str, Option<Callback<MouseEvent>>); 2],
    (follows, on_follow): (bool, Callback<MouseEvent>),
) -> Html {
    let way = |(word, onclick): (&'static str, Option<Callback<MouseEvent>>)| {
        html! { <button type="button" key={word} disabled={onclick.is_none()} {onclick}>{ word }</button> }
    };
    html! {
        <div class="pager">
            <p class="note" role="status">{ range.to_owned() }</p>
            { for ways.into_iter().map(way) }
            <button type="button" aria-pressed={follows.to_string()} title="Stay with the playhead" onclick={on_follow}>{ "Follow" }</button>
        </div>
    }
}

/// `1 to 40 of 12,345 events`.
pub(super) fn range(offset: usize, here: usize, total: usize, what: &str) -> String {
    if total == 0 {
        return format!("No such {what}.");
    }
    let (from, to) = (offset as u64 + 1, (offset + here) as u64);
    format!("{} to {} of {}", grouped(from), grouped(to), counted(total as u64, what))
}
