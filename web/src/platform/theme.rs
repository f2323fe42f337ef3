//! Light or dark. `web/static/theme.js` has chosen before the first paint; here it is changed.

use super::{Listener, document, keep, kept, window};
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// Where the choice is kept. `web/static/theme.js` reads it.
const KEY: &str = "ecs-playground-theme";

/// A theme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

impl Theme {
    /// The other one.
    #[must_use]
    pub fn other(self) -> Theme {
        match self {
            Theme::Light => Theme::Dark,
            Theme::Dark => Theme::Light,
        }
    }

    /// Its name in the page's attribute and in storage.
    pub fn name(self) -> &'static str {
        match self {
            Theme::Light => "light",
            Theme::Dark => "dark",
        }
    }
}

/// The page's theme.
pub fn current_theme() -> Theme {
    let name = root().and_then(|root| root.get_attribute("data-theme"));
    if name.as_deref() == Some("dark") { Theme::Dark } else { Theme::Light }
}

/// Gives the page a theme and keeps the choice.
pub fn switch_theme(theme: Theme) {
    keep(KEY, theme.name());
    set(theme);
}

/// Follows the system from light to dark and back, as long as nobody has chosen.
pub fn follow_system_theme(callback: impl Fn(Theme) + 'static) -> Option<Listener> {
    let query = window()?.match_media("(prefers-color-scheme: dark)").ok()??;
    let dark = query.clone();
    Some(Listener::new(&query, "change", move |_| {
        if kept(KEY).is_none() {
            let theme = if dark.matches() { Theme::Dark } else { Theme::Light };
            set(theme);
            callback(theme);
        }
    }))
}

fn set(theme: Theme) {
    if let Some(root) = root() {
        let _ = root.set_attribute("data-theme", theme.name());
    }
}

fn root() -> Option<HtmlElement> {
    document()?.document_element()?.dyn_into().ok()
}
