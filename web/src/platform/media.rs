//! The window's width.

use super::{Listener, window};
use web_sys::MediaQueryList;

/// Whether there is room for the form and the text side by side.
pub fn is_wide() -> bool {
    query().is_some_and(|query| query.matches())
}

/// Calls back when that changes.
pub fn on_wide_change(callback: impl Fn(bool) + 'static) -> Option<Listener> {
    let query = query()?;
    let wide = query.clone();
    Some(Listener::new(&query, "change", move |_| callback(wide.matches())))
}

fn query() -> Option<MediaQueryList> {
    window()?.match_media("(min-width: 1280px)").ok()?
}
