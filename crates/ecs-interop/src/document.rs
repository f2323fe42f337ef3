//! One reader for texts of every language.

use crate::yaml;
use ecs_core::Document;
use ecs_core::finding::{Findings, rules};
use ecs_core::json;

/// The language of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// What the text itself looks like: JSON, unless it begins as only YAML does.
    Detected,
    /// YAML, of which JSON is a part.
    Yaml,
}

/// Reads and judges a text. Never fails: what is wrong is a finding.
///
/// Spec: YAML-1.
pub fn read(text: &str, language: Language) -> Document {
    let mut findings = Findings::new();
    if language == Language::Detected {
        let root = json::parse(text, &mut findings);
        if !findings.has(&rules::YAML_NOT_JSON) {
            return Document::of_tree(text, root, findings);
        }
        findings = Findings::new();
    }
    let root = yaml::read(text, &mut findings);
    Document::of_tree(text, root, findings)
}
