//! Other languages than JSON, read into the trees of ecs-core.
//!
//! A tree's ranges are bytes of the text that was read, so that every finding names the line and
//! column that its author wrote. Like the core, this crate does no I/O and never panics on input.

#![warn(
    missing_docs,
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "importers are pure and total, as the core is: see ARCHITECTURE.md"
)]

mod convert;
mod document;
pub mod yaml;

pub use convert::{Converted, to_json};
pub use document::{Language, read};
