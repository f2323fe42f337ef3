//! The top of the page: what is open, and what can be done with all of it.

mod bar;
mod gallery;
mod history;
mod theme;

pub use bar::{Header, HeaderProps};
