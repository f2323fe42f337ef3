//! Judges texts: what a text is, whether AWS would take it, and what of it a run would leave out.

mod containers;
mod document;
mod page;
mod pascal_case;
mod plain;
mod propose;
pub mod task_definition;

pub use document::{Document, DocumentKind, subject_of};
pub use page::rules_page;
pub use plain::plain_json;
pub use propose::propose;

use crate::finding::{Rule, rules};

/// Every rule there is: those for texts and scenarios, then those for task definitions, in order.
pub fn all_rules() -> impl Iterator<Item = &'static Rule> {
    rules::ALL.iter().copied().chain(task_definition::RULES.iter().map(|rule| &rule.rule))
}
