//! Which texts are YAML. Reading them is another crate's work: here they are only called by name.

use crate::finding::Range;

/// The first line that says something, where it is one that YAML begins with and JSON cannot: a plain
/// key with a colon and white space, or an entry of a list.
///
/// A word with a colon before or above a brace, as commands print in front of JSON, is no such line. Spec: YAML-1.
pub(super) fn first_line(text: &str) -> Option<Range> {
    let mut lines = lines(text).filter(|(_, line)| says_something(line));
    let (start, line) = lines.next()?;
    let content = line.trim_start();
    let is_yaml = is_entry(content) || is_member(content, lines.next().map(|(_, next)| next));
    let start = start + line.len() - content.len();
    is_yaml.then_some(Range { start, end: start + content.trim_end().len() })
}

/// Lines with the byte at which each begins.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split_inclusive('\n').scan(0, |at, line| {
        let start = *at;
        *at += line.len();
        Some((start, line))
    })
}

/// No blank line, comment, directive or marker of a document.
fn says_something(line: &str) -> bool {
    let content = line.trim();
    !(content.is_empty() || content.starts_with(['#', '%']) || content == "---")
}

fn is_entry(content: &str) -> bool {
    content.strip_prefix('-').is_some_and(|rest| rest.starts_with(char::is_whitespace))
}

fn is_member(content: &str, next: Option<&str>) -> bool {
    let Some((key, rest)) = content.split_once(':') else { return false };
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '/');
    if key.is_empty()
        || !key.chars().all(is_part)
        || !rest.is_empty() && !rest.starts_with(char::is_whitespace)
    {
        return false;
    }
    let value = rest.trim();
    match value.chars().next() {
        Some('{') => value.starts_with("{{"),
        Some('#') | None => next.is_some_and(|next| next.starts_with([' ', '-'])),
        Some(_) => true,
    }
}
