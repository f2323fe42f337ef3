//! The button for light and dark.

use crate::platform::{self, Theme};
use yew::prelude::*;

/// The page's theme.
#[derive(Clone, Debug, PartialEq, Properties)]
pub(super) struct ThemeButtonProps {
    /// The theme.
    pub(super) theme: Theme,
    /// Told of another.
    pub(super) on_theme: Callback<Theme>,
}

/// Switches between light and dark.
#[component]
pub(super) fn ThemeButton(props: &ThemeButtonProps) -> Html {
    let other = props.theme.other();
    let on_theme = props.on_theme.clone();
    let onclick = Callback::from(move |_: MouseEvent| {
        platform::switch_theme(other);
        on_theme.emit(other);
    });
    let label = format!("Switch to {} theme", other.name());
    html! {
        <button type="button" class="icon" aria-label={label.clone()} title={label} {onclick}>
            <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
                <circle cx="8" cy="8" r="6.25" fill="none" stroke="currentColor" stroke-width="1.5" />
                <path d="M8 1.75a6.25 6.25 0 0 1 0 12.5z" fill="currentColor" />
            </svg>
        </button>
    }
}
