//! From text to tree, by jsonc-parser.

use super::repair::repair;
use super::{Member, Node, Value, yaml};
use crate::finding::{Finding, Findings, Range, rules};
use crate::limits;
use jsonc_parser::common::Ranged;
use jsonc_parser::errors::{ParseError, ParseErrorKind};
use jsonc_parser::{CollectOptions, ParseOptions, ast};
use std::borrow::Cow;

/// What some editors put in front of a text.
pub(super) const BYTE_ORDER_MARK: char = '\u{feff}';

/// JSON and nothing else.
const STRICT: ParseOptions = ParseOptions {
    allow_comments: false,
    allow_loose_object_property_names: false,
    allow_trailing_commas: false,
    allow_missing_commas: false,
    allow_single_quoted_strings: false,
    allow_hexadecimal_numbers: false,
    allow_unary_plus_numbers: false,
    allow_bare_decimal_point_numbers: false,
    allow_non_finite_numbers: false,
    allow_extended_string_escapes: false,
};

/// What editors and READMEs make of it: comments, trailing and missing commas.
pub(super) const TOLERANT: ParseOptions =
    ParseOptions { allow_comments: true, allow_trailing_commas: true, allow_missing_commas: true, ..STRICT };

/// Reads a text. Nothing is returned where it is no JSON; the findings then say where it ends to be.
///
/// Spec: DOC-1, DOC-2, YAML-1.
pub fn parse(text: &str, findings: &mut Findings) -> Option<Node> {
    let everything = Range { start: 0, end: text.len() };
    if text.len() > limits::TEXT_BYTES {
        let message =
            format!("the text has {} bytes; {} are read at the most", text.len(), limits::TEXT_BYTES);
        findings.push(Finding::new(&rules::TEXT_TOO_LONG, "", everything, message));
        return None;
    }
    let text = &*without_byte_order_mark(text);
    if let Some(line) = yaml::first_line(text) {
        let finding = Finding::new(&rules::YAML_NOT_JSON, "", line, "this is YAML, and JSON is read here");
        findings.push(finding.hint("convert it to JSON first, which begins with {"));
        return None;
    }
    if let Some(at) = open_string(text) {
        let range = Range { start: at, end: at + 1 };
        let finding = Finding::new(
            &rules::JSON_SYNTAX,
            "",
            range,
            "this is not JSON: a string does not end in its line",
        );
        findings.push(finding.hint("is the closing quote missing? a line break in a string is written \\n"));
        return None;
    }
    if let Some((at, space)) = strange_space(text) {
        let range = Range { start: at, end: at + space.len_utf8() };
        let message =
            format!("a space of another kind (U+{:04X}) is read here, but is not JSON", u32::from(space));
        let finding = Finding::new(&rules::JSON_EXTENSION, "", range, message);
        findings.push(finding.hint("write a plain space before you give this text to the AWS CLI"));
    }
    let parsed = match parse_with(text, &STRICT) {
        Ok(parsed) => parsed,
        Err(strict) => match parse_with(text, &TOLERANT) {
            Ok(parsed) => {
                findings.push(tolerated(&strict));
                parsed
            }
            Err(error) => return parse_repaired(text, &error, findings),
        },
    };
    convert(parsed, everything, Placeholders::default(), findings)
}

/// Reads a text that is JSON but for something that can be repaired.
///
/// Spec: DOC-11, DOC-12.
fn parse_repaired(text: &str, error: &ParseError, findings: &mut Findings) -> Option<Node> {
    let everything = Range { start: 0, end: text.len() };
    let repaired = repair(text);
    let read = repaired.as_ref().map(|repaired| parse_with(&repaired.text, &TOLERANT));
    let (Some(repaired), Some(Ok(parsed))) = (&repaired, read) else {
        findings.push(refused(text, error));
        return None;
    };
    if let Some(before) = repaired.before {
        let message = "what stands before the JSON is left out";
        findings
            .push(Finding::new(&rules::TEXT_AROUND, "", before, message).hint("paste from the first { on"));
    }
    for place in &repaired.omissions {
        let word = text.get(place.start..place.end).unwrap_or_default();
        let message =
            format!("`{word}` stands for something that was left out, which is not JSON; the rest is read");
        let finding = Finding::new(&rules::BARE_PLACEHOLDER, "", *place, message);
        findings.push(finding.hint("put in what was left out, or take this away"));
    }
    let placeholders = Placeholders { text, places: &repaired.placeholders };
    convert(parsed, everything, placeholders, findings)
}

/// Where placeholders stood without quotes.
#[derive(Clone, Copy, Default)]
struct Placeholders<'a> {
    text: &'a str,
    /// In order.
    places: &'a [Range],
}

impl Placeholders<'_> {
    /// What there is to say of the value that begins at `start`, if a placeholder stood there.
    fn finding(self, start: usize, pointer: impl Fn() -> String) -> Option<Finding> {
        let found = self.places.binary_search_by_key(&start, |place| place.start).ok()?;
        let place = self.places.get(found)?;
        let word = self.text.get(place.start..place.end)?;
        let message =
            format!("the placeholder `{word}` stands without quotes, which is not JSON; the rest is read");
        let finding = Finding::new(&rules::BARE_PLACEHOLDER, pointer(), *place, message);
        Some(finding.hint("put a value in its place"))
    }
}

fn convert(
    parsed: Option<ast::Value<'_>>,
    everything: Range,
    placeholders: Placeholders<'_>,
    findings: &mut Findings,
) -> Option<Node> {
    let Some(root) = parsed else {
        let finding = Finding::new(&rules::JSON_SYNTAX, "", everything, "the text is empty")
            .hint("paste a task definition, or open a scenario from the gallery");
        findings.push(finding);
        return None;
    };
    Converter { findings, placeholders, path: Vec::new() }.convert(root)
}

fn parse_with<'a>(text: &'a str, options: &ParseOptions) -> Result<Option<ast::Value<'a>>, ParseError> {
    jsonc_parser::parse_to_ast(text, &CollectOptions::default(), options).map(|parsed| parsed.value)
}

fn tolerated(strict: &ParseError) -> Finding {
    let (what, mend) = match strict.kind() {
        ParseErrorKind::CommentsNotAllowed => ("a comment", "take it out"),
        ParseErrorKind::TrailingCommasNotAllowed => ("a trailing comma", "take it out"),
        ParseErrorKind::ExpectedComma => ("a missing comma", "put it in"),
        _ => ("an extension of JSON", "take it out"),
    };
    let message = format!("{what} is read here, but is not JSON");
    Finding::new(&rules::JSON_EXTENSION, "", range(strict.range()), message)
        .hint(format!("{mend} before you give this text to the AWS CLI"))
}

fn refused(text: &str, error: &ParseError) -> Finding {
    let place = range(error.range());
    if matches!(error.kind(), ParseErrorKind::NestingDepthExceeded) {
        let message = format!("nested deeper than {} levels", limits::JSON_DEPTH);
        return Finding::new(&rules::JSON_TOO_DEEP, "", place, message);
    }
    let message = format!("this is not JSON: {}", lower_first(&error.kind().to_string()));
    let finding = Finding::new(&rules::JSON_SYNTAX, "", place, message);
    if !text.trim_start().starts_with(['{', '[']) {
        return finding.hint("a task definition or a scenario begins with {");
    }
    if is_cut_off(text, error) {
        return finding
            .hint("the text ends before everything that was opened is closed; is the paste complete?");
    }
    let rest = text.get(place.start..).unwrap_or_default();
    if rest.starts_with(['“', '”', '„', '‘', '’']) {
        return finding.hint("these are the quotes of a word processor: JSON has straight ones");
    }
    if ["NaN", "Infinity", "-Infinity", "0x"].iter().any(|number| rest.starts_with(number)) {
        return finding.hint("JSON has decimal numbers only, and neither NaN nor Infinity");
    }
    let is_word = matches!(error.kind(), ParseErrorKind::UnexpectedWord);
    if is_word || rest.starts_with(['$', '<', '.', '…', '%']) || rest.starts_with("{{") {
        return finding.hint("a placeholder or a word stands here without quotes: put a value in its place");
    }
    finding
}

/// Whether the text ends where more had to come.
fn is_cut_off(text: &str, error: &ParseError) -> bool {
    let at_the_end = text.get(error.range().end..).is_none_or(|rest| rest.trim().is_empty());
    let one_too_many = matches!(
        error.kind(),
        ParseErrorKind::MultipleRootJsonValues
            | ParseErrorKind::UnexpectedCloseBrace
            | ParseErrorKind::UnexpectedCloseBracket
    );
    matches!(error.kind(), ParseErrorKind::UnterminatedArray | ParseErrorKind::UnterminatedObject)
        || (at_the_end && !one_too_many)
}

/// Editors on Windows put one in front. It becomes white space of its length, so that places hold.
fn without_byte_order_mark(text: &str) -> Cow<'_, str> {
    match text.strip_prefix(BYTE_ORDER_MARK) {
        Some(rest) => Cow::Owned(format!("   {rest}")),
        None => Cow::Borrowed(text),
    }
}

/// Where a string begins that has a line break or another control character in it: JSON has none, and
/// the parser takes them. Behind a quote that is missing everything else is misread, so this is said
/// first. Where nothing follows, the text is cut off, which is said as such.
fn open_string(text: &str) -> Option<usize> {
    let mut bytes = text.bytes().enumerate().peekable();
    while let Some((start, byte)) = bytes.next() {
        match (byte, bytes.peek().map(|(_, next)| *next)) {
            (b'/', Some(b'/')) => while bytes.next_if(|(_, byte)| *byte != b'\n').is_some() {},
            (b'/', Some(b'*')) => {
                let mut last = 0;
                while let Some((_, byte)) = bytes.next_if(|(_, byte)| (last, *byte) != (b'*', b'/')) {
                    last = byte;
                }
            }
            (b'"', _) => {
                while let Some((at, byte)) = bytes.next() {
                    match byte {
                        b'"' => break,
                        b'\\' => drop(bytes.next()),
                        0..=31 => {
                            return text
                                .get(at..)
                                .is_some_and(|rest| !rest.trim().is_empty())
                                .then_some(start);
                        }
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }
    None
}

/// The first space outside of strings that is none of JSON's four: pages on the web have such.
fn strange_space(text: &str) -> Option<(usize, char)> {
    let is_strange = |c: char| c.is_whitespace() && !matches!(c, ' ' | '\t' | '\n' | '\r');
    // Nearly every text has none, not even within strings.
    text.find(is_strange)?;
    let mut in_string = false;
    let mut characters = text.char_indices();
    while let Some((at, character)) = characters.next() {
        match character {
            '"' => in_string = !in_string,
            '\\' if in_string => drop(characters.next()),
            _ if !in_string && is_strange(character) => return Some((at, character)),
            _ => {}
        }
    }
    None
}

fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}

fn range(range: jsonc_parser::common::Range) -> Range {
    Range { start: range.start, end: range.end }
}

struct Converter<'f> {
    findings: &'f mut Findings,
    placeholders: Placeholders<'f>,
    /// Keys and numbers that lead to the value that is being converted.
    path: Vec<String>,
}

impl Converter<'_> {
    fn convert(&mut self, value: ast::Value<'_>) -> Option<Node> {
        let place = range(value.range());
        if self.path.len() >= limits::JSON_DEPTH {
            let message = format!("nested deeper than {} levels", limits::JSON_DEPTH);
            self.findings.push(Finding::new(&rules::JSON_TOO_DEEP, self.pointer(), place, message));
            return None;
        }
        if let Some(finding) = self.placeholders.finding(place.start, || self.pointer()) {
            self.findings.push(finding);
        }
        let value = match value {
            ast::Value::NullKeyword(_) => Value::Null,
            ast::Value::BooleanLit(literal) => Value::Bool(literal.value),
            ast::Value::NumberLit(literal) => Value::Number(literal.value.to_owned()),
            ast::Value::StringLit(literal) => Value::String(literal.value.into_owned()),
            ast::Value::Array(array) => {
                let mut elements = Vec::with_capacity(array.elements.len());
                for (number, element) in array.elements.into_iter().enumerate() {
                    self.path.push(number.to_string());
                    elements.push(self.convert(element)?);
                    self.path.pop();
                }
                Value::Array(elements)
            }
            ast::Value::Object(object) => Value::Object(self.members(object)?),
        };
        Some(Node { range: place, value })
    }

    fn members(&mut self, object: ast::Object<'_>) -> Option<Vec<Member>> {
        let mut members: Vec<Member> = Vec::with_capacity(object.properties.len());
        // A set beside the list: objects in data grow to thousands of keys.
        let mut seen = std::collections::BTreeSet::new();
        for property in object.properties {
            let key_range = range(property.name.range());
            let key = property.name.into_string();
            if key.len() > limits::KEY_BYTES {
                let message = format!(
                    "a member's name has at most {} bytes, and this one {}",
                    limits::KEY_BYTES,
                    key.len()
                );
                self.findings.push(Finding::new(&rules::KEY_TOO_LONG, self.pointer(), key_range, message));
                return None;
            }
            self.path.push(key.clone());
            if !seen.insert(key.clone()) {
                let message = format!("`{key}` occurs twice in this object; the last one counts");
                self.findings.push(Finding::new(&rules::DUPLICATE_KEY, self.pointer(), key_range, message));
            }
            let value = self.convert(property.value)?;
            self.path.pop();
            members.push(Member { key, key_range, value });
        }
        Some(members)
    }

    /// The JSON pointer of the value that is being converted: made only where something is said.
    fn pointer(&self) -> String {
        self.path.iter().fold(String::new(), |pointer, segment| super::child(&pointer, segment))
    }
}
