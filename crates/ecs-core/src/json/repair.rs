//! Texts that are nearly JSON: what stands around it, and placeholders without quotes.
//!
//! A repair keeps every byte where it is, so that places in the repaired text are places in the text.

use crate::finding::Range;

/// A text that may be JSON now.
#[derive(Debug, Default)]
pub(super) struct Repaired {
    pub(super) text: String,
    /// What stood in front of the JSON: a prompt, a command, a sentence.
    pub(super) before: Option<Range>,
    /// Placeholders that stood without quotes; `null` stands in their place.
    pub(super) placeholders: Vec<Range>,
}

/// A repaired text, where there was something to repair.
pub(super) fn repair(text: &str) -> Option<Repaired> {
    let start = text.find(['{', '['])?;
    let mut repaired = Repaired { text: blank(text.get(..start)?), ..Repaired::default() };
    if !repaired.text.trim().is_empty() || text.get(..start).is_some_and(|before| !before.trim().is_empty()) {
        repaired.before = Some(Range { start: 0, end: start });
    }
    let mut rest = text.get(start..)?;
    while let Some(first) = rest.chars().next() {
        let at = text.len() - rest.len();
        let token = match first {
            '"' => string(rest),
            _ => placeholder(rest),
        };
        match token {
            Token::Kept(length) => repaired.text.push_str(rest.get(..length)?),
            Token::Placeholder(length) => {
                repaired.placeholders.push(Range { start: at, end: at + length });
                // Shorter than `null` is an empty string; either is padded to the length that it had.
                let value = if length < 4 { "\"\"" } else { "null" };
                repaired.text.push_str(value);
                repaired.text.extend(std::iter::repeat_n(' ', length.saturating_sub(value.len())));
            }
        }
        let (Token::Kept(length) | Token::Placeholder(length)) = token;
        rest = rest.get(length..)?;
    }
    (repaired.before.is_some() || !repaired.placeholders.is_empty()).then_some(repaired)
}

#[derive(Clone, Copy)]
enum Token {
    /// So many bytes that stay.
    Kept(usize),
    /// So many bytes of a placeholder.
    Placeholder(usize),
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

/// `${PORT}`, `{{port}}`, `<port>`, `$PORT`, `$$$$PORT$$$$`: where none stands, one character.
fn placeholder(rest: &str) -> Token {
    let enclosed = |open: &str, close: &str| {
        let inner = rest.strip_prefix(open)?;
        let length = inner.find(close)?;
        // A placeholder is a word: what runs over lines or holds quotes is something else.
        inner
            .get(..length)?
            .chars()
            .all(|c| !c.is_control() && c != '"')
            .then_some(open.len() + length + close.len())
    };
    let named = || {
        let is_part = |c: char| c == '$' || c == '_' || c.is_ascii_alphanumeric();
        let length = rest.find(|c: char| !is_part(c)).unwrap_or(rest.len());
        (rest.starts_with('$') && length > 1).then_some(length)
    };
    let found =
        enclosed("${", "}").or_else(|| enclosed("{{", "}}")).or_else(|| enclosed("<", ">")).or_else(named);
    match found {
        Some(length) => Token::Placeholder(length),
        None => Token::Kept(rest.chars().next().map_or(1, char::len_utf8)),
    }
}

/// White space of the same length, with the same lines.
fn blank(text: &str) -> String {
    text.bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }).collect()
}
