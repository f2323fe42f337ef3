//! Regular expressions: the part of Java's that is regular.

use regex_lite::{Regex, RegexBuilder};

/// Bytes that a compiled pattern may take. The longest expression with a plain pattern stays far below; counted
/// repetitions of repetitions go beyond.
const PATTERN_BYTES: usize = 32 * 1024;

/// A pattern that a whole value has to match, as Java's `matches()` has it. Spec: QUERY-7.
#[derive(Clone, Debug)]
pub struct Pattern {
    text: String,
    regex: Regex,
}

impl Pattern {
    /// Reads a pattern, or says what is wrong with it.
    pub fn read(text: &str) -> Result<Pattern, String> {
        // Alone first, so that nothing closes the group that goes around it.
        build(text)?;
        let regex = build(&format!(r"\A(?:{text})\z"))?;
        Ok(Pattern { text: text.to_owned(), regex })
    }

    /// As it is written.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether the whole value matches.
    pub fn matches(&self, value: &str) -> bool {
        self.regex.is_match(value)
    }
}

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

fn build(text: &str) -> Result<Regex, String> {
    RegexBuilder::new(text).size_limit(PATTERN_BYTES).build().map_err(|error| error.to_string())
}
