//! Reading an expression character by character.

use crate::finding::Range;

/// A place in an expression.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scanner<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Scanner<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Scanner { text, at: 0 }
    }

    pub(super) fn at(&self) -> usize {
        self.at
    }

    pub(super) fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    pub(super) fn is_at_end(&self) -> bool {
        self.rest().is_empty()
    }

    pub(super) fn skip_space(&mut self) {
        self.take_while(char::is_whitespace);
    }

    /// Whether the rest begins with it.
    pub(super) fn sees(&self, text: &str) -> bool {
        self.rest().starts_with(text)
    }

    /// Takes it if the rest begins with it.
    pub(super) fn take(&mut self, text: &str) -> bool {
        let sees = self.sees(text);
        if sees {
            self.at += text.len();
        }
        sees
    }

    /// Takes the word if the rest begins with it and it ends there.
    pub(super) fn take_word(&mut self, word: &str) -> bool {
        let ends = self.rest().strip_prefix(word).is_some_and(|rest| !rest.starts_with(is_word));
        ends && self.take(word)
    }

    pub(super) fn take_while(&mut self, wanted: impl Fn(char) -> bool) -> &'a str {
        let rest = self.rest();
        let length = rest.find(|character| !wanted(character)).unwrap_or(rest.len());
        self.at += length;
        rest.get(..length).unwrap_or_default()
    }

    /// Takes one character, whatever it is.
    pub(super) fn take_any(&mut self) -> Option<char> {
        let character = self.rest().chars().next()?;
        self.at += character.len_utf8();
        Some(character)
    }

    /// The same text, from an earlier place on.
    pub(super) fn back_to(self, at: usize) -> Self {
        Scanner { at, ..self }
    }

    /// From `start` to here.
    pub(super) fn range_from(&self, start: usize) -> Range {
        Range { start, end: self.at }
    }

    /// What stands here: a word, or one character; nothing at the end.
    pub(super) fn range_here(&self) -> Range {
        let mut ahead = *self;
        if ahead.take_while(is_word).is_empty() {
            ahead.take_any();
        }
        ahead.range_from(self.at)
    }
}

/// What words are made of: names of operators and subjects, and most values.
pub(super) fn is_word(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '_' | '-' | '.' | ':' | '/')
}
