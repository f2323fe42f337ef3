//! The way back and ahead again, each with what lies there.

use crate::session::{Dispatch, History, Way};
use yew::prelude::*;

/// What can be undone and done again.
#[derive(Clone, Debug, PartialEq, Properties)]
pub(super) struct HistoryButtonsProps {
    /// The changes.
    pub(super) history: History,
    /// Where actions go.
    pub(super) dispatch: Dispatch,
}

/// The two buttons. They are there also where there is nothing to go back to, so that nothing moves and the focus
/// stays.
#[component]
pub(super) fn HistoryButtons(props: &HistoryButtonsProps) -> Html {
    html! {
        <div class="history" role="group" aria-label="Changes">
            { button(props, Way::Undo, "Control+Z", "M7 3v3h3a4 4 0 0 1 0 8H6v-2h4a2 2 0 0 0 0-4H7v3L2 7z") }
            { button(props, Way::Redo, "Control+Shift+Z", "M9 3v3H6a4 4 0 0 0 0 8h4v-2H6a2 2 0 0 1 0-4h3v3l5-4z") }
        </div>
    }
}

fn button(props: &HistoryButtonsProps, way: Way, keys: &'static str, path: &'static str) -> Html {
    let next = props.history.next(way);
    let dispatch = props.dispatch.clone();
    let onclick = Callback::from(move |_: MouseEvent| dispatch.dispatch(way.into()));
    let name = format!("{}: {}", way.label(), next.as_deref().unwrap_or("nothing"));
    html! {
        <button type="button" class={classes!("icon", next.is_none().then_some("off"))} title={name.clone()} aria-label={name} aria-keyshortcuts={keys}
            aria-disabled={next.is_none().to_string()} {onclick}>
            <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true"><path d={path} /></svg>
        </button>
    }
}
