//! A text that somebody gave us: what kind it is, and everything there is to say about it.

use super::{containers, pascal_case, task_definition};
use crate::aws::check_shape;
use crate::aws::shape::Shapes;
use crate::finding::{Finding, Findings, Severity, rules};
use crate::json::{self, Node, Value};
use crate::scenario::Scenario;
use serde::{Deserialize, Serialize};

/// What a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DocumentKind {
    /// `ecs:RegisterTaskDefinition` input, or what describe-task-definition prints.
    TaskDefinition,
    /// A scenario (docs/scenario.md).
    Scenario,
}

/// A text, read and judged.
#[derive(Clone, Debug)]
pub struct Document {
    /// What it is; none where it is neither.
    pub kind: Option<DocumentKind>,
    /// Its tree; none where it is no JSON.
    pub root: Option<Node>,
    /// JSON pointer of the task definition or the scenario within the text: not empty where it
    /// stands in a wrapper.
    pub pointer: &'static str,
    /// What there is to say, in order of place.
    pub findings: Vec<Finding>,
    /// The scenario, where the text is one and has no error.
    pub scenario: Option<Scenario>,
}

impl Document {
    /// Reads and judges a text of JSON. Never fails: what is wrong is a finding.
    pub fn read(text: &str) -> Document {
        let mut findings = Findings::new();
        let root = json::parse(text, &mut findings);
        Document::of_tree(text, root, findings)
    }

    /// Judges what was read of a text in any language: its tree, where there is one, with ranges in
    /// that text, and what the reader had to say.
    pub fn of_tree(text: &str, root: Option<Node>, mut findings: Findings) -> Document {
        let mut document = Document { kind: None, root, pointer: "", findings: Vec::new(), scenario: None };
        if let Some(mut root) = document.root.take() {
            containers::wrap(&mut root, &mut findings);
            pascal_case::convert(&mut root, &mut findings);
            document.judge(&root, &mut findings);
            document.root = Some(root);
        }
        document.findings = findings.placed(text);
        document
    }

    /// Whether a finding is an error.
    pub fn has_errors(&self) -> bool {
        self.findings.iter().any(|finding| finding.severity == Severity::Error)
    }

    /// The task definition or scenario within the text.
    pub fn subject(&self) -> Option<&Node> {
        self.kind?;
        self.root.as_ref()?.at(self.pointer)
    }

    fn judge(&mut self, root: &Node, findings: &mut Findings) {
        let shapes = Shapes::load();
        self.kind = kind(root);
        match self.kind {
            Some(DocumentKind::TaskDefinition) => {
                self.pointer = definition_in(root, findings);
                let definitions: Vec<(&Node, String)> = match &root.value {
                    Value::Array(elements) => elements
                        .iter()
                        .enumerate()
                        .map(|(number, node)| (node, format!("/{number}")))
                        .collect(),
                    _ => root
                        .at(self.pointer)
                        .map(|node| (node, self.pointer.to_owned()))
                        .into_iter()
                        .collect(),
                };
                for (definition, pointer) in definitions {
                    check_shape(&shapes, "RegisterTaskDefinitionRequest", definition, &pointer, findings);
                    task_definition::check(definition, &pointer, findings);
                }
            }
            Some(DocumentKind::Scenario) => {
                check_shape(&shapes, "Scenario", root, "", findings);
                for (number, definition) in root.list("taskDefinitions").iter().enumerate() {
                    task_definition::check(definition, &format!("/taskDefinitions/{number}"), findings);
                }
                let scenario = Scenario::read(root, &shapes, findings, task_definition::check);
                self.scenario = (!findings.any_error()).then_some(scenario);
            }
            None => findings.push(unknown_document(root)),
        }
    }
}

/// Where the definition stands that the tools run, and what there is to say about that.
fn definition_in(root: &Node, findings: &mut Findings) -> &'static str {
    let member = |key: &str| root.members().iter().rev().find(|member| member.key == key);
    if matches!(root.value, Value::Array(_)) {
        let opening = root.opening();
        let message = match root.elements().len() {
            1 => "this is a list of one task definition, which is read".to_owned(),
            count => {
                format!(
                    "this is a list of {count} task definitions; each is judged: the page registers all of them, the command line runs the first"
                )
            }
        };
        findings.push(Finding::new(&rules::LIST_OF_DEFINITIONS, "", opening, message));
        return "/0";
    }
    if let Some(wrapper) = member("taskDefinition") {
        let message = "this is what describe-task-definition prints; the definition in it is read";
        findings.push(Finding::new(
            &rules::WRAPPED_TASK_DEFINITION,
            "/taskDefinition",
            wrapper.key_range,
            message,
        ));
        return "/taskDefinition";
    }
    if member("Properties").is_some() { "/Properties" } else { "" }
}

/// The task definition or scenario within a text, and which of both it is: what [`Document::subject`] is,
/// without a judgement.
pub fn subject_of(text: &str) -> Option<(DocumentKind, Node)> {
    let mut findings = Findings::new();
    let mut root = json::parse(text, &mut findings)?;
    containers::wrap(&mut root, &mut findings);
    pascal_case::convert(&mut root, &mut findings);
    let kind = kind(&root)?;
    let pointer = match kind {
        DocumentKind::TaskDefinition => definition_in(&root, &mut findings),
        DocumentKind::Scenario => "",
    };
    Some((kind, root.at(pointer)?.clone()))
}

/// Spec: DOC-3, DOC-4, DOC-13, DOC-14.
fn kind(root: &Node) -> Option<DocumentKind> {
    let has = |key: &str| root.get(key).is_some();
    if root.get("taskDefinition").is_some_and(|inner| matches!(inner.value, Value::Object(_))) {
        Some(DocumentKind::TaskDefinition)
    } else if has("version") || has("taskDefinitions") || has("containerInstances") || has("simulation") {
        Some(DocumentKind::Scenario)
    } else if is_definition(root)
        || root.get("Properties").is_some_and(is_definition)
        || (!root.elements().is_empty() && root.elements().iter().all(is_definition))
    {
        Some(DocumentKind::TaskDefinition)
    } else {
        None
    }
}

fn is_definition(node: &Node) -> bool {
    node.get("containerDefinitions").is_some()
        || (node.get("family").is_some() && node.get("image").is_none())
}

fn unknown_document(root: &Node) -> Finding {
    let opening = root.opening();
    let message = match &root.value {
        Value::Object(_) => {
            "this is neither a task definition (it has no `containerDefinitions`) nor a scenario (it has no `version`)".to_owned()
        }
        _ => format!("a task definition or a scenario is an object, and this is {}", root.kind()),
    };
    let hint = "give the JSON of aws ecs register-task-definition --cli-input-json";
    Finding::new(&rules::UNKNOWN_DOCUMENT, "", opening, message).hint(hint)
}
