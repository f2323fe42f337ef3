//! What can be written at a place of a text: members and values, as the table of shapes has them.
//!
//! The text may be unfinished; that is when it is asked.

mod offers;
mod place;
#[cfg(test)]
mod tests;
mod tokens;

use crate::aws::shape::Shapes;
use crate::finding::Range;

/// What can be written at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completions {
    /// Bytes of the text that an item replaces: what is there of its word, with its quotes.
    pub range: Range,
    /// What can be written, most needed first.
    pub items: Vec<Completion>,
}

/// One thing that can be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// What it is called: a member's name, or a value without quotes.
    pub label: String,
    /// What goes into the text.
    pub insert: String,
    /// Where the caret goes, in bytes of `insert`.
    pub caret: usize,
    /// In a few words: whether it must be given, whether it is simulated, its type.
    pub detail: String,
}

/// What can be written at byte `at` of `text`, a task definition or a scenario. Nothing where the
/// shapes say nothing: in a comment, in a free text, in a member that nobody knows.
pub fn complete(text: &str, at: usize) -> Option<Completions> {
    let place = place::find(text, at)?;
    let items = offers::at(&Shapes::load(), &place);
    (!items.is_empty()).then_some(Completions { range: place.range, items })
}
