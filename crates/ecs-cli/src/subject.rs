//! From a text to something that runs: a scenario as it is, a task definition with a starter around it.

use crate::input::Input;
use ecs_core::finding::{Finding, Findings, Severity};
use ecs_core::json::Node;
use ecs_core::scenario::{Scenario, Starter, starter};
use ecs_core::{Document, DocumentKind};
use serde::Serialize;

/// What there is to say about a file: an entry of `validate --format json`.
#[derive(Debug, Serialize)]
pub(crate) struct FileFindings {
    /// The path as it was given.
    pub(crate) file: String,
    /// What the text is; none where it is neither.
    pub(crate) kind: Option<DocumentKind>,
    /// In order of place.
    pub(crate) findings: Vec<Finding>,
}

impl FileFindings {
    /// Whether one of them is an error.
    pub(crate) fn any_error(&self) -> bool {
        self.findings.iter().any(|finding| finding.severity == Severity::Error)
    }
}

/// A file, read and judged.
#[derive(Debug)]
pub(crate) struct Subject {
    /// What there is to say about it.
    pub(crate) about: FileFindings,
    /// What runs; none where a finding is an error.
    pub(crate) playable: Option<Playable>,
}

/// A scenario without errors.
#[derive(Debug)]
pub(crate) struct Playable {
    /// Its tree.
    pub(crate) root: Node,
    /// What it says.
    pub(crate) scenario: Scenario,
}

/// Judges `input` and makes it run. `count` is for a task definition.
pub(crate) fn prepare(input: &Input, count: u32) -> Subject {
    let document = input.document();
    let mut about =
        FileFindings { file: input.name.clone(), kind: document.kind, findings: document.findings.clone() };
    let playable = match document.kind {
        Some(DocumentKind::TaskDefinition) if !document.has_errors() => {
            match start(&input.text, &document, count) {
                Ok(playable) => playable,
                Err(findings) => {
                    about.findings.extend(findings);
                    None
                }
            }
        }
        _ => playable(document),
    };
    Subject { about, playable }
}

/// A scenario that runs, if the document is one without errors.
pub(crate) fn playable(document: Document) -> Option<Playable> {
    Some(Playable { root: document.root?, scenario: document.scenario? })
}

/// The scenario around a task definition. What is wrong only there, such as a definition for Fargate
/// that Fargate does not take, has no place in the file but the definition itself.
fn start(text: &str, document: &Document, desired_count: u32) -> Result<Option<Playable>, Vec<Finding>> {
    let Some(subject) = document.subject() else { return Ok(None) };
    let started = Document::read(&starter(subject, Starter { desired_count }));
    if !started.has_errors() {
        return Ok(playable(started));
    }
    let mut findings = Findings::new();
    for mut finding in started.findings.into_iter().filter(|finding| finding.severity == Severity::Error) {
        document.pointer.clone_into(&mut finding.pointer);
        finding.range = subject.range;
        findings.push(finding);
    }
    Err(findings.placed(text))
}
