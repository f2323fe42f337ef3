//! YAML 1.2, by granit-parser: its events become a tree with byte ranges.

mod anchors;
mod build;
mod frame;
mod scalar;
mod tag;
#[cfg(test)]
mod tests;

use build::Builder;
use ecs_core::finding::{Finding, Findings, Range, rules};
use ecs_core::json::Node;
use ecs_core::limits;
use granit_parser::{ErrorKind, Event, Marker, Parser, ScanError, Span, options};

/// Reads a text. Nothing is returned where it is no YAML; the findings then say where it ends to be.
///
/// Spec: YAML-1, YAML-7.
pub fn read(text: &str, findings: &mut Findings) -> Option<Node> {
    if text.len() > limits::TEXT_BYTES {
        let everything = Range { start: 0, end: text.len() };
        let message =
            format!("the text has {} bytes; {} are read at the most", text.len(), limits::TEXT_BYTES);
        findings.push(Finding::new(&rules::TEXT_TOO_LONG, "", everything, message));
        return None;
    }
    let options = options! {
        flow_nesting_limit: limits::JSON_DEPTH,
        block_nesting_limit: limits::JSON_DEPTH,
    };
    let mut builder = Builder::new(findings);
    for event in Parser::new_from_str_with_options(text, options) {
        let (event, span) = match event {
            Ok(event) => event,
            Err(error) => {
                findings.push(refused(text, &error));
                return None;
            }
        };
        let place = range(span);
        match event {
            Event::DocumentStart(..) if builder.root.is_some() => {
                let message = "another document begins here; the first one is read";
                builder.findings.push(Finding::new(&rules::YAML_DOCUMENTS, "", marker(text, place), message));
                return builder.root;
            }
            Event::Scalar(content, style, anchor, tag) => {
                builder.scalar(content, style, anchor, tag.as_deref(), span)?;
            }
            Event::SequenceStart(style, anchor, tag) => {
                builder.open(false, style, anchor, tag.as_deref(), span)?;
            }
            Event::MappingStart(style, anchor, tag) => {
                builder.open(true, style, anchor, tag.as_deref(), span)?;
            }
            Event::SequenceEnd | Event::MappingEnd => builder.close(place)?,
            Event::Alias(anchor) => builder.alias(anchor, place)?,
            // Nothing else is asked for in the options.
            _ => {}
        }
    }
    if builder.root.is_none() {
        let everything = Range { start: 0, end: text.len() };
        findings.push(Finding::new(&rules::YAML_SYNTAX, "", everything, "the text is empty"));
        return None;
    }
    builder.root
}

fn refused(text: &str, error: &ScanError) -> Finding {
    let place = at(error.marker());
    match error.kind() {
        ErrorKind::RecursionLimitExceeded => too_deep("", place),
        ErrorKind::UnknownAnchor => {
            let name =
                text.get(place.start..).and_then(|rest| rest.split([' ', ',', ']', '}', '\r', '\n']).next());
            let message = format!("`{}` names no anchor before it", name.unwrap_or_default());
            Finding::new(&rules::YAML_ALIAS, "", place, message)
                .hint("an anchor is written &name; a text that begins with * is written in quotes")
        }
        kind => {
            let finding =
                Finding::new(&rules::YAML_SYNTAX, "", place, format!("this is not YAML: {}", error.info()));
            match kind {
                ErrorKind::TabNotAllowed | ErrorKind::TabInBlockIndentation => {
                    finding.hint("YAML is indented by spaces, not by tabs")
                }
                _ => finding,
            }
        }
    }
}

fn too_deep(pointer: impl Into<String>, place: Range) -> Finding {
    let message = format!("nested deeper than {} levels", limits::JSON_DEPTH);
    Finding::new(&rules::JSON_TOO_DEEP, pointer, place, message)
}

/// Parsers of strings know the bytes of every place.
fn range(span: Span) -> Range {
    span.byte_range().map_or_else(Range::default, |bytes| Range { start: bytes.start, end: bytes.end })
}

fn at(marker: &Marker) -> Range {
    let start = marker.byte_offset().unwrap_or_default();
    Range { start, end: start }
}

/// The `---` at which a document begins.
fn marker(text: &str, place: Range) -> Range {
    let is_marked = text.get(place.start..).is_some_and(|rest| rest.starts_with("---"));
    Range { start: place.start, end: place.start + if is_marked { 3 } else { 0 } }
}
