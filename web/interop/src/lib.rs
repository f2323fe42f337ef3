//! What the worker answers: texts in, texts out, so that nothing of this crate is linked into the page.

#![warn(missing_docs)]

use ecs_core::finding::Finding;
use serde_json::{Value, json};

/// The JSON of a YAML text, as the page reads it: `{"json", "findings"}`, where `json` is null for a
/// text that cannot be converted. `start` and `end` of a finding are bytes of the YAML.
pub fn answer(text: &str) -> String {
    let (json, findings) = match ecs_interop::to_json(text) {
        Ok(converted) => (Some(converted.json), converted.findings),
        Err(findings) => (None, findings),
    };
    json!({"json": json, "findings": findings.iter().map(finding).collect::<Vec<Value>>()}).to_string()
}

fn finding(finding: &Finding) -> Value {
    json!({
        "code": finding.code,
        "message": finding.message,
        "hint": finding.hint,
        "pointer": finding.pointer,
        "line": finding.line,
        "column": finding.column,
        "start": finding.range.start,
        "end": finding.range.end,
    })
}
