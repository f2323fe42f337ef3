//! What holds for every text: the property behind the fuzz target and its replay.

use crate::case::{Input, cases};
use ecs_core::finding::Findings;
use ecs_core::json::{self, Node, child};
use ecs_core::scenario::{Starter, canonical, starter};
use ecs_core::{Budget, Document, DocumentKind, Scenario, SimTime, Simulation};
use serde_json::Value;
use std::path::Path;

/// Nodes of a tree that are edited: each edit reads the whole text again.
const EDITS_MOST: usize = 8;

/// Events of a scenario's run.
const EVENTS_MOST: u32 = 200;

/// Texts longer than this are judged, but not edited.
const EDITED_BYTES_MOST: usize = 20_000;

/// Reads a text and holds what comes of it against everything that has to be so.
///
/// # Panics
///
/// Where something is not so: that is what a fuzzer looks for.
pub fn check_text(text: &str) {
    let document = Document::read(text);
    check_findings(text, &document);
    if let Some(root) = &document.root {
        check_canonical(root, &document);
    }
    check_starter(&document);
    check_edits(text);
}

/// The documents of the Markdown suite: what a fuzzer begins with.
pub fn suite_inputs() -> Vec<String> {
    let inputs = cases(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/suite"))).into_iter();
    inputs
        .filter_map(|case| match case.input {
            Input::Document(text) => Some(text),
            Input::Link(_) => None,
        })
        .collect()
}

/// Every finding has a place within the text, and the places are in order.
fn check_findings(text: &str, document: &Document) {
    let mut last = 0;
    for finding in &document.findings {
        let range = finding.range;
        assert!(text.get(range.start..range.end).is_some(), "{finding:#?}");
        assert!(range.start >= last, "out of order: {finding:#?}");
        last = range.start;
        let before = text.get(..range.start).unwrap_or_default();
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        assert_eq!(finding.line, before.matches('\n').count() + 1, "{finding:#?}");
        assert_eq!(finding.column, text[line_start..range.start].chars().count() + 1, "{finding:#?}");
        assert!(finding.aws_message.as_deref() != Some(""), "{finding:#?}");
    }
}

/// The canonical form reads as itself, and runs as the scenario did.
fn check_canonical(root: &Node, document: &Document) {
    let once = canonical(root);
    let written = once.to_string();
    let again = Document::read(&written);
    let read = again.root.as_ref().unwrap_or_else(|| panic!("not read: {written}"));
    assert_eq!(canonical(read), once, "{written}");
    if let Some(scenario) = &document.scenario {
        let same = again.scenario.unwrap_or_else(|| panic!("{written}: {:#?}", again.findings));
        assert_eq!(log_hash(same), log_hash(scenario.clone()), "{written}");
    }
}

/// The hash of the beginning of a run.
fn log_hash(scenario: Scenario) -> u64 {
    let mut simulation = Simulation::new(scenario);
    simulation.advance_to(SimTime::from_seconds(60), Budget { events: EVENTS_MOST });
    simulation.log_hash()
}

/// A task definition without errors gives a scenario without errors.
fn check_starter(document: &Document) {
    let (Some(DocumentKind::TaskDefinition), Some(subject), false) =
        (document.kind, document.subject(), document.has_errors())
    else {
        return;
    };
    let scenario = starter(subject, Starter { desired_count: 1 });
    let read = Document::read(&scenario);
    assert!(read.scenario.is_some(), "{scenario}\n{:#?}", read.findings);
}

/// An edit changes the place that it names and nothing else. A text that has to be repaired first is
/// no JSON for an edit, and says so.
fn check_edits(text: &str) {
    let Some(root) = json::parse(text, &mut Findings::new()) else { return };
    let edited = Value::String("edited".to_owned());
    if text.len() > EDITED_BYTES_MOST || json::set(text, "", &edited).is_err() {
        return;
    }
    let mut places = Vec::new();
    collect(&root, String::new(), &mut places);
    let before = root.to_value();
    for pointer in places.iter().step_by(places.len().div_ceil(EDITS_MOST)) {
        let mut expected = before.clone();
        *expected.pointer_mut(pointer).expect("a place of the tree") = edited.clone();
        let set = json::set(text, pointer, &edited).unwrap_or_else(|error| panic!("{pointer}: {error}"));
        assert_eq!(value(&set), expected, "{pointer} was set: {set}");
        let Some((parent, last)) = pointer.rsplit_once('/') else { continue };
        let mut expected = before.clone();
        match expected.pointer_mut(parent) {
            Some(Value::Object(members)) => drop(members.remove(&last.replace("~1", "/").replace("~0", "~"))),
            Some(Value::Array(elements)) => drop(elements.remove(last.parse().expect("an index"))),
            _ => panic!("{pointer} stands in nothing"),
        }
        let removed = json::remove(text, pointer).unwrap_or_else(|error| panic!("{pointer}: {error}"));
        assert_eq!(value(&removed), expected, "{pointer} was removed: {removed}");
    }
}

fn value(text: &str) -> Value {
    let root = json::parse(text, &mut Findings::new());
    root.unwrap_or_else(|| panic!("an edit broke the text: {text}")).to_value()
}

/// Pointers of every node that counts: of a key that occurs twice, the last.
fn collect(node: &Node, pointer: String, places: &mut Vec<String>) {
    for (number, element) in node.elements().iter().enumerate() {
        collect(element, child(&pointer, number), places);
    }
    for (number, member) in node.members().iter().enumerate() {
        if node.members().iter().skip(number + 1).all(|later| later.key != member.key) {
            collect(&member.value, child(&pointer, &member.key), places);
        }
    }
    places.push(pointer);
}
