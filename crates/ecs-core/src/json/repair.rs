//! Texts that are nearly JSON: what stands around it, placeholders without quotes, and dots for what
//! was left out.
//!
//! A repair keeps every byte where it is, so that places in the repaired text are places in the text.

use crate::finding::Range;
use std::fmt::Write;

/// A text that may be JSON now.
#[derive(Debug, Default)]
pub(super) struct Repaired {
    pub(super) text: String,
    /// What stood in front of the JSON: a prompt, a command, a sentence.
    pub(super) before: Option<Range>,
    /// Placeholders that stood without quotes; a string of the same length stands in their place.
    pub(super) placeholders: Vec<Range>,
    /// Dots where members or entries were left out; white space stands in their place.
    pub(super) omissions: Vec<Range>,
}

/// A repaired text, where there was something to repair.
pub(super) fn repair(text: &str) -> Option<Repaired> {
    let start = text.find(['{', '['])?;
    let mut repaired = Repaired { text: blank(text.get(..start)?), ..Repaired::default() };
    if !repaired.text.trim().is_empty() || text.get(..start).is_some_and(|before| !before.trim().is_empty()) {
        repaired.before = Some(Range { start: 0, end: start });
    }
    let mut rest = text.get(start..)?;
    // The last character that is no white space: what dots and a comma may stand behind.
    let mut before = None;
    while let Some(first) = rest.chars().next() {
        let at = text.len() - rest.len();
        let token = match first {
            '"' => string(rest),
            '.' | '…' => omission(rest, before),
            _ => placeholder(rest, before),
        };
        match token {
            Token::Kept(length) => {
                let kept = rest.get(..length)?;
                before = kept.trim_end().chars().next_back().or(before);
                repaired.text.push_str(kept);
            }
            Token::Placeholder(length) => {
                repaired.placeholders.push(Range { start: at, end: at + length });
                // A string, which is there whatever the member should have been; of its own place nothing
                // more is said. No placeholder is shorter than its quotes.
                let _ = write!(repaired.text, "\"{}\"", "_".repeat(length.saturating_sub(2)));
                before = Some('"');
            }
            Token::Omission(length) => {
                let comma = rest.get(..length)?.trim_end_matches(',').trim_end().len();
                repaired.omissions.push(Range { start: at, end: at + comma });
                repaired.text.push_str(&blank(rest.get(..length)?));
            }
        }
        let (Token::Kept(length) | Token::Placeholder(length) | Token::Omission(length)) = token;
        rest = rest.get(length..)?;
    }
    let is_repaired =
        repaired.before.is_some() || !repaired.placeholders.is_empty() || !repaired.omissions.is_empty();
    is_repaired.then_some(repaired)
}

/// A longer one is none.
const PLACEHOLDER_BYTES_MAX: usize = 256;

#[derive(Clone, Copy)]
enum Token {
    /// So many bytes that stay.
    Kept(usize),
    /// So many bytes of a placeholder.
    Placeholder(usize),
    /// So many bytes of dots, and of the comma behind them where one has to go.
    Omission(usize),
}

/// The length of the three dots, or of the sign for them, with which `rest` begins; else 0.
fn dots(rest: &str) -> usize {
    ["...", "…"].iter().find(|dots| rest.starts_with(**dots)).map_or(0, |dots| dots.len())
}

/// `...` as documentation has it in place of members. `before` is what stands in front of it: behind a
/// colon the dots are a value, and where nothing stands that a comma could follow, the comma behind
/// the dots goes too.
fn omission(rest: &str, before: Option<char>) -> Token {
    let length = dots(rest);
    if length == 0 {
        return Token::Kept(rest.chars().next().map_or(1, char::len_utf8));
    }
    if before == Some(':') {
        return Token::Placeholder(length);
    }
    let behind = rest.get(length..).unwrap_or_default();
    let gap = behind.len() - behind.trim_start().len();
    let comma_is_left_over = matches!(before, Some('{' | '[' | ',')) && behind.trim_start().starts_with(',');
    Token::Omission(if comma_is_left_over { length + gap + 1 } else { length })
}

/// A whole string, to its closing quote or the end.
fn string(rest: &str) -> Token {
    let mut escaped = false;
    for (at, byte) in rest.bytes().enumerate().skip(1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return Token::Kept(at + 1),
            _ => {}
        }
    }
    Token::Kept(rest.len())
}

/// What a page of AWS writes for a value of that type.
const TYPES: [&str; 6] = ["string", "integer", "boolean", "number", "double", "timestamp"];

/// `${PORT}`, `{{port}}`, `<port>`, `$PORT`, `$$$$PORT$$$$`, `integer`: where none stands, one
/// character. `before` is what stands in front of it.
fn placeholder(rest: &str, before: Option<char>) -> Token {
    let enclosed = |open: &str, close: &str| {
        let inner = rest.strip_prefix(open)?;
        // A placeholder is a word: what runs over lines, holds quotes, does not end or begins anew is
        // something else. Where one begins anew the search ends, so that no character is looked at twice.
        let is_over = |(at, c): &(usize, char)| {
            let begins_or_ends = open.ends_with(*c) || close.starts_with(*c);
            *at > PLACEHOLDER_BYTES_MAX || begins_or_ends || c.is_control() || *c == '"'
        };
        let (length, _) = inner.char_indices().find(is_over)?;
        inner.get(length..)?.starts_with(close).then_some(open.len() + length + close.len())
    };
    let named = || {
        let is_part = |c: char| c == '$' || c == '_' || c.is_ascii_alphanumeric();
        let length = rest.find(|c: char| !is_part(c)).unwrap_or(rest.len());
        (rest.starts_with('$') && length > 1).then_some(length)
    };
    let type_name = || {
        let is_value = matches!(before, Some(':' | '[' | ','));
        let word = TYPES.iter().find(|word| is_value && rest.starts_with(**word))?;
        let behind = rest.get(word.len()..)?.chars().next();
        (!behind.is_some_and(char::is_alphanumeric)).then_some(word.len())
    };
    let found = enclosed("${", "}")
        .or_else(|| enclosed("{{", "}}"))
        .or_else(|| enclosed("<", ">"))
        .or_else(named)
        .or_else(type_name);
    let stands_for_a_member = |length: usize| {
        let behind = rest.get(length..).unwrap_or_default();
        matches!(before, Some('{' | ',')) && behind.trim_start().starts_with('"')
    };
    match found {
        Some(length) if stands_for_a_member(length) => Token::Omission(length),
        Some(length) => Token::Placeholder(length),
        None => Token::Kept(rest.chars().next().map_or(1, char::len_utf8)),
    }
}

/// White space of the same length, with the same lines.
fn blank(text: &str) -> String {
    text.bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }).collect()
}
