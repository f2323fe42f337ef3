//! From YAML to the text of JSON.

use crate::yaml;
use ecs_core::finding::{Finding, Findings};

/// A text that was YAML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Converted {
    /// The same as JSON, over several lines. Comments are not in it.
    pub json: String,
    /// What there is to say of the YAML: no error.
    pub findings: Vec<Finding>,
}

/// The JSON of a YAML text. What the text means is not judged.
///
/// # Errors
///
/// What is wrong, where the text is no YAML or JSON cannot say what it says.
pub fn to_json(text: &str) -> Result<Converted, Vec<Finding>> {
    let mut findings = Findings::new();
    let root = yaml::read(text, &mut findings);
    let any_error = findings.any_error();
    let findings = findings.placed(text);
    match root {
        Some(root) if !any_error => Ok(Converted { json: root.to_json() + "\n", findings }),
        _ => Err(findings),
    }
}
