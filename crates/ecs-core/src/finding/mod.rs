//! What is said of an input: a finding names the place, our sentence, AWS's text and a hint.

use crate::limits;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

mod nearest;
pub mod rules;

pub use nearest::nearest;

/// Bytes of a text, from `start` up to and without `end`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Range {
    /// First byte.
    pub start: usize,
    /// The byte behind the last.
    pub end: usize,
}

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The input cannot be used as it stands.
    Error,
    /// It is used, and the user will want to know how.
    Warning,
    /// Worth knowing.
    Info,
}

/// The code of a [`Rule`]: stable, lower case, words joined by hyphens.
pub type RuleCode = &'static str;

/// A rule that inputs are held against. Its findings carry its code.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Rule {
    /// What it is called.
    pub code: RuleCode,
    /// What its findings are.
    pub severity: Severity,
    /// One sentence that says what the rule wants.
    #[serde(rename = "message")]
    pub summary: &'static str,
    /// The heading in `docs/spec`, where the origin of the rule is named.
    pub source: &'static str,
}

/// One thing said of an input. The JSON form is that of `validate --format json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Finding {
    /// The rule's code.
    pub code: RuleCode,
    /// How much it matters.
    pub severity: Severity,
    /// Our sentence.
    pub message: String,
    /// AWS's own text, to the letter, where one is known.
    pub aws_message: Option<String>,
    /// What to do about it.
    pub hint: Option<String>,
    /// JSON pointer of the place.
    pub pointer: String,
    /// Line, counted from 1.
    pub line: usize,
    /// Column in characters, counted from 1.
    pub column: usize,
    /// The heading in `docs/spec`.
    pub source: &'static str,
    /// Bytes of the text that are meant.
    #[serde(skip)]
    pub range: Range,
}

impl Finding {
    /// A finding of `rule` at the place in the text.
    pub fn new(
        rule: &'static Rule,
        pointer: impl Into<String>,
        range: Range,
        message: impl Into<String>,
    ) -> Finding {
        Finding {
            code: rule.code,
            severity: rule.severity,
            message: message.into(),
            aws_message: None,
            hint: None,
            pointer: pointer.into(),
            line: 1,
            column: 1,
            source: rule.source,
            range,
        }
    }

    /// With AWS's text, to the letter.
    #[must_use]
    pub fn aws(mut self, text: impl Into<String>) -> Finding {
        // To the letter or not at all.
        self.aws_message = Some(text.into()).filter(|text| text.len() <= limits::AWS_TEXT_BYTES);
        self
    }

    /// With what to do about it.
    #[must_use]
    pub fn hint(mut self, text: impl Into<String>) -> Finding {
        self.hint = Some(text.into());
        self
    }
}

/// The findings of one text, at most [`limits::FINDINGS`] of them.
#[derive(Clone, Debug, Default)]
pub struct Findings {
    list: Vec<Finding>,
    left_out: usize,
    without_hints: bool,
}

impl Findings {
    /// None yet.
    pub fn new() -> Findings {
        Findings::default()
    }

    /// Adds one, unless the limit is reached; an error is always kept.
    pub fn push(&mut self, finding: Finding) {
        if self.list.len() < limits::FINDINGS
            || (finding.severity == Severity::Error && self.list.len() < 2 * limits::FINDINGS)
        {
            self.list.push(finding);
        } else {
            self.left_out += 1;
        }
    }

    /// Adds several, in order.
    pub fn extend(&mut self, findings: impl IntoIterator<Item = Finding>) {
        for finding in findings {
            self.push(finding);
        }
    }

    /// Whether the nearest name is still looked for: it costs more than the rest of a finding.
    pub fn wants_hints(&self) -> bool {
        !self.without_hints && self.list.len() < limits::HINTED_FINDINGS
    }

    /// An empty list for what is looked at before it is said; it has no more hints than this one.
    #[must_use]
    pub fn apart(&self) -> Findings {
        Findings { without_hints: !self.wants_hints(), ..Findings::default() }
    }

    /// Those that were kept, in the order in which they were said.
    pub fn into_list(self) -> Vec<Finding> {
        self.list
    }

    /// Takes out the errors at these places, and says at which of them there were some.
    pub fn take_errors_at(&mut self, pointers: &BTreeSet<&str>) -> BTreeSet<String> {
        let is_there = |finding: &Finding| {
            finding.severity == Severity::Error && pointers.contains(finding.pointer.as_str())
        };
        let taken = self.list.iter().filter(|finding| is_there(finding));
        let places = taken.map(|finding| finding.pointer.clone()).collect();
        self.list.retain(|finding| !is_there(finding));
        places
    }

    /// Whether one of them is an error.
    pub fn any_error(&self) -> bool {
        self.list.iter().any(|finding| finding.severity == Severity::Error)
    }

    /// Whether one of them is an error at or below a place.
    pub fn any_error_below(&self, pointer: &str) -> bool {
        let is_below = |finding: &&Finding| finding.pointer.starts_with(pointer);
        self.list.iter().filter(is_below).any(|finding| finding.severity == Severity::Error)
    }

    /// Whether the rule has a finding.
    pub fn has(&self, rule: &Rule) -> bool {
        self.list.iter().any(|finding| finding.code == rule.code)
    }

    /// The places at and below `pointer` of which an error or a warning has been said.
    pub fn pointers_above_info(&self, pointer: &str) -> BTreeSet<String> {
        let matter = self
            .list
            .iter()
            .filter(|finding| finding.severity < Severity::Info && finding.pointer.starts_with(pointer));
        matter.map(|finding| finding.pointer.clone()).collect()
    }

    /// Where a placeholder stands without quotes, nothing else is said of the place: that its member is
    /// missing is only what the repair made of it. Spec: DOC-12.
    fn leave_out_what_follows_from_placeholders(&mut self) {
        let is_placeholder = |finding: &Finding| finding.code == rules::BARE_PLACEHOLDER.code;
        let places: BTreeSet<String> = self
            .list
            .iter()
            .filter(|finding| is_placeholder(finding) && !finding.pointer.is_empty())
            .map(|finding| finding.pointer.clone())
            .collect();
        if !places.is_empty() {
            self.list.retain(|finding| is_placeholder(finding) || !places.contains(&finding.pointer));
        }
    }

    /// The findings in order of their place in `text`, with line and column filled in.
    pub fn placed(mut self, text: &str) -> Vec<Finding> {
        if self.left_out > 0 {
            let end = Range { start: text.len(), end: text.len() };
            let message = format!("{} more findings are not listed", self.left_out);
            self.list.push(Finding::new(&rules::MORE_FINDINGS, "", end, message));
        }
        self.leave_out_what_follows_from_placeholders();
        self.list.sort_by_key(|finding| finding.range.start);
        let mut place = Place { line: 1, column: 1 };
        let mut chars = text.char_indices().peekable();
        for finding in &mut self.list {
            while let Some((_, character)) = chars.next_if(|(at, _)| *at < finding.range.start) {
                place.step(character);
            }
            (finding.line, finding.column) = (place.line, place.column);
        }
        self.list
    }
}

#[derive(Clone, Copy)]
struct Place {
    line: usize,
    column: usize,
}

impl Place {
    fn step(&mut self, character: char) {
        if character == '\n' {
            (self.line, self.column) = (self.line + 1, 1);
        } else {
            self.column += 1;
        }
    }
}
