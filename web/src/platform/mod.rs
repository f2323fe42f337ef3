//! The browser. Nothing outside this room knows it.

mod added;
mod bug;
mod canvas;
mod core;
mod drag;
mod editor;
mod frame;
mod input;
mod keep;
mod media;
mod page;
mod theme;
mod worker;

pub use added::go_to_what_is_added;
pub use bug::{install_panic_hook, remember};
pub use canvas::{Paper, SizeWatch, on_size, token};
pub use core::CoreWorker;
pub use drag::{carries_definition, carry_definition, dropped_definition, nearest_attribute};
pub use editor::{Calls, Editor, EditorCode, load_editor};
pub use frame::{Beat, on_beat};
pub use input::{
    along, holds, presses, reveal, reveal_row, row_at, show_row, takes_hold, takes_space, takes_undo,
    typed_in, write_into,
};
pub use keep::{keep, kept};
pub use media::{is_wide, on_wide_change};
pub use page::{
    address, ask_before_leaving, breathe, caret_to, choose, close_dialog, close_dialog_around, copy, focus,
    focus_sibling, fragment, goes_into, is_checked, is_cut_off, length_of, now_ms, on_composing,
    on_fragment_change, on_skipped, on_turning_away, open_dialog, root, set_fragment, set_height, spawn,
    unfold, value_of, window_height, write_area,
};
pub use theme::{Theme, current_theme, follow_system_theme, switch_theme};
pub use worker::Errand;

/// Something to listen to until it is dropped.
pub type Listener = gloo::events::EventListener;

/// Something to happen later, unless it is dropped before.
pub type Timeout = gloo::timers::callback::Timeout;

/// Something that happens again and again until it is dropped.
pub type Interval = gloo::timers::callback::Interval;

/// An element that components hold on to.
pub use yew::NodeRef;

fn window() -> Option<web_sys::Window> {
    web_sys::window()
}

fn document() -> Option<web_sys::Document> {
    window()?.document()
}
