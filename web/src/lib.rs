//! The page of ECS Playground.
//!
//! The text of a scenario is the source of truth: forms edit it, the core reads and runs it, the
//! stage draws what comes back. Rooms: [`session`] holds the state and is pure, [`player`] is the way
//! to the core, [`platform`] alone touches the browser; the others draw.

#![warn(missing_docs)]

mod app;
pub mod charts;
pub mod contrast;
pub mod cost;
pub mod dialog;
pub mod editor;
pub mod header;
pub mod inspector;
pub mod interop;
pub mod menu;
pub mod modes;
pub mod platform;
pub mod player;
pub mod session;
pub mod setup;
pub mod share;
pub mod stage;
pub mod tabs;
pub mod time;

/// Starts the page in the element `app`.
pub fn start() {
    platform::install_panic_hook();
    if let Some(root) = platform::root() {
        yew::Renderer::<app::App>::with_root(root).render();
    }
}
