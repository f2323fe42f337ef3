//! What a workshop needs around a simulation: links that replay exactly, a gallery to start from, and runs held
//! against each other.
//!
//! It does no I/O: a link is text in and text out, the gallery's scenarios are part of the program.

#![warn(
    missing_docs,
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "input from a link never panics: see ARCHITECTURE.md"
)]

pub mod gallery;
pub mod link;
pub mod redact;
pub mod row;
pub mod sweep;
pub mod traffic;
