//! Judges texts: what a text is, whether AWS would take it, and what of it a run would leave out.

mod document;
mod task_definition;
#[cfg(test)]
mod tests;

pub use document::{Document, DocumentKind};
